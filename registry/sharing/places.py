"""Places among the requests under way that all machines share (PostgreSQL): leased by the clock of the database.

A place that its machine does not give back is free again when its lease ends.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, text
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import HeldPlace

_MAKE = text("""
    INSERT INTO held_place (key, number, holder, until, asked)
    SELECT want.key, number, '', 'epoch', 'epoch'
    FROM unnest(CAST(:keys AS text[]), CAST(:most AS int[])) AS want(key, most),
         generate_series(0, want.most - 1) AS number
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
""")
_TAKE = text("""
    WITH free AS (
        SELECT one.key, one.number
        FROM unnest(CAST(:keys AS text[]), CAST(:most AS int[])) AS want(key, most)
        CROSS JOIN LATERAL (
            SELECT key, number FROM held_place
            WHERE key = want.key AND number < want.most AND until <= clock_timestamp()
            ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED
        ) AS one
    )
    UPDATE held_place SET holder = :holder, until = clock_timestamp() + CAST(:span AS interval)
    FROM free WHERE held_place.key = free.key AND held_place.number = free.number
    RETURNING held_place.key, held_place.number
""")
_RENEW = text("""
    UPDATE held_place SET until = clock_timestamp() + CAST(:span AS interval)
    FROM unnest(CAST(:keys AS text[]), CAST(:numbers AS int[])) AS mine(key, number)
    WHERE held_place.key = mine.key AND held_place.number = mine.number AND holder = :holder
    AND NOT EXISTS (
        SELECT 1 FROM held_place AS other WHERE other.key = ANY(CAST(:keys AS text[]))
        AND other.asked > clock_timestamp() - interval '1 second'
    )
""")
_GIVE_BACK = text("""
    UPDATE held_place SET holder = '', until = clock_timestamp()
    FROM unnest(CAST(:keys AS text[]), CAST(:numbers AS int[])) AS mine(key, number)
    WHERE held_place.key = mine.key AND held_place.number = mine.number AND holder = :holder
""")
_ASK = text("""
    WITH first AS (
        SELECT key FROM held_place WHERE key = ANY(CAST(:keys AS text[])) AND number = 0 FOR UPDATE SKIP LOCKED
    )
    UPDATE held_place SET asked = clock_timestamp() FROM first WHERE held_place.key = first.key AND number = 0
""")


async def make_places(session: AsyncSession, wanted: Mapping[str, int]) -> None:
    """Make the places of keys, so many each, where they are missing."""
    connection = await session.connection()
    await connection.execute(_MAKE, {"keys": list(wanted), "most": list(wanted.values())})


async def take_places(
    session: AsyncSession, wanted: Mapping[str, int], holder: str, seconds: float
) -> dict[str, int] | None:
    """Take one place of each key, of so many there are; their numbers. None, and nothing taken, when one has none left.

    Whoever holds places of such a key then learns, when renewing, that others wait.
    """
    connection = await session.connection()
    values = {"keys": list(wanted), "most": list(wanted.values()), "holder": holder}
    found = await connection.execute(_TAKE, values | {"span": timedelta(seconds=seconds)})
    taken: dict[str, int] = {str(row[0]): int(row[1]) for row in found}
    if len(taken) == len(wanted):
        return taken
    await give_back_places(session, list(taken.items()), holder)
    await connection.execute(_ASK, {"keys": [key for key in wanted if key not in taken]})
    return None


async def renew_places(session: AsyncSession, taken: Mapping[str, int], holder: str, seconds: float) -> bool:
    """Hold places for longer. False, and nothing changed, when others wait for such, or they are no longer ours."""
    connection = await session.connection()
    values = {"keys": list(taken), "numbers": list(taken.values()), "holder": holder}
    return (await connection.execute(_RENEW, values | {"span": timedelta(seconds=seconds)})).rowcount == len(taken)


async def give_back_places(session: AsyncSession, taken: Sequence[tuple[str, int]], holder: str) -> None:
    """Give places back before their lease ends."""
    if taken:
        connection = await session.connection()
        values = {"keys": [key for key, _ in taken], "numbers": [number for _, number in taken], "holder": holder}
        await connection.execute(_GIVE_BACK, values)


async def drop_old_places(session: AsyncSession) -> None:
    """Drop rows that nobody used for a day."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(delete(HeldPlace).where(col(HeldPlace.until) < text("now() - interval '1 day'")))
