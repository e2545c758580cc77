"""How fast one place may be asked: a host, its registrable domain, or the address behind it."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

_SECOND = 1.0


class HostRestsError(Exception):
    """The host asked for more patience than we have: it is not visited now."""


@dataclass(frozen=True, slots=True)
class Burden:
    """What one place bears: seconds between two requests there, and requests at once, whoever sends them.

    ``key`` is ``host H``, ``domain D`` or ``address A``.
    """

    key: str
    interval: float
    at_once: int


class Turns(Protocol):
    """Turns that this process shares with others, so that all together keep to the manners of one."""

    def hold(self, burdens: Sequence[Burden]) -> AbstractAsyncContextManager[None]:
        """A place among the requests under way at each of these, for as long as the body runs."""

    async def reserve(self, burdens: Sequence[Burden], patience: float) -> float:
        """Reserve the next turn at each of these; seconds until it may start.

        Raises :class:`HostRestsError` when one rests for longer than ``patience``.
        """

    def let_rest(self, key: str, seconds: float) -> None:
        """Tell the others that a place is to be left alone for so long."""

    async def close(self) -> None:
        """Give back whatever is held."""


class Places:
    """Places among the requests that are under way at once. Who finds none free waits, in the order of coming.

    A request takes several: taking a free one is no coroutine, as it would be with a semaphore.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def any_free(self) -> bool:
        """Whether :meth:`take` would get one: one is free and nobody waits for it."""
        return self._free > 0 and not self._waiting

    def take(self) -> bool:
        """Take a place, unless none is free or others wait."""
        if not self.any_free:
            return False
        self._free -= 1
        return True

    async def wait(self) -> None:
        """Take a place as soon as it is our turn."""
        if self.take():
            return
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.cancelled():
                self._waiting.remove(waiter)
            else:  # stopped just when a place was handed over
                self.give_back()
            raise

    async def __aenter__(self) -> None:
        if not self.take():
            await self.wait()

    async def __aexit__(self, *_: object) -> None:
        self.give_back()

    def give_back(self) -> None:
        """Hand the place over to who waits longest, or let it be free."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._free += 1


class Pace:
    """The turns of one place in this process. Its pace and the rest it asked for are two clocks (seconds)."""

    def __init__(self, burden: Burden) -> None:
        self.burden = burden
        self.places = Places(burden.at_once)
        self.next_start = 0.0
        self.resting_until = 0.0

    def rest(self, until: float) -> None:
        """Leave the place alone until then; a rest is never made shorter."""
        self.resting_until = max(self.resting_until, until)


@dataclass(frozen=True, slots=True)
class Cost:
    """What politeness towards a host cost, and the proof that it was kept.

    ``requests`` had a turn, ``slowed`` of them at the pace of office hours. ``paced`` and ``rested`` are seconds of all
    who waited: for the pace, and because a rest was asked for. ``busiest`` is the most requests begun within any one
    second, ``at_once`` the most that were under way together, both as they were measured.
    """

    requests: int = 0
    paced: float = 0.0
    rested: float = 0.0
    slowed: int = 0
    busiest: int = 0
    at_once: int = 0

    def since(self, before: "Cost") -> "Cost":
        """What was added to an earlier cost; the largest figures stay."""
        return Cost(
            self.requests - before.requests, self.paced - before.paced, self.rested - before.rested,
            self.slowed - before.slowed, self.busiest, self.at_once,
        )  # fmt: skip


@dataclass(slots=True)
class Record:
    """Counts what :class:`Cost` tells, request by request."""

    requests: int = 0
    paced: float = 0.0
    rested: float = 0.0
    slowed: int = 0
    busiest: int = 0
    at_once: int = 0
    _open: int = 0
    _starts: deque[float] = field(default_factory=deque)

    def waited(self, seconds: float, resting: float) -> None:
        """A request waited so long, ``resting`` of it because a rest was asked for."""
        self.rested += resting
        self.paced += max(0.0, seconds - resting)

    def began(self, at: float, *, slowed: bool) -> None:
        """A request begins."""
        self.requests += 1
        self.slowed += slowed
        self._open += 1
        self.at_once = max(self.at_once, self._open)
        self._starts.append(at)
        while self._starts[0] <= at - _SECOND:
            self._starts.popleft()
        self.busiest = max(self.busiest, len(self._starts))

    def ended(self) -> None:
        """A request ended."""
        self._open -= 1

    @property
    def cost(self) -> Cost:
        """What was counted so far."""
        return Cost(self.requests, self.paced, self.rested, self.slowed, self.busiest, self.at_once)
