"""The service: every minute it asks the books what is due and hands it to the dispatcher.

It holds nothing that matters: killed at any line and started again, it goes on from the books. Beside it ``govwatch
scan`` may run; leases keep the two apart.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from monitor.dispatch import Dispatcher
from monitor.probing import origins_to_probe
from monitor.rounds import ROUNDS, Serving, probes, recheck_ticket
from monitor.timetable import Due, probe_due, rounds_due
from registry.probes import last_probes
from registry.recheck_requests import asked_rechecks
from registry.rounds import begin_round, end_round, give_up_round, rounds_since

log = logging.getLogger(__name__)

REMEMBERED = timedelta(days=9)
"""How far back the books are asked for rounds: longer than the longest period."""


class Service:
    """Knows what is due. ``now`` is the only time it goes by."""

    def __init__(self, serving: Serving, dispatcher: Dispatcher, now: Callable[[], datetime]) -> None:
        self._serving = serving
        self._dispatcher = dispatcher
        self._now = now

    async def tick(self) -> None:
        """Hand out everything that is due at this moment and not under way."""
        now = self._now()
        await self._hand_out_probes(now)
        await self._hand_out_rounds(now)
        await self._hand_out_rechecks(now)

    async def _hand_out_probes(self, now: datetime) -> None:
        origins = await origins_to_probe(self._serving.database, self._serving.office_id)
        async with self._serving.database.read() as session:
            last = await last_probes(session, self._serving.office_id)
        due = [one for one in origins if probe_due(one.host, now, last.get(one.origin_id))]
        if due:
            self._dispatcher.dispatch("probes", partial(probes, self._serving, due, origins, now))

    async def _hand_out_rounds(self, now: datetime) -> None:
        async with self._serving.database.read() as session:
            rounds = await rounds_since(session, self._serving.office_id, now - REMEMBERED)
        done = {(one.what, one.key): one.done is not None for one in rounds}
        for due in rounds_due(now, done):
            self._dispatcher.dispatch(f"{due.what} {due.key}", partial(self._round, due))

    async def _hand_out_rechecks(self, now: datetime) -> None:
        async with self._serving.database.read() as session:
            numbers = await asked_rechecks(session, self._serving.office_id)
        for number in numbers:
            self._dispatcher.dispatch(f"recheck {number}", partial(recheck_ticket, self._serving, number, now))

    async def _round(self, due: Due) -> None:
        """Take a round, do it, and say that it is done; broken off, it is due again."""
        database, office_id = self._serving.database, self._serving.office_id
        now = self._now()
        async with database.write() as session:
            if not await begin_round(session, office_id, due.what, due.key, now):
                return
        try:
            await ROUNDS[due.what](self._serving, due.key, now)
        except BaseException:
            async with database.write() as session:
                await give_up_round(session, office_id, due.what, due.key)
            raise
        async with database.write() as session:
            await end_round(session, office_id, due.what, due.key, self._now())
        log.info("done: %s %s", due.what, due.key)
