"""The made-up city 云溪市, served on loopback: a few sites and accounts with known faults, for the demo and the tests.

Everything in it lies under names reserved for tests, so that nothing of it can reach a real host. ``truth.toml`` lists
what is wrong; :mod:`monitor.demo.truth` compares that with what a scan says.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from aiohttp import web

from monitor.demo.certificates import Authority
from monitor.demo.hosts import build_hosts
from monitor.demo.plan import CityError
from monitor.demo.replies import Host, Reply
from monitor.demo.truth import load_truth

REGISTER = Path(__file__).with_name("register.csv")
"""The register of the city's office, in the form that ``govwatch registry import`` reads."""

_SECONDS_TO_CLOSE = 1.0


class City:
    """The city as it is on the day of ``as_of``. ``async with`` serves it; the rules and the CA hold until the end.

    ``repaired`` names faults of ``truth.toml`` that are no longer there. ``connect_to`` are the rules of
    ``[network] connect_to`` that lead every host of the city to its servers; a host that is down is led to a closed
    port, and a host whose name is gone has no rule. ``ca_file`` holds the city's root certificate (PEM). ``truth`` is
    what is still wrong. Raises :class:`CityError` for a naive ``as_of``, a fault that cannot be repaired, or an
    address that is not loopback.
    """

    connect_to: tuple[str, ...]
    ca_file: Path

    def __init__(self, as_of: datetime, *, repaired: Collection[str] = (), address: str = "127.0.0.1") -> None:
        self._address = _loopback(address)
        if as_of.tzinfo is None:
            raise CityError("the day of the made-up city needs a time zone: it was given a naive datetime")
        self.truth = load_truth().without(repaired)
        self.hosts = build_hosts(as_of, frozenset(repaired))
        self._authority = Authority(as_of)
        self._closing = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            folder = stack.enter_context(TemporaryDirectory(prefix="govwatch-city-"))
            self.ca_file = Path(folder, "city-ca.pem")
            self._authority.write(self.ca_file)
            closed, plain, secure = (self._bind(stack) for _ in range(3))
            await self._serve(stack, plain, secure)
            self.connect_to = tuple(self._rules(_port(closed), _port(plain), _port(secure)))
            self._closing = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._closing.aclose()

    def _bind(self, stack: AsyncExitStack) -> socket.socket:
        """A port of our own. As long as nobody listens on it, connections are refused."""
        family = socket.AF_INET6 if ":" in self._address else socket.AF_INET
        bound = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
        bound.bind((self._address, 0))
        return bound

    async def _serve(self, stack: AsyncExitStack, plain: socket.socket, secure: socket.socket) -> None:
        runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=_SECONDS_TO_CLOSE)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, plain).start()
        await web.SockSite(runner, secure, ssl_context=self._authority.context(self.hosts)).start()

    def _rules(self, closed: int, plain: int, secure: int) -> list[str]:
        address = f"[{self._address}]" if ":" in self._address else self._address
        return [
            f"{host.name}:{asked}={address}:{closed if host.down else port}"
            for host in self.hosts.values()
            for asked, port in ((80, plain), (443, secure))
        ]

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        host = self.hosts.get(_name(request))
        if host is None:
            return web.Response(status=421, text="no such host in the made-up city")
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        reply = _reply(host, request)
        await asyncio.sleep(reply.seconds)
        return _response(reply, host.headers if request.secure else {})


def _reply(host: Host, request: web.BaseRequest) -> Reply:
    if request.secure or host.plain:
        return host.answer(request.raw_path)
    return Reply(b"", status=301, location=f"https://{host.name}{request.raw_path}")


def _response(reply: Reply, extra: Mapping[str, str]) -> web.Response:
    headers = {"Content-Type": reply.content_type, "Server": "nginx", **extra}
    if reply.location:
        headers["Location"] = reply.location
    return web.Response(status=reply.status, body=reply.body, headers=headers)


def _name(request: web.BaseRequest) -> str:
    return request.host.rpartition(":")[0].lower() if ":" in request.host else request.host.lower()


def _port(bound: socket.socket) -> int:
    return int(bound.getsockname()[1])


def _loopback(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        raise CityError(f"the made-up city is served on a loopback address: {address!r} is no address") from None
    if not parsed.is_loopback:
        raise CityError(
            f"the made-up city is served on loopback only, for its names belong to no one: not on {address}"
        )
    return str(parsed)
