"""What politeness cost in a scan and how it was kept, as each visit measured it; and which address is behind a host."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import HostAddress, Origin, ProbeRow, Target, TargetState, Visit

_HOSTS = 200
"""Hosts kept by name of those that refused together."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How manners were kept towards hosts.

    ``requests`` were made, ``slowed`` of them at the pace of office hours; ``paced`` and ``rested`` are seconds waited,
    for the pace and because a rest was asked for. ``busiest`` is the most requests to one host within any one second,
    ``at_once`` the most under way together. ``shielded``: by address, the hosts that refused together.
    """

    requests: int = 0
    slowed: int = 0
    paced: float = 0.0
    rested: float = 0.0
    busiest: int = 0
    at_once: int = 0
    hosts: int = 1
    shielded: Mapping[str, list[str]] = field(default_factory=dict)

    def with_other(self, other: "Kept") -> "Kept":
        """Both together."""
        shielded = {
            address: sorted({*self.shielded.get(address, ()), *other.shielded.get(address, ())})
            for address in sorted({*self.shielded, *other.shielded})
        }
        return Kept(
            self.requests + other.requests, self.slowed + other.slowed, self.paced + other.paced,
            self.rested + other.rested, max(self.busiest, other.busiest), max(self.at_once, other.at_once),
            self.hosts + other.hosts, shielded,
        )  # fmt: skip


async def note_manners(session: AsyncSession, visit_id: int, kept: Kept) -> None:
    """Keep with a visit how manners were kept in it."""
    visit = await session.get_one(Visit, visit_id)
    shielded = {address: hosts[:_HOSTS] for address, hosts in kept.shielded.items()}
    visit.manners = asdict(kept) | {
        "shielded": shielded,
        "paced": round(kept.paced, 1),
        "rested": round(kept.rested, 1),
    }
    await session.flush()


async def manners_of(session: AsyncSession, scan_id: int) -> Kept:
    """How manners were kept in the whole of a scan."""
    query = select(Visit.manners).where(Visit.scan_id == scan_id).order_by(col(Visit.id))
    whole = Kept(hosts=0)
    for manners in await session.exec(query):
        if manners:
            whole = whole.with_other(Kept(**manners))
    return whole


async def note_address(session: AsyncSession, origin_id: int, address: str, now: datetime) -> None:
    """Keep the address behind a host; nothing when it is not known."""
    if not address:
        return
    known = await session.get(HostAddress, origin_id)
    if known is None:
        session.add(HostAddress(origin_id=origin_id, address=address, at=now))
    elif known.address != address or now - known.at > timedelta(days=1):
        known.address, known.at = address, now
    await session.flush()


async def neighbours_of(session: AsyncSession, origin_id: int, number: int) -> list[int]:
    """Ids of so many other hosts of active targets behind the same address, those visited longest ago last."""
    address = select(HostAddress.address).where(HostAddress.origin_id == origin_id).scalar_subquery()
    there = (
        select(HostAddress.origin_id)
        .join(Origin, col(Origin.id) == HostAddress.origin_id)
        .where(HostAddress.address == address, HostAddress.origin_id != origin_id)
        .where(select(Target.id).where(Target.origin_id == Origin.id, Target.state == TargetState.ACTIVE).exists())
        .order_by(col(HostAddress.origin_id) < origin_id, col(HostAddress.origin_id))
    )
    return list((await session.exec(there.limit(number))).all())


async def refused_together(session: AsyncSession, office_id: int, since: datetime, mark: str) -> dict[str, list[str]]:
    """Hosts whose visits since then ended with a detail that begins with ``mark``, by the address behind them."""
    query = (
        select(HostAddress.address, Origin.key)
        .join(Origin, col(Origin.id) == HostAddress.origin_id)
        .join(ProbeRow, col(ProbeRow.origin_id) == Origin.id)
        .where(ProbeRow.office_id == office_id, col(ProbeRow.at) > since, col(ProbeRow.detail).startswith(mark))
        .distinct()
        .order_by(HostAddress.address, Origin.key)
    )
    found: dict[str, list[str]] = {}
    for address, host in await session.exec(query):
        found.setdefault(address, []).append(host)
    return found
