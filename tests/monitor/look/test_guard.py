import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.look.guard import AddressInfo, AddressNotAllowedError, Guard, NetworkRuleError


def info(address: str, port: int = 80) -> AddressInfo:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - never bound
        "0.1.2.3",
        "192.0.0.9",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "2002:7f00:1::",
        "2002:0a00:0001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "64:ff9b:1::808:808",
        "3fff::1",
        "2001:db8::1",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "100::1",
        "100:0:0:1::1",
        "5f00::1",
        "4000::1",
        "not an address",
        "",
    ],
)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not Guard().allows(address)
    with pytest.raises(AddressNotAllowedError, match="allow_private"):
        Guard().check(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "111.75.1.1",
        "2606:4700::1111",
        "240e::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_what_is_public_is_allowed(address: str) -> None:
    assert Guard().allows(address)


def test_ranges_of_the_settings_are_let_through_in_every_spelling() -> None:
    guard = Guard(["10.1.0.0/16", "fd00::/8", "127.0.0.1/32"])
    assert all(guard.allows(address) for address in ("10.1.2.3", "::ffff:10.1.2.3", "fd12::1", "127.0.0.1"))
    assert not any(guard.allows(address) for address in ("10.2.0.1", "127.0.0.2", "192.168.1.1", "::1"))


@pytest.mark.parametrize("text", ["10.0.0.0/33", "intranet", "", "10.0.0.1-10.0.0.9"])
def test_a_bad_range_is_named(text: str) -> None:
    with pytest.raises(NetworkRuleError, match="allow_private") as caught:
        Guard([text])
    assert f"“{text}”" in str(caught.value)


def test_no_socket_is_opened_to_a_refused_address() -> None:
    with pytest.raises(AddressNotAllowedError):
        Guard().open_socket(info("127.0.0.1"))
    with pytest.raises(AddressNotAllowedError):
        Guard().open_socket(info("::1"))
    Guard().open_socket(info("8.8.8.8")).close()


def test_a_named_address_is_allowed_at_its_port_alone_and_for_sockets_alone() -> None:
    guard = Guard(named=[("127.0.0.1", 18080)])
    guard.open_socket(info("127.0.0.1", 18080)).close()
    with pytest.raises(AddressNotAllowedError):
        guard.open_socket(info("127.0.0.1", 80))
    assert not guard.allows("127.0.0.1")


@given(st.ip_addresses(v=4))
def test_an_address_carried_inside_another_is_judged_by_itself(inner: ipaddress.IPv4Address) -> None:
    guard = Guard()
    value = int(inner)
    carriers = (
        ipaddress.IPv6Address((0xFFFF << 32) | value),
        ipaddress.IPv6Address((0x2002 << 112) | (value << 80)),
        ipaddress.IPv6Address((0x64FF9B << 96) | value),
    )
    assert {guard.allows(str(carrier)) for carrier in carriers} == {guard.allows(str(inner))}
