"""Columns that were found stand in the register as 待核定, and say nothing until a person touches them."""

from dataclasses import replace
from datetime import date

from sqlmodel import select

from checks.evidence import Column, Updating
from registry.database import Database
from registry.models import ColumnRow, Office
from registry.seen.found_columns import MAX_FOUND, enter_found_columns
from registry.seen.home_links import enter_home_links, home_links_of
from registry.seen.known_columns import known_columns
from tests.registry.books import DAY, NOW, import_text, office_id, target_named

FOUND = Column("https://www.yunxi.test/tzgg/", "通知公告", 1, Updating.NOTICE, None, 3)


async def enter(database: Database, office: Office, target: str, *columns: Column) -> int:
    async with database.write() as session:
        return await enter_found_columns(session, office_id(office), {target: columns})


async def test_each_is_entered_once_and_waits_for_approval(database: Database, office: Office) -> None:
    await import_text(database, office)
    target = (await target_named(database, office, "云溪市人民政府")).id
    assert await enter(database, office, target, FOUND, FOUND) == 1
    assert await enter(database, office, target, replace(FOUND, name="公告")) == 0
    async with database.read() as session:
        (row,) = (await session.exec(select(ColumnRow))).all()
        assert (row.name, row.level, row.updating, row.approved_on) == ("通知公告", 1, Updating.NOTICE, None)
        assert (await known_columns(session, [target]))[target] == ()


async def test_the_word_of_a_person_counts_from_then_on(database: Database, office: Office) -> None:
    await import_text(database, office)
    target = (await target_named(database, office, "云溪市人民政府")).id
    await enter(database, office, target, FOUND)
    async with database.write() as session:
        (row,) = (await session.exec(select(ColumnRow))).all()
        row.approved_by, row.approved_on, row.updating = "李四", date(2026, 11, 24), Updating.POLICY
        session.add(row)
    await enter(database, office, target, FOUND)
    async with database.read() as session:
        (known,) = (await known_columns(session, [target]))[target]
    assert (known.approved, known.updating) == (True, Updating.POLICY)


async def test_a_row_that_was_closed_is_spoken_of_though_not_approved(database: Database, office: Office) -> None:
    await import_text(database, office)
    target = (await target_named(database, office, "云溪市人民政府")).id
    await enter(database, office, target, FOUND)
    async with database.write() as session:
        (row,) = (await session.exec(select(ColumnRow))).all()
        row.archived = date(2026, 1, 1)
        session.add(row)
    async with database.read() as session:
        (known,) = (await known_columns(session, [target]))[target]
    assert known.archived == date(2026, 1, 1)


async def test_a_site_that_makes_up_columns_does_not_fill_the_books(database: Database, office: Office) -> None:
    await import_text(database, office)
    target = (await target_named(database, office, "云溪市人民政府")).id
    many = [replace(FOUND, url=f"https://www.yunxi.test/c{number}/") for number in range(MAX_FOUND + 20)]
    assert await enter(database, office, target, *many) == MAX_FOUND
    assert await enter(database, office, target, *many) == 0


async def test_links_of_a_home_page_keep_the_day_they_were_first_seen(database: Database, office: Office) -> None:
    await import_text(database, office)
    target = (await target_named(database, office, "云溪市人民政府")).id
    for at, links in ((NOW, {"a", "b"}), (NOW + DAY, {"b", "c"})):
        async with database.write() as session:
            await enter_home_links(session, {target: links}, at)
    async with database.read() as session:
        assert await home_links_of(session, [target, "none"]) == {
            target: {"a": NOW, "b": NOW, "c": NOW + DAY},
            "none": {},
        }
