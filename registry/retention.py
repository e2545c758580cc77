"""What is kept for how long: single visits 90 days, sums by the hour two years, sums by the day for ever.

A day is summed once, when it is over; single visits go only after their day was summed. Of the pictures of a finding
the first and the last are kept as long as it stands and two years beyond, those between for 90 days.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import SHANGHAI
from checks.vocabulary import LinkOutcome
from registry.models import Evidence, FindingRow, FindingState, ProbeRow, ProbeSum, Span
from registry.store.bulk import fetch, insert_missing

RAW = timedelta(days=90)
HOURLY = timedelta(days=730)
PICTURES_BETWEEN = timedelta(days=90)
PICTURES = timedelta(days=730)
DAY = timedelta(days=1)
DAYS_AT_ONCE = 30
"""Days summed in one run: after a long pause the rest is summed the next night."""

_ANSWERED = frozenset({LinkOutcome.OK, LinkOutcome.REDIRECTED})
_SKIPPED = frozenset({LinkOutcome.SKIPPED})


async def sum_probes(session: AsyncSession, office_id: int, now: datetime) -> int:
    """Sum the days that are over and were not summed; how many rows of single visits were read."""
    start = await _first_day(session, office_id)
    if start is None:
        return 0
    read = 0
    for _ in range(DAYS_AT_ONCE):
        if start + DAY > now:
            break
        read += await _sum_day(session, office_id, start)
        start += DAY
    return read


async def drop_old_probes(session: AsyncSession, office_id: int, now: datetime) -> int:
    """Drop what is kept no longer; how many single visits went."""
    start = await _first_day(session, office_id)
    hourly = delete(ProbeSum).where(
        col(ProbeSum.office_id) == office_id, col(ProbeSum.span) == Span.HOUR, col(ProbeSum.start) < now - HOURLY
    )
    await session.exec(hourly)
    if start is None:
        return 0
    raw = delete(ProbeRow).where(col(ProbeRow.office_id) == office_id, col(ProbeRow.at) < min(now - RAW, start))
    return (await session.exec(raw)).rowcount


async def drop_old_evidence(session: AsyncSession, office_id: int, now: datetime) -> int:
    """Drop the rows of pictures that are kept no longer; how many went. Their files go after the rows are gone."""
    other = aliased(Evidence)
    ends = [
        select(end(col(other.seen_at))).where(col(other.finding_id) == col(Evidence.finding_id)).scalar_subquery()
        for end in (func.min, func.max)
    ]
    between = delete(Evidence).where(
        col(Evidence.office_id) == office_id,
        col(Evidence.seen_at) < now - PICTURES_BETWEEN,
        *(col(Evidence.seen_at) != end for end in ends),
    )
    closed = select(col(FindingRow.id)).where(
        col(FindingRow.office_id) == office_id,
        col(FindingRow.state) == FindingState.RESOLVED,
        col(FindingRow.resolved) < now - PICTURES,
    )
    gone = (await session.exec(between)).rowcount
    return gone + (await session.exec(delete(Evidence).where(col(Evidence.finding_id).in_(closed)))).rowcount


async def _first_day(session: AsyncSession, office_id: int) -> datetime | None:
    """The beginning of the first day that was not summed, None when there is nothing to sum."""
    summed = select(func.max(col(ProbeSum.start))).where(
        col(ProbeSum.office_id) == office_id, col(ProbeSum.span) == Span.DAY
    )
    ((last,),) = await fetch(session, summed)
    if last is not None:
        return _midnight(last) + DAY
    ((first,),) = await fetch(session, select(func.min(col(ProbeRow.at))).where(col(ProbeRow.office_id) == office_id))
    return _midnight(first) if first is not None else None


async def _sum_day(session: AsyncSession, office_id: int, start: datetime) -> int:
    columns = (col(ProbeRow.origin_id), col(ProbeRow.at), col(ProbeRow.outcome), col(ProbeRow.seconds))
    query = select(*columns).where(
        col(ProbeRow.office_id) == office_id, col(ProbeRow.at) >= start, col(ProbeRow.at) < start + DAY
    )
    rows = await fetch(session, query.order_by(col(ProbeRow.at)))
    sums = [*_sums(office_id, rows, Span.HOUR), *_sums(office_id, rows, Span.DAY)]
    await insert_missing(session, ProbeSum, sums, ["origin_id", "span", "start"])
    return len(rows)


def _sums(office_id: int, rows: Iterable[Any], span: Span) -> list[dict[str, Any]]:
    groups: dict[tuple[int, datetime], list[Any]] = defaultdict(list)
    for row in rows:
        hour = row.at.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0)
        groups[row.origin_id, hour if span is Span.HOUR else _midnight(row.at)].append(row)
    return [
        {
            "office_id": office_id, "origin_id": origin_id, "span": span, "start": start,
            "answered": sum(row.outcome in _ANSWERED for row in group),
            "failed": sum(row.outcome not in _ANSWERED | _SKIPPED for row in group),
            "skipped": sum(row.outcome in _SKIPPED for row in group),
            "seconds": sum(row.seconds for row in group if row.outcome in _ANSWERED),
            "slowest": max((row.seconds for row in group if row.outcome in _ANSWERED), default=0.0),
        }
        for (origin_id, start), group in groups.items()
    ]  # fmt: skip


def _midnight(instant: datetime) -> datetime:
    return instant.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
