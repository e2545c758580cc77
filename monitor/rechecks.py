"""The re-check of a ticket: look again at exactly its items, enter what is seen, and let that close it or not.

What can be seen by itself is looked at by itself: links with the pages they stood on, the transport of a host. Anything
else is seen by a scan of the targets concerned. A re-check can die at any line and be asked for again.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from checks.catalogue import Catalogue, load_catalogue
from checks.check import load_checks
from checks.finding import Judgement
from checks.judging import Judge
from monitor import clock
from monitor.holder import is_gone, this_process
from monitor.jobs import ScanOrder, Watching, scan
from monitor.look.clock import Clock
from monitor.look.looking import Looking
from monitor.look.policy import Policy
from monitor.progress import watching
from monitor.seen import RECHECK
from monitor.singly import Looker, Seen, Wanted, looker_for
from monitor.version import TOOL
from registry.database import Database
from registry.decisions.following import Look, follow
from registry.decisions.recheck_requests import answer_rechecks, ask_recheck, take_rechecks
from registry.errors import BooksError, TicketError
from registry.models import FindingRow, ItemState, TargetState, Ticket, TicketMove, stored
from registry.scans import Selection
from registry.seen.relooks import PREFIX, enter_relook
from registry.sharing.leases import release_lease, take_lease
from registry.targets import Entry, list_targets, subject_of
from registry.tickets import items_of, state_after, steps_of, the_ticket

_SPARE = 300.0
"""Seconds a lease is taken for beyond the longest look at an origin."""


class RecheckBusyError(Exception):
    """Another program looks at a site of the ticket now. The message says what to do."""


@dataclass(frozen=True, slots=True)
class RecheckOrder:
    """Which ticket to check again, as of when (now when None), and who asks."""

    office_id: int
    number: str
    as_of: datetime | None
    by: str
    policy: Policy
    origins: int
    catalogue: Catalogue = field(default_factory=load_catalogue)


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What came of it: the ticket as it stands, and what was seen, in words."""

    ticket: Ticket
    said: str


@dataclass(frozen=True, slots=True)
class _Case:
    """A ticket taken for its re-check, with its findings on targets that are watched."""

    ticket: Ticket
    findings: tuple[FindingRow, ...]
    entries: Mapping[str, Entry]
    as_of: datetime


async def recheck(database: Database, order: RecheckOrder, watch: Watching = watching) -> Rechecked:
    """Check a ticket again. Raises :class:`TicketError` where that cannot be, and :class:`RecheckBusyError`."""
    case = await _take(database, order)
    looker = looker_for(case.ticket.indicator, case.findings)
    try:
        if looker is None:
            await _look_whole(database, order, case, watch)
        else:
            await _look_singly(database, order, case, looker)
    except (RecheckBusyError, BooksError):
        raise
    except Exception:
        async with database.write() as session:
            await answer_rechecks(session, case.ticket, "本系统复查出错", case.as_of, refused=True)
        raise
    return await _told(database, case)


# -- before and after ---------------------------------------------------------------------------------------------


async def _take(database: Database, order: RecheckOrder) -> _Case:
    as_of = order.as_of or clock.now()
    async with database.write() as session:
        ticket = await the_ticket(session, order.office_id, order.number)
        entries = await list_targets(session, order.office_id, states={TargetState.ACTIVE})
        watched = {entry.target.id: entry for entry in entries}
        items = (await items_of(session, [stored(ticket.id)]))[stored(ticket.id)]
        rows = [row for item, row in items if item.state is not ItemState.WITHDRAWN and row.target_id in watched]
        refusal = _refusal(ticket, rows, as_of)
        if not refusal:
            await ask_recheck(session, ticket, order.by, as_of)
            await take_rechecks(session, ticket)
        else:
            await answer_rechecks(session, ticket, refusal, as_of, refused=True)
    if refusal:
        raise TicketError(refusal)
    return _Case(ticket, tuple(rows), watched, as_of)


def _refusal(ticket: Ticket, rows: list[FindingRow], as_of: datetime) -> str:
    """Why a ticket cannot be checked again, or an empty string."""
    try:
        state_after(ticket.number, ticket.state, TicketMove.CHECKED)
    except TicketError as error:
        return str(error)
    if not rows:
        return f"{ticket.number}的对象已暂停监测或注销，不能复查：不再需要整改的，请将其问题判为误报。"
    if as_of < max(ticket.issued, ticket.answered or ticket.issued):
        return f"{ticket.number}的复查时间早于交办或反馈的时间：请改正 --as-of。"
    return ""


async def _told(database: Database, case: _Case) -> Rechecked:
    async with database.read() as session:
        ticket = await the_ticket(session, case.ticket.office_id, case.ticket.number)
        steps = await steps_of(session, stored(ticket.id))
    said = next((step.note for step in reversed(steps) if step.step is TicketMove.CHECKED), "")
    return Rechecked(ticket, said)


# -- looking ------------------------------------------------------------------------------------------------------


async def _look_whole(database: Database, order: RecheckOrder, case: _Case, watch: Watching) -> None:
    targets = {row.target_id: case.entries[row.target_id].target for row in case.findings}
    since = case.ticket.answered or case.ticket.issued  # one broken off before the unit answered is not taken up
    selection = Selection.named(f"{PREFIX}{case.ticket.number}/{since.isoformat()}", targets.values())
    wanted = ScanOrder(
        order.office_id, selection, order.as_of, order.policy, order.origins, case.ticket.number, order.catalogue
    )
    scanned = await scan(database, wanted, watch)
    if not scanned.finished:
        raise _busy(case)


async def _look_singly(database: Database, order: RecheckOrder, case: _Case, looker: Looker) -> None:
    judge = Judge(load_checks(), order.catalogue)
    time = Clock.starting(case.as_of) if order.as_of else Clock(clock.now)
    async with _leased(database, order, case) as leases:
        async with Looking(order.policy, time) as looking:
            seen = {wanted.subject.id: await looker(wanted, judge, case.as_of, looking) for wanted in _wanted(case)}
        async with database.write() as session:
            await enter_relook(
                session, order.office_id, case.ticket.number, _judgements(case, seen), leases,
                as_of=case.as_of, tool=TOOL, catalogue=judge.catalogue.version,
            )  # fmt: skip
            await follow(session, order.office_id, _look(case, seen), case.ticket.number)


def _wanted(case: _Case) -> list[Wanted]:
    by_target: dict[str, list[FindingRow]] = {}
    for row in case.findings:
        by_target.setdefault(row.target_id, []).append(row)
    entries = case.entries
    return [
        Wanted(subject_of(entries[target].target, entries[target].unit), case.ticket.indicator, tuple(rows))
        for target, rows in by_target.items()
    ]


def _judgements(case: _Case, seen: Mapping[str, Seen]) -> Mapping[str, Mapping[str, Judgement]]:
    return {target: {case.ticket.indicator: one.judgement} for target, one in seen.items()}


def _look(case: _Case, seen: Mapping[str, Seen]) -> Look:
    unseen = {finding: why for one in seen.values() for finding, why in one.unseen.items()}
    return Look(case.as_of, RECHECK, {(target, case.ticket.indicator) for target in seen}, {}, unseen)


@asynccontextmanager
async def _leased(database: Database, order: RecheckOrder, case: _Case) -> AsyncIterator[dict[int, int]]:
    """Hold the leases of all origins of a ticket, or raise :class:`RecheckBusyError`; tokens by origin."""
    origins = {stored(case.entries[row.target_id].origin.id) for row in case.findings}
    seconds = order.policy.limits.origin_seconds + _SPARE
    held: dict[int, int] = {}
    try:
        async with database.write() as session:
            for origin in sorted(origins):
                token = await take_lease(
                    session, origin, this_process(order.number), clock.now(), seconds, is_gone=is_gone
                )
                if token is None:
                    raise _busy(case)
                held[origin] = token
        yield held
    finally:
        async with database.write() as session:
            for origin, token in held.items():
                await release_lease(session, origin, token, clock.now())


def _busy(case: _Case) -> RecheckBusyError:
    return RecheckBusyError(f"另一个程序正在检查{case.ticket.number}涉及的网站：稍后再运行一次即可。")
