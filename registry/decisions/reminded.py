"""What was told before its limit, each once: kept as rounds that were done, so that it is forgotten with them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import Round
from registry.store.bulk import batches, insert_missing

REMINDED = "reminded"


async def not_told(session: AsyncSession, office_id: int, keys: Sequence[str]) -> set[str]:
    """Of these things the ones that nobody was told of."""
    told: set[str] = set()
    for batch in batches(keys):
        query = select(Round.key).where(Round.office_id == office_id, Round.what == REMINDED)
        told.update(await session.exec(query.where(col(Round.key).in_(batch))))
    return set(keys) - told


async def mark_told(session: AsyncSession, office_id: int, keys: Sequence[str], now: datetime) -> None:
    """They are told now, in the mail that is stored in the same transaction."""
    row = {"office_id": office_id, "what": REMINDED, "begun": now, "done": now, "times": 1, "holder": ""}
    rows = [row | {"key": key} for key in keys]
    await insert_missing(session, Round, rows, ["office_id", "what", "key"])
