"""Manners that all machines keep together: turns at a host reserved in PostgreSQL, a second at a time.

A host has the pace of the settings whoever asks; its registrable domain, and the address behind several domains, bear
:data:`SHARE` times that. When the database cannot be asked, a worker keeps to its own pace: its errand ends soon.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from checks.security.headers.registrable import registrable
from monitor.look.politeness import HostRestsError
from registry.database import Database
from registry.errors import DatabaseError
from registry.turns import let_rest, reserve

log = logging.getLogger(__name__)

SHARE = 4
"""How many hosts of one registrable domain may be asked at full pace at once."""

AHEAD = 1.0
"""Seconds of turns reserved at once: a machine that dies wastes no more than that."""


@dataclass(slots=True)
class _Mine:
    """The while that is ours at a host: when the next turn may start, and when it ends."""

    next: float
    end: float


class SharedTurns:
    """Implements :class:`~monitor.look.politeness.Turns` on a database."""

    def __init__(self, database: Database, now: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._now = now
        self._mine: dict[str, _Mine] = {}
        self._turn: dict[str, asyncio.Lock] = {}
        self._told: set[asyncio.Task[None]] = set()

    async def reserve(self, host: str, interval: float, patience: float) -> float:
        """See the protocol."""
        async with self._turn.setdefault(host, asyncio.Lock()):
            mine = self._mine.get(host)
            if mine is None or max(mine.next, self._now()) + interval / 2 > mine.end:
                mine = self._mine[host] = await self._reserved(host, interval, patience)
            start = max(mine.next, self._now())
            mine.next = start + interval
            return max(0.0, start - self._now())

    def let_rest(self, host: str, seconds: float) -> None:
        """See the protocol."""
        task = asyncio.create_task(self._tell(host, seconds))
        self._told.add(task)
        task.add_done_callback(self._told.discard)

    async def _reserved(self, host: str, interval: float, patience: float) -> _Mine:
        turns = max(1, int(AHEAD / interval))
        spans = [(f"host {host}", turns * interval)]
        if domain := registrable(host):
            spans.append((f"domain {domain}", turns * interval / SHARE))
        try:
            async with self._database.write(beside=True) as session:
                got = await reserve(session, spans)
        except DatabaseError as error:
            log.warning("turns at %s could not be reserved: %s", host, error)
            return _Mine(self._now(), self._now() + turns * interval)
        if got.rest > patience:
            raise HostRestsError
        begins = self._now() + max(got.wait, got.rest)
        return _Mine(begins, begins + turns * interval)

    async def _tell(self, host: str, seconds: float) -> None:
        try:
            async with self._database.write(beside=True) as session:
                await let_rest(session, f"host {host}", seconds)
        except DatabaseError as error:
            log.warning("a rest of %s could not be told to others: %s", host, error)
