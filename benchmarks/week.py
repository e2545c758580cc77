"""A week of ``govwatch serve`` in ten minutes: the made-up city at 1,000 times the schedule, one process on SQLite.

    .venv/bin/python -m benchmarks.week [HOURS] [RATE]        168 hours at 1,000 where none are given

What runs is :func:`monitor.commands.serving.serve_by` in a process of its own, with a clock that is handed in. At noon
of every day an article that solicits votes is published. ``serve`` as first argument is the served part itself;
:mod:`benchmarks.week_told` says what came of it.
"""

import asyncio
import signal
import sys
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from benchmarks.soak import START, Hurried
from benchmarks.week_told import Run, Sample, told
from monitor.commands.init import create_books
from monitor.commands.options import opened
from monitor.commands.serving import TICK, serve_by
from monitor.demo.city import REGISTER, City
from registry.register import import_register
from reports.files import write_whole
from tests.monitor.deployment import pointed_at
from tests.monitor.publishing import VOTE, publish

HOUR = 3600.0
STOP = 10.0
"""Seconds within which it must have ended after it was told to."""


async def week(hours: float, rate: float, folder: Path) -> int:
    """Serve for so many hours of the schedule, tell the figures; 0 when all held."""
    async with City(START) as city:
        config = pointed_at(folder, city)
        await create_books(config)
        async with opened(config) as desk:
            await import_register(desk.database, desk.office_id, REGISTER.read_bytes(), now=START)
        with (folder / "serve.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.week", "serve", str(config), repr(rate), stdout=log, stderr=log
            )
            run = Run(hours, rate, Hurried(await _began(config), rate))
            await _watch(city, process, run)
            run.stopped, run.code = await _stop(process)
        return await told(config, run)


async def _began(config: Path) -> float:
    """When the served process had loaded itself: the week begins then."""
    async with asyncio.timeout(120):
        while not (told := _told(config)):  # noqa: ASYNC110  it is another process that writes
            await asyncio.sleep(0.01)
    return float(told)


def _told(config: Path) -> str:
    file = config.with_name("began")
    return file.read_text("utf-8") if file.exists() else ""


async def _watch(city: City, process: asyncio.subprocess.Process, run: "Run") -> None:
    """Sample the process once an hour of the schedule, and publish at noon, until the hours are over."""
    hour = published = 0
    while (now := run.now()) < START + timedelta(hours=run.hours) and process.returncode is None:
        if now >= START + timedelta(hours=hour + 1):
            hour += 1
            run.samples.append(_sample(hour, process.pid))
        if now >= START + timedelta(hours=12 + 24 * published):
            published += 1
            publish(city, published, VOTE)
            run.published[published] = run.now()
        await asyncio.sleep(0.02)


def _sample(hour: int, pid: int) -> "Sample":
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return Sample(
        hour,
        int(fields["VmRSS"].split()[0]) / 1024,
        len(list(Path(f"/proc/{pid}/fd").iterdir())),
        (int(ticks[11]) + int(ticks[12])) / 100,
    )


async def _stop(process: asyncio.subprocess.Process) -> tuple[float, int]:
    """Ask it to end; how many seconds that took, and its exit code."""
    since = time.monotonic()
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(3 * STOP):
        code = await process.wait()
    return time.monotonic() - since, code


def main() -> None:
    """Run the week, or the served part."""
    if sys.argv[1:2] == ["serve"]:
        config, rate, began = Path(sys.argv[2]), float(sys.argv[3]), time.time()
        write_whole(config.with_name("began"), repr(began).encode())
        asyncio.run(serve_by(config, Hurried(began, rate), TICK / rate))
        return
    hours, rate = [*map(float, sys.argv[1:3]), *(168.0, 1000.0)[len(sys.argv[1:3]) :]]
    with tempfile.TemporaryDirectory(prefix="govwatch-week-") as folder:
        sys.exit(asyncio.run(week(hours, rate, Path(folder) / "office")))


if __name__ == "__main__":
    main()
