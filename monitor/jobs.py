"""What the program can be asked to do: plain async functions with plain arguments. Every job can die at any line and
be asked for again."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from checks.catalogue import Catalogue, load_catalogue
from checks.check import load_checks
from checks.formalism.rules import load_rules
from checks.judging import Judge
from monitor import clock
from monitor.grades import grade_scan
from monitor.holder import this_process
from monitor.look.clock import Clock
from monitor.look.heap import give_back
from monitor.look.looking import Looking
from monitor.look.policy import Policy
from monitor.progress import Watcher, watching
from monitor.scan import Visited, Visitor
from monitor.version import TOOL
from registry.database import Database
from registry.errors import BooksError
from registry.models import Scan, stored
from registry.scans import OpenScan, Selection, VisitPlan, open_scan
from registry.seen.manners import Kept, manners_of

Watching = Callable[[int], AbstractContextManager[Watcher]]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of a scan. ``elsewhere`` counts origins that another program was looking at."""

    scan: Scan
    finished: bool
    taken_up: bool
    origins: int
    failed: int
    elsewhere: int
    shown: int = 0
    """How many pages a browser showed."""
    beyond: int = 0
    """How many it was to show, but for the budget of their site."""
    kept: Kept = field(default_factory=lambda: Kept(hosts=0))
    """How manners were kept."""


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """What to scan: for whom, which targets (all when ``entries`` is None), as of when (now when None)."""

    office_id: int
    selection: Selection
    as_of: datetime | None
    policy: Policy
    origins: int
    """How many origins are looked at side by side."""
    ticket: str = ""
    """The number of the ticket whose re-check it is."""
    catalogue: Catalogue = field(default_factory=load_catalogue)
    """By which it is judged."""


async def scan(database: Database, order: ScanOrder, watch: Watching = watching) -> Scanned:
    """Look at every origin of the selection, enter what is seen, grade. Takes up a scan that was broken off.

    ``watch`` gives whoever is to be told of the progress, for a number of origins.
    """
    judge = Judge(load_checks(), order.catalogue)
    load_rules(office=order.catalogue.words)  # a fifth of a second, and many objects: before the first page is read
    opened = await _opened(database, order, judge.catalogue)
    looked_as_of = Clock.starting(opened.scan.as_of) if order.as_of else Clock(clock.now)
    with watch(len(opened.visits)) as watcher:
        async with Looking(order.policy, looked_as_of) as looking:
            visitor = Visitor(database, looking, judge, opened.scan, watcher, holder=this_process(order.ticket))
            visited = await _visit_all(visitor, opened, order.origins)
    finished = await grade_scan(database, opened.scan, judge.catalogue, order.ticket)
    give_back()
    async with database.read() as session:
        kept = await manners_of(session, stored(opened.scan.id))
    return Scanned(
        opened.scan, finished, opened.taken_up, len(opened.visits),
        failed=visited.count(Visited.FAILED), elsewhere=visited.count(Visited.ELSEWHERE), shown=looking.shown,
        beyond=looking.beyond,
        kept=kept,
    )  # fmt: skip


async def plan(database: Database, order: ScanOrder) -> Scan:
    """Plan the visits of a scan, or find it planned already; others make the visits."""
    return (await _opened(database, order, order.catalogue)).scan


async def _opened(database: Database, order: ScanOrder, catalogue: Catalogue) -> OpenScan:
    now = clock.now()
    async with database.write() as session:
        return await open_scan(
            session, order.office_id, order.selection,
            as_of=order.as_of or now, now=now, tool=TOOL, catalogue=catalogue.version,
        )  # fmt: skip


async def _visit_all(visitor: Visitor, opened: OpenScan, side_by_side: int) -> list[Visited]:
    turn = asyncio.Semaphore(side_by_side)

    async def one(plan: VisitPlan) -> Visited:
        async with turn:
            return await visitor.visit(plan)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(plan)) for plan in opened.visits]
    except ExceptionGroup as failed:
        lost = failed.subgroup(BooksError)
        if lost is None:
            raise
        raise lost.exceptions[0] from failed  # the books cannot be written: one sentence says it, once
    return [task.result() for task in tasks]
