"""The week before the demonstration, made up: visits to every host of the city, so that availability can be judged.

Nobody made these visits. They are entered as seeded, and the demonstration says so.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from checks.evidence import Probe
from checks.vocabulary import LinkOutcome
from monitor.probing import Probed, origins_to_probe
from registry.database import Database
from registry.seen.probes import enter_probes

VISITS = 7 * 24
"""Visits to a host: one an hour for a week."""

FAILED = {"slj.yunxi.test": 9}
"""How many of the last visits failed, by host: of 168, nine are one more than may fail."""

WALLED = frozenset({"rsj.yunxi.test"})
"""Hosts where a protection device answered every visit."""

_AN_HOUR = timedelta(hours=1)


def week_of(host: str, url: str, as_of: datetime) -> list[Probe]:
    """The visits to a host in the week up to ``as_of``, oldest first: one an hour, the last one at ``as_of``."""
    failed = FAILED.get(host, 0)
    return [_probe(host, url, as_of - ago * _AN_HOUR, failed=ago < failed) for ago in reversed(range(VISITS))]


def _probe(host: str, url: str, at: datetime, *, failed: bool) -> Probe:
    if failed:
        return Probe(at, url, LinkOutcome.REFUSED, detail="made up for the demonstration", witnessed=True)
    if host in WALLED:
        return Probe(at, url, LinkOutcome.BLOCKED, 412, 0.2)
    return Probe(at, url, LinkOutcome.OK, 200, 0.4)


async def seed_week(database: Database, office_id: int, as_of: datetime) -> int:
    """Enter the made-up week of every host in the register. How many visits were entered."""
    origins = await origins_to_probe(database, office_id)
    await _enter(database, office_id, origins, as_of)
    return VISITS * len(origins)


async def _enter(database: Database, office_id: int, origins: Iterable[Probed], as_of: datetime) -> None:
    async with database.write() as session:
        for origin in origins:
            week = week_of(origin.host, origin.url, as_of)
            await enter_probes(session, office_id, origin.origin_id, week, seeded=True)
