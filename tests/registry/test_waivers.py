"""Appeals and exceptions: applied while their paper holds, by thing or by indicator, and over by themselves."""

from datetime import date, timedelta
from typing import Any

import pytest

from registry.database import Database
from registry.decisions.reviews import pending
from registry.decisions.waivers import WaiverError, grant, last_day, list_waivers, waived_findings, withdraw
from registry.models import FindingRow, Office, Target, Waiver, WaiverKind
from registry.seen.findings import list_findings
from tests.registry.books import DAY, LINKS, NOW, broken, found, import_text, office_id, scan_one, target_named

TODAY = date(2026, 11, 24)
SITE = "云溪市公安局"


def waiver(target: Target, office: Office, **more: Any) -> Waiver:
    fields: dict[str, Any] = {
        "office_id": office_id(office), "target_id": target.id, "indicator": LINKS, "kind": WaiverKind.APPEAL,
        "number": "云府办复〔2026〕3号", "since": TODAY, "until": TODAY + timedelta(days=30), "by": "张三", "at": NOW,
    }  # fmt: skip
    return Waiver(**(fields | more))


@pytest.fixture
async def site(database: Database, office: Office) -> Target:
    await import_text(database, office)
    return await target_named(database, office, SITE)


async def rows_of(database: Database, office: Office, target: Target, *abouts: str) -> list[FindingRow]:
    judgement = found(*(broken(target, about, confirmed=True) for about in abouts))
    await scan_one(database, office, target, judgement, as_of=NOW)
    async with database.read() as session:
        return await list_findings(session, office_id(office))


async def passed(database: Database, rows: list[FindingRow], day: date) -> dict[str, str]:
    async with database.read() as session:
        waived = await waived_findings(session, rows, day)
    return {row.about: waived[row.id or 0].number for row in rows if row.id in waived}


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, True), (30, True), (31, False)])
async def test_it_holds_from_its_first_day_to_its_last(
    database: Database, office: Office, site: Target, days: int, holds: bool
) -> None:
    rows = await rows_of(database, office, site, "http://a.test/")
    async with database.write() as session:
        await grant(session, waiver(site, office))
    assert bool(await passed(database, rows, TODAY + timedelta(days=days))) is holds


async def test_one_for_a_single_thing_goes_before_that_for_the_indicator(
    database: Database, office: Office, site: Target
) -> None:
    rows = await rows_of(database, office, site, "http://a.test/", "http://b.test/")
    async with database.write() as session:
        await grant(session, waiver(site, office, number="甲", about="http://a.test/"))
    assert await passed(database, rows, TODAY) == {"http://a.test/": "甲"}
    async with database.write() as session:
        await grant(session, waiver(site, office, number="乙"))
    assert await passed(database, rows, TODAY) == {"http://a.test/": "甲", "http://b.test/": "乙"}


async def test_what_is_let_pass_is_asked_of_nobody_until_it_ends(
    database: Database, office: Office, site: Target
) -> None:
    await rows_of(database, office, site, "http://a.test/")
    async with database.write() as session:
        assert len(await pending(session, office_id(office), NOW)) == 1
        await grant(session, waiver(site, office))
        assert await pending(session, office_id(office), NOW) == []
        assert len(await pending(session, office_id(office), NOW + 31 * DAY)) == 1


async def test_a_withdrawn_one_no_longer_holds_from_that_day_on(
    database: Database, office: Office, site: Target
) -> None:
    rows = await rows_of(database, office, site, "http://a.test/")
    async with database.write() as session:
        number = (await grant(session, waiver(site, office))).id or 0
        ended = await withdraw(session, office_id(office), number, "李四", TODAY + timedelta(days=3))
    assert last_day(ended) == TODAY + timedelta(days=2)
    assert await passed(database, rows, TODAY + timedelta(days=2))
    assert not await passed(database, rows, TODAY + timedelta(days=3))
    async with database.read() as session:
        assert [one.ended_by for one in await list_waivers(session, office_id(office))] == ["李四"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"number": " "}, "没有批准文号"),
        ({"until": TODAY - timedelta(days=1)}, "早于开始"),
        ({"since": TODAY + timedelta(days=30), "until": TODAY + timedelta(days=60)}, "已有第1号"),
    ],
)
async def test_what_is_no_paper_is_refused(
    database: Database, office: Office, site: Target, more: dict[str, object], why: str
) -> None:
    async with database.write() as session:
        await grant(session, waiver(site, office))
        with pytest.raises(WaiverError, match=why):
            await grant(session, waiver(site, office, **more))


async def test_only_what_holds_can_be_withdrawn(database: Database, office: Office, site: Target) -> None:
    async with database.write() as session:
        number = (await grant(session, waiver(site, office))).id or 0
        with pytest.raises(WaiverError, match="已于2026-12-24到期"):
            await withdraw(session, office_id(office), number, "李四", TODAY + timedelta(days=31))
        with pytest.raises(WaiverError, match="没有第99号"):
            await withdraw(session, office_id(office), 99, "李四", TODAY)
