"""Every way a server can misbehave has an outcome of its own, and no page beside it comes to harm."""

import asyncio
from typing import Any

import pytest

from monitor.look.looking import Looking
from tests.misbehaving import MISCONDUCT, Handler, Server, answer, html, page
from tests.monitor.look.helpers import FakeClock, policy_for, subject

HOST = "www.city.test"
PROSE = "<p>关于做好政务公开工作的通知，请各单位认真贯彻执行。</p>" * 12

STATED = {
    "/never": "timeout",
    "/drip": "timeout",
    "/reset": "reset",
    "/close": "reset",
    "/drop-mid-body": "reset",
    "/broken-chunks": "malformed",
    "/cut-chunks": "reset",
    "/no-http": "malformed",
    "/bad-status": "malformed",
    "/loop": "redirect-loop",
    "/ping": "redirect-loop",
    "/no-location": "malformed",
    "/bad-location": "malformed",
    "/loopback": "skipped",
    "/loopback-number": "skipped",
    "/loopback-v6": "skipped",
    "/metadata": "skipped",
    "/flood": "ok",
    "/bomb": "ok",
    "/not-gzip": "malformed",
    "/many-headers": "malformed",
    "/huge-header": "malformed",
    "/cookies": "ok",
    "/binary": "ok",
    "/wrong-charset": "ok",
    "/deep": "ok",
    "/attributes": "ok",
    "/less-than": "ok",
    "/million-links": "ok",
}


def shapes() -> dict[str, Handler]:
    """Pages that are answered properly and are hostile in themselves."""
    cookies = tuple(("Set-Cookie", f"c{n}={'x' * 1000}") for n in range(60))
    return {
        "/bomb": answer_bomb(),
        "/cookies": answer(html("cookies", PROSE), headers=cookies),
        "/many-headers": answer(html("many"), headers=tuple((f"X-{n}", "a") for n in range(10_000))),
        "/binary": answer(bytes(range(256)) * 400, kind="text/html"),
        "/wrong-charset": answer(html("错", PROSE).encode("gb18030"), kind="text/html; charset=utf-8"),
        "/deep": page("deep", "<div>" * 100_000 + PROSE),
        "/attributes": page("attributes", "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">" + PROSE),
        "/less-than": page("less", PROSE + "<" * 1_000_000),
        "/million-links": page("links", PROSE + "<a href=/x>x</a>" * 300_000),
    }


def answer_bomb() -> Handler:
    from tests.misbehaving import bomb  # noqa: PLC0415  # it packs 100 MB, which only this test has a use for

    return bomb()


async def looked_at() -> tuple[dict[str, str], int]:
    hostile = {**MISCONDUCT, **shapes()}
    site: dict[str, Any] = {path: hostile[path] for path in STATED}
    friends = {f"/friend/{n}.html": PROSE for n in range(10)}
    site |= friends | {"/x": PROSE, "/pong": MISCONDUCT["/pong"]}
    site["/"] = PROSE + "".join(f'<a href="{path}">{path}</a>' for path in (*STATED, *friends))
    home = subject(f"http://{HOST}/")
    async with Server() as server:
        server.site(HOST, site)
        policy = policy_for(server, total=3.0, body=3_000_000)
        async with Looking(policy, FakeClock()) as looking:
            look = await looking.origin(HOST, (home,), lambda *_: None)
    survey = look.targets[home.id].survey
    outcomes = {link.url.removeprefix(f"http://{HOST}"): str(link.outcome) for link in survey.links}
    return outcomes, sum(outcomes[path] == "ok" for path in friends)


@pytest.mark.long
def test_each_has_its_outcome_and_the_others_are_read() -> None:
    outcomes, friends = asyncio.run(looked_at())
    assert {path: outcomes[path] for path in STATED} == STATED
    assert friends == 10
