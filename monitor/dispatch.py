"""Who does the jobs. In this process today; another dispatcher may hand the same jobs to workers elsewhere."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]


class Dispatcher(Protocol):
    """Takes jobs and sees to it that each is done at most once at a time."""

    def dispatch(self, name: str, job: Job) -> bool:
        """Take a job. False when one of that name is under way."""

    async def stop(self, seconds: float) -> None:
        """Take no more, and end what is under way within that time. Jobs can die at any line."""


class InProcess:
    """Jobs as tasks of this process, at most ``at_once`` at a time."""

    def __init__(self, at_once: int) -> None:
        self._turn = asyncio.Semaphore(at_once)
        self._running: dict[str, asyncio.Task[None]] = {}

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
