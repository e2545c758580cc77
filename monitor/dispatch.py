"""Who does the jobs: this process (:class:`InProcess`), or workers on many machines (:mod:`monitor.workers`)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be done, in plain values: all that a worker on another machine needs to do it.

    ``what`` is a word of the job vocabulary (a round of :mod:`monitor.timetable`, ``probes``, ``probe``, ``visit``,
    ``recheck``), ``key`` says for what, ``at`` the instant it was due by the clock that handed it out. Errands of one
    ``lock`` are never done side by side.
    """

    what: str
    key: str
    at: datetime
    lock: str = ""

    @property
    def name(self) -> str:
        """By which it is told whether it is under way."""
        return f"{self.what} {self.key}".strip()


class Dispatcher(Protocol):
    """Takes errands and sees to it that each is done at most once at a time."""

    spreads: bool
    """Whether errands are best cut small: one for each origin, for workers to share."""

    async def hand_out(self, errand: Errand, job: Job) -> bool:
        """Take an errand. False when one of that name is waiting or under way. ``job`` does it in this process."""

    async def stop(self, seconds: float) -> None:
        """Take no more, and end what is under way within that time. Jobs can die at any line."""


class InProcess:
    """Jobs as tasks of this process, at most ``at_once`` at a time."""

    spreads = False

    def __init__(self, at_once: int) -> None:
        self._turn = asyncio.Semaphore(at_once)
        self._running: dict[str, asyncio.Task[None]] = {}

    async def hand_out(self, errand: Errand, job: Job) -> bool:
        """Start the job of an errand unless one of that name is under way."""
        return self.dispatch(errand.name, job)

    def dispatch(self, name: str, job: Job) -> bool:
        """Start a job unless one of that name is under way."""
        if name in self._running:
            return False
        task = asyncio.create_task(self._run(name, job), name=name)
        self._running[name] = task
        task.add_done_callback(lambda _done: self._running.pop(name, None))
        return True

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def stop(self, seconds: float) -> None:
        """Break off what is under way."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    async def _run(self, name: str, job: Job) -> None:
        try:
            async with self._turn:
                await job()
        except Exception:
            log.exception("the job %s failed; it will be tried again", name)
