"""Pages on other hosts whose content was read lately: for some days these are asked for, and not read."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import ReadAbroad
from registry.seen.known_pages import mark_of
from registry.store.bulk import batches, fetch, insert_missing


@dataclass(frozen=True, slots=True)
class Recent:
    """Addresses, known by their marks alone."""

    marks: frozenset[int] = field(default_factory=frozenset)

    def __contains__(self, url: object) -> bool:
        """Whether the page was read lately."""
        return isinstance(url, str) and mark_of(url) in self.marks


async def recently_read(session: AsyncSession, office_id: int, since: datetime) -> Recent:
    """The pages that were read since then."""
    query = select(col(ReadAbroad.mark)).where(col(ReadAbroad.office_id) == office_id, col(ReadAbroad.at) >= since)
    return Recent(frozenset(mark for (mark,) in await fetch(session, query)))


async def note_read_abroad(session: AsyncSession, office_id: int, urls: Collection[str], at: datetime) -> None:
    """Note that pages were read."""
    marks = sorted({mark_of(url) for url in urls})
    rows = [{"office_id": office_id, "mark": mark, "at": at} for mark in marks]
    await insert_missing(session, ReadAbroad, rows, ["office_id", "mark"])
    connection = await session.connection()
    for batch in batches(marks):
        there = (col(ReadAbroad.office_id) == office_id) & col(ReadAbroad.mark).in_(batch)
        await connection.execute(update(ReadAbroad).where(there, col(ReadAbroad.at) < at).values(at=at))


async def drop_read_abroad(session: AsyncSession, office_id: int, before: datetime) -> None:
    """Forget pages that were read before an instant."""
    connection = await session.connection()
    there = (col(ReadAbroad.office_id) == office_id) & (col(ReadAbroad.at) < before)
    await connection.execute(delete(ReadAbroad).where(there))
