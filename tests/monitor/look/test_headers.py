"""The header probe over loopback: what it asks a host, what it brings, and when it says that it saw nothing."""

from pathlib import Path
from typing import Any

import pytest

from checks.evidence import HostHeaders, ScriptTag
from checks.vocabulary import Reason
from monitor.look.headers import FOREIGN
from monitor.look.looking import Looking
from tests.misbehaving import MISCONDUCT, Handler, Server, answer, page, redirect, reset, status
from tests.monitor.look.certificates import YESTERDAY, Authority
from tests.monitor.look.helpers import FakeClock, policy_for

HOST = "www.city.test"
OTHER = "other.city.test"
HOME = page("home", '<script src="/a.js" integrity="sha384-x"></script>', '<meta name="referrer" content="origin">')
LEADING = {"/": redirect(f"https://{HOST}/")}


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def look(
    authority: Authority, secure: dict[str, Handler] | None, plain: dict[str, Handler] | None = LEADING, **changes: Any
) -> tuple[HostHeaders, list[str]]:
    """What is seen, and what the host was asked beside robots.txt. A server whose pages are None is not there."""
    async with Server() as http, Server(authority.context) as https, Server() as gone:
        rules = []
        for port, server, pages in ((80, http, plain), (443, https, secure)):
            for host in (HOST, OTHER):
                server.site(host, pages or {})
            rules.append(f"*:{port}=127.0.0.1:{gone.port if pages is None else server.port}")
        await gone.__aexit__()
        policy = policy_for(connect_to=tuple(rules), ca_file=authority.ca_file, total=5, connect=5, **changes)
        async with Looking(policy, FakeClock()) as looking:
            seen = await looking.headers(await looking.transport(HOST))
        asked = [f"{scheme} {line}" for scheme, server in (("http", http), ("https", https)) for line in server.asked()]
        assert all("origin" not in one.headers for one in http.requests if secure is not None)
        return seen, [line for line in asked if "robots" not in line]


def good(authority: Authority) -> Authority:
    for host in (HOST, OTHER):
        authority.show(host, authority.issue(host))
    return authority


async def test_a_host_that_leads_to_https_is_asked_once_more_than_for_its_transport(authority: Authority) -> None:
    seen, asked = await look(good(authority), {"/": HOME})
    assert asked == ["http GET /", "https GET /", "https GET /"]
    assert seen.secure is not None
    assert seen.plain is not None
    assert (seen.secure.chain, seen.secure.verified) == ((f"https://{HOST}/",), True)
    assert (seen.plain.chain, seen.plain.verified) == ((f"http://{HOST}/", f"https://{HOST}/"), True)
    assert seen.page.scripts == (ScriptTag("/a.js", "sha384-x"),)
    assert (seen.page.referrer, seen.reason, seen.preloaded) == ("origin", None, frozenset())


async def test_a_host_without_https_is_judged_by_its_plain_page(authority: Authority) -> None:
    seen, asked = await look(authority, None, {"/": HOME})
    assert asked == ["http GET /", "http GET /"]
    assert (seen.secure, seen.judged) == (None, seen.plain)
    assert seen.page.scripts == (ScriptTag("/a.js", "sha384-x"),)


async def test_a_host_without_http(authority: Authority) -> None:
    seen, asked = await look(good(authority), {"/": HOME}, None)
    assert asked == ["https GET /"]
    assert seen.plain is None
    assert seen.secure is not None


@pytest.mark.parametrize("ends", [YESTERDAY, None])
async def test_a_bad_certificate_is_overlooked_and_remembered(authority: Authority, ends: Any) -> None:
    if ends is None:
        authority.show_self_signed(HOST)
    else:
        authority.show(HOST, authority.issue(HOST, ends=ends))
    seen, _ = await look(authority, {"/": HOME})
    assert seen.secure is not None
    assert seen.plain is not None
    assert (seen.secure.verified, seen.plain.verified) == (False, False)
    assert seen.page.scripts
    assert seen.reason is None


async def test_the_look_comes_from_elsewhere_and_takes_all_cookies_along(authority: Authority) -> None:
    async def shared(request: Any, writer: Any) -> None:
        granted = (("Access-Control-Allow-Origin", request.headers.get("origin", "")), ("Set-Cookie", "b=2"))
        await answer("<p>home", headers=granted)(request, writer)

    hop = answer("", 302, headers=(("Location", f"https://{OTHER}/home"), ("Set-Cookie", "a=1; Secure")))
    seen, _ = await look(good(authority), {"/": hop, "/home": shared})
    assert seen.foreign is not None
    assert seen.foreign.header("access-control-allow-origin") == FOREIGN
    assert seen.foreign.cookies == ((f"https://{HOST}/", "a=1; Secure"), (f"https://{OTHER}/home", "b=2"))


@pytest.mark.parametrize(
    ("secure", "plain", "reason"),
    [
        (None, None, Reason.UNREACHABLE),
        ({"/": status(403)}, LEADING, Reason.BLOCKED),
        ({"/": status(404)}, LEADING, Reason.UNREACHABLE),
        ({"/": redirect("/")}, LEADING, Reason.UNREACHABLE),
        ({"/": reset}, LEADING, Reason.UNREACHABLE),
        ({"/": HOME}, {"/": status(412)}, Reason.BLOCKED),
        ({"/": HOME, "/robots.txt": answer("User-agent: *\nDisallow: /")}, LEADING, Reason.ROBOTS),
        ({"/": redirect("http://10.0.0.1/")}, {"/": HOME}, Reason.NOT_REACHED),
    ],
)
async def test_what_does_not_open_or_is_refused_to_us_was_not_seen(
    authority: Authority, secure: dict[str, Handler] | None, plain: dict[str, Handler] | None, reason: Reason
) -> None:
    robots = (secure or {}).get("/robots.txt")
    plain = {**plain, "/robots.txt": robots} if plain is not None and robots else plain
    seen, _ = await look(good(authority), secure, plain)
    assert seen == HostHeaders(HOST, reason=reason)


@pytest.mark.parametrize("path", ["/many-headers", "/huge-header", "/gbk", "/nul", "/flood", "/spaced-header", "/204"])
async def test_no_answer_is_too_strange(authority: Authority, path: str) -> None:
    seen, _ = await look(good(authority), {"/": MISCONDUCT[path]}, body=100_000)
    assert seen.host == HOST


async def test_cookies_without_end_are_cut(authority: Authority) -> None:
    many = answer("<p>home", headers=tuple(("Set-Cookie", f"c{number}={'x' * 5000}") for number in range(80)))
    seen, _ = await look(good(authority), {"/": many})
    assert seen.foreign is not None
    assert len(seen.foreign.cookies) == 50
    assert {len(value) for _, value in seen.foreign.cookies} == {4096}
