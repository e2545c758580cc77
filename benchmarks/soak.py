"""Half an hour at many times the schedule, with two workers and the clock killed at random, on PostgreSQL.

    .venv/bin/python -m benchmarks.soak [MINUTES] [RATE]        needs Debian's postgresql

A third worker is left alone: its memory and descriptors must stay flat. :mod:`benchmarks.soaked` says what came of it.
``worker`` and ``clock`` as first argument are its own parts.
"""

import asyncio
import json
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.soaked import told
from checks.time import SHANGHAI
from monitor import clock
from monitor.commands.init import create_books
from monitor.commands.options import opened
from monitor.commands.serving import serving_of, stop_signal, worker_of
from monitor.demo.city import REGISTER, City
from monitor.logs import set_up_logs
from monitor.service import Service
from monitor.workers.queue import Queue, opened_queue
from registry.register import import_register
from tests.postgresql import running

START = datetime(2026, 11, 23, 0, 0, tzinfo=SHANGHAI).astimezone(UTC)
TICK = 0.5
SETTINGS = """
[office]
code = "YX"
name = "云溪市人民政府办公室"
mailbox = "bgs@yunxi.test"
[database]
url = "{url}"
[network]
connect_to = [{rules}]
ca_file = "{ca}"
[politeness]
rate = 200.0
concurrency = 8
confirm_after = 0.1
[browser]
use = false
[worker]
stalled = 6.0
[mail]
transport = "folder"
sender = "govwatch@yunxi.test"
"""


class Hurried:
    """A clock that began at :data:`START` and runs ``rate`` times as fast as real time."""

    def __init__(self, began: float, rate: float) -> None:
        self._began, self._rate = began, rate

    def __call__(self) -> datetime:
        """The present instant of the schedule."""
        return START + timedelta(seconds=(time.time() - self._began) * self._rate)


async def worker(config: Path, now: Hurried) -> None:
    """A worker that goes by the hurried clock."""
    stop = stop_signal()
    async with opened(config) as desk:
        set_up_logs("text")
        one = worker_of(desk)
        one.now = now
        await one.work(stop)
        print(json.dumps({"loop stood still, seconds": round(one.watchdog.worst, 2)}), flush=True)


async def ticking(config: Path, now: Hurried) -> None:
    """The clock that hands out, hurried."""
    stop = stop_signal()
    async with opened(config) as desk, opened_queue(desk.settings.database.url) as app:
        set_up_logs("text")
        queue = Queue(app, desk.office.code)
        service = Service(replace(serving_of(desk), spreads=True), queue, now)
        while not stop.is_set():
            await service.tick()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TICK)


class Part:
    """A process of ours that is killed and started again."""

    def __init__(self, what: str, arguments: list[str], log: Path) -> None:
        self.what, self._arguments, self._log = what, arguments, log
        self.process: asyncio.subprocess.Process
        self.kills = 0
        self.samples: list[tuple[float, float, int]] = []
        self._since = 0.0

    async def start(self) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.soak", self.what, *self._arguments, stdout=log, stderr=log
            )
        self._since = time.monotonic()

    async def kill(self) -> None:
        """Kill it without warning and start it again."""
        self.process.kill()
        await self.process.wait()
        self.kills += 1
        await self.start()

    async def stop(self) -> int:
        """Ask it to end; its exit code."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            return await self.process.wait()

    def sample(self) -> None:
        """Age in seconds, memory in MB, descriptors."""
        proc = Path(f"/proc/{self.process.pid}")
        with suppress(OSError, IndexError, ValueError):
            resident = next(line for line in (proc / "status").read_text().splitlines() if line.startswith("VmRSS"))
            files = len(list((proc / "fd").iterdir()))
            self.samples.append((time.monotonic() - self._since, int(resident.split()[1]) / 1024, files))


async def soak(minutes: float, rate: float) -> int:
    """Run it; 0 when all held."""
    chance = random.Random(20261124)
    with running(("fsync=on", "max_connections=100")) as server, tempfile.TemporaryDirectory() as folder:
        url = server.url(server.create())
        async with City(START) as city:
            config = Path(folder) / "govwatch.toml"
            rules = ", ".join(f'"{rule}"' for rule in city.connect_to)
            config.write_text(SETTINGS.format(url=url, rules=rules, ca=city.ca_file), "utf-8")
            await create_books(config)
            async with opened(config) as desk:
                await import_register(desk.database, desk.office_id, REGISTER.read_bytes(), now=clock.now())
            arguments = [str(config), repr(time.time()), repr(rate)]
            log = Path(tempfile.gettempdir()) / "govwatch-soak.log"
            log.unlink(missing_ok=True)
            parts = [Part("worker", arguments, log) for _ in range(3)] + [Part("clock", arguments, log)]
            killed = parts[1:]
            for part in parts:
                await part.start()
            end = time.monotonic() + minutes * 60
            next_kill = time.monotonic() + 45
            while time.monotonic() < end:
                await asyncio.sleep(5)
                for part in parts:
                    part.sample()
                if time.monotonic() > next_kill and end - time.monotonic() > 90:
                    await chance.choice(killed).kill()
                    next_kill = time.monotonic() + chance.uniform(30, 150)
            codes = [await part.stop() for part in parts]
            samples = {f"{part.what} {number}": part.samples for number, part in enumerate(parts, 1)}
            kills = {name: part.kills for name, part in zip(samples, parts, strict=True)}
            return await told(config, samples, {"kills": kills, "exit codes": codes}, minutes, rate)


def main() -> None:
    """Run the soak, or a part of it."""
    if sys.argv[1:2] in (["worker"], ["clock"]):
        part, config, began, rate = sys.argv[1:5]
        hurried = Hurried(float(began), float(rate))
        asyncio.run((worker if part == "worker" else ticking)(Path(config), hurried))
        return
    minutes, rate = [*map(float, sys.argv[1:3]), 30.0, 200.0][:2] if len(sys.argv) == 3 else (30.0, 200.0)
    sys.exit(asyncio.run(soak(minutes, rate)))


if __name__ == "__main__":
    main()
