"""What a scan saw, as tickets are told of it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.vocabulary import Outcome, Reason
from registry.decisions.following import Look, Thing
from registry.models import Scan, stored
from registry.scans import observations_of
from reports.terms import REASONS, term

SCAN = "系统巡检"
RECHECK = "系统复查"
"""Who looked, as it stands in the history of a ticket."""


async def scan_look(session: AsyncSession, scan: Scan, by: str) -> Look:
    """What a whole scan could judge, and why it could not judge the rest."""
    judged: set[Thing] = set()
    blind: dict[Thing, str] = {}
    for seen in await observations_of(session, stored(scan.id)):
        thing = (seen.target_id, seen.indicator)
        if seen.outcome in (Outcome.OK, Outcome.FINDING):
            judged.add(thing)
        else:
            blind[thing] = term(REASONS, seen.reason or Reason.NOT_REACHED)
    return Look(scan.as_of, by, judged, blind, {})
