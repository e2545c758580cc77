"""What all tables share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, MetaData
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """Base of all tables: one metadata with stable constraint names, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)


def words(kind: type[StrEnum]) -> Any:
    """The column type of a closed set: its values are stored, as text, so that a new one needs no new table."""
    return Enum(kind, values_callable=lambda kind: [one.value for one in kind], native_enum=False, length=32)


def stored(number: int | None) -> int:
    """The number of a row that is in the books: a row made in memory has none before it is flushed."""
    if number is None:
        raise ValueError("the row was not stored yet")
    return number
