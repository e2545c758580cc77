"""A whole city scanned by one process on SQLite: does it grow linearly, and what does it need?

    make bench-city             50, 200 and 500 hosts of 200 pages (60 to 100 KB), and 1,000 accounts; takes long
    .venv/bin/python -m benchmarks.city 50 200 --pages 40 --accounts 100      a smaller one

Each size runs in a process of its own, against servers in another. Memory is the peak resident set of the scanning
process, CPU its user and system time.
"""

import argparse
import asyncio
import json
import platform
import resource
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from benchmarks.scale import free_port, processes, register
from monitor import clock
from monitor.commands.init import create_books
from monitor.commands.options import opened
from monitor.jobs import ScanOrder, scan
from monitor.progress import Silent, Watcher
from registry.register import import_register
from registry.scans import Selection
from registry.targets import list_targets

SETTINGS = """
[office]
code = "YX"
[database]
url = "sqlite:///books.db"
[network]
connect_to = ["*:80=127.0.0.1:{port}", "*:443=127.0.0.1:{closed}"]
[politeness]
rate = 100.0
concurrency = 4
confirm_after = 0.1
[limits]
pages = {pages}
[browser]
use = false
"""


def accounts(number: int) -> bytes:
    """A register of so many accounts with feeds."""
    rows = [
        f"单位{one % 200},新媒体,账号{one},gh_{one},微信公众号,http://feeds.test/feed/{one}" for one in range(number)
    ]
    return ("单位,类型,名称,网址或账号,平台,数据源\n" + "\n".join(rows) + "\n").encode()


def unwatched(_origins: int) -> AbstractContextManager[Watcher]:
    """Nobody is told of the progress."""
    return nullcontext(Silent())


def size_of(folder: Path) -> float:
    """MB of the database with its journal."""
    return round(sum(one.stat().st_size for one in folder.glob("books.db*")) / 1e6, 1)


async def one_city(folder: Path, port: int, origins: int, pages: int, feeds: int) -> dict[str, object]:
    """Import, scan and grade; what it took."""
    config = folder / "govwatch.toml"
    config.write_text(SETTINGS.format(port=port, closed=free_port(), pages=pages), "utf-8")
    await create_books(config)
    async with opened(config) as desk:
        await import_register(desk.database, desk.office_id, register(origins), now=clock.now())
        if feeds:
            await import_register(desk.database, desk.office_id, accounts(feeds), now=clock.now())
        async with desk.database.read() as session:
            targets = [entry.target for entry in await list_targets(session, desk.office_id)]
        order = ScanOrder(desk.office_id, Selection.named("all", targets), None, desk.settings.policy, 8)
        began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
        done = await scan(desk.database, order, unwatched)
        after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "hosts": origins, "pages a host": pages, "accounts": feeds, "finished": done.finished, "failed": done.failed,
        "wall s": round(time.monotonic() - began, 1), "cpu s": round(cpu, 1),
        "cpu ms a page": round(cpu * 1000 / (origins * pages), 2), "peak MB": round(after.ru_maxrss / 1024),
        "database MB": size_of(folder),
    }  # fmt: skip


async def cities(sizes: list[int], pages: int, feeds: int) -> None:
    """Measure each size and print a line for it."""
    port = free_port()
    servers = [sys.executable, "-m", "benchmarks.slowcity", str(port), "0", "0.005", str(pages), "80"]
    print(json.dumps({"python": platform.python_version(), "machine": platform.platform()}), flush=True)
    async with processes(servers):
        await asyncio.sleep(2)
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                command = [sys.executable, "-m", "benchmarks.city", "--folder", folder, "--port", str(port), str(size)]
                more = ["--pages", str(pages), "--accounts", str(feeds * size // max(sizes))]
                ran = await asyncio.create_subprocess_exec(*command, *more)
                await ran.wait()


def main() -> None:
    """Run all sizes, or one in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[50, 200, 500])
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    if asked.folder:
        line = asyncio.run(one_city(asked.folder, asked.port, asked.sizes[0], asked.pages, asked.accounts))
        print(json.dumps(line, ensure_ascii=False), flush=True)
    else:
        asyncio.run(cities(asked.sizes, asked.pages, asked.accounts))


if __name__ == "__main__":
    main()
