"""Whether the event loop is ever held up so long that a live worker looks dead."""

import asyncio
import logging
import time
from dataclasses import dataclass

log = logging.getLogger(__name__)

_EVERY = 0.25
_TOO_LONG = 5.0
"""Seconds: half of the time between two signs of life."""


@dataclass(slots=True)
class Watchdog:
    """Sleeps again and again and notes how much too late it woke, in seconds: ``last``, and the ``worst`` so far."""

    last: float = 0.0
    worst: float = 0.0

    async def watch(self, every: float = _EVERY) -> None:
        """Watch until cancelled, looking every so many seconds."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(every)
            self.last = max(0.0, time.monotonic() - began - every)
            self.worst = max(self.worst, self.last)
            if self.last > _TOO_LONG:
                log.error("the event loop stood still for %.1f seconds: a check computes too long", self.last)
