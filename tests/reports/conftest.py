import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from registry.database import Database
from registry.migrate import upgrade
from tests.reports import city
from tests.reports.books import Books


class Shelf:
    """Databases that are made once a run and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def empty(self) -> Path:
        file = self._folder / "empty.db"
        if not file.exists():
            await upgrade(f"sqlite:///{file}")
        return file

    async def city(self) -> Path:
        file = self._folder / "city.db"
        if not file.exists():
            part = shutil.copyfile(await self.empty(), self._folder / "city.part")
            async with await Database.open(f"sqlite:///{part}") as database:
                books = await Books.begin(database)
                await city.register(books)
                await city.live(books)
            part.rename(file)
        return file


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
async def database(tmp_path: Path, shelf: Shelf) -> AsyncIterator[Database]:
    file = shutil.copyfile(await shelf.empty(), tmp_path / "govwatch.db")
    async with await Database.open(f"sqlite:///{file}") as opened:
        yield opened


@pytest.fixture
async def books(database: Database) -> Books:
    return await Books.begin(database)


@pytest.fixture
async def lived(tmp_path: Path, shelf: Shelf) -> AsyncIterator[Books]:
    """The books of the made-up city after the week that :mod:`tests.reports.city` tells."""
    file = shutil.copyfile(await shelf.city(), tmp_path / "city.db")
    async with await Database.open(f"sqlite:///{file}") as opened:
        yield await Books.begin(opened)
