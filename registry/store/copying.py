"""Moving whole books from one database to another, and proving that both hold the same.

Used to move an office from SQLite to PostgreSQL or back, and by backup and restore: a backup of either database is a
SQLite file.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Row, func, insert, select, text
from sqlalchemy import Table as CoreTable
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.database import Database
from registry.errors import BooksError
from registry.models import Table
from registry.store.postgresql import finite, storable

_AT_ONCE = 2_000
"""Rows held in memory."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table holds: how many rows, and a checksum (SHA-256, hex) over all their values in order of the key."""

    table: str
    rows: int
    checksum: str


async def copy_books(source: Database, target: Database) -> list[Sum]:
    """Copy every table, all or nothing; what both hold, table by table.

    Raises :class:`BooksError` when the target holds anything already, or when it does not hold the same at the end.
    """
    async with source.read() as reading, target.write() as writing:
        await _require_empty(writing, target.name)
        sums = [await _copy(reading, writing, table) for table in Table.metadata.sorted_tables]
        await _count_on(writing)
        copied = [await _sum(writing, table) for table in Table.metadata.sorted_tables]
        wrong = [one.table for one, other in zip(sums, copied, strict=True) if one != other]
        if wrong:
            raise BooksError(f"{target.name} 与 {source.name} 不一致（{'、'.join(wrong)}）：没有写入任何内容。")
    return sums


async def sums_of(database: Database) -> list[Sum]:
    """What every table of a database holds, of one moment."""
    async with database.read() as session:
        return [await _sum(session, table) for table in Table.metadata.sorted_tables]


async def _require_empty(session: AsyncSession, name: str) -> None:
    connection = await session.connection()
    for table in Table.metadata.sorted_tables:
        if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
            raise BooksError(f"{name} 里已有内容（{table.name}）：请换一个空的数据库。")


async def _copy(reading: AsyncSession, writing: AsyncSession, table: CoreTable) -> Sum:
    connection = await writing.connection()
    digest, rows = hashlib.sha256(), 0
    async for batch in _batches(reading, table):
        rows += len(batch)
        _add(digest, batch)
        await connection.execute(insert(table), [dict(row._mapping) for row in batch])  # noqa: SLF001  a public name
    return Sum(table.name, rows, digest.hexdigest())


async def _sum(session: AsyncSession, table: CoreTable) -> Sum:
    digest, rows = hashlib.sha256(), 0
    async for batch in _batches(session, table):
        rows += len(batch)
        _add(digest, batch)
    return Sum(table.name, rows, digest.hexdigest())


async def _batches(session: AsyncSession, table: CoreTable) -> AsyncIterator[list[Row[Any]]]:
    connection = await session.connection()
    async with connection.stream(select(table).order_by(*table.primary_key.columns)) as result:
        async for batch in result.partitions(_AT_ONCE):
            yield list(batch)


def _add(digest: Any, rows: list[Row[Any]]) -> None:
    for row in rows:
        values = [_plain(storable(value)) for value in row]
        digest.update(json.dumps(finite(values), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"))


def _plain(value: Any) -> Any:
    """A value as both databases give it back."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Mapping | list | tuple | str | int | float) or value is None:
        return value
    return str(value)


async def _count_on(session: AsyncSession) -> None:
    """Have PostgreSQL number new rows after those that were copied with their numbers."""
    connection = await session.connection()
    if connection.dialect.name != "postgresql":
        return
    for table in Table.metadata.sorted_tables:
        key = list(table.primary_key.columns)
        if len(key) == 1 and isinstance(key[0].type, Integer) and not key[0].foreign_keys:
            highest = select(func.max(key[0]))
            if (number := (await connection.execute(highest)).scalar()) is not None:
                sequence = text("SELECT setval(pg_get_serial_sequence(:table, :key), :number)")
                await connection.execute(sequence, {"table": f'"{table.name}"', "key": key[0].name, "number": number})
