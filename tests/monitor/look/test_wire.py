"""What goes over the wire: the bytes of a request, the head of its answer, and which connections serve again."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
import pytest

from monitor.look.addresses import Addresses
from monitor.look.connector import Connector
from monitor.look.wire import Destination, Reply, Wire
from tests.misbehaving import Handler, Request, Server, answer, in_turn, never, page, raw, reset
from tests.monitor.look.helpers import FakeClock, policy_for

HOST = "www.city.test"
CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
ALWAYS = {"User-Agent": "Govwatch", "Accept": "text/html"}
SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def destination(origin: str = f"http://{HOST}") -> Destination:
    return Destination(origin, ALWAYS, CONTEXT)


@asynccontextmanager
async def wired(server: Server) -> AsyncIterator[Wire]:
    connector = Connector(Addresses(policy_for(server).network), FakeClock())
    yield Wire(connector, 10.0)
    await connector.close()


async def sent(wire: Wire, target: str, method: str = "GET", *, read: bool = True) -> tuple[int, bytes]:
    reply = await wire.send(destination(), method, target, {})
    content = await reply.content.read() if read else b""
    reply.connection.release()
    return reply.status, content


@pytest.mark.parametrize(
    ("origin", "host"),
    [("http://a.gov.cn", "a.gov.cn"), ("https://a.gov.cn:8443", "a.gov.cn:8443"), ("http://[::1]", "[::1]")],
)
async def test_a_request_as_it_is_sent(origin: str, host: str) -> None:
    place = destination(origin)
    assert place.message("GET", "/a?b=1", {}) == (
        f"GET /a?b=1 HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Govwatch\r\nAccept: text/html\r\n\r\n".encode()
    )


@pytest.mark.parametrize(
    ("headers", "lines"),
    [
        ({"Range": "bytes=0-9"}, "Accept: text/html\r\nRange: bytes=0-9\r\n"),
        ({"Accept": "*/*"}, "Accept: */*\r\n"),
        ({"Cookie": "名=值"}, "Accept: text/html\r\nCookie: 名=值\r\n"),
    ],
)
async def test_what_else_it_says(headers: Mapping[str, str], lines: str) -> None:
    message = destination().message("HEAD", "/", headers)
    assert message == f"HEAD / HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: Govwatch\r\n{lines}\r\n".encode()


@pytest.mark.parametrize("bad", ["a\r\nX: b", "a\nb", "a\0b", "a\x7f"])
async def test_nothing_can_end_a_line_of_it(bad: str) -> None:
    place = destination()
    for target, headers in ((bad, {}), ("/", {"Cookie": bad}), ("/", {bad: "a"})):
        with pytest.raises(ValueError, match="control character"):
            place.message("GET", target, headers)


async def test_an_origin_that_is_none() -> None:
    with pytest.raises(ValueError, match="ort"):
        destination("http://a.gov.cn:99999")


async def test_one_connection_serves_one_request_after_the_other() -> None:
    async with Server() as server, wired(server) as wire:
        server.site(HOST, {"/a": answer(b"one"), "/b": answer(b"two")})
        answers = [await sent(wire, "/a"), await sent(wire, "/b", "HEAD"), await sent(wire, "/b")]
    assert answers == [(200, b"one"), (200, b""), (200, b"two")]
    assert server.connections == 1


async def test_requests_at_once_have_connections_of_their_own() -> None:
    async with Server() as server, wired(server) as wire:
        server.site(HOST, {f"/{n}": answer(str(n)) for n in range(8)})
        answers = await asyncio.gather(*(sent(wire, f"/{n}") for n in range(8)))
    assert answers == [(200, str(n).encode()) for n in range(8)]


@pytest.mark.parametrize(
    "first",
    [
        raw(SHORT.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), close=False),
        raw(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", close=False),
        raw(SHORT + b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", close=False),
    ],
    ids=["told to close", "old", "an answer too many"],
)
async def test_a_connection_that_is_no_good_does_not_serve_again(first: Handler) -> None:
    async with Server() as server, wired(server) as wire:
        server.site(HOST, {"/a": first, "/b": answer(b"two")})
        assert await sent(wire, "/a") == (200, b"ok")
        assert await sent(wire, "/b") == (200, b"two")
    assert server.connections == 2


async def test_a_connection_with_content_on_it_does_not_serve_again() -> None:
    async with Server() as server, wired(server) as wire:
        server.site(HOST, {"/a": answer(b"x" * 1_000_000), "/b": answer(b"two")})
        assert await sent(wire, "/a", read=False) == (200, b"")
        assert await sent(wire, "/b") == (200, b"two")
    assert server.connections == 2


async def test_a_host_that_hung_up_is_asked_once_more() -> None:
    async with Server() as server, wired(server) as wire:
        server.site(HOST, {"/a": in_turn(reset, page("there")), "/b": in_turn(reset, reset, page("there"))})
        assert (await sent(wire, "/a"))[0] == 200
        with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
            await sent(wire, "/b")
    assert server.asked() == ["GET /a", "GET /a", "GET /b", "GET /b"]


async def test_what_comes_before_an_answer_is_passed_over() -> None:
    early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    async with Server() as server, wired(server) as wire:
        server.site(HOST, {"/": raw(early + SHORT, close=False)})
        assert await sent(wire, "/") == (200, b"ok")


async def test_what_is_no_answer_is_a_failure_and_closes() -> None:
    async with Server() as server, wired(server) as wire:
        server.site(HOST, {"/a": raw(b"SSH-2.0-OpenSSH_9.2p1\r\n", close=False), "/b": answer(b"two")})
        with pytest.raises(aiohttp.ClientResponseError):
            await sent(wire, "/a")
        assert await sent(wire, "/b") == (200, b"two")
    assert server.connections == 2


async def test_whoever_stops_waiting_leaves_no_connection_behind() -> None:
    async with Server() as server, wired(server) as wire:
        heard = asyncio.Event()

        async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
            heard.set()
            await never(request, writer)

        server.site(HOST, {"/a": answer(b"one"), "/never": silent})
        asking: asyncio.Task[Reply] = asyncio.create_task(wire.send(destination(), "GET", "/never", {}))
        await heard.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await sent(wire, "/a") == (200, b"one")
    assert server.connections == 2
