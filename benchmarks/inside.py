"""Scans within this process, beside lxml's bare parse of the same pages: ``python -m benchmarks.inside MODE ROUNDS``.

``MODE`` is ``links`` (crawl, read, test every link; nothing is judged or entered) or ``every`` (the product's own scan
with every check, into a database). Start-up is left out, so that the ratio to lxml is that of the work itself. Rounds
of both alternate. It writes one JSON object to its output.
"""

import asyncio
import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from lxml import etree

from benchmarks.office import HOST, set_up
from checks.evidence import Subject
from checks.vocabulary import TargetKind
from monitor import clock
from monitor.commands.options import opened
from monitor.commands.scanning import order_for
from monitor.jobs import scan
from monitor.look.clock import Clock
from monitor.look.looking import Looking
from monitor.settings import load_settings

STALL = 0.05
"""Seconds that nothing else may have to wait for."""


class Stalls:
    """How long the event loop was held up, at worst and how often for more than :data:`STALL`.

    Counted is processor time of our own: on a shared machine other programs hold everything up as well.
    """

    def __init__(self) -> None:
        self.worst = 0.0
        self.count = 0

    async def watch(self) -> None:
        """Measure until stopped."""
        while True:
            before = time.thread_time()
            await asyncio.sleep(0.005)
            late = time.thread_time() - before
            self.worst = max(self.worst, late)
            self.count += late > STALL


def links_only(config: Path) -> dict[str, Any]:
    """One look at the site without judging it."""
    settings = load_settings(config)

    async def look() -> dict[str, Any]:
        stalls = Stalls()
        watching = asyncio.create_task(stalls.watch())
        subject = Subject("t", TargetKind.PORTAL, "示例", "示例", f"http://{HOST}/", HOST, "/")
        async with Looking(settings.policy, Clock(clock.now)) as looking:
            seen = await looking.origin(HOST, [subject], lambda *_: None, judged=False)
        watching.cancel()
        broken = [link.url for link in seen.targets["t"].survey.links if link.outcome.is_broken]
        return {"pages": seen.pages, "broken": broken, "worst_stall": stalls.worst, "stalls": stalls.count}

    return asyncio.run(look())


def every_check(config: Path) -> dict[str, Any]:
    """The product's own scan."""

    async def work() -> dict[str, Any]:
        stalls = Stalls()
        async with opened(config) as desk:
            order = await order_for(desk, [], None, None)
            watching = asyncio.create_task(stalls.watch())
            await scan(desk.database, order)
            watching.cancel()
        return {"pages": 0, "broken": [], "worst_stall": stalls.worst, "stalls": stalls.count}

    return asyncio.run(work())


def charged(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Processor seconds, wall-clock seconds and the result."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return time.process_time() - cpu, time.perf_counter() - wall, result


def parse_all(bodies: list[bytes]) -> None:
    """Parse every page with lxml, and drop the tree."""
    for body in bodies:
        etree.fromstring(body, etree.HTMLParser())


def main(mode: str, rounds: int, work: Path) -> dict[str, Any]:
    """So many rounds of a mode and of lxml, one after the other."""
    folder = work / f"inside-{mode}"
    shutil.rmtree(folder, ignore_errors=True)
    config = set_up(folder)
    bodies = [file.read_bytes() for file in sorted((work / "site" / "www").rglob("*.html"))]
    once = links_only if mode == "links" else every_check
    ours, walls, theirs, last = [], [], [], {}
    for _ in range(rounds):
        shutil.rmtree(folder / "memory", ignore_errors=True)  # each round is the first look at the site
        parsing, _, _ = charged(lambda: parse_all(bodies))
        theirs.append(parsing / len(bodies) * 1000)
        cpu, wall, last = charged(lambda: once(config))
        ours.append(cpu / len(bodies) * 1000)
        walls.append(len(bodies) / wall)
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {
        "mode": mode, "rounds": rounds, "cpu_ms_per_page": median(ours), "lxml_parse_ms": median(theirs),
        "ratio": median(ratios), "ratios": ratios, "pages_per_second": median(walls), **last,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
