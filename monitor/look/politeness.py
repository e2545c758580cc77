"""Manners towards those we look at: how fast, how many at once, and when to leave one alone.

A request burdens three places: its host, the registrable domain of that, and the address behind it. Each has two clocks
of its own: the pace (our rate or the host's crawl delay, whichever is slower) and the rest it asked for. Nothing here
queues work: a caller waits for its turn, or is told that the host wants no more visits.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from checks.security.headers.registrable import registrable
from monitor.look.clock import Clock
from monitor.look.office_hours import is_office_time
from monitor.look.pace import Burden, Cost, HostRestsError, Pace, Record, Turns
from monitor.look.policy import Manners

_TIRED_AFTER = 3  # rate-limit events in a row after which a host is left alone for the rest of the scan
LONGEST_REST = 3600.0
"""Seconds for which a host that wants no more visits is left alone by all machines."""

_UNITS = {"h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?")

Backend: TypeAlias = Callable[[str], Awaitable[str]]
"""The address behind a host, empty when it is not known."""


class Slot:
    """The turns of one host. ``shared`` gives the paces of what it shares with other hosts, its address last."""

    def __init__(
        self,
        manners: Manners,
        longest_rest: float,
        clock: Clock,
        host: str = "",
        turns: Turns | None = None,
        shared: Callable[[str], Awaitable[Sequence[Pace]]] | None = None,
    ) -> None:
        self._manners = manners
        self._longest_rest = longest_rest
        self._clock = clock
        self._host = host
        self._turns = turns
        self._find_shared = shared
        self._shared: Sequence[Pace] | None = None
        self._pace = Pace(Burden(f"host {host}", 1 / manners.rate, manners.concurrency))
        self._next = asyncio.Lock()
        self._record = Record()
        self._event_at = -1.0
        self._events = 0

    @property
    def sent(self) -> int:
        """How many requests had a turn."""
        return self._record.requests

    @property
    def cost(self) -> Cost:
        """What the turns of this host cost so far."""
        return self._record.cost

    def keep_delay(self, seconds: float) -> None:
        """Follow the host's crawl delay where it is slower than our own rate, as far as our patience goes."""
        burden = self._pace.burden
        interval = max(burden.interval, min(seconds, self._longest_rest))
        self._pace.burden = Burden(burden.key, interval, burden.at_once)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[float]:
        """A turn to ask the host one thing; gives the moment of its start. Raises :class:`HostRestsError`."""
        async with self._pace.places, AsyncExitStack() as held:
            arrived = self._clock.monotonic()
            async with self._next:  # what the host shares with others is held by one of its requests at a time
                await self._wait([self._pace])
                paces = [self._pace, *await self._others()]
                for pace in paces[1:]:
                    await held.enter_async_context(pace.places)
                await self._wait(paces)
                started = await self._begun(paces, held)
            self._count(arrived, started, paces)
            try:
                yield started
            finally:
                self._record.ended()

    async def _others(self) -> Sequence[Pace]:
        if self._shared is None:
            self._shared = await self._find_shared(self._host) if self._find_shared is not None else ()
        return self._shared

    async def _wait(self, paces: Sequence[Pace]) -> None:
        while (wait := max(self._wait_for(pace) for pace in paces)) > 0:
            await self._clock.sleep(wait)

    def _wait_for(self, pace: Pace) -> float:
        now = self._clock.monotonic()
        if pace.resting_until - now > self._longest_rest:
            raise HostRestsError
        return max(pace.next_start, pace.resting_until) - now

    async def _begun(self, paces: Sequence[Pace], held: AsyncExitStack) -> float:
        """Take the turn, among other machines too, and set when the next may be."""
        factor = self._factor()
        burdens = [_slower(pace.burden, factor) for pace in paces]
        self._set_next(paces, burdens)  # first here, so that what waits beside us is behind us there too
        if self._turns is not None:
            await held.enter_async_context(self._turns.hold(burdens))
            await self._clock.sleep(await self._turns.reserve(burdens, self._longest_rest))
            self._set_next(paces, burdens)
        return self._clock.monotonic()

    def _set_next(self, paces: Sequence[Pace], burdens: Sequence[Burden]) -> None:
        now = self._clock.monotonic()
        for pace, burden in zip(paces, burdens, strict=True):
            pace.next_start = max(pace.next_start, now + burden.interval)

    def _factor(self) -> float:
        busy = self._manners.office_hours < 1 and is_office_time(self._clock.wall())
        return 1 / self._manners.office_hours if busy else 1.0

    def _count(self, arrived: float, started: float, paces: Sequence[Pace]) -> None:
        rest_ended = min(started, max(pace.resting_until for pace in paces))
        self._record.waited(started - arrived, max(0.0, rest_ended - arrived))
        self._record.began(started, slowed=self._factor() > 1)

    def answered(self) -> None:
        """The host answered an ordinary answer: past events count no more."""
        self._events = 0

    def pushed_back(self, started: float, asked: float | None) -> None:
        """The host refused us for asking too much (429) and wants ``asked`` seconds of rest, if it says how many.

        Requests that were under way together and are refused together are one event.
        """
        if self._is_new_event(started):
            rest = asked if asked is not None else self._manners.backoff * 2 ** (self._events - 1)
            self._rest(float("inf") if self._events >= _TIRED_AFTER else rest)

    def is_closed(self, started: float, asked: float) -> bool:
        """The host is out of order (503) and says to come back in ``asked`` seconds. Whether that is worth waiting for.

        It is, as far as our patience goes, until the host has said so a few times in a row.
        """
        if self._is_new_event(started) and self._events < _TIRED_AFTER:
            self._rest(min(asked, self._longest_rest))
        return self._events < _TIRED_AFTER

    def _is_new_event(self, started: float) -> bool:
        if started <= self._event_at:
            return False
        self._event_at = self._clock.monotonic()
        self._events += 1
        return True

    def _rest(self, seconds: float) -> None:
        self._pace.rest(self._event_at + seconds)
        if self._turns is not None:
            self._turns.let_rest(self._pace.burden.key, min(seconds, LONGEST_REST))


def _slower(burden: Burden, factor: float) -> Burden:
    return Burden(burden.key, burden.interval * factor, burden.at_once) if factor > 1 else burden


class Politeness:
    """The slots of all hosts of one scan, and the paces of what they share."""

    def __init__(
        self,
        manners: Manners,
        longest_rest: float,
        clock: Clock,
        turns: Turns | None = None,
        backend: Backend | None = None,
    ) -> None:
        self._manners = manners
        self._longest_rest = longest_rest
        self._clock = clock
        self._turns = turns
        self._backend = backend
        self._slots: dict[str, Slot] = {}
        self._paces: dict[str, Pace] = {}

    def slot(self, host: str) -> Slot:
        """The slot of that host."""
        if host not in self._slots:
            slot = Slot(self._manners, self._longest_rest, self._clock, host, self._turns, self._shared_by)
            self._slots[host] = slot
        return self._slots[host]

    async def backend(self, host: str) -> str:
        """The address behind a host, empty when it is not known."""
        return await self._backend(host) if self._backend is not None else ""

    def leave_alone(self, address: str, seconds: float) -> None:
        """Let an address rest, and tell the other machines."""
        if self._turns is not None:
            self._turns.let_rest(f"address {address}", min(seconds, LONGEST_REST))

    async def _shared_by(self, host: str) -> list[Pace]:
        domain, address = registrable(host), await self.backend(host)
        keys = [f"domain {domain}"] if domain else []
        return [self._shared(key) for key in (*keys, *([f"address {address}"] if address else []))]

    def _shared(self, key: str) -> Pace:
        """The pace of what hosts share: it bears some times that of one host."""
        if key not in self._paces:
            share, manners = self._manners.share, self._manners
            self._paces[key] = Pace(Burden(key, 1 / (manners.rate * share), manners.concurrency * share))
        return self._paces[key]


def read_retry_after(value: str, now: datetime) -> float | None:
    """Seconds asked for by a ``Retry-After`` header: a number, ``1m30s`` or a date.

    None when it says nothing to go by, which zero, the past and nonsense also mean.
    """
    text = value.strip().lower()
    if re.fullmatch(r"[0-9]{1,8}", text):
        return float(text) or None
    if text and (match := _DURATION.fullmatch(text)):
        return float(sum(int(n) * unit for n, unit in zip(match.groups(), _UNITS.values(), strict=True) if n)) or None
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    seconds = ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds()
    return seconds if seconds > 0 else None
