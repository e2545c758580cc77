"""Whether a host can be had over IPv6: its AAAA records, and one visit over them, where we have a line to IPv6."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv6Address
from typing import TypeAlias

from checks.evidence import Ipv6, Probe, Transport
from checks.vocabulary import Reason
from monitor.look.addresses import is_literal
from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.guard import AddressInfo
from monitor.look.message import Body
from monitor.look.policy import Policy
from monitor.look.robots import Robots

Records: TypeAlias = Callable[[str], Awaitable[Sequence[str]]]
"""Asks DNS for the AAAA records of a host: none, or raises ``OSError`` when DNS gave no answer."""

_SOMEWHERE = "2001:db8::1"  # RFC 3849: an address of nobody; no packet is sent to it
_RESERVED = (".test", ".invalid")
_NOT_THERE = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5), getattr(socket, "EAI_ADDRFAMILY", -9)})


class Ipv6Probe:
    """Probes hosts over IPv6. ``records`` replaces DNS in tests, ``has_line`` says whether we have IPv6 ourselves."""

    def __init__(
        self,
        policy: Policy,
        clock: Clock,
        client: Client,
        robots: Robots,
        records: Records | None = None,
        has_line: Callable[[str], bool] | None = None,
    ) -> None:
        self._policy = policy
        self._clock = clock
        self._client = client
        self._robots = robots
        self._records = records or _aaaa
        self._has_line = has_line or has_line_to

    async def probe(self, transport: Transport) -> Ipv6:
        """Look at a host whose ``transport`` was looked at just now. Never raises for anything a host does."""
        host, port = transport.host, 443 if transport.https.outcome.is_good else 80
        try:
            addresses = await self._addresses(host, port)
        except OSError:
            return Ipv6(host, reason=Reason.UNREACHABLE)
        if addresses is None or not self._has_line(next(iter(addresses), _SOMEWHERE)):
            return Ipv6(host, addresses or (), reason=Reason.NO_IPV6)
        if transport.plain is None and not transport.https.outcome.is_good:
            return Ipv6(host, addresses, reason=Reason.UNREACHABLE)  # what does not open at all is said elsewhere
        if not addresses:
            return Ipv6(host)
        return Ipv6(host, addresses, await self._visit(host, port, addresses))

    async def _addresses(self, host: str, port: int) -> tuple[str, ...] | None:
        """The addresses of the host for IPv6, None where the settings lead elsewhere, which says nothing of them."""
        if (goal := self._client.addresses.mapped(host, port)) is not None:
            return (goal[0],) if ":" in goal[0] else None
        if is_literal(host) or host.endswith(_RESERVED):
            return None
        return tuple(await self._records(host))

    async def _visit(self, host: str, port: int, addresses: Sequence[str]) -> Probe:
        """One visit by a client that knows no other addresses of this host."""

        async def only_these(_host: str, asked: int) -> Sequence[AddressInfo]:
            return [_info(address, asked) for address in addresses]

        url = f"https://{host}/" if port == 443 else f"http://{host}/"
        async with Client(self._policy, self._clock, only_these) as client:
            response = await client.fetch(url, verify=False, body=Body.NONE, gate=self._robots.permits)
        at = response.at or self._clock.now()
        status = response.status or (302 if response.hops else 0)  # led elsewhere: this host did answer
        return Probe(at, url, response.outcome, status, response.seconds, response.detail)


def has_line_to(address: str) -> bool:
    """Whether this machine has a route to an address. Nothing is sent."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as opened:
            opened.connect((address, 443))
    except OSError:
        return False
    return True


async def _aaaa(host: str) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, family=socket.AF_INET6, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in _NOT_THERE:
            return ()
        raise
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, "the name is not one that DNS can hold") from error
    addresses = dict.fromkeys(str(info[4][0]) for info in found)
    return [one for one in addresses if IPv6Address(one).ipv4_mapped is None]


def _info(address: str, port: int) -> AddressInfo:
    return (socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port, 0, 0))
