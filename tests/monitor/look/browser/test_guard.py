"""Whatever a page tries, no request of the browser reaches an address that the guard forbids."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from checks.evidence import Rendered
from checks.vocabulary import LinkOutcome
from monitor.look.browser.pool import Pool
from monitor.look.guard import AddressInfo
from tests.monitor.look.browser.helpers import Say, needs_browser, on_one_loop, served, until, visited

pytestmark = [needs_browser, on_one_loop]

HOST = "site.example.test"


def tries(port: int) -> dict[str, str]:
    """Pieces of a page, each of which would reach the forbidden server if nothing stood in its way."""
    names = {
        "localhost": "localhost", "literal": "127.0.0.1", "other-literal": "127.9.9.9", "v6": "[::1]",
        "mapped": "[::ffff:127.0.0.1]", "number": "2130706433", "hex": "0x7f000001", "short": "127.1",
        "octal": "0177.0.0.1", "zero": "0", "name": "evil.localhost",
    }  # fmt: skip
    images = {name: f'<img src="http://{host}:{port}/{name}">' for name, host in names.items()}
    local = f"127.0.0.1:{port}"
    return images | {
        "redirected": '<img src="/away">',
        "rebound": f'<img src="http://rebound.example.com:{port}/rebound">',
        "frame": f'<iframe src="http://{local}/frame"></iframe>',
        "fetch": f'<script>fetch("http://{local}/fetch", {{mode: "no-cors"}})</script>',
        "data": f"<iframe src=\"data:text/html,<img src='http://{local}/data'>\"></iframe>",
        "worker": "<script>new Worker('/worker.js')</script>",
        "websocket": f'<script>new WebSocket("ws://{local}/websocket")</script>',
        "beacon": f'<script>navigator.sendBeacon("http://{local}/beacon", "x")</script>',
        "ping": f'<a id=ping ping="http://{local}/ping" href="#x"></a><script>document.getElementById("ping").click()'
        "</script>",
        "prefetch": f'<link rel="prefetch" href="http://{local}/prefetch"><link rel="preconnect" href="http://{local}">'
        f'<link rel="dns-prefetch" href="//127.0.0.1"><link rel="dns-prefetch" href="//prefetched.example.com">',
        "file": '<iframe src="file:///etc/hostname"></iframe>',
        "popup": f'<script>window.open("http://{local}/popup")</script>',
        "service-worker": "<script>navigator.serviceWorker && navigator.serviceWorker.register('/worker.js?service')"
        "</script>",
        "webtransport": f'<script>try {{ new WebTransport("https://{local}/") }} catch {{}}</script>',
        "webrtc": "<iframe id=f srcdoc=''></iframe><script>"
        "for (const w of [window, document.getElementById('f').contentWindow]) {"
        f"try {{ const c = new w.RTCPeerConnection({{iceServers: [{{urls: 'stun:{local}'}}]}});"
        "c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o)) } catch {} }</script>",
    }


OPEN_TO = (
    "localhost", "literal", "number", "hex", "short", "octal", "name", "redirected", "rebound", "frame", "fetch",
    "data", "worker", "websocket",
)  # fmt: skip
"""The tries that reach the server as soon as the office allows its address: they are no dead letters."""


class Forbidden(asyncio.DatagramProtocol):
    """A server that nobody may reach: what came over TCP, by path, and over UDP, to the same port."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.packets: list[bytes] = []
        self.looked_up: list[str] = []
        self.port = 0

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002  asyncio's
        self.packets.append(data)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.read(4096)).split(b" ")
        self.reached.append(head[1].decode("latin-1").strip("/") if len(head) > 1 else "")
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        writer.close()

    async def names(self, host: str, _port: int) -> Sequence[AddressInfo]:
        self.looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", self.port))]


@asynccontextmanager
async def forbidden() -> AsyncIterator[Forbidden]:
    one = Forbidden()
    server = await asyncio.start_server(one.answer, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    udp, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: one, local_addr=("127.0.0.1", one.port))
    try:
        yield one
    finally:
        udp.close()
        server.close()


async def shown_beside(one: Forbidden, pool: Pool, site_answers: Mapping[str, str | Say], *allowed: str) -> Rendered:
    """The page with all tries, shown while the forbidden server listens."""
    async with (
        served(site_answers) as site,
        visited(f"{HOST}:80=127.0.0.1:{site.port}", pool=pool, lookup=one.names, allow_private=allowed) as visit,
    ):
        seen = await visit.render(f"http://{HOST}/", thorough=True)
        assert f"{HOST}/away" in site.asked
        assert f"{HOST}/worker.js" in site.asked
    return seen


def answers(port: int) -> dict[str, str | Say]:
    page = f"<!doctype html><title>页面</title><body><p>内容</p>{''.join(tries(port).values())}"

    def away(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": f"http://127.0.0.1:{port}/redirected"})

    def worker(request: web.BaseRequest) -> web.StreamResponse:
        name = "service-worker" if request.rel_url.query else "worker"
        said = f'fetch("http://127.0.0.1:{port}/{name}", {{mode: "no-cors"}})'
        return web.Response(text=said, content_type="text/javascript")

    return {"/": page, "/away": away, "/worker.js": worker}


async def test_nothing_gets_past_the_guard(pool: Pool) -> None:
    async with forbidden() as one:
        seen = await shown_beside(one, pool, answers(one.port))
    assert (one.reached, one.packets) == ([], [])
    assert "prefetched.example.com" not in one.looked_up
    assert seen.outcome is LinkOutcome.OK
    assert seen.page is not None
    assert "内容" in seen.page.text
    said = json.dumps(seen.blocked, ensure_ascii=False)
    assert f"127.0.0.1:{one.port}" in said
    assert "rebound.example.com" in said


async def test_the_same_page_reaches_an_address_that_the_office_allows(pool: Pool) -> None:
    """Else the test above would prove nothing."""
    async with forbidden() as one:
        await shown_beside(one, pool, answers(one.port), "127.0.0.0/8")
        await until(lambda: set(OPEN_TO) <= set(one.reached))
    never = {"beacon", "ping", "file", "service-worker"}
    assert never & set(one.reached) == set()
    assert one.packets == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:1080/", "http://localhost:1080/", "http://[::1]:1080/"])
async def test_a_page_at_a_forbidden_address_is_not_opened(pool: Pool, url: str) -> None:
    async with visited(pool=pool) as visit:
        seen = await visit.render(url)
    assert (seen.outcome, seen.page) == (LinkOutcome.SKIPPED, None)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:text/html,x", "chrome://version", "javascript:1"])
async def test_what_is_not_of_the_web_is_not_opened(pool: Pool, url: str) -> None:
    async with visited(pool=pool) as visit:
        seen = await visit.render(url)
    assert (seen.outcome, seen.page) == (LinkOutcome.MALFORMED, None)


async def test_a_page_that_leads_to_a_forbidden_address_is_left_where_it_is(pool: Pool) -> None:
    leads = '<!doctype html><body>此处<script>location = "http://127.0.0.1:1080/"</script>'
    async with served({"/": leads}) as site, visited(f"{HOST}:80=127.0.0.1:{site.port}", pool=pool) as visit:
        seen = await visit.render(f"http://{HOST}/")
    assert seen.outcome is LinkOutcome.SKIPPED
