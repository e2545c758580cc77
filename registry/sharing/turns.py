"""Turns at a host that all machines share (PostgreSQL): reserved by one statement, by the clock of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, text
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import Turn

_RESERVE = text("""
    INSERT INTO turn AS mine (key, next, rests)
    VALUES (:key, clock_timestamp() + CAST(:span AS interval), clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET next = greatest(mine.next, clock_timestamp()) + CAST(:span AS interval)
    RETURNING extract(epoch FROM next - CAST(:span AS interval) - clock_timestamp()),
              extract(epoch FROM rests - clock_timestamp())
""")
_REST = text("""
    INSERT INTO turn AS mine (key, next, rests)
    VALUES (:key, clock_timestamp(), clock_timestamp() + CAST(:span AS interval))
    ON CONFLICT (key) DO UPDATE SET rests = greatest(mine.rests, excluded.rests)
""")


@dataclass(frozen=True, slots=True)
class Reserved:
    """Seconds until what was reserved begins, and until the place that rests longest will be visited again."""

    wait: float
    rest: float


async def reserve(session: AsyncSession, spans: Sequence[tuple[str, float]]) -> Reserved:
    """Reserve the next so many seconds of each key for ourselves; others begin after them."""
    connection = await session.connection()
    wait = rest = 0.0
    for key, seconds in sorted(spans):  # in one order, so that two never wait for each other
        found = await connection.execute(_RESERVE, {"key": key, "span": timedelta(seconds=seconds)})
        begins, rests = found.one()
        wait, rest = max(wait, float(begins)), max(rest, float(rests))
    return Reserved(wait, rest)


async def let_rest(session: AsyncSession, key: str, seconds: float) -> None:
    """Tell all machines to leave a place alone for so long."""
    connection = await session.connection()
    await connection.execute(_REST, {"key": key, "span": timedelta(seconds=seconds)})


async def drop_old_turns(session: AsyncSession) -> None:
    """Drop rows that mean nothing any more."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(delete(Turn).where(col(Turn.next) < text("now() - interval '1 day'")))
