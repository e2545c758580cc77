"""Manners towards one host: how fast, how many at once, and when to leave it alone.

Each host has a slot with two clocks of its own: the pace (our rate or its crawl delay, whichever is slower) and the
rest it asked for by answering 429 or 503. Nothing here queues work: a caller waits for its turn, or is told that the
host wants no more visits.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from monitor.look.clock import Clock
from monitor.look.policy import Manners

_TIRED_AFTER = 3  # rate-limit events in a row after which a host is left alone for the rest of the scan
LONGEST_REST = 3600.0
"""Seconds for which a host that wants no more visits is left alone by all machines."""

_UNITS = {"h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?")


@dataclass(frozen=True, slots=True)
class Cost:
    """What politeness cost: requests that had a turn, and seconds waited for the pace and for rests asked for."""

    requests: int = 0
    paced: float = 0.0
    rested: float = 0.0

    def since(self, before: "Cost") -> "Cost":
        """What was added to an earlier cost."""
        return Cost(self.requests - before.requests, self.paced - before.paced, self.rested - before.rested)


class Turns(Protocol):
    """Turns that this process shares with others, so that all together keep to the manners of one."""

    async def reserve(self, host: str, interval: float, patience: float) -> float:
        """Reserve the next turn at a host; seconds until it may start.

        Raises :class:`HostRestsError` when the host rests for longer than ``patience``.
        """

    def let_rest(self, host: str, seconds: float) -> None:
        """Tell the others that a host asked to be left alone for so long."""


class HostRestsError(Exception):
    """The host asked for more patience than we have: it is not visited now."""


class Slot:
    """The turns of one host. ``sent`` counts the requests that had one.

    ``paced`` and ``rested`` are what waiting cost, in seconds of all who waited: for our own pace or the crawl delay of
    the host, and because it asked for rest.
    """

    def __init__(
        self, manners: Manners, longest_rest: float, clock: Clock, host: str = "", turns: Turns | None = None
    ) -> None:
        self._manners = manners
        self._longest_rest = longest_rest
        self._clock = clock
        self._host = host
        self._turns = turns
        self._places = asyncio.Semaphore(manners.concurrency)
        self._interval = 1 / manners.rate
        self._next_start = 0.0
        self._resting_until = 0.0
        self._event_at = -1.0
        self._events = 0
        self.sent = 0
        self.paced = 0.0
        self.rested = 0.0

    @property
    def cost(self) -> Cost:
        """What the turns of this host cost so far."""
        return Cost(self.sent, self.paced, self.rested)

    def keep_delay(self, seconds: float) -> None:
        """Follow the host's crawl delay where it is slower than our own rate, as far as our patience goes."""
        self._interval = max(self._interval, min(seconds, self._longest_rest))

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[float]:
        """A turn to ask the host one thing; gives the moment of its start. Raises :class:`HostRestsError`."""
        async with self._places:
            while (wait := self._wait()) > 0:
                began, resting = self._clock.monotonic(), self._resting_until > self._next_start
                await self._clock.sleep(wait)
                waited = self._clock.monotonic() - began
                self.rested += waited if resting else 0.0
                self.paced += 0.0 if resting else waited
            if self._turns is not None:
                # Taken here first, so that what waits beside us in this process is behind us there too.
                self._next_start = self._clock.monotonic() + self._interval
                wait = await self._turns.reserve(self._host, self._interval, self._longest_rest)
                self.paced += max(0.0, wait)
                await self._clock.sleep(wait)
            started = self._clock.monotonic()
            self._next_start = max(self._next_start, started + self._interval)
            self.sent += 1
            yield started

    def _wait(self) -> float:
        now = self._clock.monotonic()
        if self._resting_until - now > self._longest_rest:
            raise HostRestsError
        return max(self._next_start, self._resting_until) - now

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
        self._resting_until = max(self._resting_until, self._event_at + seconds)
        if self._turns is not None:
            self._turns.let_rest(self._host, min(seconds, LONGEST_REST))


class Politeness:
    """The slots of all hosts of one scan."""

    def __init__(self, manners: Manners, longest_rest: float, clock: Clock, turns: Turns | None = None) -> None:
        self._manners = manners
        self._longest_rest = longest_rest
        self._clock = clock
        self._turns = turns
        self._slots: dict[str, Slot] = {}

    def slot(self, host: str) -> Slot:
        """The slot of that host."""
        if host not in self._slots:
            self._slots[host] = Slot(self._manners, self._longest_rest, self._clock, host, self._turns)
        return self._slots[host]


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
