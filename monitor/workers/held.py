"""The places that this process holds among the requests under way: one serves request after request for a while."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from monitor.holder import this_process
from monitor.look.pace import Burden
from registry.database import Database
from registry.errors import DatabaseError
from registry.sharing.places import give_back_places, make_places, renew_places, take_places

log = logging.getLogger(__name__)

HOLD = 10.0
"""Seconds after which a place is offered to others who wait."""

LEASE = 120.0
"""Seconds after which a place is free that its process did not give back: longer than any one request takes."""

_IDLE = 0.5  # seconds for which a place is kept that no request of ours uses
_AGAIN = 0.2  # seconds before places are asked for again when all are taken


@dataclass(slots=True, eq=False)
class Held:
    """Places taken together, by key. ``since`` they are ours; ``idle`` since the last request ended."""

    host: str
    taken: dict[str, int]
    since: float
    idle: float = 0.0


class HeldPlaces:
    """Takes and keeps places. Close it at the end."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holder = f"{this_process()}#{uuid4().hex[:8]}"
        self._idle: defaultdict[str, list[Held]] = defaultdict(list)
        self._made: set[str] = set()
        self._closing = asyncio.Event()
        self._sweeper: asyncio.Task[None] | None = None

    async def take(self, burdens: Sequence[Burden]) -> Held | None:
        """A place at each; waits until there is one. None when the database cannot be asked."""
        wanted = {one.key: one.at_once for one in sorted(burdens, key=lambda one: one.key)}
        try:
            while True:
                held = self._idle[burdens[0].key].pop() if self._idle[burdens[0].key] else None
                if held is not None and (time.monotonic() - held.since < HOLD or await self._renewed(held)):
                    return held
                if held is None and (taken := await self._taken(wanted)) is not None:
                    return Held(burdens[0].key, taken, time.monotonic())
                await asyncio.sleep(_AGAIN)
        except DatabaseError as error:
            log.warning("places at %s could not be taken: %s", burdens[0].key, error)
            return None

    async def give_back(self, held: Held | None) -> None:
        """Let the next request of ours have the places; when none comes soon, they go back."""
        if held is None:
            return
        held.idle = time.monotonic()
        self._idle[held.host].append(held)
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.create_task(self._sweep())

    async def close(self) -> None:
        """Give back what is held."""
        self._closing.set()
        if self._sweeper is not None:
            await self._sweeper

    async def _taken(self, wanted: dict[str, int]) -> dict[str, int] | None:
        async with self._database.write(beside=True) as session:
            if missing := {key: most for key, most in wanted.items() if key not in self._made}:
                await make_places(session, missing)
            taken = await take_places(session, wanted, self._holder, LEASE)
        self._made |= missing.keys()
        if taken is None:  # made anew next time: housekeeping drops what was not used for long
            self._made -= wanted.keys()
        return taken

    async def _renewed(self, held: Held) -> bool:
        """Whether an old place may be kept; else it went back."""
        async with self._database.write(beside=True) as session:
            if await renew_places(session, held.taken, self._holder, LEASE):
                held.since = time.monotonic()
                return True
            await give_back_places(session, list(held.taken.items()), self._holder)
        return False

    async def _sweep(self) -> None:
        """Give back what no request of ours used for a while, as long as there is any."""
        while any(self._idle.values()):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), _IDLE)
            now = time.monotonic() + (_IDLE if self._closing.is_set() else 0.0)
            old = []
            for host in list(self._idle):
                idle = self._idle.pop(host)
                old += [held for held in idle if now - held.idle >= _IDLE]
                if kept := [held for held in idle if now - held.idle < _IDLE]:
                    self._idle[host] = kept
            await self._return(old)

    async def _return(self, held: Sequence[Held]) -> None:
        places = sorted(place for one in held for place in one.taken.items())
        try:
            async with self._database.write(beside=True) as session:
                await give_back_places(session, places, self._holder)
        except DatabaseError as error:
            log.warning("places could not be given back, and are free when their lease ends: %s", error)
