"""The time that looking goes by: handed in from outside, so that a test or an ``--as-of`` decides what time it is."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """The only source of time for everything that looks.

    ``now`` gives aware UTC instants for the books; ``monotonic`` (seconds) measures and ``sleep`` waits. ``wall`` is
    the present instant, whatever day is judged: manners go by it.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        wall: Callable[[], datetime] | None = None,
    ) -> None:
        self.now = now
        self.wall = wall or now
        self.monotonic = monotonic
        self._sleep = sleep

    @classmethod
    def starting(cls, as_of: datetime) -> "Clock":
        """A clock that shows ``as_of`` (aware) at this moment and runs on from there."""
        began = time.monotonic()
        return cls(now=lambda: as_of + timedelta(seconds=time.monotonic() - began), wall=_wall)

    async def sleep(self, seconds: float) -> None:
        """Wait that long; not at all for zero or less."""
        if seconds > 0:
            await self._sleep(seconds)


def _wall() -> datetime:
    return datetime.now(UTC)
