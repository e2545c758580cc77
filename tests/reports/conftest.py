import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from registry.database import Database
from registry.migrate import upgrade
from tests.postgresql import POSTGRESQL, Templates, on_both, postgresql, templates  # noqa: F401  fixtures
from tests.reports import city
from tests.reports.books import Books

pytest_generate_tests = on_both


async def _live(url: str) -> None:
    async with await Database.open(url) as database:
        books = await Books.begin(database)
        await city.register(books)
        await city.live(books)


class Shelf:
    """SQLite databases that are made once a run and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def empty(self) -> Path:
        file = self._folder / "empty.db"
        if not file.exists():
            asyncio.run(upgrade(f"sqlite:///{file}"))
        return file

    def city(self) -> Path:
        file = self._folder / "city.db"
        if not file.exists():
            part = shutil.copyfile(self.empty(), self._folder / "city.part")
            asyncio.run(_live(f"sqlite:///{part}"))
            part.rename(file)
        return file


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def books_on(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    name: str = request.param
    return name


def _copied(request: pytest.FixtureRequest, books_on: str, what: str, file: Path) -> Iterator[str]:
    """The address of a copy of what stands on the shelf (``empty``, ``city``), on either database."""
    if books_on != POSTGRESQL:
        shelf: Shelf = request.getfixturevalue("shelf")
        shutil.copyfile(shelf.city() if what == "city" else shelf.empty(), file)
        yield f"sqlite:///{file}"
        return
    made: Templates = request.getfixturevalue("templates")
    template = made.named("city", lambda url: asyncio.run(_live(url))) if what == "city" else made.empty()
    name = made.server.create(template)
    yield made.server.url(name)
    made.server.drop(name)


@pytest.fixture
def empty_url(books_on: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    yield from _copied(request, books_on, "empty", tmp_path / "govwatch.db")


@pytest.fixture
def city_url(books_on: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    yield from _copied(request, books_on, "city", tmp_path / "city.db")


@pytest.fixture
async def database(empty_url: str) -> AsyncIterator[Database]:
    async with await Database.open(empty_url) as opened:
        yield opened


@pytest.fixture
async def books(database: Database) -> Books:
    return await Books.begin(database)


@pytest.fixture
async def lived(city_url: str) -> AsyncIterator[Books]:
    """The books of the made-up city after the week that :mod:`tests.reports.city` tells."""
    async with await Database.open(city_url) as opened:
        yield await Books.begin(opened)
