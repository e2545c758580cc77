"""Visits to origins for availability: entered as they are made, read as a week."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.evidence import Probe
from registry.models import Origin, OriginKind, ProbeRow, Target, TargetState, stored
from registry.store.bulk import insert_rows


async def enter_probes(
    session: AsyncSession, office_id: int, origin_id: int, probes: Sequence[Probe], *, seeded: bool = False
) -> None:
    """Enter probes of an origin. ``seeded`` marks those that nobody made: the history of a demonstration."""
    rows = [
        {
            "office_id": office_id, "origin_id": origin_id, "at": probe.at, "url": probe.url,
            "outcome": probe.outcome, "status": probe.status, "seconds": probe.seconds,
            "detail": probe.detail[:200], "seeded": seeded, "witnessed": probe.witnessed,
        }
        for probe in probes
    ]  # fmt: skip
    await insert_rows(session, ProbeRow, rows)


async def some_hosts(session: AsyncSession, office_id: int, but: int, number: int) -> list[int]:
    """Ids of so many hosts of active targets, other than one: those that follow it, then the first."""
    hosts = (
        select(Origin.id)
        .where(Origin.office_id == office_id, Origin.kind == OriginKind.HOST, Origin.id != but)
        .where(select(Target.id).where(Target.origin_id == Origin.id, Target.state == TargetState.ACTIVE).exists())
        .order_by(col(Origin.id) < but, col(Origin.id))
    )
    return [stored(one) for one in await session.exec(hosts.limit(number))]


async def lock_origin(session: AsyncSession, origin_id: int) -> None:
    """Keep other programs from entering visits to an origin until this transaction ends."""
    await session.exec(select(Origin.id).where(Origin.id == origin_id).with_for_update(key_share=True))


async def probes_between(session: AsyncSession, origin_id: int, start: datetime, end: datetime) -> tuple[Probe, ...]:
    """The probes of an origin with ``start < at <= end``, oldest first."""
    query = select(ProbeRow).where(ProbeRow.origin_id == origin_id, col(ProbeRow.at) > start, col(ProbeRow.at) <= end)
    rows = await session.exec(query.order_by(col(ProbeRow.at), col(ProbeRow.id)))
    return tuple(
        Probe(row.at, row.url, row.outcome, row.status, row.seconds, row.detail, witnessed=row.witnessed)
        for row in rows
    )


async def last_probes(session: AsyncSession, office_id: int, origin_id: int | None = None) -> dict[int, datetime]:
    """When each origin, or the one named, was last probed, by origin id."""
    query = (
        select(ProbeRow.origin_id, func.max(ProbeRow.at))
        .where(ProbeRow.office_id == office_id)
        .group_by(col(ProbeRow.origin_id))
    )
    if origin_id is not None:
        query = query.where(ProbeRow.origin_id == origin_id)
    return dict((await session.exec(query)).all())
