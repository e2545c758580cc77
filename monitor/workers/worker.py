"""A worker: takes errands from the queue and does them, until it is told to stop.

It outlives the database: when PostgreSQL or the line to it goes away, it waits and goes on.
"""

import asyncio
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.dispatch import Errand
from monitor.errands import do
from monitor.rounds import Serving
from monitor.workers.lookings import SharedLookings
from monitor.workers.queue import LANES, TASK, Queue, opened_queue, queue_name
from monitor.workers.reaper import STALLED, reap
from monitor.workers.watchdog import Watchdog
from registry.errors import BooksError

if TYPE_CHECKING:
    from procrastinate import App

log = logging.getLogger(__name__)

GRACE = 8.0
"""Seconds that errands under way are given to end when the worker is told to stop."""

_AGAIN = 2.0  # seconds before a lost database is tried again
_POLL = 2.0  # seconds after which a lane that was told nothing looks by itself: locks are handed over so


@dataclass(slots=True)
class Counts:
    """What this worker did, for its figures."""

    done: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    reaped: int = 0
    aside: int = 0


@dataclass(slots=True)
class Worker:
    """Does errands of one office. ``probes`` and ``visits`` are how many it does of each at once."""

    url: str
    office: str
    serving: Serving
    now: Callable[[], datetime]
    probes: int = 20
    visits: int = 8
    stalled: float = STALLED
    counts: Counts = field(default_factory=Counts)
    watchdog: Watchdog = field(default_factory=Watchdog)
    lookings: SharedLookings = field(default_factory=SharedLookings)

    async def work(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set."""
        watching = asyncio.create_task(self.watchdog.watch())
        try:
            while not stop.is_set():
                await self._until_lost(stop)
                if not stop.is_set():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), _AGAIN)
        finally:
            watching.cancel()
            await self.lookings.close()

    async def _until_lost(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set or the queue is lost."""
        from procrastinate.exceptions import ConnectorException  # noqa: PLC0415  an extra

        try:
            async with opened_queue(self.url) as app:
                self._register(app)
                lanes = [asyncio.create_task(self._lane(app, lane), name=lane) for lane in LANES]
                reaper = asyncio.create_task(self._reap(app), name="reaper")
                stopped = asyncio.create_task(stop.wait(), name="stop")
                try:
                    await asyncio.wait([*lanes, stopped], return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for one in (reaper, stopped, *lanes):
                        one.cancel()
                    for lost in await asyncio.gather(*lanes, reaper, stopped, return_exceptions=True):
                        if isinstance(lost, Exception):
                            log.warning("the queue was lost: %s", lost)
        except (ConnectorException, BooksError, OSError) as error:
            log.warning("the queue cannot be reached, and will be tried again: %s", error)

    def _register(self, app: "App") -> None:
        queue = Queue(app, self.office)

        @app.task(name=TASK)
        async def errand(what: str, key: str, at: str, lock: str = "") -> None:
            wanted = Errand(what, key, datetime.fromisoformat(at), lock)
            try:
                further = await do(self.serving, wanted, self.now, self.lookings)
            except Exception:
                self.counts.failed[what] = self.counts.failed.get(what, 0) + 1
                log.exception("the errand %s failed; it will be handed out again", wanted.name)
                return
            self.counts.done[what] = self.counts.done.get(what, 0) + 1
            for one in further:
                await queue.hand_out(one)

    async def _lane(self, app: "App", lane: str) -> None:
        places = {"probes": self.probes, "visits": self.visits}.get(lane, 2)
        await app.run_worker_async(
            queues=[queue_name(self.office, lane)],
            name=f"{socket.gethostname()}/{os.getpid()}/{lane}",
            concurrency=places,
            install_signal_handlers=False,
            shutdown_graceful_timeout=GRACE,
            delete_jobs="successful",
            fetch_job_polling_interval=_POLL,
            update_heartbeat_interval=min(10.0, self.stalled / 6),
            stalled_worker_timeout=max(self.stalled * 5, 300.0),
        )

    async def _reap(self, app: "App") -> None:
        while True:
            await asyncio.sleep(self.stalled / 4)
            try:
                reaped = await reap(app, self.serving.database, self.now, self.stalled)
            except Exception as error:  # noqa: BLE001  the lanes notice a lost queue; the reaper just tries again
                log.warning("the reaper could not work, and will try again: %s", error)
                continue
            self.counts.reaped += len(reaped.again)
            self.counts.aside += len(reaped.aside)
