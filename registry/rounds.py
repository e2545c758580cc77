"""Rounds: what is done again and again, each once. What is due is computed from these rows, never from a job store."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import Round

FORGOTTEN = timedelta(hours=6)
"""A round begun so long ago and not done died with its program: it may be begun again."""


def _still_there(_holder: str) -> bool:
    return False


async def begin_round(
    session: AsyncSession,
    office_id: int,
    what: str,
    key: str,
    now: datetime,
    *,
    holder: str = "",
    is_gone: Callable[[str], bool] = _still_there,
) -> bool:
    """Take a round for doing. False when it was done, or another program is at it.

    ``is_gone`` tells of a holder whose process died: its round is taken at once.
    """
    found = await _round(session, office_id, what, key)
    if found is None:
        session.add(Round(office_id=office_id, what=what, key=key, begun=now, times=1, holder=holder))
        await session.flush()
        return True
    if found.done is not None or (now - found.begun < FORGOTTEN and not (found.holder and is_gone(found.holder))):
        return False
    found.begun = now
    found.times += 1
    found.holder = holder
    await session.flush()
    return True


async def end_round(session: AsyncSession, office_id: int, what: str, key: str, now: datetime) -> None:
    """The round was done."""
    found = await _round(session, office_id, what, key)
    if found is not None:
        found.done = now
        await session.flush()


async def give_up_round(session: AsyncSession, office_id: int, what: str, key: str) -> None:
    """The round was broken off: it is due again at once."""
    found = await _round(session, office_id, what, key)
    if found is not None and found.done is None:
        await session.delete(found)
        await session.flush()


async def rounds_since(session: AsyncSession, office_id: int, since: datetime) -> list[Round]:
    """The rounds begun at or after an instant, oldest first."""
    query = select(Round).where(Round.office_id == office_id, col(Round.begun) >= since)
    return list(await session.exec(query.order_by(col(Round.begun), col(Round.id))))


async def _round(session: AsyncSession, office_id: int, what: str, key: str) -> Round | None:
    query = select(Round).where(Round.office_id == office_id, Round.what == what, Round.key == key)
    return (await session.exec(query)).first()


async def drop_rounds_before(session: AsyncSession, office_id: int, instant: datetime) -> int:
    """Drop rounds begun before ``instant``; how many went."""
    gone = await session.exec(delete(Round).where(col(Round.office_id) == office_id, col(Round.begun) < instant))
    return gone.rowcount
