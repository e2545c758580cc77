import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from registry.database import Database
from registry.migrate import upgrade
from registry.models import Office
from registry.offices import ensure_office
from tests.registry.books import NOW, url_of


@pytest.fixture(scope="session")
def empty_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "books.db"
    asyncio.run(upgrade(url_of(file)))
    return file


@pytest.fixture
def file(empty_books: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(empty_books, tmp_path / "books.db"))


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    async with await Database.open(url_of(file)) as database:
        yield database


@pytest.fixture
async def office(database: Database) -> Office:
    async with database.write() as session:
        return await ensure_office(session, "YC", "宜春市政府办公室", now=NOW)
