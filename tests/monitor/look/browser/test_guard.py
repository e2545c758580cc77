"""Whatever a page tries, no request of the browser reaches an address that the guard forbids."""

import asyncio
import json
import socket
from collections.abc import Sequence

import pytest
from aiohttp import web

from checks.vocabulary import LinkOutcome
from monitor.look.guard import AddressInfo
from tests.monitor.look.browser.helpers import Say, needs_browser, served, visited

pytestmark = needs_browser

HOST = "site.example.test"


def tries(port: int) -> dict[str, str]:
    """Pieces of a page, each of which would reach the forbidden server if nothing stood in its way."""
    names = {
        "localhost": "localhost", "literal": "127.0.0.1", "other literal": "127.9.9.9", "v6": "[::1]",
        "mapped": "[::ffff:127.0.0.1]", "number": "2130706433", "hex": "0x7f000001", "short": "127.1",
        "octal": "0177.0.0.1", "zero": "0", "name": "evil.localhost",
    }  # fmt: skip
    images = {name: f'<img src="http://{host}:{port}/{name.replace(" ", "")}">' for name, host in names.items()}
    local = f"127.0.0.1:{port}"
    return images | {
        "redirect": '<img src="/away">',
        "rebinding": f'<img src="http://rebound.example.com:{port}/rebound">',
        "frame": f'<iframe src="http://{local}/frame"></iframe>',
        "fetch": f'<script>fetch("http://{local}/fetch", {{mode: "no-cors"}})</script>',
        "beacon": f'<script>navigator.sendBeacon("http://{local}/beacon", "x")</script>',
        "websocket": f'<script>new WebSocket("ws://{local}/websocket")</script>',
        "prefetch": f'<link rel="dns-prefetch" href="//{local}"><link rel="preconnect" href="http://{local}">'
        f'<link rel="prefetch" href="http://{local}/prefetch">',
        "file": '<iframe src="file:///etc/hostname"></iframe>',
        "data": f"<iframe src=\"data:text/html,<img src='http://{local}/data'>\"></iframe>",
        "popup": f'<script>window.open("http://{local}/popup")</script>',
        "worker": "<script>new Worker('/worker.js')</script>",
        "service worker": "<script>navigator.serviceWorker && navigator.serviceWorker.register('/worker.js')</script>",
        "webtransport": f'<script>try {{ new WebTransport("https://{local}/") }} catch {{}}</script>',
    }


async def test_nothing_gets_past_the_guard() -> None:
    reached: list[str] = []

    async def forbidden(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append(str(await reader.read(100)))
        writer.close()

    async def names(host: str, port: int) -> Sequence[AddressInfo]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]

    server = await asyncio.start_server(forbidden, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    packets = Packets()
    udp, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: packets, local_addr=("127.0.0.1", 0))
    stun = udp.get_extra_info("sockname")[1]
    webrtc = (
        "<iframe id=f srcdoc=''></iframe>"
        "<script>for (const w of [window, document.getElementById('f').contentWindow]) {"
        f"try {{ const c = new w.RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{stun}'}}]}});"
        "c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o)) } catch {} }</script>"
    )
    pieces = tries(port)
    page = f"<!doctype html><title>页面</title><body><p>内容</p>{''.join(pieces.values())}{webrtc}"
    answers: dict[str, str | Say] = {
        "/": page,
        "/away": lambda _request: web.Response(status=302, headers={"Location": f"http://127.0.0.1:{port}/redirected"}),
        "/worker.js": lambda _request: web.Response(
            text=f'fetch("http://127.0.0.1:{port}/worker", {{mode: "no-cors"}})', content_type="text/javascript"
        ),
    }
    async with served(answers) as site, visited(f"{HOST}:80=127.0.0.1:{site.port}", lookup=names) as visit:
        seen = await visit.render(f"http://{HOST}/", thorough=True)
        assert seen.outcome is LinkOutcome.OK
        assert seen.page is not None
        assert "内容" in seen.page.text
        assert f"{HOST}/away" in site.asked
        assert f"{HOST}/worker.js" in site.asked
    assert reached == []
    assert packets.received == []
    said = json.dumps(seen.blocked, ensure_ascii=False)
    assert f"127.0.0.1:{port}" in said
    assert "rebound.example.com" in said
    udp.close()
    server.close()


class Packets(asyncio.DatagramProtocol):
    """Counts what reaches a UDP port."""

    def __init__(self) -> None:
        self.received: list[bytes] = []

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002  the signature is asyncio's
        self.received.append(data)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1080/", "http://localhost:1080/", "http://[::1]:1080/"])
async def test_a_page_at_a_forbidden_address_is_not_opened(url: str) -> None:
    async with visited() as visit:
        seen = await visit.render(url)
    assert (seen.outcome, seen.page) == (LinkOutcome.SKIPPED, None)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:text/html,x", "chrome://version", "javascript:1"])
async def test_what_is_not_of_the_web_is_not_opened(url: str) -> None:
    async with visited() as visit:
        seen = await visit.render(url)
    assert (seen.outcome, seen.page) == (LinkOutcome.MALFORMED, None)


async def test_a_page_that_leads_to_a_forbidden_address_is_left_where_it_is() -> None:
    leads = '<!doctype html><body>此处<script>location = "http://127.0.0.1:1080/"</script>'
    async with served({"/": leads}) as site, visited(f"{HOST}:80=127.0.0.1:{site.port}") as visit:
        seen = await visit.render(f"http://{HOST}/")
    assert seen.outcome is LinkOutcome.SKIPPED
