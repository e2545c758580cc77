"""Manners that all machines keep together at a host, a domain and an address, by leases in PostgreSQL.

Turns are reserved a second at a time, and a place among the requests under way is held for some seconds of requests:
both cost the database little. When the database cannot be asked, a worker keeps to its own pace: its errand ends soon.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from monitor.look.pace import Burden, HostRestsError
from monitor.workers.held import HeldPlaces
from registry.database import Database
from registry.errors import DatabaseError
from registry.sharing.turns import let_rest, reserve

log = logging.getLogger(__name__)

AHEAD = 1.0
"""Seconds of turns reserved at once: a machine that dies wastes no more than that."""


@dataclass(slots=True)
class _Mine:
    """The while that is ours at a host: when the next turn may start, and when it ends."""

    next: float
    end: float


class SharedTurns:
    """Implements :class:`~monitor.look.pace.Turns` on a database. The first burden is that of the host itself."""

    def __init__(self, database: Database, now: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._now = now
        self._mine: dict[str, _Mine] = {}
        self._turn: dict[str, asyncio.Lock] = {}
        self._told: set[asyncio.Task[None]] = set()
        self._held = HeldPlaces(database)

    @asynccontextmanager
    async def hold(self, burdens: Sequence[Burden]) -> AsyncIterator[None]:
        """See the protocol."""
        place = await self._held.take(burdens)
        try:
            yield
        finally:
            await self._held.give_back(place)

    async def reserve(self, burdens: Sequence[Burden], patience: float) -> float:
        """See the protocol."""
        host, interval = burdens[0].key, burdens[0].interval
        async with self._turn.setdefault(host, asyncio.Lock()):
            mine = self._mine.get(host)
            if mine is None or max(mine.next, self._now()) + interval / 2 > mine.end:
                mine = self._mine[host] = await self._reserved(burdens, patience)
            start = max(mine.next, self._now())
            mine.next = start + interval
            return max(0.0, start - self._now())

    def let_rest(self, key: str, seconds: float) -> None:
        """See the protocol."""
        task = asyncio.create_task(self._tell(key, seconds))
        self._told.add(task)
        task.add_done_callback(self._told.discard)

    async def close(self) -> None:
        """Give back every place that is held, and let what is being told be told."""
        await asyncio.gather(*self._told, return_exceptions=True)
        await self._held.close()

    async def _reserved(self, burdens: Sequence[Burden], patience: float) -> _Mine:
        turns = max(1, int(AHEAD / burdens[0].interval))
        length = turns * burdens[0].interval
        try:
            async with self._database.write(beside=True) as session:
                got = await reserve(session, [(one.key, turns * one.interval) for one in burdens])
        except DatabaseError as error:
            log.warning("turns at %s could not be reserved: %s", burdens[0].key, error)
            return _Mine(self._now(), self._now() + length)
        if got.rest > patience:
            raise HostRestsError
        begins = self._now() + max(got.wait, got.rest)
        return _Mine(begins, begins + length)

    async def _tell(self, key: str, seconds: float) -> None:
        try:
            async with self._database.write(beside=True) as session:
                await let_rest(session, key, seconds)
        except DatabaseError as error:
            log.warning("a rest of %s could not be told to others: %s", key, error)
