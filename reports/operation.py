"""How the monitor itself fared: looks made, and mails that did not get through."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import MailState, Outbox, Scan, ScanState, Visit, VisitState

STUCK = 2
"""Weeks before the reported one of which stuck mails are still told."""


@dataclass(frozen=True, slots=True)
class Looks:
    """How much was looked at in the week itself. ``failed`` are looks that a defect of ours ended."""

    scans: int
    visits: int
    failed: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """A mail that was not delivered, or of which that is not known."""

    subject: str
    recipients: tuple[str, ...]
    state: MailState
    error: str


async def looks_between(session: AsyncSession, office_id: int, start: datetime, at: datetime) -> Looks:
    """The finished scans judged as of an instant from ``start`` to ``at``, and their visits."""
    rows = await session.exec(
        select(Scan.id, Visit.state)
        .join(Visit, col(Visit.scan_id) == col(Scan.id))
        .where(
            col(Scan.office_id) == office_id,
            col(Scan.state) == ScanState.FINISHED,
            col(Scan.as_of) >= start,
            col(Scan.as_of) <= at,
        )
    )
    visits = list(rows)
    failed = sum(1 for _, state in visits if state is VisitState.FAILED)
    return Looks(len({scan_id for scan_id, _ in visits}), len(visits), failed)


async def stuck_mails(session: AsyncSession, office_id: int, start: datetime, at: datetime) -> tuple[Stuck, ...]:
    """The mails written from ``start`` to ``at`` that a person has to look after."""
    states = (MailState.UNCERTAIN, MailState.FAILED)
    rows = await session.exec(
        select(Outbox)
        .where(col(Outbox.office_id) == office_id, col(Outbox.state).in_(states))
        .where(col(Outbox.created) >= start, col(Outbox.created) <= at)
        .order_by(col(Outbox.id))
    )
    return tuple(Stuck(row.subject, tuple(row.recipients), row.state, row.error) for row in rows)
