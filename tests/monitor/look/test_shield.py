"""A protection device before many hosts is one note, and no fault of any of them."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from checks.vocabulary import LinkOutcome
from monitor.look.client import Client
from monitor.look.guard import AddressInfo
from monitor.look.message import Answer
from monitor.look.policy import Limits, Manners, Network, Policy
from monitor.look.shield import FIRST_REST, MANY, SUSPECTED, Shields
from tests.misbehaving import Server, answer, page
from tests.monitor.look.helpers import FakeClock

ADDRESS = "192.0.2.1"
GOOD, REFUSED = Answer(200), Answer(failure=LinkOutcome.REFUSED, connected=False)
FORBIDDEN = Answer(403)


def heard(shields: Shields, *answers: tuple[str, Answer]) -> list[float]:
    return [shields.heard(ADDRESS, host, one) for host, one in answers]


def test_hosts_that_refuse_together_are_shielded() -> None:
    clock = FakeClock()
    shields = Shields(clock)
    assert heard(shields, ("a", REFUSED), ("a", REFUSED), ("b", FORBIDDEN)) == [0, 0, 0]
    assert shields.suspected(ADDRESS) is None
    assert heard(shields, ("c", Answer(failure=LinkOutcome.TIMEOUT, connected=False))) == [FIRST_REST]
    suspected = shields.suspected(ADDRESS)
    assert suspected is not None
    assert suspected.failure is LinkOutcome.BLOCKED
    assert suspected.detail == f"{SUSPECTED}: 3 hosts of {ADDRESS} refuse together"
    assert shields.met == {ADDRESS: frozenset("abc")}


def test_one_answer_in_between_and_nothing_is_suspected() -> None:
    shields = Shields(FakeClock())
    for host in "abcdef":
        assert heard(shields, (host, REFUSED), (host + "2", REFUSED), ("www", GOOD)) == [0, 0, 0]
    assert not shields.met


def test_other_faults_say_nothing_of_a_device() -> None:
    shields = Shields(FakeClock())
    for host in "abcdef":
        heard(shields, (host, Answer(404)), (host, Answer(500)), (host, Answer(failure=LinkOutcome.DNS)))
        heard(shields, (host, Answer(failure=LinkOutcome.TIMEOUT)))  # connected, and then slow
    assert not shields.met


def test_it_is_asked_again_later_and_later_until_it_answers() -> None:
    clock = FakeClock()
    shields = Shields(clock)
    heard(shields, *((host, REFUSED) for host in "abc"))
    for rest in (FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST):
        assert shields.suspected(ADDRESS) is not None
        assert heard(shields, ("d", REFUSED)) == [0]  # was under way when the others were refused
        clock.passed += rest
        assert shields.suspected(ADDRESS) is None
        assert heard(shields, ("a", REFUSED)) == [2 * rest]
    clock.passed += 8 * FIRST_REST
    heard(shields, ("a", GOOD))
    assert heard(shields, ("b", REFUSED)) == [0]


def test_an_address_that_is_not_known_is_nobodys() -> None:
    shields = Shields(FakeClock())
    assert [shields.heard("", host, REFUSED) for host in "abcd"] == [0] * 4


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as one:
        yield one


def client_of(server: Server, addresses: dict[str, str]) -> Client:
    async def lookup(host: str, _port: int) -> list[AddressInfo]:
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (addresses[host], server.port))]

    policy = Policy(Manners(rate=1e6, confirm_after=0), Limits(), Network(allow_private=("127.0.0.0/8",)))
    return Client(policy, FakeClock(), lookup)


async def test_forty_hosts_behind_a_device_are_blocked_and_asked_no_more(server: Server) -> None:
    hosts = [f"www.county{number}.gov.cn" for number in range(40)]
    for host in hosts:
        server.site(host, {"/": answer("访问被拦截", 403)})
    server.site("www.other.gov.cn", {"/": page("首页", "")})
    addresses = dict.fromkeys(hosts, "127.0.0.1") | {"www.other.gov.cn": "127.0.0.1"}
    async with client_of(server, addresses) as client:
        outcomes = [await client.fetch(f"http://{host}:{server.port}/") for host in hosts]
        assert {one.outcome for one in outcomes} == {LinkOutcome.BLOCKED}
        assert sum(one.detail.startswith(SUSPECTED) for one in outcomes) == 40 - (MANY - 1)
        assert len(server.requests) == MANY
        assert list(client.shields.met) == ["127.0.0.1"]


async def test_hosts_of_one_dead_machine_are_no_forty_faults() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.close()
    hosts = [f"www.county{number}.gov.cn" for number in range(12)]

    async def lookup(host: str, _port: int) -> list[AddressInfo]:
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", port))]

    policy = Policy(Manners(rate=1e6), Limits(), Network(allow_private=("127.0.0.0/8",)))
    async with Client(policy, FakeClock(), lookup) as client:
        outcomes = [(await client.fetch(f"http://{host}:{port}/")).outcome for host in hosts]
        again = [(await client.fetch(f"http://{host}:{port}/")).outcome for host in hosts]
    assert outcomes[: MANY - 1] == [LinkOutcome.REFUSED] * (MANY - 1)
    assert set(outcomes[MANY - 1 :]) == {LinkOutcome.BLOCKED}
    assert set(again) == {LinkOutcome.BLOCKED}  # the second look, by which is judged, accuses nobody


async def test_dns_is_asked_once_for_a_host_and_its_connection(server: Server) -> None:
    asked: list[str] = []

    async def lookup(host: str, _port: int) -> list[AddressInfo]:
        asked.append(host)
        await asyncio.sleep(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", 443))]

    server.site("www.x.gov.cn", {"/": page("首页", "")})
    policy = Policy(Manners(rate=1e6), Limits(), Network(allow_private=("127.0.0.0/8",)))
    async with Client(policy, FakeClock(), lookup) as client:
        assert (await client.fetch(f"http://www.x.gov.cn:{server.port}/")).outcome is LinkOutcome.OK
    assert asked == ["www.x.gov.cn"]


async def test_a_rule_of_the_settings_says_nothing_of_who_stands_behind() -> None:
    policy = Policy(network=Network(connect_to=("*:80=127.0.0.1:1",)))
    async with Client(policy, FakeClock()) as client:
        assert await client.addresses.backend("www.x.gov.cn") == ""
        assert await client.addresses.backend("192.0.2.7") == "192.0.2.7"
