"""Memory of what a crawl keeps of many addresses and links: ``python -m benchmarks.graph [ADDRESSES]``.

The graph is made up: a third of the addresses are pages, each with a frame of sixty links that all share and 140 drawn
at random with a text of their own. What is measured is resident memory over that of the loaded program, once the links
of all pages are noted, every address has been offered as a page and its answer remembered. It writes one JSON object to
its output.
"""

import gc
import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from checks.evidence import Link, Page, Probe
from checks.vocabulary import LinkOutcome
from monitor.look.answers import Answers, Known
from monitor.look.edges import Edges
from monitor.look.frontier import Frontier
from monitor.look.heap import settle_in
from monitor.look.meanings import Meanings
from monitor.look.notes import TargetNotes
from monitor.look.numbers import Numbers
from monitor.look.weburl import web_url

FRAME, OWN = 60, 140
ORIGIN = "http://www.example.gov.cn"


def resident() -> float:
    """MB that this process holds in memory now."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def address(number: int) -> str:
    """One address of the made-up site."""
    return f"{ORIGIN}/col{number % 24}/2026/{number % 12 + 1:02}/t2026{number % 12 + 1:02}15_{1_000_000 + number}.html"


def links_of(page: int, addresses: int) -> Iterator[Link]:
    """The links of one page, every text and address a new object, as a reader makes them."""
    chance = random.Random(page)  # the same graph each time
    targets = [*range(FRAME), *(chance.randrange(addresses) for _ in range(OWN))]
    for line, number in enumerate(targets):
        yield Link(address(number), "", "a", "href", f"关于第{number}号文件的通知", line)


def page_of(number: int, addresses: int) -> Page:
    """One page of it."""
    links = tuple(links_of(number, addresses))
    return Page(address(number), 200, "utf-8", f"第{number}号文件", links, (), None, {}, {}, {}, "", frozenset())


def measure(addresses: int) -> dict[str, Any]:
    """Note all links, hand all pages out and remember an answer for every address."""
    settle_in()
    before = resident()
    numbers = Numbers()
    meanings, edges, frontier = Meanings(numbers, 10**9), Edges(), Frontier(10**9, numbers)
    notes, answers = TargetNotes(meanings, edges), Answers(numbers)
    noted = 0
    for page in range(addresses // 3):
        leads = notes.take(page_of(page, addresses), on_home=False)
        noted += len(leads)
        for number in leads[::3]:
            if (place := web_url(numbers.text(number))) is not None:
                frontier.see(place)
    for number in meanings.urls():
        url = numbers.text(number)
        looks = (Probe(datetime.now(UTC), url, LinkOutcome.OK, 200, 0.1),)
        answers[url, True] = Known(LinkOutcome.OK, url, looks, 0.0, verified=True)
    gc.collect()
    mb = resident() - before
    found = len(answers)
    return {
        "addresses": found,
        "edges": noted,
        "mb": round(mb),
        "mb_per_100000": round(mb / found * 100_000),
        "program_mb": round(before),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)))
