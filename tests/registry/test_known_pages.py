"""The pages that were read: marks of all, addresses of lists, on either database."""

from datetime import timedelta

from sqlmodel import select, update

from registry.database import Database
from registry.models import KnownPage, Target
from registry.offices import ensure_office
from registry.seen.known_pages import EVER, enter_known_pages, first_read_of, known_pages_of, mark_of
from tests.registry.books import NOW, import_text


async def target_ids(database: Database) -> list[str]:
    async with database.write() as session:
        office = await ensure_office(session, "YC", "宜春", now=NOW)
    await import_text(database, office)
    async with database.read() as session:
        return list((await session.exec(select(Target.id).order_by(Target.id))).all())


async def test_pages_are_known_once_and_a_list_stays_one(database: Database) -> None:
    one, other, *_ = await target_ids(database)
    for read in ({"h/a": "", "h/b/": "https://h/b/"}, {"h/a": "https://h/a", "h/c": ""}, {"h/a": "", "h/b/": ""}):
        async with database.write() as session:
            await enter_known_pages(session, {one: read}, NOW)
    async with database.read() as session:
        known = await known_pages_of(session, [one, other])
    assert known[one].lists == ["https://h/a", "https://h/b/"]
    assert known[one].marks == {mark_of(key) for key in ("h/a", "h/b/", "h/c")}
    assert (known[other].marks, known[other].holds("h/a"), known[one].holds("h/c")) == (set(), False, True)


async def test_it_is_known_when_a_page_was_first_read(database: Database) -> None:
    one, other, *_ = await target_ids(database)
    later = NOW + timedelta(days=7)
    async with database.write() as session:
        await enter_known_pages(session, {one: {"h/old": ""}}, NOW)
        await session.exec(update(KnownPage).values(first_read=None))  # as the books of an earlier version have it
        await enter_known_pages(session, {one: {"h/a": "", "h/old": ""}}, NOW)
        await enter_known_pages(session, {one: {"h/a": "https://h/a", "h/b": ""}, other: {"h/c": ""}}, later)
    async with database.read() as session:
        asked = {f"h/{number}" for number in range(600)} | {"h/a", "h/b", "h/c", "h/old"}
        assert await first_read_of(session, one, asked) == {"h/a": NOW, "h/b": later, "h/old": EVER}


def test_a_mark_fits_into_a_column_of_64_bits() -> None:
    marks = [mark_of(f"h/{number}") for number in range(1_000)]
    assert len(set(marks)) == 1_000
    assert all(-(2**63) <= mark < 2**63 for mark in marks)
    assert mark_of("h/\ud800") == mark_of("h/?")
