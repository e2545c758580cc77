"""What the tests of the browser share: a site of literal answers on loopback, and a visit to it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest
from aiohttp import web

from monitor.look.addresses import Lookup
from monitor.look.browser.found import find_browsers
from monitor.look.browser.pool import Pool, shared_pool
from monitor.look.browser.visit import Means, Visit, visiting
from monitor.look.client import Client
from monitor.look.policy import Browsing, Limits, Manners, Network, Policy
from tests.monitor.look.helpers import FakeClock

needs_browser = pytest.mark.skipif(not find_browsers(), reason="no browser is installed: apt-get install chromium")

on_one_loop = pytest.mark.asyncio(loop_scope="session")
"""For tests that use the browser of all tests: it belongs to one event loop."""

Say: TypeAlias = Callable[[web.BaseRequest], web.StreamResponse]
BROWSING = Browsing(use=True, pages=4, seconds=8, linger=0.3)


@dataclass
class Site:
    """Answers of any host by path, a string for a page; ``asked`` are the requests, host and path."""

    answers: Mapping[str, str | Say]
    asked: list[str] = field(default_factory=list)
    port: int = 0

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(f"{request.host}{request.path}")
        said = self.answers.get(request.path, self.answers.get("*"))
        if said is None:
            return web.Response(status=404)
        return said(request) if callable(said) else web.Response(text=said, content_type="text/html")


@asynccontextmanager
async def served(answers: Mapping[str, str | Say]) -> AsyncIterator[Site]:
    """The site, on a port of loopback."""
    site = Site(answers)
    runner = web.ServerRunner(web.Server(site.answer), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


@asynccontextmanager
async def visited(
    *rules: str,
    pool: Pool | None = None,
    lookup: Lookup | None = None,
    browsing: Browsing = BROWSING,
    allow_private: tuple[str, ...] = (),
    **limits: Any,
) -> AsyncIterator[Visit]:
    """A visit with these rules of ``connect_to``, by a browser of its own or that of a pool."""
    policy = Policy(
        Manners(rate=1e6), Limits(**limits), Network(connect_to=rules, allow_private=allow_private), browsing
    )
    clock = FakeClock()
    async with Client(policy, clock, lookup) as client:
        if pool is not None:
            async with visiting(Means(pool, client, policy, clock)) as visit:
                yield visit
            return
        async with shared_pool(browsing) as own, visiting(Means(own, client, policy, clock)) as visit:
            yield visit


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something that other processes do."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  other processes set no event
            await asyncio.sleep(0.05)
