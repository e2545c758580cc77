import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from registry import boundaries, schema
from registry.boundaries import Boundary, will_commit
from registry.database import Database
from registry.errors import DatabaseError
from registry.models import Office, Unit
from tests.registry.books import NOW, office_id, url_of


async def test_what_was_written_is_read_again(database: Database) -> None:
    async with database.write() as session:
        office = Office(code="YC", name="宜春", created=NOW)
        session.add(office)
    assert office.name == "宜春"  # still readable after the commit
    async with database.read() as session:
        assert (await session.exec(select(Office))).one().created == NOW


async def test_an_error_leaves_nothing_behind(database: Database) -> None:
    async def write() -> None:
        async with database.write() as session:
            session.add(Office(code="YC", name="宜春", created=NOW))
            await session.flush()
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await write()
    async with database.read() as session:
        assert (await session.exec(select(Office))).all() == []


async def test_a_cancelled_write_leaves_nothing_behind_and_blocks_nobody(database: Database) -> None:
    written = asyncio.Event()

    async def write() -> None:
        async with database.write() as session:
            session.add(Office(code="YC", name="宜春", created=NOW))
            await session.flush()
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as session:
        assert (await session.exec(select(Office))).all() == []


async def test_readers_see_the_old_state_while_one_writes(database: Database, office: Office) -> None:
    async with database.write() as writing:
        writing.add(Unit(office_id=office_id(office), name="市民政局"))
        await writing.flush()
        async with database.read() as reading:
            assert (await reading.exec(select(Unit))).all() == []
    async with database.read() as reading:
        assert len((await reading.exec(select(Unit))).all()) == 1


async def test_a_reader_keeps_its_state_while_others_commit(database: Database, office: Office) -> None:
    async with database.read() as reading:
        assert (await reading.exec(select(Unit))).all() == []
        async with database.write() as writing:
            writing.add(Unit(office_id=office_id(office), name="市民政局"))
        assert (await reading.exec(select(Unit))).all() == []


async def test_a_reader_cannot_write(database: Database) -> None:
    async def write() -> None:
        async with database.read() as session:
            session.add(Office(code="YC", name="宜春", created=NOW))
            await session.flush()

    with pytest.raises(DatabaseError, match=r"数据库或其目录不可写|这次读取不能写入"):
        await write()


async def test_nothing_points_to_what_is_not_there(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.write() as session:
            session.add(Unit(office_id=999, name="无主"))


async def test_two_writers_lose_no_increment(database: Database, office: Office, url: str) -> None:
    async with database.write() as session:
        unit = Unit(office_id=office_id(office), name="市民政局")
        session.add(unit)

    async def increment(books: Database) -> None:
        async with books.write() as session:
            counted = (await session.exec(select(Unit).where(Unit.id == unit.id))).one()
            counted.position += 1

    async with await Database.open(url) as other:
        await asyncio.gather(*(increment(books) for _ in range(200) for books in (database, other)))
    async with database.read() as session:
        assert (await session.exec(select(Unit))).one().position == 400


async def test_writers_of_one_program_wait_for_each_other_however_long(url: str) -> None:
    async with await Database.open(url, busy_ms=0) as database:

        async def write(code: str) -> None:
            async with database.write() as session:
                session.add(Office(code=code, name=code, created=NOW))

        await asyncio.gather(*(write(f"{n}") for n in range(20)))
        async with database.read() as session:
            assert len((await session.exec(select(Office))).all()) == 20


@pytest.mark.parametrize("engine", ["_reader", "_writer"])
async def test_pragmas(database: Database, file: Path, engine: str) -> None:
    async with getattr(database, engine).connect() as connection:
        found = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 15_000, "foreign_keys": 1}


async def test_boundaries_stand_around_the_commit(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Boundary, int]] = []

    def count(boundary: Boundary) -> None:
        connection = sqlite3.connect(file)
        seen.append((boundary, connection.execute("select count(*) from office").fetchone()[0]))
        connection.close()

    monkeypatch.setattr(boundaries, "hook", count)
    async with database.write() as session:
        session.add(Office(code="YC", name="宜春", created=NOW))
        will_commit(session, Boundary.IMPORT_BEFORE, Boundary.IMPORT_AFTER)
    assert seen == [(Boundary.IMPORT_BEFORE, 0), (Boundary.IMPORT_AFTER, 1)]


async def test_a_missing_database_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="请先运行 govwatch init"):
        await Database.open(url_of(tmp_path / "none.db"))
    with pytest.raises(DatabaseError, match="请先运行 govwatch init"):  # and none was made by trying
        await Database.open(url_of(tmp_path / "none.db"))


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text("单位,类型\n" * 1000, encoding="utf-8")
    with pytest.raises(DatabaseError, match=r"register\.csv：不是数据库文件"):
        await Database.open(url_of(file))


@pytest.mark.parametrize(
    ("schema", "sentence"),
    [("create table own (x)", "不是Govwatch的数据库"), ("pragma user_version = 1", "是空的数据库")],
)
async def test_a_database_that_is_not_ours(tmp_path: Path, schema: str, sentence: str) -> None:
    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute(schema)
    connection.close()
    with pytest.raises(DatabaseError, match=sentence):
        await Database.open(url_of(tmp_path / "other.db"))


async def test_a_database_of_a_newer_program(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    with pytest.raises(DatabaseError, match="由更新版本的Govwatch写成"):
        await Database.open(url_of(file))


async def test_a_database_of_an_older_program(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "head", lambda: "a later one")
    with pytest.raises(DatabaseError, match="比本程序旧：请运行 govwatch init"):
        await Database.open(url_of(file))


@pytest.mark.parametrize("url", ["", "books.db", "mysql://host/books", "sqlite://", "sqlite:///:memory:"])
async def test_an_address_that_is_not_understood(url: str) -> None:
    with pytest.raises(DatabaseError, match="请写成 sqlite:///文件名"):
        await Database.open(url)


async def test_a_full_disk(database: Database, office: Office, file: Path) -> None:
    async def write() -> None:
        async with database.write() as session:
            connection = await session.connection()
            pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
            await connection.execute(text(f"PRAGMA max_page_count={pages}"))
            session.add_all(Unit(office_id=office_id(office), name=f"{n}" * 500) for n in range(500))
            await session.flush()

    with pytest.raises(DatabaseError, match="磁盘已满"):
        await write()
    async with database.read() as session:
        assert (await session.exec(select(Unit))).all() == []


async def test_a_database_held_by_another_program(database: Database, url: str) -> None:
    async with await Database.open(url, busy_ms=10) as hasty, database.write() as session:
        session.add(Office(code="YC", name="宜春", created=NOW))
        await session.flush()
        with pytest.raises(DatabaseError, match="正被另一个程序占用"):
            async with hasty.write() as other:
                other.add(Office(code="XX", name="其他", created=NOW))
