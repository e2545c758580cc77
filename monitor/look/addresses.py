"""From host and port to the addresses to connect to: rules of the settings first, then DNS, then the guard."""

import asyncio
import ipaddress
import re
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.look.guard import AddressInfo, Guard, NetworkRuleError
from monitor.look.once import Once
from monitor.look.policy import Network

Lookup: TypeAlias = Callable[[str, int], Awaitable[Sequence[AddressInfo]]]
"""Asks DNS for the addresses of a host. Raises ``OSError`` when there are none."""

_RESERVED = (".test", ".invalid")  # RFC 6761: names that no DNS knows
_FRESH = 30.0  # seconds for which an answer of DNS serves the connection that it was asked for
_LOOKUPS_AT_ONCE = 32  # a dead name server holds a thread for many seconds
_SIDE = re.compile(r"(\[[^\]]*\]|[^\[\]:]+):(\d{1,5}|\*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """Requests to ``host:port`` go to ``address:to``. ``host`` may be ``*``; ``port`` is 0 for any."""

    host: str
    port: int
    address: str
    to: int

    def fits(self, host: str, port: int) -> bool:
        """Whether requests to that host and port go by this rule."""
        return self.host in ("*", host) and self.port in (0, port)


def parse_rule(text: str) -> Rule:
    """Read ``HOST:PORT=ADDRESS:PORT``; host and first port may be ``*``. Raises :class:`NetworkRuleError`."""
    left, _, right = text.replace(" ", "").partition("=")
    asked, goal = _SIDE.fullmatch(left), _SIDE.fullmatch(right)
    if asked is None or goal is None or goal[2] == "*":
        raise _bad_rule(text, "应写成 www.example.gov.cn:443=127.0.0.1:18443 或 *:80=127.0.0.1:18080")
    try:
        address = str(ipaddress.ip_address(goal[1].strip("[]")))
    except ValueError:
        raise _bad_rule(text, f"{goal[1]} 不是数字地址") from None
    host = asked[1].strip("[]").lower().rstrip(".")
    return Rule(host, _port(text, asked[2]), address, _port(text, goal[2]))


def _port(rule: str, text: str) -> int:
    if text == "*":
        return 0
    if not 0 < int(text) < 65536:
        raise _bad_rule(rule, f"{text} 不是端口号")
    return int(text)


def _bad_rule(text: str, why: str) -> NetworkRuleError:
    return NetworkRuleError(f"[network] connect_to 中的“{text}”不能用：{why}")


class Addresses:
    """Finds the addresses of watched hosts, and opens sockets only to those the guard lets through.

    ``lookup`` is DNS unless a test says otherwise. Raises :class:`NetworkRuleError` for settings that cannot be used.
    """

    def __init__(self, network: Network, lookup: Lookup | None = None) -> None:
        self._rules = tuple(parse_rule(text) for text in network.connect_to)
        self.guard = Guard(network.allow_private, ((rule.address, rule.to) for rule in self._rules))
        self._threads = ThreadPoolExecutor(_LOOKUPS_AT_ONCE, thread_name_prefix="dns")
        self._lookup = lookup or self._ask_dns
        self._backends: Once[str, str] = Once()
        self._answers: dict[str, tuple[float, Sequence[AddressInfo] | OSError]] = {}

    def mapped(self, host: str, port: int) -> tuple[str, int] | None:
        """Where the first rule that fits sends requests for that host and port, or None."""
        name = host.lower().rstrip(".")
        return next(((rule.address, rule.to) for rule in self._rules if rule.fits(name, port)), None)

    async def find(self, host: str, port: int) -> list[AddressInfo]:
        """The addresses to connect to, in order.

        Raises ``socket.gaierror`` when the host has none and :class:`AddressNotAllowedError` when it has only such as
        the guard refuses. A numeric host is guarded as written, before any rule is applied.
        """
        literal = is_literal(host)
        if literal:
            self.guard.check(host.strip("[]"))
        if (goal := self.mapped(host.strip("[]"), port)) is not None:
            return [_info(*goal)]
        if literal:
            return [_info(host.strip("[]"), port)]
        if host.lower().rstrip(".").endswith(_RESERVED):
            raise socket.gaierror(socket.EAI_NONAME, "the name is reserved for tests and stands in no DNS")
        return self._allowed(list(await self._looked_up(host, port)))

    async def backend(self, host: str) -> str:
        """The address behind a host, by which hosts of one machine know each other; empty when there is none.

        An address that a rule names is a stand-in, and says nothing of who stands behind one machine.
        """
        if (known := self._backends.done.get(host)) is not None:
            return known
        if is_literal(host):
            return host.strip("[]")
        return await self._backends.get(host, lambda: self._backend(host))

    async def _backend(self, host: str) -> str:
        if any(rule.host in ("*", host.lower().rstrip(".")) for rule in self._rules):
            return ""
        if host.lower().rstrip(".").endswith(_RESERVED):
            return ""
        answer: Sequence[AddressInfo] | OSError
        try:
            answer = await self._lookup(host, 443)
        except OSError as error:
            answer = error
        self._answers[host] = (time.monotonic(), answer)  # what comes next is the connection: DNS is not asked twice
        return "" if isinstance(answer, OSError) else min((info[4][0] for info in answer), default="")

    async def _looked_up(self, host: str, port: int) -> Sequence[AddressInfo]:
        when, answer = self._answers.pop(host, (0.0, ()))
        if time.monotonic() - when > _FRESH:
            return await self._lookup(host, port)
        if isinstance(answer, OSError):
            raise answer
        return [_info(info[4][0], port) for info in answer]

    async def connect(self, host: str, port: int) -> socket.socket:
        """A socket connected to the first address of the host that takes a connection. Raises ``OSError``."""
        failure: OSError = ConnectionRefusedError("the host has no address")
        for info in await self.find(host, port):
            try:
                return await self._connected(info)
            except OSError as error:
                failure = error
        raise failure

    async def _connected(self, info: AddressInfo) -> socket.socket:
        opened = self.guard.open_socket(info)
        try:
            opened.setblocking(False)
            await asyncio.get_running_loop().sock_connect(opened, info[4])
        except BaseException:
            opened.close()
            raise
        return opened

    def _allowed(self, found: Sequence[AddressInfo]) -> list[AddressInfo]:
        allowed = [info for info in found if self.guard.allows(info[4][0])]
        if not allowed and found:
            self.guard.check(found[0][4][0])
        return allowed

    async def _ask_dns(self, host: str, port: int) -> Sequence[AddressInfo]:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, _getaddrinfo, host, port)
        except UnicodeError as error:  # a label that no name server would accept
            raise socket.gaierror(socket.EAI_NONAME, "the name is not one that DNS can hold") from error

    def close(self) -> None:
        """Let the threads that ask DNS end."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Resolver(AbstractResolver):
    """What aiohttp asks for the addresses of a named host."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of ``host``; see :meth:`Addresses.find`."""
        return [
            ResolveResult(hostname=host, host=info[4][0], port=info[4][1], family=info[0], proto=info[2], flags=0)
            for info in await self._addresses.find(host, port)
            if family in (socket.AF_UNSPEC, info[0])
        ]

    async def close(self) -> None:
        """Nothing to close: the addresses belong to whoever made them."""


@lru_cache(maxsize=4096)
def is_literal(host: str) -> bool:
    """Whether the host of a URL is a numeric address, in brackets or not."""
    if ":" not in host and not host[-1:].isdigit():  # to find out by failing takes a hundred times as long
        return False
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _getaddrinfo(host: str, port: int) -> Sequence[AddressInfo]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [_info(str(address[0]), port) for *_, address in found]


def _info(address: str, port: int) -> AddressInfo:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port))
