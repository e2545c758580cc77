"""Visits for availability: is the home page of an origin open, as a visitor would find it?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from checks.evidence import Probe
from checks.vocabulary import LinkOutcome
from monitor.look.line import OF_THE_LINE, OTHERS
from monitor.look.looking import Looking
from monitor.look.shield import MANY, SUSPECTED
from registry.database import Database
from registry.models import OriginKind, TargetState
from registry.seen.manners import neighbours_of, note_address
from registry.seen.probes import enter_probes, last_probes, lock_origin, some_hosts
from registry.targets import Entry, list_targets, owner_of_origin

WITNESSES = 3
"""Other hosts asked before a failure is put down to the host and not to our own line."""

_REFUSING = frozenset(
    {LinkOutcome.TIMEOUT, LinkOutcome.REFUSED, LinkOutcome.RESET, LinkOutcome.BLOCKED, LinkOutcome.RATE_LIMITED}
)
_OF_THE_LINE = frozenset({LinkOutcome.DNS, LinkOutcome.TIMEOUT, LinkOutcome.REFUSED, LinkOutcome.RESET})


@dataclass(frozen=True, slots=True)
class Probed:
    """An origin to visit: its key in the books, its host, and the address a visitor opens."""

    origin_id: int
    host: str
    url: str


async def origins_to_probe(database: Database, office_id: int, *, near: int | None = None) -> list[Probed]:
    """Every host of an active target, once, with the home page of its own target.

    ``near``: only that origin, and a few others to be its witnesses.
    """
    async with database.read() as session:
        chosen = None if near is None else {near, *await some_hosts(session, office_id, near, OTHERS)}
    return await _origins(database, office_id, chosen)


async def _origins(database: Database, office_id: int, chosen: set[int] | None) -> list[Probed]:
    async with database.read() as session:
        entries = await list_targets(session, office_id, states={TargetState.ACTIVE}, origin_ids=chosen)
    hosts: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.origin.kind is OriginKind.HOST and entry.origin.id is not None:
            hosts.setdefault(entry.origin.id, []).append(entry)
    return [_probed(origin_id, there) for origin_id, there in hosts.items()]


def _probed(origin_id: int, entries: Sequence[Entry]) -> Probed:
    owner = owner_of_origin([entry.target for entry in entries]) or entries[0].target
    return Probed(origin_id, entries[0].origin.key, owner.url)


async def probe(
    database: Database,
    office_id: int,
    origin: Probed,
    looking: Looking,
    others: Sequence[Probed] = (),
    *,
    once_since: datetime | None = None,
) -> Probe:
    """Visit an origin once and enter it. A bad certificate is the certificate's fault, not the site being down.

    When two others behind the same address refuse us too, a protection device is suspected, and the visit is blocked.
    A visit has failed when a second look fails too, and a witness answered: one of our own witness addresses, or of
    ``others``. When none answers, it is our own line that is down, and the visit is entered as skipped and counts on
    neither side. With nobody to ask it stays without a witness, and the reports say so. ``once_since``: not entered
    when another program entered a visit since then.
    """
    made = await visited(origin, looking)
    if made.outcome.is_broken:
        made = await _looked_at_again(made, origin, others, looking)
    if made.outcome in _REFUSING:
        made = await _beside_neighbours(made, await _neighbours(database, office_id, origin), looking)
    async with database.write(beside=True) as session:
        if once_since is not None:
            await lock_origin(session, origin.origin_id)
            last = (await last_probes(session, office_id, origin.origin_id)).get(origin.origin_id)
            if last is not None and last >= once_since:
                return made
        await enter_probes(session, office_id, origin.origin_id, [made])
        await note_address(session, origin.origin_id, await looking.address(origin.host), made.at)
    return made


async def _neighbours(database: Database, office_id: int, origin: Probed) -> list[Probed]:
    """A few other hosts behind the same address."""
    async with database.read() as session:
        beside = await neighbours_of(session, origin.origin_id, MANY - 1)
    return await _origins(database, office_id, set(beside)) if beside else []


async def _beside_neighbours(made: Probe, neighbours: Sequence[Probed], looking: Looking) -> Probe:
    """A visit that was refused, judged by what its neighbours got: refused together, it says nothing of the host."""
    if len(neighbours) < MANY - 1 or made.detail.startswith(SUSPECTED):
        return made
    for one in neighbours:
        if (await visited(one, looking)).outcome not in _REFUSING:
            return made
    detail = f"{SUSPECTED}: {len(neighbours) + 1} hosts of one address refuse together"
    return replace(made, outcome=LinkOutcome.BLOCKED, detail=detail)


async def visited(origin: Probed, looking: Looking) -> Probe:
    """Visit an origin once. Its certificate is verified; where it is bad, it is visited all the same."""
    response = await looking.fetch(origin.url)
    if response.outcome is LinkOutcome.TLS:
        response = await looking.fetch(origin.url, verify=False)
    return Probe(
        at=response.at or looking.now(),
        url=origin.url,
        outcome=response.outcome,
        status=response.status,
        seconds=response.seconds,
        detail=response.detail,
    )


async def _looked_at_again(failed: Probe, origin: Probed, others: Sequence[Probed], looking: Looking) -> Probe:
    """A failed visit, with what a second look and a witness said of it.

    An answer of the host's own, of whatever kind, is witness enough that our line is up.
    """
    witnessed = True if failed.outcome not in OF_THE_LINE else failed.witnessed
    if witnessed is None:
        witnessed = await looking.line.is_up([other.url for other in others])
    if witnessed is False:
        return replace(failed, outcome=LinkOutcome.SKIPPED, detail="our own line is down")
    await looking.pause()
    second = await visited(origin, looking)
    if second.outcome.is_good:
        return replace(second, detail=f"opened at the second look; {failed.outcome} at the first")
    return replace(second, at=failed.at, witnessed=witnessed) if second.outcome.is_broken else second
