"""Figures of how the monitor itself is doing, read from the books."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import (
    Observation,
    Origin,
    OriginKind,
    Outbox,
    ProbeRow,
    Scan,
    ScanState,
    Tally,
    Target,
    TargetState,
    Visit,
    VisitState,
)

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the monitor is doing at an instant. Counts are of the last hour unless they say otherwise."""

    hosts: int
    """Hosts of active targets."""
    probed: int
    """Hosts visited lately: each has its turn once an hour."""
    probes: dict[str, int]
    """Visits by outcome."""
    last_probe: datetime | None
    lag: float
    """Seconds by which the host that waits longest is behind its schedule, of those ever visited."""
    running: int
    """Scans under way."""
    planned: int
    """Visits of scans that are still to be made."""
    failed: int
    """Visits that failed by a defect of ours, in the last day."""
    pages: int
    """Pages read in scans of the last day."""
    outcomes: dict[str, int]
    """Judgements of the last day by outcome."""
    mails: dict[str, int]
    """Mails by state."""

    @property
    def behind(self) -> float:
        """The part of the hosts that were not visited when they should have been, from 0 to 1."""
        return 1 - self.probed / self.hosts if self.hosts else 0.0

    @property
    def blind(self) -> bool:
        """Whether we see nothing: every visit of the last hour was put down to our own line."""
        return bool(self.probes) and set(self.probes) == {"skipped"}


async def pulse(session: AsyncSession, office_id: int, now: datetime, *, late: timedelta = 2 * HOUR) -> Pulse:
    """The figures of an office. A host not visited for ``late`` is behind its schedule of once an hour."""
    day = now - timedelta(days=1)
    probes = select(ProbeRow.outcome, func.count()).where(
        ProbeRow.office_id == office_id, col(ProbeRow.at) > now - HOUR
    )
    hosts = (
        select(func.count(func.distinct(Origin.id)))
        .join(Target, col(Target.origin_id) == Origin.id)
        .where(Origin.office_id == office_id, Origin.kind == OriginKind.HOST, Target.state == TargetState.ACTIVE)
    )
    probed = select(func.count(func.distinct(ProbeRow.origin_id)), func.max(ProbeRow.at)).where(
        ProbeRow.office_id == office_id, col(ProbeRow.at) > now - late, col(ProbeRow.at) <= now
    )
    scans = select(Scan.id).where(Scan.office_id == office_id)
    fresh = scans.where(col(Scan.started) > day)
    visits = select(func.count()).select_from(Visit)
    running = select(func.count()).select_from(Scan).where(Scan.office_id == office_id, Scan.state == ScanState.RUNNING)
    planned = visits.where(
        col(Visit.scan_id).in_(scans.where(Scan.state == ScanState.RUNNING)), Visit.state == VisitState.PLANNED
    )
    failed = visits.where(col(Visit.scan_id).in_(fresh), Visit.state == VisitState.FAILED)
    judged = select(Observation.outcome, func.count()).where(col(Observation.scan_id).in_(fresh))
    mails = select(Outbox.state, func.count()).where(Outbox.office_id == office_id)
    pages = select(func.coalesce(func.sum(Tally.pages), 0)).where(col(Tally.scan_id).in_(fresh))
    count, last = (await session.exec(probed)).one()
    oldest = await _oldest(session, office_id, now)
    return Pulse(
        hosts=(await session.exec(hosts)).one(),
        probed=count,
        probes=_by_word((await session.exec(probes.group_by(col(ProbeRow.outcome)))).all()),
        last_probe=last,
        lag=max(0.0, (now - oldest - late).total_seconds()) if oldest is not None else 0.0,
        running=(await session.exec(running)).one(),
        planned=(await session.exec(planned)).one(),
        failed=(await session.exec(failed)).one(),
        pages=(await session.exec(pages)).one(),
        outcomes=_by_word((await session.exec(judged.group_by(col(Observation.outcome)))).all()),
        mails=_by_word((await session.exec(mails.group_by(col(Outbox.state)))).all()),
    )


async def _oldest(session: AsyncSession, office_id: int, now: datetime) -> datetime | None:
    """Of the last visits to hosts of active targets, the oldest."""
    latest = (
        select(func.max(ProbeRow.at).label("at"))
        .join(Target, col(Target.origin_id) == ProbeRow.origin_id)
        .where(ProbeRow.office_id == office_id, col(ProbeRow.at) <= now, Target.state == TargetState.ACTIVE)
        .group_by(col(ProbeRow.origin_id))
        .subquery()
    )
    oldest: datetime | None = (await session.exec(select(func.min(latest.c.at)))).one()
    return oldest


def _by_word(rows: object) -> dict[str, int]:
    return {str(getattr(word, "value", word)): number for word, number in rows}  # type: ignore[attr-defined]
