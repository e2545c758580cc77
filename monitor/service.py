"""The service: every minute it asks the books what is due and hands it to the dispatcher.

It holds nothing that matters: killed at any line and started again, it goes on from the books. Beside it ``govwatch
scan`` may run; leases keep the two apart.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from monitor.alerting import tell_of_trouble
from monitor.articles import articles_waiting
from monitor.dispatch import Dispatcher, Errand
from monitor.errands import ARTICLES, PROBE, RECHECK, Lookings, do, probes_due, visit_errands
from monitor.rounds import Serving
from monitor.timetable import DELIVER, REMINDERS, REPORT, rounds_due
from registry.decisions.recheck_requests import asked_rechecks
from registry.rounds import rounds_since

REMEMBERED = timedelta(days=9)
"""How far back the books are asked for rounds: longer than the longest period."""


LOOKED_AFTER = timedelta(minutes=10)
"""Between two looks at whether the monitor itself does well."""

_LOCKS = {REPORT: "mail", REMINDERS: "mail", DELIVER: "mail"}
"""Mail is handed over by one at a time: what another is just sending would look like left behind by a dead program."""


class Service:
    """Knows what is due. ``now`` is the only time it goes by; errands of this process look with ``lookings``."""

    def __init__(
        self,
        serving: Serving,
        dispatcher: Dispatcher,
        now: Callable[[], datetime],
        lookings: Lookings | None = None,
    ) -> None:
        self._lookings = lookings
        self._serving = serving
        self._dispatcher = dispatcher
        self._now = now
        self._since = self._told = now()

    async def tick(self) -> None:
        """Hand out everything that is due at this moment and not under way."""
        now = self._now()
        for errand in await self.due(now):
            job = partial(do, self._serving, errand, self._now, self._lookings)
            await self._dispatcher.hand_out(errand, job)
        if now - self._told >= LOOKED_AFTER:
            self._told = now
            await tell_of_trouble(self._serving, now, self._since)

    async def due(self, now: datetime) -> list[Errand]:
        """Everything the books say is to be done at this moment, whether or not it is under way."""
        watching = [*await self._probes(now), *await self._articles(now)]
        errands = [*watching, *await self._rounds(now), *await self._rechecks(now)]
        return [*errands, *await visit_errands(self._serving, now)] if self._dispatcher.spreads else errands

    async def _probes(self, now: datetime) -> list[Errand]:
        return [Errand(PROBE, str(one.origin_id), now) for one in await probes_due(self._serving, now)]

    async def _articles(self, now: datetime) -> list[Errand]:
        due = await articles_waiting(self._serving.database, self._serving.office_id, now)
        return [Errand(ARTICLES, str(one.origin.id), now, f"origin {one.origin.id}") for one in due]

    async def _rounds(self, now: datetime) -> list[Errand]:
        async with self._serving.database.read() as session:
            rounds = await rounds_since(session, self._serving.office_id, now - REMEMBERED)
        done = {(one.what, one.key): one.done is not None for one in rounds}
        return [Errand(due.what, due.key, now, _LOCKS.get(due.what, "")) for due in rounds_due(now, done)]

    async def _rechecks(self, now: datetime) -> list[Errand]:
        async with self._serving.database.read() as session:
            numbers = await asked_rechecks(session, self._serving.office_id)
        return [Errand(RECHECK, number, now) for number in numbers]
