"""The turns of one host: one request after the other, at its pace and at that of what it shares with other hosts."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager

from monitor.look.clock import Clock
from monitor.look.office_hours import is_office_time
from monitor.look.pace import Burden, Cost, HostRestsError, Pace, Places, Record, Turns
from monitor.look.policy import Manners

_TIRED_AFTER = 3  # rate-limit events in a row after which a host is left alone for the rest of the scan
LONGEST_REST = 3600.0
"""Seconds for which a host that wants no more visits is left alone by all machines."""


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
        self._pace = Pace(Burden(f"host {host}", 1 / manners.rate, manners.concurrency))
        self._paces: Sequence[Pace] = ()  # its own first; empty until what it shares was found out
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

    def turn(self) -> "Turn":
        """A turn to ask the host one thing, for ``async with``; gives the moment of its start.

        To enter it raises :class:`HostRestsError`.
        """
        return Turn(self)

    def begin_at_once(self, turn: "Turn") -> float | None:
        """Begin a turn that nothing holds up; the moment of its start, None when it has to wait."""
        paces = self._paces
        if not paces or self._turns is not None or self._next.locked():
            return None
        now = self._clock.monotonic()
        for pace in paces:
            if pace.next_start > now or pace.resting_until > now or not pace.places.any_free:
                return None
        for pace in paces:
            turn.take(pace.places)
        factor = self._factor()
        for pace in paces:
            pace.next_start = now + pace.burden.interval * factor
        self._record.began(now, slowed=factor > 1)
        return now

    async def begin(self, turn: "Turn") -> float:
        """Wait until a turn may begin, with all that it has to hold; the moment of its start."""
        await turn.hold(self._pace.places)
        arrived = self._clock.monotonic()
        async with self._next:  # what the host shares with others is held by one of its requests at a time
            await self._wait((self._pace,))
            paces = self._paces or await self._found_paces()
            for pace in paces[1:]:
                await turn.hold(pace.places)
            await self._wait(paces)
            started = await self._begun(paces, turn)
        self._count(arrived, started, paces)
        return started

    def end(self) -> None:
        """A turn that began is over."""
        self._record.ended()

    async def _found_paces(self) -> Sequence[Pace]:
        shared = await self._find_shared(self._host) if self._find_shared is not None else ()
        self._paces = (self._pace, *shared)
        return self._paces

    async def _wait(self, paces: Sequence[Pace]) -> None:
        while (wait := self._wait_for(paces)) > 0:
            await self._clock.sleep(wait)

    def _wait_for(self, paces: Sequence[Pace]) -> float:
        now = until = self._clock.monotonic()
        for pace in paces:
            if pace.resting_until - now > self._longest_rest:
                raise HostRestsError
            until = max(until, pace.next_start, pace.resting_until)
        return until - now

    async def _begun(self, paces: Sequence[Pace], turn: "Turn") -> float:
        """Take the turn, among other machines too, and set when the next may be."""
        factor = self._factor()
        burdens = [_slower(pace.burden, factor) for pace in paces]
        self._set_next(paces, burdens)  # first here, so that what waits beside us is behind us there too
        if self._turns is not None:
            await turn.hold_elsewhere(self._turns.hold(burdens))
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
        rest_ended = min(started, max([pace.resting_until for pace in paces]))
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


class Turn:
    """A turn while it lasts. Every request has one: no generator stands behind it, as behind most context managers."""

    __slots__ = ("_elsewhere", "_places", "_slot")

    def __init__(self, slot: Slot) -> None:
        self._slot = slot
        self._places: list[Places] = []
        self._elsewhere: AbstractAsyncContextManager[None] | None = None

    def take(self, places: Places) -> bool:
        """Hold one of these places until the turn is over, if one is free."""
        if is_taken := places.take():
            self._places.append(places)
        return is_taken

    async def hold(self, places: Places) -> None:
        """The same, waiting until one is free."""
        await places.wait()
        self._places.append(places)

    async def hold_elsewhere(self, held: AbstractAsyncContextManager[None]) -> None:
        """The same for what is held among machines."""
        await held.__aenter__()
        self._elsewhere = held

    async def __aenter__(self) -> float:
        if (started := self._slot.begin_at_once(self)) is not None:
            return started
        try:
            return await self._slot.begin(self)
        except BaseException:
            await self._let_go()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._slot.end()
        if self._elsewhere is not None:
            await self._let_go()
            return
        for places in self._places:
            places.give_back()

    async def _let_go(self) -> None:
        try:
            if self._elsewhere is not None:
                await self._elsewhere.__aexit__(None, None, None)
        finally:
            for places in reversed(self._places):
                places.give_back()


def _slower(burden: Burden, factor: float) -> Burden:
    return Burden(burden.key, burden.interval * factor, burden.at_once) if factor > 1 else burden
