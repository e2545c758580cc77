"""Pictures in the books: which finding rests on which, and how long they are kept."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from checks.evidence import Box, Picture, PictureKind
from checks.finding import Finding
from registry.database import Database
from registry.migrate import upgrade
from registry.models import Evidence, FindingRow, Office, Target, stored
from registry.retention import drop_old_evidence
from registry.seen.evidence import enter_evidence, evidence_of, named_files
from registry.seen.findings import list_findings
from registry.store.copying import copy_books, sums_of
from tests.registry.books import DAY, NOW, broken, found, import_text, office_id, ok, scan_one, target_named, url_of

GONE = "http://gone.test/"


@pytest.fixture
async def target(database: Database, office: Office) -> Target:
    await import_text(database, office)
    return await target_named(database, office, "云溪市公安局")


def picture(number: int, at: datetime = NOW, **more: object) -> Picture:
    known = Picture(
        f"{number:064x}.webp", PictureKind.PLACE, 1000 + number, "gaj.yunxi.test", at,
        "打开页面即遮挡内容的浮层", Box(10, 20.5, 300, 200), 1366,
    )  # fmt: skip
    return known if not more else Picture(**{name: getattr(known, name) for name in known.__slots__} | more)


async def entered(database: Database, office: Office, target: Target, pictures: list[Picture]) -> FindingRow:
    """The finding of a broken link that rests on these pictures, seen when each was taken."""
    for one in pictures:
        finding = broken(target, evidence=(one.address,))
        await scan_one(database, office, target, found(finding), as_of=one.at)
        async with database.write() as session:
            await enter_evidence(session, office_id(office), [finding], [one, picture(999)])
    async with database.read() as session:
        (row,) = await list_findings(session, office_id(office))
    return row


async def kept(database: Database, row: FindingRow) -> list[Evidence]:
    async with database.read() as session:
        return (await evidence_of(session, [stored(row.id)])).get(stored(row.id), [])


async def test_a_finding_has_the_pictures_it_names_and_no_others(
    database: Database, office: Office, target: Target
) -> None:
    row = await entered(database, office, target, [picture(1), picture(1), picture(2, NOW + DAY)])
    newest, first = await kept(database, row)
    assert (newest.sha256, first.sha256) == (f"{2:064x}", f"{1:064x}")
    assert (first.kind, first.path) == (PictureKind.PLACE, f"00/{1:064x}.webp")
    assert (first.bytes, first.host, first.seen_at) == (1001, "gaj.yunxi.test", NOW)
    assert (first.caption, first.box, first.width) == ("打开页面即遮挡内容的浮层", [10, 20.5, 300, 200], 1366)
    async with database.read() as session:
        assert await named_files(session) == {picture(1).address, picture(2).address}


async def test_a_finding_about_what_no_database_takes_has_its_picture(
    database: Database, office: Office, target: Target
) -> None:
    odd: Finding = broken(target, about="http://x.test/\0\ud800", evidence=(picture(1).address,))
    opened = await scan_one(database, office, target, found(odd), as_of=NOW, pictures=(picture(1),))
    async with database.read() as session:
        (row,) = await list_findings(session, office_id(office))
    assert [one.sha256 for one in await kept(database, row)] == [picture(1).sha256]
    assert opened.id is not None


async def test_the_first_and_the_last_picture_stay_as_long_as_the_finding_stands(
    database: Database, office: Office, target: Target
) -> None:
    row = await entered(database, office, target, [picture(day, NOW + day * DAY) for day in (0, 7, 14, 200, 250)])
    async with database.write() as session:
        assert await drop_old_evidence(session, office_id(office), NOW + 260 * DAY) == 2
    assert [one.seen_at for one in await kept(database, row)] == [NOW + day * DAY for day in (250, 200, 0)]
    async with database.write() as session:
        assert await drop_old_evidence(session, office_id(office), NOW + 2000 * DAY) == 1
        assert await drop_old_evidence(session, office_id(office), NOW + 2000 * DAY) == 0


async def test_two_years_after_the_repair_the_pictures_go(database: Database, office: Office, target: Target) -> None:
    row = await entered(database, office, target, [picture(1)])
    await scan_one(database, office, target, ok(GONE), as_of=NOW + DAY)
    for days, gone in ((700, 0), (740, 1)):
        async with database.write() as session:
            assert await drop_old_evidence(session, office_id(office), NOW + timedelta(days)) == gone
    assert await kept(database, row) == []
    async with database.read() as session:
        assert await named_files(session) == set()


async def test_pictures_move_with_the_books(database: Database, office: Office, target: Target, tmp_path: Path) -> None:
    row = await entered(database, office, target, [picture(1), picture(2, box=None)])
    url = url_of(tmp_path / "moved.db")
    await upgrade(url)
    async with await Database.open(url) as moved:
        sums = await copy_books(database, moved)
        assert sums == await sums_of(moved)
        assert [one.model_dump() for one in await kept(moved, row)] == [
            one.model_dump() for one in await kept(database, row)
        ]
