"""Long lists, in and out of the database."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Row, Select, bindparam, insert, update
from sqlalchemy import Table as CoreTable
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.store.dialect import insert_new

_BATCH = 500

One = TypeVar("One")


@contextmanager
def without_collecting() -> Iterator[None]:
    """While hundreds of thousands of records are made that all stay, looking for garbage among them is a fifth of the
    time and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def batches(values: Sequence[One]) -> Iterator[Sequence[One]]:
    """The values in pieces: a database limits the number of values in a statement."""
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


async def fetch(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a query of columns, as plain values."""
    connection = await session.connection()
    return (await connection.execute(query)).all()


async def insert_rows(session: AsyncSession, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows given by column, past the unit of work: several times faster than adding objects."""
    if rows:
        connection = await session.connection()
        await connection.execute(insert(_table(model)), list(rows))


async def insert_missing(
    session: AsyncSession, model: type[SQLModel], rows: Sequence[Mapping[str, Any]], keys: Sequence[str]
) -> None:
    """Insert rows but those whose ``keys`` are there: another program may have entered the same just now."""
    await insert_new(await session.connection(), _table(model), rows, keys)


async def update_rows(session: AsyncSession, model: type[SQLModel], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Set columns of rows given by id. All rows must set the same columns."""
    if not rows:
        return
    table = _table(model)
    columns = next(iter(rows.values()))
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )
    values = [
        {"row_id": row_id} | {f"new_{name}": value for name, value in row.items()} for row_id, row in rows.items()
    ]
    connection = await session.connection()
    await connection.execute(statement, values)


def _table(model: type[SQLModel]) -> CoreTable:
    table: CoreTable = model.__table__  # type: ignore[attr-defined]
    return table
