"""Who answers for a finding: the unit of the site, or that of the column that all of it lies in."""

import pytest
from sqlmodel import select

from checks.vocabulary import Severity
from registry.database import Database
from registry.decisions.answering import Answering
from registry.models import ColumnRow, FindingRow, Unit, stored
from tests.registry.ticket_books import FRIDAY, LINKS, desk_of

SITE = Unit(id=1, office_id=1, name="市政府办公室")
TRADE = Unit(id=2, office_id=1, name="市商务局")
HEALTH = Unit(id=3, office_id=1, name="市卫生健康委员会")
HOST = "https://www.yunxi.test"


def column(url: str) -> ColumnRow:
    return ColumnRow(office_id=1, target_id="www", name="栏目", url=url)


ANSWERS = Answering(
    [
        (column(f"{HOST}/swj/index.html"), TRADE),
        (column(f"{HOST}/swj/wjw/"), HEALTH),
        (column(f"{HOST}/list.php?id=3"), HEALTH),
    ]
)


def finding(
    *pages: str, about: str = "x", severity: Severity = Severity.DEDUCT, on_home: bool = False, target: str = "www"
) -> FindingRow:
    places = [[page, 1, "", ""] for page in pages]
    return FindingRow(
        office_id=1, target_id=target, indicator=LINKS, about=about, fingerprint="x", severity=severity, url=about,
        places=places, on_home=on_home, first_seen=FRIDAY, last_seen=FRIDAY, last_scan_id=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        (finding(f"{HOST}/swj/1.html"), TRADE),
        (finding("http://www.yunxi.test/swj/1.html", f"{HOST}/swj/2.html"), TRADE),
        (finding(f"{HOST}/swj/wjw/1.html"), HEALTH),
        (finding(f"{HOST}/swj/1.html", f"{HOST}/swj/wjw/1.html"), SITE),  # two answer: the site's own
        (finding(f"{HOST}/swj/1.html", f"{HOST}/else.html"), SITE),
        (finding(f"{HOST}/swjx/1.html"), SITE),
        (finding("https://other.test/swj/1.html"), SITE),
        (finding(f"{HOST}/list.php?id=3"), HEALTH),
        (finding(f"{HOST}/list.php?id=30"), SITE),
        (finding(about=f"{HOST}/swj/index.html"), TRADE),
        (finding(about=f"{HOST}/swj/", severity=Severity.VETO), TRADE),
        (finding(f"{HOST}/swj/", about=f"{HOST}/", severity=Severity.VETO), SITE),  # of the whole site
        (finding(f"{HOST}/swj/", on_home=True), SITE),
        (finding(f"{HOST}/swj/1.html", target="else"), SITE),
        (finding("http://[::1", about="http://[::1"), SITE),
    ],
)
def test_who_answers(row: FindingRow, unit: Unit) -> None:
    assert ANSWERS.unit_of(row, SITE) is unit


async def test_the_ticket_goes_to_the_unit_of_the_column(database: Database) -> None:
    desk = await desk_of(database)
    async with database.write() as session:
        water = (await session.exec(select(Unit).where(Unit.name == "市水利局"))).one()
        row = ColumnRow(
            office_id=desk.office_id, target_id="edu", unit_id=stored(water.id), name="水情", url="https://edu.test/sq/"
        )
        session.add(row)
    await desk.scan({("edu", LINKS, "https://edu.test/sq/"): False}, confirmed=True)
    async with database.write() as session:
        found = (await session.exec(select(FindingRow))).one()
        found.places = [["https://edu.test/sq/1.html", 7, "水位", ""]]
        session.add(found)
    (asked,) = await desk.asked()
    assert (asked.entry.unit.name, asked.unit.name) == ("市教育局", "市水利局")
    (ticket,) = await desk.approve_all()
    assert ticket.unit_id == water.id
