"""可用性探测: how many visits to hosts were to be made in a period, were made, and were lost to our own line (T9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.vocabulary import LinkOutcome
from registry.models import Origin, OriginKind, ProbeRow, Target, TargetState, stored

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Visits:
    """``host_days`` are the days on which hosts were to be visited, over all hosts. ``lost``: our own line was down.

    ``made`` counts what was seen of the host, answered or not; ``seeded`` of these were never made (a demonstration).
    """

    hosts: int = 0
    host_days: float = 0.0
    made: int = 0
    lost: int = 0
    seeded: int = 0


async def visits_between(session: AsyncSession, office_id: int, start: datetime, at: datetime) -> Visits:
    """The visits from ``start`` up to ``at``. A host counts from when it was entered or first visited."""
    since = await _hosts(session, office_id)
    counted = await _counted(session, office_id, start, at)
    first = await _first(session, office_id)
    begun = {host: min(filter(None, (entered, first.get(host)))) for host, entered in since.items()}
    days = sum(max(at - max(start, one), timedelta()) / _DAY for one in begun.values())
    made, lost, seeded = counted
    return Visits(len(since), days, made, lost, seeded)


async def _hosts(session: AsyncSession, office_id: int) -> dict[int, datetime]:
    """Every host of an active target, with when the first of them was entered."""
    query = (
        select(Origin.id, func.min(Target.created))
        .join(Target, col(Target.origin_id) == col(Origin.id))
        .where(Origin.office_id == office_id, Origin.kind == OriginKind.HOST, Target.state == TargetState.ACTIVE)
        .group_by(col(Origin.id))
    )
    return {stored(host): entered for host, entered in await session.exec(query)}


async def _first(session: AsyncSession, office_id: int) -> dict[int, datetime]:
    query = (
        select(ProbeRow.origin_id, func.min(ProbeRow.at))
        .where(ProbeRow.office_id == office_id)
        .group_by(col(ProbeRow.origin_id))
    )
    return dict((await session.exec(query)).all())


async def _counted(session: AsyncSession, office_id: int, start: datetime, at: datetime) -> tuple[int, int, int]:
    lost = col(ProbeRow.outcome) == LinkOutcome.SKIPPED
    query = select(
        func.count(col(ProbeRow.id)),
        func.sum(case((lost, 1), else_=0)),
        func.sum(case((col(ProbeRow.seeded), 1), else_=0)),
    ).where(ProbeRow.office_id == office_id, col(ProbeRow.at) >= start, col(ProbeRow.at) <= at)
    every, skipped, seeded = (await session.exec(query)).one()
    return every - (skipped or 0), skipped or 0, seeded or 0
