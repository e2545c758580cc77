"""The queue: Procrastinate's tables beside the books, and the dispatcher that fills it.

An errand is queued once: its name is its queueing lock. Errands of one lock are done one after another. There is a lane
for each kind of work, so that long looks never keep short visits waiting.
"""

import importlib.util
import logging
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url, text
from sqlmodel.ext.asyncio.session import AsyncSession

from monitor.dispatch import Errand, Job
from monitor.errands import ARTICLES, GRADE, PROBE, RECHECK, VISIT
from registry.errors import DatabaseError

if TYPE_CHECKING:
    from procrastinate import App

log = logging.getLogger(__name__)

TASK = "govwatch.errand"
"""The one task of the queue: its arguments are an errand's."""

LANES = ("probes", "visits", "rounds")
"""The lanes of an office, each a queue of its own, with places of its own in every worker."""

_LANE_OF = {PROBE: "probes", VISIT: "visits", ARTICLES: "visits", RECHECK: "visits", GRADE: "rounds"}

_LOOK = 30.0
"""Seconds between two looks at which errands were set aside."""

ATTEMPTS = 3
"""How often an errand may end its worker before it is set aside. One that raises is handed out again by the books."""


def queue_name(office: str, lane: str) -> str:
    """The queue of a lane of an office: several offices may share one database."""
    return f"{office}/{lane}"


def is_shared(url: str) -> bool:
    """Whether the books are on PostgreSQL, where several machines can share the work."""
    return make_url(url).get_backend_name() == "postgresql"


def app_for(url: str) -> "App":
    """The queue on the database at ``url``; open it before use. Raises :class:`DatabaseError` where it cannot be."""
    parsed = make_url(url)
    if not is_shared(url):
        raise DatabaseError(
            "工作进程（worker）需要PostgreSQL：请把 database.url 写成 postgresql+asyncpg://用户@主机/库名。"
        )
    if importlib.util.find_spec("procrastinate") is None:
        raise DatabaseError("工作进程（worker）需要附加组件：请运行 pip install 'govwatch[postgresql]'。")
    from procrastinate import App, PsycopgConnector  # noqa: PLC0415  an extra

    conninfo = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    connector = PsycopgConnector(
        conninfo=conninfo, min_size=1, max_size=6, timeout=10.0, kwargs={"connect_timeout": 10, **_ALIVE}
    )
    return App(connector=connector)


_ALIVE = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""A connection over which nothing comes any more is given up after half a minute, not after two hours."""


@asynccontextmanager
async def opened_queue(url: str) -> AsyncGenerator["App"]:
    """The queue, open, with its tables made."""
    app = app_for(url)
    with _explained():
        await app.open_async()
    try:
        yield app
    finally:
        await app.close_async()


async def make_queue(url: str) -> None:
    """Make the tables of the queue where they are missing."""
    async with opened_queue(url) as app:
        with _explained():
            if not await app.check_connection_async():
                await app.schema_manager.apply_schema_async()


class Queue:
    """Hands errands to workers. Implements :class:`~monitor.dispatch.Dispatcher`."""

    spreads = True

    def __init__(self, app: "App", office: str) -> None:
        self._app = app
        self._office = office
        self._set_aside: frozenset[str] = frozenset()
        self._looked = -_LOOK

    async def hand_out(self, errand: Errand, _job: Job | None = None) -> bool:
        """Queue an errand. False when one of that name waits already, or it was set aside."""
        from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415  an extra

        name = f"{self._office} {errand.name}"
        if time.monotonic() - self._looked > _LOOK:
            await self.refresh()
        if name in self._set_aside:
            return False
        deferrer = self._app.configure_task(
            TASK,
            queue=queue_name(self._office, _LANE_OF.get(errand.what, "rounds")),
            lock=f"{self._office} {errand.lock}" if errand.lock else name,
            queueing_lock=name,
        )
        try:
            await deferrer.defer_async(**arguments_of(errand))
        except AlreadyEnqueued:
            return False
        return True

    async def refresh(self) -> None:
        """Look up which errands were set aside: they are handed out no more until a person says so."""
        self._looked = time.monotonic()
        self._set_aside = frozenset(str(job.queueing_lock) for job in await set_aside(self._app))

    async def stop(self, _seconds: float) -> None:
        """Nothing: what was handed out is with the workers."""


async def set_aside(app: "App") -> list[Any]:
    """Jobs that ended a worker time and again, and are kept for a person to see."""
    found = await app.job_manager.list_jobs_async(task=TASK, status="failed")
    return [job for job in found if job.attempts >= ATTEMPTS]


async def queue_ages(session: AsyncSession, office: str, now: datetime) -> dict[str, float]:
    """Seconds that the oldest waiting job of each lane of an office has waited, by the instant it was due."""
    query = text(
        "SELECT queue_name, min((args->>'at')::timestamptz) FROM procrastinate_jobs"
        " WHERE status = 'todo' AND queue_name = ANY(:queues) GROUP BY queue_name"
    )
    connection = await session.connection()
    queues = [queue_name(office, lane) for lane in LANES]
    rows = await connection.execute(query, {"queues": queues})
    found: dict[str, datetime] = {str(row[0]): row[1] for row in rows}
    return {
        lane: max(0.0, (now - found[queue_name(office, lane)]).total_seconds())
        if queue_name(office, lane) in found
        else 0.0
        for lane in LANES
    }


def arguments_of(errand: Errand) -> dict[str, Any]:
    """An errand as the arguments of its job."""
    return {"what": errand.what, "key": errand.key, "at": errand.at.isoformat(), "lock": errand.lock}


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what the queue's driver raises into a :class:`DatabaseError`."""
    try:
        yield
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in {"procrastinate", "psycopg", "psycopg_pool"}:
            raise
        raise DatabaseError(f"连不上任务队列（{error}）：请确认PostgreSQL在运行，database.url 正确。") from error
