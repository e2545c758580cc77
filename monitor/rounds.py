"""How each round of the service is done. A round may be broken off at any line and is then simply done again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from checks.catalogue import Catalogue, load_catalogue
from monitor import clock
from monitor.approving import Post, issue_automatically, tell_untold
from monitor.evidence import sweep_pictures
from monitor.jobs import ScanOrder, plan, scan
from monitor.look.policy import Policy
from monitor.progress import Silent, Watcher
from monitor.rechecks import RecheckBusyError, RecheckOrder, recheck
from monitor.seen import RECHECK
from monitor.store import store_of
from monitor.timetable import ACCOUNTS, CRAWL, DELIVER, HOUSEKEEPING, REMINDERS, REPORT
from registry.database import Database
from registry.errors import TicketError
from registry.models import Office, Scan, ScanState, TargetState, stored
from registry.retention import drop_old_evidence, drop_old_probes, sum_probes
from registry.rounds import drop_rounds_before
from registry.scans import Selection
from registry.seen.abroad import drop_read_abroad
from registry.seen.evidence import named_files
from registry.sharing.places import drop_old_places
from registry.sharing.turns import drop_old_turns
from registry.targets import list_targets
from reports.compose import compose_weekly
from reports.deliver import deliver
from reports.reminders import Sending, queue_reminders
from reports.transports import Transport
from reports.week import Week

log = logging.getLogger(__name__)

OLD_ROUNDS = timedelta(days=60)
"""How long it is remembered that a round was done; longer than any round can be due."""

OLD_FILES = timedelta(days=1)
"""How long a picture may lie there before its finding is entered; longer than any visit."""


AGAIN, TIMES = 30.0, 120
"""Seconds until a scan comes back for origins that another program looked at, and how often it does."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What the service works with and for. ``origins`` are looked at side by side."""

    database: Database
    office_id: int
    policy: Policy
    origins: int
    transport: Transport
    sender: str
    recipients: tuple[str, ...]
    late: timedelta = timedelta(hours=2)
    """A host that was not visited for so long is behind its schedule."""
    catalogue: Catalogue = field(default_factory=load_catalogue)
    """By which is judged and told."""
    spreads: bool = False
    """Whether a scan is only planned by its round, for workers to share its visits: see :mod:`monitor.errands`."""


class UnfinishedError(Exception):
    """A round could not be ended now and goes on in a while. The message says why."""


Round = Callable[[Serving, str, datetime], Awaitable[None]]
"""What a round does: with what it works, the key it is done for, and the instant."""


async def _crawl(serving: Serving, _key: str, now: datetime) -> None:
    await _scan(serving, "sites", now, sites=True)


async def _accounts(serving: Serving, _key: str, now: datetime) -> None:
    await _scan(serving, "accounts", now, sites=False)


async def _scan(serving: Serving, label: str, now: datetime, *, sites: bool) -> None:
    async with serving.database.read() as session:
        entries = await list_targets(session, serving.office_id, states={TargetState.ACTIVE})
    selection = Selection.named(label, [one.target for one in entries if one.target.kind.is_site is sites])
    if selection.target_ids:
        order = ScanOrder(
            serving.office_id, selection, now, serving.policy, serving.origins, catalogue=serving.catalogue
        )
        if serving.spreads:
            await plan(serving.database, order)
            return
        await _to_the_end(serving, order)
        await issue(serving, now)


async def _to_the_end(serving: Serving, order: ScanOrder) -> None:
    """Scan, and where another program looks at some of the origins, come back for them until the scan is ended."""
    for _ in range(TIMES):
        scanned = await scan(serving.database, order, _unwatched)
        if scanned.finished or await _is_finished(serving.database, stored(scanned.scan.id)):
            return
        await asyncio.sleep(AGAIN)
        if await _is_finished(serving.database, stored(scanned.scan.id)):
            return
    raise UnfinishedError(f"{order.selection.label}：另一个程序一直在检查其中{scanned.elsewhere}个，稍后接着检查。")


async def _is_finished(database: Database, scan_id: int) -> bool:
    async with database.read() as session:
        return (await session.get_one(Scan, scan_id)).state is ScanState.FINISHED


async def issue(serving: Serving, now: datetime) -> None:
    """Issue what the office lets be issued without a person."""
    async with serving.database.read() as session:
        office = await session.get_one(Office, serving.office_id)
    issued = await issue_automatically(serving.database, office, _post(serving), now)
    for unit in issued.told.nobody:
        log.warning("orders: %s has no mailbox and was not told", unit)


async def recheck_ticket(serving: Serving, number: str, now: datetime) -> None:
    """Check a ticket again that a re-check is asked for."""
    order = RecheckOrder(serving.office_id, number, now, RECHECK, serving.policy, serving.origins, serving.catalogue)
    try:
        done = await recheck(serving.database, order, _unwatched)
    except (TicketError, RecheckBusyError) as error:
        log.warning("re-check of %s: %s", number, error)
    else:
        log.info("re-check of %s: %s, %s", number, done.said, done.ticket.state)


def _post(serving: Serving) -> Post:
    return Post(serving.sender, next(iter(serving.recipients), ""), serving.catalogue)


async def _report(serving: Serving, key: str, now: datetime) -> None:
    if not serving.recipients:
        log.warning("no mailbox of the office is set: the report of %s is not mailed", key)
        return
    async with serving.database.read() as session:
        office = await session.get_one(Office, serving.office_id)
    await tell_untold(serving.database, office, _post(serving), now)
    await compose_weekly(
        serving.database,
        serving.office_id,
        Week.parse(key),
        now,
        catalogue=serving.catalogue,
        sender=serving.sender,
        recipients=serving.recipients,
        queue=True,
    )
    await _deliver(serving, key, now)


async def _remind(serving: Serving, key: str, now: datetime) -> None:
    async with serving.database.write() as session:
        office = await session.get_one(Office, serving.office_id)
        sending = Sending(serving.sender, serving.recipients)
        queued = await queue_reminders(session, office, serving.catalogue, sending, now)
    if queued:
        await _deliver(serving, key, now)


async def _deliver(serving: Serving, _key: str, now: datetime) -> None:
    delivery = await deliver(serving.database, serving.office_id, serving.transport, now)
    for sentence in (*delivery.waiting, *delivery.refused, *delivery.uncertain, *delivery.remarks):
        log.warning("mail: %s", sentence)


async def _housekeep(serving: Serving, _key: str, now: datetime) -> None:
    async with serving.database.write() as session:
        await sum_probes(session, serving.office_id, now)
        await drop_old_probes(session, serving.office_id, now)
        await drop_old_turns(session)
        await drop_old_places(session)
        await drop_read_abroad(session, serving.office_id, now - timedelta(days=serving.policy.limits.abroad_days))
        await drop_rounds_before(session, serving.office_id, now - OLD_ROUNDS)
        await drop_old_evidence(session, serving.office_id, now)
    async with serving.database.read() as session:
        named = await named_files(session)
    await sweep_pictures(store_of(serving.policy.browsing), named, clock.now() - OLD_FILES)


def _unwatched(_origins: int) -> AbstractContextManager[Watcher]:
    return nullcontext(Silent())


ROUNDS: Mapping[str, Round] = {
    CRAWL: _crawl,
    ACCOUNTS: _accounts,
    REPORT: _report,
    REMINDERS: _remind,
    DELIVER: _deliver,
    HOUSEKEEPING: _housekeep,
}
