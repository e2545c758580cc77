"""Is our own line up? Asked of addresses that always answer, before a failure is put down to a host."""

import asyncio
from collections.abc import Sequence

from checks.vocabulary import LinkOutcome
from monitor.look.client import Client, Gate
from monitor.look.clock import Clock

OF_THE_LINE = frozenset({LinkOutcome.DNS, LinkOutcome.TIMEOUT, LinkOutcome.REFUSED, LinkOutcome.RESET})
"""How a visit ends that never reached the host, or that our own line may have broken off."""

OTHERS = 3
"""Other hosts asked, when no address of the office's own answers."""

_FRESH = 30.0  # seconds for which an answer holds
_ENOUGH = 1024  # bytes of an answer that are read


class Line:
    """The witness of one look. ``witnesses`` are the office's own addresses for it, asked before any other host."""

    def __init__(self, client: Client, clock: Clock, gate: Gate, witnesses: Sequence[str]) -> None:
        self._client = client
        self._clock = clock
        self._gate = gate
        self._witnesses = tuple(witnesses)
        self._known: tuple[float, bool] | None = None
        self._asking = asyncio.Lock()

    async def is_up(self, others: Sequence[str] = ()) -> bool | None:
        """Whether any of our witnesses, or else of the ``others``, answers. None when there is nobody to ask."""
        if not self._witnesses and not others:
            return None
        async with self._asking:
            if self._known is not None and self._clock.monotonic() - self._known[0] < _FRESH:
                return self._known[1]
            is_up = await self._any(self._witnesses) or await self._any(others[:OTHERS])
            if is_up or self._witnesses:  # a few other hosts may be down together; a witness never is
                self._known = (self._clock.monotonic(), is_up)
            return is_up

    async def _any(self, urls: Sequence[str]) -> bool:
        for url in urls:
            if await self._answers(url):
                return True
        return False

    async def _answers(self, url: str) -> bool:
        response = await self._client.fetch(url, verify=False, cap=_ENOUGH, gate=self._gate)
        return response.outcome not in OF_THE_LINE
