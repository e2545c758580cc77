"""One, two and four workers on PostgreSQL against a city whose servers take their time.

    make bench-scale            needs Debian's postgresql; a few minutes

Waiting rules, not computing: an answer takes 30 to 300 ms. Measured are origins a minute, how late visits for
availability begin while a crawl runs, and what the queue costs of a scan's time.
"""

import asyncio
import json
import platform
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from monitor import clock
from monitor.commands.init import create_books
from monitor.commands.options import Desk, opened
from monitor.commands.serving import serving_of
from monitor.dispatch import Errand
from monitor.errands import PROBE, VISIT, visit_errands
from monitor.probing import origins_to_probe
from monitor.timetable import CRAWL
from monitor.workers.queue import Queue, opened_queue
from registry.register import import_register
from tests.postgresql import Server, running

ORIGINS, PAGES, KB = 96, 12, 8
VISITS = 4
"""Origins side by side in one worker: few, so that a worker waits and does not compute."""

SETTINGS = """
[office]
code = "YX"
[database]
url = "{url}"
[network]
connect_to = ["*:80=127.0.0.1:{port}", "*:443=127.0.0.1:{closed}"]
[politeness]
rate = 10.0
concurrency = 2
confirm_after = 0.5
[browser]
use = false
[worker]
visits = {visits}
probes = 10
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def register(origins: int) -> bytes:
    """A register of so many sites, each on a domain of its own."""
    rows = [f"单位{one},部门网站,网站{one},http://www.site{one}.test/" for one in range(origins)]
    return ("单位,类型,名称,网址或账号\n" + "\n".join(rows) + "\n").encode()


@asynccontextmanager
async def processes(*commands: list[str]) -> AsyncIterator[None]:
    """Programs that run while the body does."""
    started = [await asyncio.create_subprocess_exec(*one, stdout=asyncio.subprocess.DEVNULL) for one in commands]
    try:
        yield
    finally:
        for one in started:
            if one.returncode is None:
                one.terminate()
        for one in started:
            await one.wait()


async def measured(server: Server, folder: Path, port: int, workers: int) -> dict[str, Any]:
    """A whole crawl by so many workers, with visits for availability in between."""
    url = server.url(server.create())
    config = folder / f"{workers}.toml"
    config.write_text(SETTINGS.format(url=url, port=port, closed=free_port(), visits=VISITS), "utf-8")
    await create_books(config)
    async with opened(config) as desk:
        await import_register(desk.database, desk.office_id, register(ORIGINS), now=clock.now())
        worker = [sys.executable, "-m", "monitor", "worker", "--config", str(config)]
        async with processes(*[worker] * workers), opened_queue(url) as app:
            await until(lambda: _workers(desk, 3 * workers))
            queue, serving = Queue(app, desk.office.code), replace(serving_of(desk), spreads=True)
            began = time.monotonic()
            await queue.hand_out(Errand(CRAWL, "bench", clock.now()))
            await until(lambda: _entered(desk, VISITS))
            origins = await origins_to_probe(desk.database, desk.office_id)
            asked = clock.now()
            for one in origins:
                await queue.hand_out(Errand(PROBE, str(one.origin_id), asked))
            while not await _finished(desk):
                for errand in await visit_errands(serving, clock.now()):
                    await queue.hand_out(errand)
                await asyncio.sleep(0.2)
            took = time.monotonic() - began
            late = await _late(desk, asked)
            each = await _queue_cost(desk, queue)
    visit = took * workers * VISITS / ORIGINS
    return {
        "workers": workers, "seconds": round(took, 1), "origins a minute": round(ORIGINS / took * 60),
        "seconds an origin": round(visit, 2), "probes": len(late),
        "probes within 60 s": sum(one <= 60 for one in late) / max(1, len(late)),
        "probe lateness, median, worst, s": [round(statistics.median(late), 1), round(max(late), 1)] if late else [],
        "queue ms a job": round(each * 1000, 1), "queue share of a scan": round(each / visit, 4),
    }  # fmt: skip


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 300) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110  what is waited for is in a database
            await asyncio.sleep(0.05)


async def _rows(desk: Desk, query: str) -> list[tuple[Any, ...]]:
    async with desk.database.read() as session:
        return [tuple(row) for row in await (await session.connection()).execute(text(query))]


async def _workers(desk: Desk, number: int) -> bool:
    return (await _rows(desk, "SELECT count(*) FROM procrastinate_workers"))[0][0] >= number


async def _entered(desk: Desk, number: int) -> bool:
    return (await _rows(desk, "SELECT count(*) FROM visit WHERE state = 'entered'"))[0][0] >= number


async def _finished(desk: Desk) -> bool:
    return (await _rows(desk, "SELECT count(*) FROM scan WHERE state = 'finished'"))[0][0] > 0


async def _late(desk: Desk, asked: datetime) -> list[float]:
    return [(at - asked) / timedelta(seconds=1) for (at,) in await _rows(desk, "SELECT at FROM probe")]


async def _queue_cost(desk: Desk, queue: Queue, number: int = 200) -> float:
    """Seconds a job costs that does nothing: visits that were made already are looked up and left."""
    began = time.monotonic()
    for one in range(number):
        await queue.hand_out(Errand(VISIT, str(1_000_000 + one), clock.now()))
    await until(lambda: _no_jobs(desk))
    return (time.monotonic() - began) / number


async def _no_jobs(desk: Desk) -> bool:
    return not (await _rows(desk, "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"))[0][0]


async def scale() -> None:
    """Measure and print."""
    port = free_port()
    city = [sys.executable, "-m", "benchmarks.slowcity", str(port), "0.03", "0.3", str(PAGES), str(KB)]
    table = []
    with running(("fsync=on", "max_connections=200")) as server, tempfile.TemporaryDirectory() as folder:
        async with processes(city):
            for workers in (1, 2, 4):
                table.append(await measured(server, Path(folder), port, workers))
                print(json.dumps(table[-1], ensure_ascii=False), flush=True)
    one, two, four = (row["seconds"] for row in table)
    about = {"python": platform.python_version(), "origins": ORIGINS, "pages": PAGES}
    print(json.dumps({"two against one": round(one / two, 2), "four against one": round(one / four, 2)} | about))


if __name__ == "__main__":
    asyncio.run(scale())
