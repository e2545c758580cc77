"""What a worker looks with, shared by all errands of one work: one session, one memory of links, one set of manners."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from monitor.look.clock import Clock
from monitor.look.looking import Looking
from monitor.look.pace import Turns
from monitor.look.policy import Policy

KEPT = 2
"""How many lookings stay open while nobody uses them: the next errand of the same work is likely to come."""


@dataclass(slots=True)
class _Open:
    looking: Looking
    users: int = 0


class SharedLookings:
    """Lookings by work. Close it at the end."""

    def __init__(self, turns: Turns | None = None) -> None:
        self._turns = turns
        self._open: dict[str, _Open] = {}
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def of(self, work: str, policy: Policy, clock: Clock) -> AsyncIterator[Looking]:
        """The looking of that work; opened by whoever asks first, whose ``clock`` it goes by."""
        async with self._turn:
            shared = self._open.pop(work, None) or _Open(await Looking(policy, clock, self._turns).__aenter__())
            self._open[work] = shared  # last in line: the longest unused goes first
            shared.users += 1
        try:
            yield shared.looking
        finally:
            shared.users -= 1
            await self._close(KEPT)

    async def close(self) -> None:
        """Close all that nobody uses, and give back what is held for others."""
        await self._close(0)
        if self._turns is not None:
            await self._turns.close()

    async def _close(self, keep: int) -> None:
        async with self._turn:
            idle = [work for work, shared in self._open.items() if not shared.users]
            for work in idle[: max(0, len(idle) - keep)]:
                await self._open.pop(work).looking.__aexit__(None, None, None)
