import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from registry.database import Database
from registry.migrate import upgrade
from registry.models import Office
from registry.offices import ensure_office
from tests.postgresql import POSTGRESQL, Templates, on_both, postgresql, templates  # noqa: F401  fixtures
from tests.registry.books import NOW, url_of

pytest_generate_tests = on_both


@pytest.fixture(scope="session")
def empty_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "books.db"
    asyncio.run(upgrade(url_of(file)))
    return file


@pytest.fixture
def books_on(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    name: str = request.param
    return name


@pytest.fixture
def file(empty_books: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(empty_books, tmp_path / "books.db"))


@pytest.fixture
def url(books_on: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of empty books. A test that uses it, itself or by ``database``, runs on SQLite and PostgreSQL."""
    if books_on != POSTGRESQL:
        yield url_of(request.getfixturevalue("file"))
        return
    made: Templates = request.getfixturevalue("templates")
    name = made.server.create(made.empty())
    yield made.server.url(name)
    made.server.drop(name)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with await Database.open(url) as database:
        yield database


@pytest.fixture
async def office(database: Database) -> Office:
    async with database.write() as session:
        return await ensure_office(session, "YC", "宜春市政府办公室", now=NOW)
