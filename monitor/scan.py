"""One origin in one scan: take its lease, look, judge, enter, give the lease back.

Everything seen of an origin is entered in one transaction under the lease's token, or not at all. A defect of ours
fails that origin's visit and no other.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from checks.judging import Judge
from monitor import clock
from monitor.accounts import look_at_account
from monitor.holder import is_gone, this_process
from monitor.kept import kept_of
from monitor.look.heap import give_back
from monitor.look.looking import Looking
from monitor.look.spool import spooled
from monitor.progress import Silent, Watcher, said_of
from monitor.sites import SiteJudging, look_at_host
from registry.database import Database
from registry.decisions.maintenance import spans_of
from registry.errors import DatabaseError, StaleToken
from registry.ledger import TargetResult, enter_visit, fail_visit
from registry.models import OriginKind, Scan, TargetState, stored
from registry.scans import VisitPlan
from registry.seen.abroad import note_read_abroad, recently_read
from registry.seen.findings import history_of
from registry.seen.home_links import home_links_of
from registry.seen.known_columns import known_columns
from registry.seen.known_pages import first_read_of
from registry.seen.manners import note_address, note_manners
from registry.seen.probes import probes_between
from registry.seen.watched import keys_watched
from registry.sharing.leases import release_lease, renew_lease, take_lease
from registry.targets import list_targets, owner_of_origin, subject_of

log = logging.getLogger(__name__)

LEASE = 60.0
"""Seconds a lease runs; it is renewed three times in that while."""


WEEK = timedelta(days=7)
"""The visits to an origin that its checks are told of."""


class Visited(StrEnum):
    """What became of a visit."""

    ENTERED = "entered"
    FAILED = "failed"
    ELSEWHERE = "elsewhere"  # another program looks at this origin now


@dataclass(frozen=True, slots=True)
class Visitor:
    """Visits origins of one scan."""

    database: Database
    looking: Looking
    judge: Judge
    scan: Scan
    watcher: Watcher = field(default_factory=Silent)
    now: Callable[[], datetime] = clock.now
    holder: str = field(default_factory=this_process)

    async def visit(self, plan: VisitPlan) -> Visited:
        """Look at one origin and enter what was seen."""
        origin_id = stored(plan.origin.id)
        async with self.database.write(beside=True) as session:
            token = await take_lease(session, origin_id, self.holder, self.now(), LEASE, is_gone=is_gone)
        if token is None:
            self.watcher.ended(plan.origin.key, "另一个程序正在检查，本次跳过")
            return Visited.ELSEWHERE
        try:
            with spooled(self.looking.spool, f"visit-{plan.visit.id}") as spool:
                async with self._kept(origin_id, token):
                    visited = await self._visit(plan, token)
                if spool is not None:
                    spool.drop()
                return visited
        except StaleToken:
            self.watcher.ended(plan.origin.key, "已由另一个程序接手检查，本次结果不重复登记")
            return Visited.ELSEWHERE

    async def _visit(self, plan: VisitPlan, token: int) -> Visited:
        key, visit_id = plan.origin.key, stored(plan.visit.id)
        self.watcher.began(key)
        try:
            results = await self._results(plan)
            give_back()
        except DatabaseError:
            raise  # no defect of the look: the visit stays planned, and is made when the books can be reached again
        except Exception as error:
            log.exception("the visit of %s failed", key)
            async with self.database.write(beside=True) as session:
                await fail_visit(session, visit_id, token, f"{type(error).__name__}: {error}"[:500], self.now())
            self.watcher.ended(key, "本系统检查出错，已记录，不影响其他对象")
            return Visited.FAILED
        address = await self.looking.address(key)
        async with self.database.write(beside=True) as session:
            if await enter_visit(session, visit_id, token, results, self.now()):
                await note_manners(session, visit_id, kept_of(self.looking, key))
                await note_address(session, stored(plan.origin.id), address, self.now())
                await note_read_abroad(session, self.scan.office_id, self.looking.take_read_abroad(), self.now())
        self.watcher.ended(key, said_of(results))
        return Visited.ENTERED

    async def _results(self, plan: VisitPlan) -> list[TargetResult]:
        subjects = [subject_of(entry.target, entry.unit) for entry in plan.entries]
        async with self.database.read() as session:
            if not self.looking.is_told:
                lately = self.now() - timedelta(days=self.looking.abroad_days)
                self.looking.knows(await recently_read(session, self.scan.office_id, lately))
            histories = await history_of(session, [one.id for one in subjects])
            columns = await known_columns(session, [one.id for one in subjects])
            here = {stored(plan.origin.id)}
            beside = await list_targets(session, self.scan.office_id, states={TargetState.ACTIVE}, origin_ids=here)
            watched = await keys_watched(session, self.scan.office_id)
            links = await home_links_of(session, [one.id for one in subjects])
            spans = await spans_of(session, [one.id for one in subjects])
            week = await probes_between(session, stored(plan.origin.id), self.scan.as_of - WEEK, self.scan.as_of)
        histories = {
            target_id: replace(known, probes=week, home_links=links[target_id], maintenance=spans[target_id])
            for target_id, known in histories.items()
        }
        if plan.origin.kind is OriginKind.ACCOUNT:
            return [
                await look_at_account(one, self.judge, self.scan.as_of, histories[one.id], self.looking)
                for one in subjects
            ]
        owner = owner_of_origin(entry.target for entry in beside)
        others = watched - {plan.origin.key}
        whole = owner.id if owner else ""
        judging = SiteJudging(self.judge, self.scan.as_of, histories, whole, columns, others, self._first_reads)
        return await look_at_host(plan.origin.key, subjects, judging, self.looking, self.watcher)

    async def _first_reads(self, target: str, keys: Collection[str]) -> Mapping[str, datetime]:
        async with self.database.read() as session:
            return await first_read_of(session, target, keys)

    @asynccontextmanager
    async def _kept(self, origin_id: int, token: int) -> AsyncIterator[None]:
        """Keep the lease alive while the body runs, and give it back at the end."""
        keeper = asyncio.create_task(self._renew(origin_id, token))
        try:
            yield
        finally:
            keeper.cancel()
            async with self.database.write(beside=True) as session:
                await release_lease(session, origin_id, token, self.now())

    async def _renew(self, origin_id: int, token: int) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            try:
                async with self.database.write(beside=True) as session:
                    if not await renew_lease(session, origin_id, token, self.now(), LEASE):
                        return  # it has passed to another program: entering will be refused
            except DatabaseError as error:
                log.warning("a lease could not be renewed, and will be tried again: %s", error)
