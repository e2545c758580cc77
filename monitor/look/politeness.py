"""Manners towards those we look at: how fast, how many at once, and when to leave one alone.

A request burdens three places: its host, the registrable domain of that, and the address behind it. Each has two clocks
of its own: the pace (our rate or the host's crawl delay, whichever is slower) and the rest it asked for. Nothing here
queues work: a caller waits for its turn, or is told that the host wants no more visits.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from checks.security.headers.registrable import registrable
from monitor.look.clock import Clock
from monitor.look.pace import Burden, Pace, Turns
from monitor.look.policy import Manners
from monitor.look.slot import LONGEST_REST, Slot

_UNITS = {"h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?")

Backend: TypeAlias = Callable[[str], Awaitable[str]]
"""The address behind a host, empty when it is not known."""


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
        slot = self._slots.get(host)
        if slot is None:
            slot = Slot(self._manners, self._longest_rest, self._clock, host, self._turns, self._shared_by)
            self._slots[host] = slot
        return slot

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
    if not text:
        return None
    if re.fullmatch(r"[0-9]{1,8}", text):
        return float(text) or None
    if match := _DURATION.fullmatch(text):
        return float(sum(int(n) * unit for n, unit in zip(match.groups(), _UNITS.values(), strict=True) if n)) or None
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    seconds = ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds()
    return seconds if seconds > 0 else None
