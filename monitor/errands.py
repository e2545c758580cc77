"""How each errand of the service is done, in whichever process takes it.

The same functions serve one process and many machines. Every errand asks the books first whether it is still to be
done, may be broken off at any line, and is then handed out again: doing it twice does nothing twice.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Protocol

from checks.check import load_checks
from checks.judging import Judge
from monitor import clock
from monitor.articles import articles_waiting, look_again_later
from monitor.dispatch import Errand
from monitor.grades import grade_scan
from monitor.holder import is_gone, this_process
from monitor.look.clock import Clock
from monitor.look.looking import Looking
from monitor.look.policy import Policy
from monitor.probing import Probed, origins_to_probe, probe
from monitor.rounds import ROUNDS, Serving, UnfinishedError, issue, recheck_ticket
from monitor.scan import Visitor
from monitor.timetable import probe_due, slot_start
from registry.models import Scan, stored
from registry.rounds import begin_round, end_round, give_up_round
from registry.scans import unfinished_scans, visit_plan, visits_left, visits_to_make
from registry.seen.probes import last_probes

log = logging.getLogger(__name__)

PROBE = "probe"
"""Visit one origin; the key is its number."""

ARTICLES = "article"
"""Look for new articles on one host; the key is its number."""

VISIT = "visit"
"""Look at one origin in a scan; the key is the number of the visit."""

GRADE = "grade"
"""Grade a scan of which every visit was made; the key is its number."""

RECHECK = "recheck"
"""Check a ticket again; the key is its number."""

LONGEST_SCAN = timedelta(days=3)
"""Scans begun longer ago are left as they are: a new one was begun since."""


class Lookings(Protocol):
    """Where an errand gets what it looks with: one :class:`Looking` is shared by all errands of one ``work``."""

    def of(self, work: str, policy: Policy, clock: Clock) -> AbstractAsyncContextManager[Looking]:
        """The looking of that work, open."""


class OneEach:
    """A looking for each errand."""

    @asynccontextmanager
    async def of(self, _work: str, policy: Policy, clock: Clock) -> AsyncIterator[Looking]:
        """A new one."""
        async with Looking(policy, clock) as looking:
            yield looking


async def do(
    serving: Serving, errand: Errand, now: Callable[[], datetime], lookings: Lookings | None = None
) -> list[Errand]:
    """Do an errand. What is to be done next because of it, where errands are spread."""
    tools = lookings or OneEach()
    if errand.what == PROBE:
        await _probe(serving, int(errand.key), now, tools)
    elif errand.what == ARTICLES:
        await _articles(serving, int(errand.key), now, tools)
    elif errand.what == VISIT:
        return await _visit(serving, int(errand.key), now, tools)
    elif errand.what == GRADE:
        await _grade(serving, int(errand.key))
    elif errand.what == RECHECK:
        await recheck_ticket(serving, errand.key, errand.at)
    else:
        await _round(serving, errand, now)
        return await visit_errands(serving, now()) if serving.spreads else []
    return []


async def probes_due(serving: Serving, now: datetime, only: int | None = None) -> list[Probed]:
    """The origins whose visit of the present slot is due and was not made."""
    origins = await origins_to_probe(serving.database, serving.office_id)
    async with serving.database.read() as session:
        last = await last_probes(session, serving.office_id)
    return [
        one for one in origins if only in {None, one.origin_id} and probe_due(one.host, now, last.get(one.origin_id))
    ]


async def visit_errands(serving: Serving, now: datetime) -> list[Errand]:
    """Visits of scans under way that nobody is making, each under the lock of its origin; gradings left over."""
    since = now - LONGEST_SCAN
    async with serving.database.read() as session:
        visits = await visits_to_make(session, serving.office_id, clock.now(), since=since)
        ended = await unfinished_scans(session, serving.office_id, since=since)
    return [Errand(VISIT, str(visit), now, f"origin {origin}") for visit, origin in visits] + [
        Errand(GRADE, str(scan.id), now) for scan in ended
    ]


async def _probe(serving: Serving, origin_id: int, now: Callable[[], datetime], lookings: Lookings) -> None:
    at = now()
    origins = await origins_to_probe(serving.database, serving.office_id, near=origin_id)
    async with serving.database.read() as session:
        last = (await last_probes(session, serving.office_id, origin_id)).get(origin_id)
    for one in origins:
        if one.origin_id == origin_id and probe_due(one.host, at, last):
            others = [other for other in origins if other is not one]
            async with lookings.of(f"probes {slot_start(at):%d %H}", serving.policy, Clock(now)) as looking:
                await probe(serving.database, serving.office_id, one, looking, others, once_since=slot_start(at))


async def _articles(serving: Serving, origin_id: int, now: Callable[[], datetime], lookings: Lookings) -> None:
    for host in await articles_waiting(serving.database, serving.office_id, now(), origin_id):
        async with lookings.of(f"articles {now():%d %H}", serving.policy, Clock(now)) as looking:
            await look_again_later(serving.database, host, looking, now, serving.catalogue)


async def _visit(serving: Serving, visit_id: int, now: Callable[[], datetime], lookings: Lookings) -> list[Errand]:
    async with serving.database.read() as session:
        found = await visit_plan(session, visit_id)
    if found is None:
        return []
    scan, plan = found
    judge = Judge(load_checks(), serving.catalogue)
    async with lookings.of(f"scan {scan.id}", serving.policy, Clock.starting(scan.as_of)) as looking:
        await Visitor(serving.database, looking, judge, scan).visit(plan)
    async with serving.database.read() as session:
        left = await visits_left(session, stored(scan.id))
    return [] if left else [Errand(GRADE, str(scan.id), now())]


async def _grade(serving: Serving, scan_id: int) -> None:
    async with serving.database.read() as session:
        scan = await session.get_one(Scan, scan_id)
        left = await visits_left(session, scan_id)
    if not left and await grade_scan(serving.database, scan, serving.catalogue):
        await issue(serving, scan.as_of)
        log.info("done: scan %s (%s)", scan.id, scan.selection)


async def _round(serving: Serving, errand: Errand, now: Callable[[], datetime]) -> None:
    """Take a round, do it, and say that it is done; broken off, it is due again."""
    database, office_id = serving.database, serving.office_id
    begun = errand.at if serving.spreads else now()
    async with database.write() as session:
        if not await begin_round(
            session, office_id, errand.what, errand.key, begun, holder=this_process(), is_gone=is_gone
        ):
            return
    try:
        await ROUNDS[errand.what](serving, errand.key, begun)
    except UnfinishedError as error:
        log.info("%s", error)
        async with database.write() as session:
            await give_up_round(session, office_id, errand.what, errand.key)
        return
    except BaseException:
        async with database.write() as session:
            await give_up_round(session, office_id, errand.what, errand.key)
        raise
    async with database.write() as session:
        await end_round(session, office_id, errand.what, errand.key, now())
    log.info("done: %s", errand.name)
