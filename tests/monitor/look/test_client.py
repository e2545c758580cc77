import asyncio
import socket
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.evidence import Response
from checks.vocabulary import LinkOutcome
from monitor.look.client import Client
from monitor.look.guard import AddressInfo
from monitor.look.message import Body
from tests.misbehaving import MISCONDUCT, Server, answer, bomb, html, in_turn, page, raw, redirect, status
from tests.monitor.look.helpers import AS_OF, IMPATIENT, FakeClock, policy_for


@asynccontextmanager
async def visiting(**changes: Any) -> AsyncIterator[tuple[Server, Client]]:
    async with Server() as server, Client(policy_for(server, **changes), FakeClock()) as client:
        yield server, client


async def fetch(path: str, **changes: Any) -> Response:
    async with visiting(**changes) as (_, client):
        return await client.fetch(f"http://bad.test{path}")


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/never", "timeout"),
        ("/drip", "timeout"),
        ("/reset", "reset"),
        ("/close", "reset"),
        ("/drop-mid-body", "reset"),
        ("/wrong-length", "reset"),
        ("/cut-chunks", "reset"),
        ("/negative-length", "ok"),
        ("/two-lengths", "malformed"),
        ("/broken-chunks", "malformed"),
        ("/no-http", "malformed"),
        ("/bad-status", "malformed"),
        ("/status-600", "malformed"),
        ("/bad-header", "ok"),
        ("/long-content", "ok"),
        ("/same-lengths", "ok"),
        ("/no-last-chunk", "ok"),
        ("/length-and-chunks", "ok"),
        ("/lower-case-http", "ok"),
        ("/spaced-header", "ok"),
        ("/huge-header", "malformed"),
        ("/many-headers", "ok"),
        ("/not-gzip", "malformed"),
        ("/no-location", "malformed"),
        ("/bad-location", "malformed"),
        ("/brotli", "skipped"),
        ("/app-location", "skipped"),
        ("/loopback", "skipped"),
        ("/loopback-number", "skipped"),
        ("/loopback-v6", "skipped"),
        ("/metadata", "skipped"),
        ("/loop", "redirect-loop"),
        ("/ping", "redirect-loop"),
        ("/long-header", "ok"),
        ("/latin-header", "ok"),
        ("/no-type", "ok"),
        ("/empty", "ok"),
        ("/nul", "ok"),
        ("/flood", "ok"),
        ("/utf-8-coding", "ok"),
        ("/cut-gzip", "ok"),
        ("/204", "ok"),
        ("/204-with-content", "ok"),
        ("/404", "not-found"),
        ("/410", "gone"),
        ("/401", "blocked"),
        ("/403", "blocked"),
        ("/412", "blocked"),
        ("/521", "blocked"),
        ("/999", "blocked"),
        ("/400", "client-error"),
        ("/418", "client-error"),
        ("/500", "server-error"),
        ("/502", "server-error"),
        ("/503", "server-error"),
    ],
)
async def test_outcome_of_every_misconduct(path: str, outcome: str) -> None:
    response = await fetch(path, body=100_000, **(IMPATIENT if outcome == "timeout" else {}))
    assert response.outcome == LinkOutcome(outcome), response.detail
    assert response.url == f"http://bad.test{path}"
    assert response.at is not None


async def test_no_misconduct_raises() -> None:
    async with visiting(body=100_000, concurrency=20, **IMPATIENT) as (_, client):
        responses = await asyncio.gather(*(client.fetch(f"http://bad.test{path}") for path in MISCONDUCT))
    assert [response.url for response in responses] == [f"http://bad.test{path}" for path in MISCONDUCT]


@given(st.binary(max_size=300), st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\nLocation: "]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_raise(noise: bytes, start: bytes) -> None:
    async def visit() -> Response:
        async with visiting(**IMPATIENT) as (server, client):
            server.site("noise.test", {"*": raw(start + noise)})
            return await client.fetch("http://noise.test/")

    assert isinstance(asyncio.run(visit()), Response)


@given(st.text(max_size=30), st.sampled_from(["http://", "https://a.gov.cn/", "http://a.gov.cn?", "//"]))
@settings(max_examples=60, deadline=None)
def test_no_address_raises(text: str, front: str) -> None:
    async def nothing(host: str, port: int) -> list[AddressInfo]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    async def visit() -> Response:
        async with Client(policy_for(), FakeClock(), nothing) as client:
            return await client.fetch(front + text)

    assert asyncio.run(visit()).outcome in {LinkOutcome.DNS, LinkOutcome.MALFORMED, LinkOutcome.SKIPPED}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/gzip", b"gzip"),
        ("/deflate", b"deflate"),
        ("/raw-deflate", b"raw"),
        ("/two-members", b"<title>two members</title>"),
        ("/utf-8-coding", b"coding"),
        ("/gbk", "通知".encode("gb18030")),
    ],
)
async def test_content_is_decoded(path: str, text: bytes) -> None:
    assert text in (await fetch(path)).body


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_a_bomb_costs_no_more_than_a_page(coding: str) -> None:
    async with visiting(body=1_000_000, total=20) as (server, client):
        server.site("bomb.test", {"/": bomb(coding)})
        tracemalloc.start()
        response = await client.fetch("http://bomb.test/")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (len(response.body), response.truncated) == (1_000_000, True)
    assert peak < 10_000_000


async def test_content_is_cut_at_the_limit() -> None:
    whole, cut = await fetch("/gbk", body=5000), await fetch("/gbk", body=20)
    assert (len(whole.body), whole.truncated) == (len(whole.body), False)
    assert (cut.body, cut.truncated) == (whole.body[:20], True)


async def test_content_that_is_no_page_is_not_read() -> None:
    async with visiting() as (server, client):
        server.site("a.test", {"/x.pdf": answer(b"%PDF", kind="application/pdf"), "/": page("home")})
        pdf = await client.fetch("http://a.test/x.pdf", body=Body.HTML)
        home = await client.fetch("http://a.test/", body=Body.HTML)
    assert (pdf.outcome, pdf.body) == (LinkOutcome.OK, b"")
    assert b"home" in home.body


async def test_headers_keep_order_and_repeats_in_lower_case() -> None:
    async with visiting() as (server, client):
        server.site("a.test", {"/": answer("", headers=(("X-B", "1"), ("X-A", "2"), ("X-B", "3")))})
        response = await client.fetch("http://a.test/")
    assert [pair for pair in response.headers if pair[0].startswith("x-")] == [("x-b", "1"), ("x-a", "2"), ("x-b", "3")]


async def test_redirects_are_followed_and_remembered() -> None:
    async with visiting() as (server, client):
        server.site("a.test", {"/": redirect("/b"), "/b": redirect("http://c.test/d#e", 308)})
        server.site("c.test", {"/d": page("end")})
        response = await client.fetch("http://a.test/")
    assert response.outcome is LinkOutcome.REDIRECTED
    assert response.hops == ("http://a.test/", "http://a.test/b")
    assert response.final_url == "http://c.test/d"
    assert b"end" in response.body


async def test_a_redirect_to_what_fails_fails() -> None:
    async with visiting() as (server, client):
        server.site("a.test", {"/": redirect("/gone")})
        response = await client.fetch("http://a.test/")
    assert (response.outcome, response.status, response.final_url) == (LinkOutcome.NOT_FOUND, 404, "http://a.test/gone")


@pytest.mark.parametrize(("steps", "outcome"), [(3, LinkOutcome.REDIRECTED), (4, LinkOutcome.REDIRECT_LOOP)])
async def test_redirects_have_a_limit(steps: int, outcome: LinkOutcome) -> None:
    async with visiting(redirects=3) as (server, client):
        server.site("a.test", {f"/{n}": redirect(f"/{n + 1}") for n in range(steps)} | {f"/{steps}": page("end")})
        assert (await client.fetch("http://a.test/0")).outcome is outcome


@pytest.mark.parametrize("location", ["/通知", "/通知".encode("gb18030").decode("latin-1")])
async def test_a_redirect_to_raw_bytes_reaches_the_same_bytes(location: str) -> None:
    wire = location if location.isascii() or "通" not in location else location.encode().decode("latin-1")
    async with visiting() as (server, client):
        server.site("a.test", {"/": redirect(wire), "*": page("there")})
        response = await client.fetch("http://a.test/")
        escaped = "".join(f"%{byte:02X}" for byte in wire.encode("latin-1")[1:])
    assert response.final_url == f"http://a.test/{escaped}"
    assert response.outcome is LinkOutcome.REDIRECTED


async def test_user_names_and_fragments_are_never_sent() -> None:
    async with visiting() as (server, client):
        server.site("a.test", {"/": redirect("http://other:secret@a.test/b#c"), "/b": page("b")})
        response = await client.fetch("http://user:secret@a.test/#top")
    assert server.asked() == ["GET /", "GET /b"]
    assert not any("authorization" in request.headers for request in server.requests)
    assert "secret" not in repr(response)


async def test_cookies_live_as_long_as_one_visit() -> None:
    async with visiting() as (server, client):
        door = in_turn(redirect("/", Set_Cookie="id=1; Path=/; HttpOnly"), page("in"))
        server.site("a.test", {"/": door})
        first = await client.fetch("http://a.test/")
        await client.fetch("http://a.test/")
    assert first.outcome is LinkOutcome.REDIRECTED
    assert [request.headers.get("cookie") for request in server.requests] == [None, "id=1", None]


async def test_cookies_stay_with_their_host() -> None:
    async with visiting() as (server, client):
        server.site("a.test", {"/": redirect("http://b.test/", Set_Cookie="id=1")})
        server.site("b.test", {"/": page("b")})
        await client.fetch("http://a.test/")
    assert "cookie" not in server.requests[-1].headers


async def test_says_who_asks_and_takes_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    async with visiting() as (server, client):
        response = await client.fetch("http://bad.test/gzip", headers={"Accept": "application/json"})
    assert response.outcome is LinkOutcome.OK
    sent = server.requests[0].headers
    assert sent["user-agent"].startswith("Govwatch/")
    assert (sent["accept"], sent["accept-encoding"], sent["host"]) == ("application/json", "gzip, deflate", "bad.test")


async def test_the_gate_is_asked_for_every_hop() -> None:
    asked = []

    async def gate(url: str) -> bool:
        asked.append(url)
        return not url.endswith("/secret")

    async with visiting() as (server, client):
        server.site("a.test", {"/": redirect("/secret"), "/secret": page("secret")})
        response = await client.fetch("http://a.test/", gate=gate)
    assert (response.outcome, response.body) == (LinkOutcome.SKIPPED, b"")
    assert asked == ["http://a.test/", "http://a.test/secret"]
    assert server.asked() == ["GET /"]


@pytest.mark.parametrize("url", ["", "mailto:a@b", "http://[bad", "http://", "javascript:void(0)", "http://a\ud800/"])
async def test_what_is_no_address_is_malformed(url: str) -> None:
    async with visiting() as (_, client):
        assert (await client.fetch(url)).outcome is LinkOutcome.MALFORMED


async def test_a_name_without_address_is_dns() -> None:
    async with Client(policy_for(), FakeClock()) as client:
        response = await client.fetch("http://nowhere.test/")
    assert response.outcome is LinkOutcome.DNS


async def test_a_closed_port_is_refused_and_a_dead_host_is_not_asked_for_ever() -> None:
    async with Server() as server:
        port = server.port
    clock = FakeClock()
    async with Client(policy_for(connect_to=(f"*:80=127.0.0.1:{port}",), confirm_after=20), clock) as client:
        responses = [await client.fetch(f"http://dead.test/{n}") for n in range(5)]
        clock.passed += 21
        later = await client.fetch("http://dead.test/later")
    assert {response.outcome for response in responses} == {LinkOutcome.REFUSED}
    assert ["not asked" in response.detail for response in responses] == [False, False, False, True, True]
    assert "not asked" not in later.detail


async def test_another_port_of_a_dead_host_is_asked() -> None:
    async with Server() as dead:
        port = dead.port
    async with Server() as alive:
        rules = (f"*:80=127.0.0.1:{port}", f"*:81=127.0.0.1:{alive.port}")
        async with Client(policy_for(connect_to=rules), FakeClock()) as client:
            for _ in range(4):
                await client.fetch("http://half.test/")
            assert (await client.fetch("http://half.test:81/gzip")).outcome is LinkOutcome.OK


@pytest.mark.parametrize("code", [429, 503])
async def test_a_host_that_asks_for_rest_gets_it_and_is_asked_once_more(code: int) -> None:
    clock = FakeClock()
    async with Server() as server, Client(policy_for(server), clock) as client:
        server.site("busy.test", {"/": in_turn(status(code, Retry_After="30"), page("here"))})
        response = await client.fetch("http://busy.test/")
    assert response.outcome is LinkOutcome.OK
    assert clock.passed == pytest.approx(30, abs=0.1)
    assert len(server.requests) == 2


@pytest.mark.parametrize("asked", ["3600", "Tue, 24 Nov 2026 01:00:00 GMT"])
async def test_a_host_that_asks_for_too_much_rest_is_left_alone(asked: str) -> None:
    clock = FakeClock()
    async with Server() as server, Client(policy_for(server), clock) as client:
        server.site("busy.test", {"*": status(429, Retry_After=asked)})
        responses = [await client.fetch(f"http://busy.test/{n}") for n in range(3)]
    assert {response.outcome for response in responses} == {LinkOutcome.RATE_LIMITED}
    assert len(server.requests) == 1
    assert clock.passed < 1


async def test_a_site_out_of_order_stays_a_server_error_and_is_not_waited_for_every_time() -> None:
    clock = FakeClock()
    async with Server() as server, Client(policy_for(server), clock) as client:
        server.site("down.test", {"*": status(503, Retry_After="3600")})
        responses = [await client.fetch(f"http://down.test/{n}") for n in range(10)]
    assert {response.outcome for response in responses} == {LinkOutcome.SERVER_ERROR}
    assert clock.passed <= 121


async def test_a_503_without_wish_is_not_asked_again() -> None:
    async with visiting() as (server, client):
        assert (await client.fetch("http://bad.test/503")).outcome is LinkOutcome.SERVER_ERROR
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("code", "body", "headers"),
    [
        (202, "<html><script src='/abc.js'></script></html>", ()),
        (202, "", ()),
        (200, "<script>$_ts=window['$_ts'];</script><noscript></noscript>", ()),
        (200, "<html><script>var arg1='1F';document.cookie='acw_sc__v2='+x</script></html>", ()),
        (405, "<img src='//errors.aliyun.com/images/x.png'><p>您的请求可能存在威胁</p>", ()),
        (503, "<p>Just a moment</p>" * 100, (("CF-Mitigated", "challenge"),)),
    ],
)
async def test_the_page_of_a_protection_device_is_no_answer_of_the_site(
    code: int, body: str, headers: tuple[tuple[str, str], ...]
) -> None:
    async with visiting() as (server, client):
        server.site("guarded.test", {"/": answer(body, code, headers=headers)})
        assert (await client.fetch("http://guarded.test/")).outcome is LinkOutcome.BLOCKED


@pytest.mark.parametrize(
    ("code", "body", "outcome"),
    [
        (200, html("通知", "<script>var acw_sc__v2;</script>" + "关于做好政务公开工作的通知。" * 20), LinkOutcome.OK),
        (200, "<script src='/app.js'></script>", LinkOutcome.OK),
        (202, html("通知", "<script></script>" + "关于做好政务公开工作的通知。" * 20), LinkOutcome.OK),
        (405, "Method Not Allowed", LinkOutcome.CLIENT_ERROR),
        (200, "<script" * 10_000, LinkOutcome.OK),
        (200, "<script>" + "<" * 90_000, LinkOutcome.OK),
    ],
)
async def test_a_page_of_the_site_is_not_taken_for_a_challenge(code: int, body: str, outcome: LinkOutcome) -> None:
    async with visiting() as (server, client):
        server.site("a.test", {"/": answer(body, code)})
        assert (await client.fetch("http://a.test/")).outcome is outcome


async def test_waiting_for_a_turn_is_not_the_hosts_slowness() -> None:
    clock = FakeClock()
    async with Server() as server, Client(policy_for(server, rate=0.1), clock) as client:
        responses = [await client.fetch("http://bad.test/gzip") for _ in range(3)]
    assert clock.passed == pytest.approx(20)
    assert {response.seconds for response in responses} == {0.0}
    assert responses[2].at is not None
    assert (responses[2].at - AS_OF).total_seconds() == pytest.approx(10, abs=0.1)


async def test_the_time_limit_holds_over_all_hops() -> None:
    clock = FakeClock()

    def hop(to: str) -> Any:
        async def handle(request: Any, writer: Any) -> None:
            clock.passed += 0.2
            await redirect(to)(request, writer)

        return handle

    async with Server() as server, Client(policy_for(server, total=0.5, redirects=50), clock) as client:
        server.site("slow.test", {f"/{n}": hop(f"/{n + 1}") for n in range(40)})
        response = await client.fetch("http://slow.test/0")
    assert response.outcome is LinkOutcome.TIMEOUT
    assert len(response.hops) < 6
