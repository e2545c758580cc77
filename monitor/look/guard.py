"""Which addresses may be reached: nothing but the public internet, unless the settings name more.

A register row, a link or a redirect can name any address, also one inside our own network. The guard stands where a
socket is opened, behind names, numbers and redirects alike, so that no way of writing an address passes it.
"""

import errno
import ipaddress
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address
from typing import TypeAlias

from checks.errors import ToldError

Address: TypeAlias = IPv4Address | IPv6Address
AddressRange: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
AddressInfo: TypeAlias = tuple[
    int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[str, int] | tuple[str, int, int, int]
]
"""What ``getaddrinfo`` gives for one address."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")  # all that is handed out of IPv6 for the public internet
_WRONGLY_GLOBAL = (  # ``is_global`` of Python 3.11 says yes to these
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv4Network("192.88.99.0/24"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
    ipaddress.IPv6Network("3fff::/20"),
)


class NetworkRuleError(ToldError, ValueError):
    """A rule of the ``[network]`` settings cannot be used. The message names it."""


class AddressNotAllowedError(OSError):
    """The guard refuses the address. ``EACCES``, so that whatever handles a failed connection can handle it."""

    def __init__(self, address: str) -> None:
        super().__init__(
            errno.EACCES, f"the address {address} is not a public one; [network] allow_private can admit it"
        )


class Guard:
    """Says which addresses may be reached, and opens sockets to no others.

    ``allow_private``: further ranges (CIDR) to let through. ``named``: pairs of address and port that an operator
    wrote down as the place to connect to. Raises :class:`NetworkRuleError` for a range that is none.
    """

    def __init__(self, allow_private: Iterable[str] = (), named: Iterable[tuple[str, int]] = ()) -> None:
        self._ranges = tuple(_range(text) for text in allow_private)
        self._named = frozenset((ipaddress.ip_address(address), port) for address, port in named)

    def allows(self, address: str) -> bool:
        """Whether a name or a URL may lead to this numeric address. A zone (``%eth0``) is ignored."""
        try:
            outer = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return all(self._admits(inner) for inner in _unwrapped(outer))

    def check(self, address: str) -> None:
        """Raise :class:`AddressNotAllowedError` unless :meth:`allows`."""
        if not self.allows(address):
            raise AddressNotAllowedError(address)

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """A socket for that address, not yet connected; the ``socket_factory`` of an aiohttp connector."""
        family, kind, protocol, _, (address, port, *_) = info
        if not self._is_named(address, port):
            self.check(address)
        return socket.socket(family=family, type=kind, proto=protocol)

    def _is_named(self, address: str, port: int) -> bool:
        return bool(self._named) and (ipaddress.ip_address(address.partition("%")[0]), port) in self._named

    def _admits(self, address: Address) -> bool:
        if any(address in known for known in self._ranges):
            return True
        if any(address in known for known in _WRONGLY_GLOBAL) or address.is_multicast or not address.is_global:
            return False
        return address.version == 4 or address in _UNICAST_V6


def _unwrapped(address: Address) -> tuple[Address, ...]:
    """The IPv4 addresses that an IPv6 address carries, all of which must be allowed; else the address itself."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address,)


def _range(text: str) -> AddressRange:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise NetworkRuleError(f"[network] allow_private 中的“{text}”不是地址段：应写成 10.0.0.0/8 的样子") from None
