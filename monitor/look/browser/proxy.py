"""The way of the browser into the net: a proxy in our own process, behind the address guard.

A browser resolves names and opens sockets by itself, where no guard of ours stands. So it is started in a way that it
can reach nothing but this proxy, which finds addresses as every other request of ours does: rules of ``connect_to``
first, then DNS, then the guard, and connects to what was guarded. What leads through it is only bytes: TLS is between
the browser and the site.
"""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from checks.vocabulary import LinkOutcome
from monitor.look.addresses import Addresses
from monitor.look.browser.wire import HOP, RefusedError, authority, goal_of, read_head, request_head, say, shut
from monitor.look.guard import AddressNotAllowedError
from monitor.look.outcomes import outcome_of_error

log = logging.getLogger(__name__)

_HEAD = 65_536  # bytes of a request's or an answer's head
_PIECE = 65_536
_FORBIDDEN_PORTS = frozenset({0, 22, 25, 53, 110, 143, 465, 587, 993, 995})  # no web server listens there
_IDLE = 60.0  # seconds without a byte after which a connection is given up
_IDLE_ENOUGH = 0.5  # seconds without a byte after which a connection makes room for another to the same host
_LOOK_AROUND = 0.05


@dataclass(frozen=True, slots=True)
class ProxyLimits:
    """What may pass: seconds to connect, connections to one host at once, bytes from all hosts together."""

    connect: float = 10.0
    per_host: int = 4
    body: int = 50_000_000


@dataclass(slots=True)
class Passed:
    """What has gone through a proxy: bytes that came back, hosts that were reached, and what was refused and why.

    ``outcomes`` say of hosts that were not reached what became of the last attempt.
    """

    received: int = 0
    hosts: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    outcomes: dict[str, LinkOutcome] = field(default_factory=dict)

    def refuse(self, what: str, why: str) -> None:
        """Write a refusal down, as far as there is room."""
        if len(self.refused) < 100:
            self.refused.append(f"{what}：{why}"[:300])


@dataclass(slots=True, eq=False)
class _Tunnel:
    """A connection to a host: who serves it, and when a byte last came or went."""

    task: asyncio.Task[None]
    touched: float


class Proxy:
    """An HTTP proxy on a loopback port. ``async with`` opens it; one proxy serves the browser's visit to one site.

    ``addresses`` is None for a proxy that lets nothing through at all.
    """

    def __init__(self, addresses: Addresses | None, limits: ProxyLimits | None = None) -> None:
        self._addresses = addresses
        self._limits = limits or ProxyLimits()
        self._server: asyncio.Server | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._tunnels: dict[str, list[_Tunnel]] = {}
        self.passed = Passed()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in list(self._under_way):
            task.cancel()
        if self._under_way:
            await asyncio.wait(list(self._under_way), timeout=5)

    @property
    def url(self) -> str:
        """Where the browser finds it."""
        if self._server is None:
            raise RuntimeError("the proxy is used before it is opened")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    # -- one connection of the browser ---------------------------------------------------------------------------------

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
        try:
            await self._serve(reader, writer)
        except asyncio.CancelledError:  # the proxy is closed
            pass
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            log.debug("a connection of the browser ended: %s", error)
        finally:
            if task is not None:
                self._under_way.discard(task)
            await shut(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_IDLE):
            head = await reader.readuntil(b"\r\n\r\n")
        method, goal, headers = read_head(head)
        try:
            host, port, path = goal_of(method, goal)
        except RefusedError as refusal:
            self.passed.refuse(goal, str(refusal))
            await say(writer, 400)
            return
        async with self._place(host) as tunnel:
            await self._lead(method, goal, (host, port, path), headers, reader, writer, tunnel)

    @asynccontextmanager
    async def _place(self, host: str) -> AsyncIterator[_Tunnel]:
        """One of the places for connections to a host. A browser keeps connections for later: an idle one makes room.

        Waiting looks around now and then, since being idle is nothing that happens at a moment.
        """
        now = asyncio.get_running_loop().time
        tunnels = self._tunnels.setdefault(host, [])
        while len(tunnels) >= self._limits.per_host:
            oldest = min(tunnels, key=lambda one: one.touched)
            if now() - oldest.touched >= _IDLE_ENOUGH:
                oldest.task.cancel()
            await asyncio.sleep(_LOOK_AROUND)
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a proxy serves in tasks")
        tunnels.append(tunnel := _Tunnel(task, now()))
        try:
            yield tunnel
        finally:
            tunnels.remove(tunnel)

    async def _lead(
        self,
        method: str,
        goal: str,
        place: tuple[str, int, str],
        headers: list[tuple[str, str]],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        tunnel: _Tunnel,
    ) -> None:
        host, port, path = place
        try:
            there, towards = await self._connect(host, port)
        except (RefusedError, AddressNotAllowedError) as refusal:
            self.passed.outcomes[host] = LinkOutcome.SKIPPED
            self.passed.refuse(goal, str(refusal) if isinstance(refusal, RefusedError) else "地址不是公网地址")
            await say(writer, 403)
            return
        except (OSError, TimeoutError) as failure:
            self.passed.outcomes[host] = outcome = outcome_of_error(failure)
            self.passed.refuse(goal, f"未能连接（{outcome}）")
            await say(writer, 504 if isinstance(failure, TimeoutError) else 502)
            return
        self.passed.hosts.add(host)
        try:
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                towards.write(request_head(method, path, authority(host, port), headers))
                await self._pass_answer_head(there, writer)
            await self._both_ways((reader, writer), (there, towards), tunnel)
        finally:
            await shut(towards)

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._addresses is None:
            raise RefusedError("不属于任何页面")
        if self.passed.received >= self._limits.body:
            raise RefusedError("超过本次查看的流量上限")
        if port in _FORBIDDEN_PORTS:
            raise RefusedError("不是网页的端口")
        async with asyncio.timeout(self._limits.connect):
            opened = await self._addresses.connect(host, port)
        try:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return await asyncio.open_connection(sock=opened)
        except BaseException:
            opened.close()
            raise

    async def _pass_answer_head(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The answer's head with a word that this connection ends with it, so that the next request names its host."""
        async with asyncio.timeout(_IDLE):
            head = await there.readuntil(b"\r\n\r\n")
        first, *rest = head[:-4].split(b"\r\n")
        kept = [line for line in rest if line.partition(b":")[0].strip().lower().decode("latin-1") not in HOP]
        writer.write(b"\r\n".join([first, *kept, b"Connection: close", b"", b""]))
        self.passed.received += len(head)

    async def _both_ways(
        self,
        near: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        far: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        tunnel: _Tunnel,
    ) -> None:
        back = asyncio.create_task(self._pump(far[0], near[1], tunnel, counted=True))
        forth = asyncio.create_task(self._pump(near[0], far[1], tunnel, counted=False))
        try:
            await asyncio.wait({back, forth}, return_when=asyncio.FIRST_COMPLETED)
            if not back.done():  # the browser may say no more and still listen
                await asyncio.wait({back}, timeout=_IDLE)
        finally:
            for task in (back, forth):
                task.cancel()
            await asyncio.gather(back, forth, return_exceptions=True)

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, tunnel: _Tunnel, *, counted: bool
    ) -> None:
        now = asyncio.get_running_loop().time
        with contextlib.suppress(OSError, TimeoutError):
            while True:
                async with asyncio.timeout(_IDLE):
                    data = await source.read(_PIECE)
                if not data:
                    break
                tunnel.touched = now()
                if counted:
                    self.passed.received += len(data)
                    if self.passed.received > self._limits.body:
                        self.passed.refuse("", "超过本次查看的流量上限")
                        break
                sink.write(data)
                await sink.drain()
