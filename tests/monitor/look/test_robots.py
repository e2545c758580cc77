import asyncio
from typing import Any

import pytest

from monitor.look.client import Client
from monitor.look.robots import Robots
from tests.misbehaving import Handler, Server, answer, never, redirect, reset, status
from tests.monitor.look.helpers import IMPATIENT, FakeClock, policy_for

AGENT = "Govwatch"


async def ask(handler: Handler | None, *paths: str, obey: bool = True, **changes: Any) -> tuple[list[bool], bool, int]:
    """What may be asked for, whether crawling is allowed, and how often robots.txt was read."""
    async with Server() as server:
        if handler is not None:
            server.site("a.test", {"/robots.txt": handler})
        rules = () if handler is None else (f"*:80=127.0.0.1:{server.port}",)
        async with Client(policy_for(connect_to=rules, **changes), FakeClock()) as client:
            robots = Robots(client, AGENT, obey=obey)
            permitted = list(await asyncio.gather(*(robots.permits(f"http://a.test{path}") for path in paths)))
            return permitted, await robots.permits_crawling("http://a.test/"), len(server.requests)


def text(rules: str) -> Handler:
    return answer(rules, kind="text/plain")


async def test_rules_are_read_once_and_followed() -> None:
    rules = text("User-agent: *\nDisallow: /no\nAllow: /no/but\n")
    assert await ask(rules, "/", "/no", "/no/1", "/no/but/1") == ([True, False, False, True], True, 1)


async def test_our_own_group_comes_before_that_for_all() -> None:
    rules = text("User-agent: *\nDisallow: /\n\nUser-agent: govwatch\nDisallow: /private\n")
    assert (await ask(rules, "/", "/private/x"))[0] == [True, False]


async def test_rules_bind_nobody_who_does_not_obey() -> None:
    assert await ask(text("User-agent: *\nDisallow: /"), "/", obey=False) == ([True], True, 0)


@pytest.mark.parametrize("handler", [status(404), status(403), status(401), reset, never, None])
async def test_without_rules_everything_is_allowed(handler: Handler | None) -> None:
    permitted, crawling, _ = await ask(handler, "/x", **(IMPATIENT if handler is never else {}))
    assert (permitted, crawling) == ([True], True)


@pytest.mark.parametrize("code", [500, 502, 503, 521, 429])
async def test_rules_out_of_order_forbid_crawling_but_not_asking(code: int) -> None:
    permitted, crawling, _ = await ask(status(code), "/x")
    assert (permitted, crawling) == ([True], False)


async def test_rules_are_followed_through_redirects() -> None:
    async with Server() as server:
        server.site("a.test", {"/robots.txt": redirect("http://b.test/r.txt")})
        server.site("b.test", {"/r.txt": text("User-agent: *\nDisallow: /no")})
        async with Client(policy_for(server), FakeClock()) as client:
            assert not await Robots(client, AGENT, obey=True).permits("http://a.test/no")


async def test_only_the_first_half_megabyte_counts() -> None:
    rules = text("User-agent: *\nDisallow: /early\n" + "# long\n" * 80_000 + "Disallow: /late\n")
    assert (await ask(rules, "/early", "/late"))[0] == [False, True]


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00", b"\0" * 5000, "\ufeffUser-agent: *\nDisallow: /x".encode(), b"<html>404</html>" * 100]
)
async def test_odd_bytes_are_read_for_what_they_say(body: bytes) -> None:
    permitted, crawling, _ = await ask(answer(body), "/x", "/y")
    assert (permitted, crawling) == ([b"Disallow" not in body, True], True)


@pytest.mark.parametrize(("delay", "slept"), [("2", 2), ("100000", 60), ("-1", 0), ("nan", 0), ("x", 0)])
async def test_the_crawl_delay_is_kept(delay: str, slept: float) -> None:
    clock = FakeClock()
    async with Server() as server, Client(policy_for(server), clock) as client:
        server.site("a.test", {"/robots.txt": text(f"User-agent: *\nCrawl-delay: {delay}\n")})
        await Robots(client, AGENT, obey=True).permits("http://a.test/")
        await client.fetch("http://a.test/1")
        before = clock.passed
        await client.fetch("http://a.test/2")
    assert clock.passed - before == pytest.approx(slept, abs=0.01)
