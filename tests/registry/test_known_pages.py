"""The pages that were read: marks of all, addresses of lists, on either database."""

from sqlmodel import select

from registry.database import Database
from registry.models import Target
from registry.offices import ensure_office
from registry.seen.known_pages import enter_known_pages, known_pages_of, mark_of
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
            await enter_known_pages(session, {one: read})
    async with database.read() as session:
        known = await known_pages_of(session, [one, other])
    assert known[one].lists == ["https://h/a", "https://h/b/"]
    assert known[one].marks == {mark_of(key) for key in ("h/a", "h/b/", "h/c")}
    assert (known[other].marks, known[other].holds("h/a"), known[one].holds("h/c")) == (set(), False, True)


def test_a_mark_fits_into_a_column_of_64_bits() -> None:
    marks = [mark_of(f"h/{number}") for number in range(1_000)]
    assert len(set(marks)) == 1_000
    assert all(-(2**63) <= mark < 2**63 for mark in marks)
    assert mark_of("h/\ud800") == mark_of("h/?")
