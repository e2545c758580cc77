"""What differs from one database to another, in one place: what each can do.

:mod:`registry.store.sqlite` and :mod:`registry.store.postgresql` are the two that do it, and
:mod:`registry.store.book_address` chooses.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import Insert
from sqlalchemy import Table as CoreTable
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

BUSY_MS = 15_000
"""How long a transaction waits for the lock of another program, in milliseconds."""


class Dialect(Protocol):
    """A database at one address. Methods that meet it raise :class:`~registry.errors.DatabaseError`."""

    @property
    def name(self) -> str:
        """Where the books are, in words for a person; no password in it."""

    side_by_side: bool
    """Whether transactions of one program may write at the same time, where they say that they may."""

    async def require_there(self) -> None:
        """Raise unless the database can be opened."""

    async def require_room(self) -> None:
        """Raise unless tables can be made there; make the file, where the database is one."""

    def reader(self, busy_ms: int) -> AsyncEngine:
        """An engine whose transactions see one state of the books and can write nothing."""

    def writer(self, busy_ms: int) -> AsyncEngine:
        """An engine for transactions that write."""

    def migrator(self) -> AsyncEngine:
        """An engine for one transaction that changes tables."""

    async def take_turn(self, session: AsyncSession, *, beside: bool) -> None:
        """Called first in every writing transaction: wait until no other program writes what this one may change.

        ``beside``: it changes only rows that it has locked itself, so others of its kind may go on.
        """

    def explained(self) -> AbstractContextManager[None]:
        """Turn what the driver raises into a :class:`~registry.errors.DatabaseError`.

        A broken constraint or statement is a defect of ours, and passes as it is.
        """


async def insert_new(
    connection: AsyncConnection, table: CoreTable, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]
) -> None:
    """Insert rows but those whose ``keys`` are there already: another program may have entered the same just now."""
    if rows:
        insert: Insert
        if connection.dialect.name == "postgresql":
            from sqlalchemy.dialects import postgresql  # noqa: PLC0415  2 MB that books on SQLite do without

            insert = postgresql.insert(table).on_conflict_do_nothing(index_elements=list(keys))
        else:
            insert = sqlite.insert(table).on_conflict_do_nothing(index_elements=list(keys))
        await connection.execute(insert, [dict(row) for row in rows])
