"""What a request costs beside bare aiohttp's, in one process: ``python -m benchmarks.requests [ROUNDS]``.

Both ask nginx on the other core for the same pages of the made-up site (65 KB), by GET and by HEAD, fifty at once. Ours
is the client of a scan with its robots rules: guard, turns, cookies, redirects, shields and silence included. Rounds of
both alternate; processor time counts, and of that the median. It writes one JSON object to its output.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from benchmarks.measured import CORE
from benchmarks.office import HOST
from benchmarks.site.generate import generate
from benchmarks.site.plan import ARTICLES, PORT, SITE, path_of
from benchmarks.site.serve import serving
from monitor import clock
from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.heap import settle_in
from monitor.look.message import Body
from monitor.look.policy import Manners, Network, Policy
from monitor.look.tools import Tools

PAGES, AT_ONCE = 1_000, 50
_WORK = Path(__file__).parent / ".work"

Ask = Callable[[str, str], Awaitable[int]]
"""Asks for an address by a method; the status of the answer."""


async def everything(ask: Ask, urls: Sequence[str], method: str) -> float:
    """Ask for all of them, so many at once. Processor milliseconds a request; raises for anything that is not there."""
    waiting = iter(urls)

    async def work() -> None:
        for url in waiting:
            if (status := await ask(method, url)) != 200:
                raise RuntimeError(f"{url} was answered with {status}")

    before = time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())
    return (time.process_time() - before) / len(urls) * 1000


def bare() -> tuple[aiohttp.ClientSession, Ask]:
    """aiohttp as it comes, without its cookie jar and its limit of connections a host."""
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
    )

    async def ask(method: str, url: str) -> int:
        async with session.request(method, url, allow_redirects=False) as reply:
            await reply.read()
            return reply.status

    return session, ask


def ours() -> tuple[AbstractAsyncContextManager[Any], Ask]:
    """The client of a scan, with its gate."""
    manners = Manners(rate=1e6, concurrency=AT_ONCE)
    network = Network(connect_to=(f"{HOST}:80={SITE}:{PORT}",), allow_private=("127.0.0.0/8",))
    policy = Policy(manners=manners, network=network)
    looking = Clock(clock.now)
    client = Client(policy, looking)
    gate = Tools.made(policy, looking, client).robots.permits

    async def ask(method: str, url: str) -> int:
        body = Body.HTML if method == "GET" else Body.NONE
        return (await client.fetch(url, method=method, body=body, gate=gate)).status

    return client, ask


async def compare(rounds: int) -> dict[str, Any]:
    """So many rounds of both, one after the other, after one that does not count."""
    settle_in()  # as a scan does, for both
    paths = [path_of(article) for article in range(0, ARTICLES, ARTICLES // PAGES)][:PAGES]
    theirs, own = [f"http://{SITE}:{PORT}{path}" for path in paths], [f"http://{HOST}{path}" for path in paths]
    cost: dict[tuple[str, str], list[float]] = {}
    (session, ask_bare), (client, ask_ours) = bare(), ours()
    async with session, client:
        for number in range(rounds + 1):
            for method in ("GET", "HEAD"):
                for name, ask, urls in (("bare", ask_bare, theirs), ("ours", ask_ours, own)):
                    spent = await everything(ask, urls, method)
                    if number:
                        cost.setdefault((method, name), []).append(spent)
    return _told(cost) | {"rounds": rounds, "aiohttp": aiohttp.__version__}


def _told(cost: dict[tuple[str, str], list[float]]) -> dict[str, Any]:
    middle = {key: median(values) for key, values in cost.items()}
    told: dict[str, Any] = {
        method: {
            "cpu_ms": round(middle[method, "ours"], 4),
            "bare_cpu_ms": round(middle[method, "bare"], 4),
            "ratio": round(middle[method, "ours"] / middle[method, "bare"], 2),
        }
        for method in ("GET", "HEAD")
    }
    both = {name: middle["GET", name] + middle["HEAD", name] for name in ("ours", "bare")}
    return told | {"ratio": round(both["ours"] / both["bare"], 2)}


def main(rounds: int) -> None:
    """Compare the two on the visitors' core, with the server on the other."""
    _WORK.mkdir(parents=True, exist_ok=True)
    generate(_WORK / "site")
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {CORE})
    with serving(_WORK / "site", _WORK / "nginx"):
        print(json.dumps(asyncio.run(compare(rounds)), indent=2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
