"""Bringing back the jobs of dead workers.

Procrastinate never does so by itself: a job whose worker died keeps its lock for ever. A worker that has shown no sign
of life for a while is taken for dead, and its jobs go to others. One that ended several workers is set aside and shown;
the visit it was is entered as failed, so that its scan can end. A worker that was only slow is stopped by the fencing
token of its lease.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.errands import VISIT
from monitor.scan import LEASE
from monitor.workers.queue import ATTEMPTS, TASK
from registry.database import Database
from registry.ledger import fail_visit
from registry.models import stored
from registry.scans import visit_plan
from registry.sharing.leases import release_lease, take_lease

if TYPE_CHECKING:
    from procrastinate import App

log = logging.getLogger(__name__)

STALLED = 60.0
"""Seconds without a sign of life after which a worker is taken for dead. Workers give one every ten."""

_LOCK = 0x67767270  # "gvrp": of reapers, one works at a time
_DETAIL = "the look ended its worker {0} times and was set aside"


@dataclass(frozen=True, slots=True)
class Reaped:
    """What a reaper did: names of errands that go to another worker, and of those set aside."""

    again: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


async def reap(app: "App", database: Database, now: Callable[[], datetime], stalled: float = STALLED) -> Reaped:
    """Bring back the jobs of workers that died. Does nothing while another reaper is at it."""
    reaped = Reaped()
    async with database.write(beside=True) as session:
        connection = await session.connection()
        if not (await connection.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _LOCK})).scalar():
            return reaped
        for job in list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled)):
            await _bring_back(app, database, connection, job, reaped, now)
        await app.job_manager.prune_stalled_workers(max(stalled * 5, 300))
    return reaped


async def _bring_back(
    app: "App", database: Database, connection: AsyncConnection, job: Any, reaped: Reaped, now: Callable[[], datetime]
) -> None:
    from procrastinate.jobs import Status  # noqa: PLC0415  an extra

    name = str(job.queueing_lock or job.id)
    if job.attempts + 1 < ATTEMPTS:
        reaped.again.append(name)
        log.warning("the worker of %s died: it goes to another", name)
        if await _has_successor(connection, job):
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        else:
            await app.job_manager.retry_job(job, retry_at=datetime.now(UTC))
        return
    reaped.aside.append(name)
    log.error("%s ended its worker %d times: it is set aside", name, job.attempts + 1)
    again = text("DELETE FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = :name")
    await connection.execute(again, {"name": job.queueing_lock})
    await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
    if job.task_name == TASK and job.task_kwargs.get("what") == VISIT:
        await _give_up(database, int(job.task_kwargs["key"]), job.attempts + 1, now())


async def _has_successor(connection: AsyncConnection, job: Any) -> bool:
    """Whether the same errand was queued again meanwhile: then that one goes on, and takes over the count."""
    found = await connection.execute(
        text(
            "UPDATE procrastinate_jobs SET attempts = greatest(attempts, :attempts)"
            " WHERE status = 'todo' AND queueing_lock = :name"
        ),
        {"attempts": job.attempts + 1, "name": job.queueing_lock},
    )
    return bool(found.rowcount)


async def _give_up(database: Database, visit_id: int, times: int, now: datetime) -> None:
    """Enter a visit as failed by a defect of ours, so that its scan can end."""
    async with database.read() as session:
        found = await visit_plan(session, visit_id)
    if found is None:
        return
    origin_id = stored(found[1].origin.id)
    async with database.write(beside=True) as session:
        # Whoever holds the lease has shown no sign of life; if it does live, its token is dead from now on.
        token = await take_lease(session, origin_id, "reaper", now, LEASE, is_gone=bool)
        if token is not None:
            await fail_visit(session, visit_id, token, _DETAIL.format(times), now)
            await release_lease(session, origin_id, token, now)
