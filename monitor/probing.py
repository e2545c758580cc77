"""Visits for availability: is the home page of an origin open, as a visitor would find it?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from checks.evidence import Probe
from checks.vocabulary import LinkOutcome
from monitor.look.looking import Looking
from registry.database import Database
from registry.models import OriginKind, TargetState
from registry.probes import enter_probes, last_probes, lock_origin, some_hosts
from registry.targets import Entry, list_targets, owner_of_origin

WITNESSES = 3
"""Other hosts asked before a failure is put down to the host and not to our own line."""

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
        chosen = None if near is None else {near, *await some_hosts(session, office_id, near, WITNESSES)}
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

    A visit that fails below HTTP is one failed by witness when one of ``others`` answers; when none does, it is our
    own line that is down, and the visit is entered as skipped and counts on neither side. With nobody to ask it stays
    without a witness, and the reports say so. ``once_since``: not entered when another program entered a visit
    since then.
    """
    made = await _visited(origin, looking)
    if made.outcome.is_broken:
        made = await _witnessed(made, others, looking)
    async with database.write(beside=True) as session:
        if once_since is not None:
            await lock_origin(session, origin.origin_id)
            last = (await last_probes(session, office_id, origin.origin_id)).get(origin.origin_id)
            if last is not None and last >= once_since:
                return made
        await enter_probes(session, office_id, origin.origin_id, [made])
    return made


async def _visited(origin: Probed, looking: Looking) -> Probe:
    response = await looking.fetch(origin.url, verify=False)
    return Probe(
        at=response.at or looking.now(),
        url=origin.url,
        outcome=response.outcome,
        status=response.status,
        seconds=response.seconds,
        detail=response.detail,
    )


async def _witnessed(failed: Probe, others: Sequence[Probed], looking: Looking) -> Probe:
    """A failed visit, with what another address said of our line. An answer of the host's own is witness enough."""
    if failed.outcome not in _OF_THE_LINE:
        return replace(failed, witnessed=True)
    if not others:
        return failed
    if await _line_is_up(others, looking):
        return replace(failed, witnessed=True)
    return replace(failed, outcome=LinkOutcome.SKIPPED, detail="our own line is down")


async def _line_is_up(others: Sequence[Probed], looking: Looking) -> bool:
    for other in others[:WITNESSES]:
        if (await _visited(other, looking)).outcome not in _OF_THE_LINE:
            return True
    return False
