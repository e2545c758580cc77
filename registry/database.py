"""The door to the database: readers beside one writer.

Reading never waits for writing. Of writers there is one at a time: within the program by a lock, between programs by
the write lock of the database, which a transaction takes with its first statement.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from registry import boundaries, dialect, migrate
from registry.errors import DatabaseError


class Database:
    """An open database of books. Made by :meth:`open`; close it, or use it with ``async with``."""

    def __init__(self, file: Path, reader: AsyncEngine, writer: AsyncEngine) -> None:
        self._file = file
        self._reader = reader
        self._writer = writer
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, *, busy_ms: int = dialect.BUSY_MS) -> Self:
        """Open the database at ``url`` (``sqlite:///FILE``), which must exist and be of this program's schema.

        ``busy_ms`` is how long a write waits for other programs. Raises :class:`DatabaseError`.
        """
        file = dialect.file_of(url)
        if not dialect.is_there(file):
            raise DatabaseError(f"没有找到数据库 {file}：请先运行 govwatch init，或指定另一个文件。")
        await asyncio.to_thread(dialect.try_open, file)
        database = cls(file, dialect.reader(file, busy_ms), dialect.writer(file, busy_ms))
        try:
            with dialect.explained(file):
                async with database._reader.connect() as connection:
                    await connection.run_sync(lambda synchronous: migrate.require_head(synchronous, file))
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncSession]:
        """A session that sees one state of the books from its first query to its end, and cannot write."""
        with dialect.explained(self._file):
            async with AsyncSession(self._reader, expire_on_commit=False) as session:
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncSession]:
        """A session in the one writing transaction: committed at the end, rolled back when anything is raised."""
        async with self._turn:
            with dialect.explained(self._file):
                async with AsyncSession(self._writer, expire_on_commit=False) as session:
                    async with session.begin():
                        yield session
                        await session.flush()
                        passed = boundaries.announced(session)
                        for before in passed:
                            boundaries.reached(before)
                    for after in passed.values():
                        boundaries.reached(after)

    async def close(self) -> None:
        """Give back all connections."""
        await self._reader.dispose()
        await self._writer.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()
