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
    """Sleeps again and again and notes how much too late it woke, in seconds: ``last``, and the ``worst`` so far.

    ``computed`` is the most processor time that this process used within one such while; the rest of it the machine
    gave to others.
    """

    last: float = 0.0
    worst: float = 0.0
    computed: float = 0.0

    async def watch(self, every: float = _EVERY) -> None:
        """Watch until cancelled, looking every so many seconds."""
        while True:
            began, used = time.monotonic(), time.process_time()
            await asyncio.sleep(every)
            self.last = max(0.0, time.monotonic() - began - every)
            used = min(self.last, time.process_time() - used)
            self.worst, self.computed = max(self.worst, self.last), max(self.computed, used)
            if self.last > _TOO_LONG:
                why = "a check computes too long" if used > self.last / 2 else "the machine has too much to do"
                log.error("the event loop stood still for %.1f seconds: %s", self.last, why)
