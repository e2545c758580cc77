"""The door to the database: readers beside one writer.

Reading never waits for writing. Of writers there is one at a time: within the program by a lock, between programs by
the write lock of the database, which a transaction takes with its first statement. Where the database can
(PostgreSQL), writers that change only rows they have locked themselves go side by side.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from registry import boundaries
from registry.schema import require_head
from registry.store.book_address import dialect_of
from registry.store.dialect import BUSY_MS, Dialect


class Database:
    """An open database of books. Made by :meth:`open`; close it, or use it with ``async with``."""

    def __init__(self, dialect: Dialect, reader: AsyncEngine, writer: AsyncEngine) -> None:
        self._dialect = dialect
        self._reader = reader
        self._writer = writer
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, *, busy_ms: int = BUSY_MS) -> Self:
        """Open the database at ``url``, which must exist and be of this program's schema: see
        :func:`~registry.store.book_address.dialect_of`.

        ``busy_ms`` is how long a write waits for other programs. Raises :class:`DatabaseError`.
        """
        dialect = dialect_of(url)
        await dialect.require_there()
        database = cls(dialect, dialect.reader(busy_ms), dialect.writer(busy_ms))
        try:
            with dialect.explained():
                async with database._reader.connect() as connection:
                    await connection.run_sync(lambda synchronous: require_head(synchronous, dialect.name))
        except BaseException:
            await database.close()
            raise
        return database

    @property
    def name(self) -> str:
        """Where the books are, for a person; no password in it."""
        return self._dialect.name

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncSession]:
        """A session that sees one state of the books from its first query to its end, and cannot write."""
        with self._dialect.explained():
            async with AsyncSession(self._reader, expire_on_commit=False) as session:
                yield session

    @asynccontextmanager
    async def write(self, *, beside: bool = False) -> AsyncGenerator[AsyncSession]:
        """A session in the one writing transaction: committed at the end, rolled back when anything is raised.

        ``beside``: it changes only rows that it has locked itself or that nobody else can know of, so that others of
        its kind may write at the same time where the database can do that.
        """
        async with AsyncExitStack() as turn:
            if not (beside and self._dialect.side_by_side):
                await turn.enter_async_context(self._turn)
            turn.enter_context(self._dialect.explained())
            async with AsyncSession(self._writer, expire_on_commit=False) as session:
                async with session.begin():
                    await self._dialect.take_turn(session, beside=beside)
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
