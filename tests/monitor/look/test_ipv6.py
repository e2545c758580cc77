"""Looking over IPv6, on loopback: AAAA records, a line of ours, and one visit that can go no other way."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence

import pytest

from checks.evidence import Ipv6, Landing, Probe, Transport
from checks.vocabulary import LinkOutcome, Reason
from monitor.look.client import Client
from monitor.look.ipv6 import Ipv6Probe, has_line_to
from monitor.look.policy import Policy
from monitor.look.robots import Robots
from tests.monitor.look.helpers import AS_OF, FakeClock, policy_for

HOST = "www.yunxi.example"


@pytest.fixture
async def six() -> AsyncIterator[int]:
    """The port of a server on ::1."""
    if not has_line_to("::1"):
        pytest.skip("this machine has no IPv6, not even loopback")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "::1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def looked(
    policy: Policy, records: Sequence[str] | OSError, *, line: bool = True, https: LinkOutcome = LinkOutcome.OK
) -> Ipv6:
    async def asked(_host: str) -> Sequence[str]:
        if isinstance(records, OSError):
            raise records
        return records

    clock = FakeClock()
    async with Client(policy, clock) as client:
        robots = Robots(client, "Govwatch", obey=False)
        probe = Ipv6Probe(policy, clock, client, robots, asked, lambda _address: line)
        return await probe.probe(Transport(HOST, 443, Probe(AS_OF, f"https://{HOST}/", https)))


async def test_an_answer_over_ipv6_is_one(six: int) -> None:
    policy = policy_for(connect_to=(f"{HOST}:80=[::1]:{six}",))
    clock = FakeClock()
    async with Client(policy, clock) as client:
        probe = Ipv6Probe(policy, clock, client, Robots(client, "Govwatch", obey=False))
        down = Probe(AS_OF, f"https://{HOST}/", LinkOutcome.REFUSED)
        plain = await client.fetch(f"http://{HOST}/")
        seen = await probe.probe(Transport(HOST, 443, down, plain=Landing(plain)))
    assert seen.probe is not None
    assert (seen.probe.outcome, seen.probe.status) == (LinkOutcome.OK, 200)


async def test_an_address_that_takes_no_connection_gives_no_answer() -> None:
    policy = policy_for(allow_private=("::1/128",))
    seen = await looked(policy, ["::1"])  # nobody listens on port 443 there
    assert seen.probe is not None
    assert seen.probe.outcome.is_broken


@pytest.mark.parametrize(
    ("records", "line", "https", "reason"),
    [
        ([], True, LinkOutcome.OK, None),
        ([], False, LinkOutcome.OK, Reason.NO_IPV6),
        (["2001:db8::7"], False, LinkOutcome.OK, Reason.NO_IPV6),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), True, LinkOutcome.OK, Reason.UNREACHABLE),
        ([], True, LinkOutcome.TIMEOUT, Reason.UNREACHABLE),
    ],
)
async def test_what_cannot_be_said(
    records: Sequence[str] | OSError, line: bool, https: LinkOutcome, reason: Reason | None
) -> None:
    seen = await looked(policy_for(), records, line=line, https=https)
    assert (seen.reason, seen.probe) == (reason, None)


async def test_a_host_that_the_settings_lead_to_ipv4_says_nothing_of_itself() -> None:
    seen = await looked(policy_for(connect_to=(f"{HOST}:443=127.0.0.1:1",)), ["2001:db8::7"])
    assert seen.reason is Reason.NO_IPV6
