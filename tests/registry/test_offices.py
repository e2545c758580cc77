import pytest

from registry.database import Database
from registry.errors import BooksError
from registry.offices import ensure_office, the_office
from tests.registry.books import DAY, NOW


async def test_an_office_is_made_once(database: Database) -> None:
    async with database.write() as session:
        made = await ensure_office(session, "YC", "宜春", mailbox="a@x.test", now=NOW)
    async with database.write() as session:
        again = await ensure_office(session, "YC", "别名", now=NOW + DAY)
    assert (again.id, again.name, again.mailbox, again.created) == (made.id, "宜春", "a@x.test", NOW)


async def test_the_only_office_need_not_be_named(database: Database) -> None:
    async with database.write() as session:
        with pytest.raises(BooksError, match="请先运行 govwatch init"):
            await the_office(session)
        await ensure_office(session, "YC", "宜春", now=NOW)
        assert (await the_office(session)).code == "YC"
        await ensure_office(session, "NC", "南昌", now=NOW)
        assert (await the_office(session, "NC")).name == "南昌"
        with pytest.raises(BooksError, match="指明一个：NC（南昌）、YC（宜春）"):
            await the_office(session)
        with pytest.raises(BooksError, match="没有代码为“XX”的办公室"):
            await the_office(session, "XX")
