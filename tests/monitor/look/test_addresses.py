import ipaddress
import socket
from collections.abc import Sequence

import pytest

from checks.evidence import Response
from checks.vocabulary import LinkOutcome
from monitor.look.addresses import Addresses, Rule, is_literal, parse_rule
from monitor.look.client import Client
from monitor.look.guard import AddressInfo, AddressNotAllowedError, NetworkRuleError
from monitor.look.policy import Network
from tests.misbehaving import Server, redirect
from tests.monitor.look.helpers import FakeClock, policy_for
from tests.monitor.look.test_guard import info


class FakeDns:
    """Answers each question with the next of its answers, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[AddressInfo]:
        self.asked.append(host)
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [info(address, port) for address in found]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("*:80=127.0.0.1:18080", Rule("*", 80, "127.0.0.1", 18080)),
        ("WWW.City.gov.cn:443 = 10.0.0.1:8443", Rule("www.city.gov.cn", 443, "10.0.0.1", 8443)),
        ("*:*=[::1]:80", Rule("*", 0, "::1", 80)),
        ("[2001:db8::1]:80=127.0.0.1:80", Rule("2001:db8::1", 80, "127.0.0.1", 80)),
    ],
)
def test_rules_are_read(text: str, rule: Rule) -> None:
    assert parse_rule(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a=b",
        "a:80=b:80",
        "*:80=127.0.0.1",
        "80=127.0.0.1:80",
        "a:0=127.0.0.1:80",
        "a:80=127.0.0.1:99999",
        "a:80=127.0.0.1:*",
        "a:x=127.0.0.1:80",
        "a:80=127.0.0.1:80=c:80",
        "*:80=::1:80",
        "a:80=300.0.0.1:80",
    ],
)
def test_a_bad_rule_is_named(text: str) -> None:
    with pytest.raises(NetworkRuleError, match="connect_to") as caught:
        Addresses(Network(connect_to=(text,)))
    assert f"“{text}”" in str(caught.value)


def test_the_first_rule_that_fits_wins() -> None:
    rules = ("a.test:80=127.0.0.1:1", "a.test:*=127.0.0.1:2", "*:80=127.0.0.1:3")
    addresses = Addresses(Network(connect_to=rules))
    asked = [("a.test", 80), ("A.TEST.", 80), ("a.test", 81), ("b.test", 80), ("b.test", 81)]
    assert [(goal := addresses.mapped(*one)) and goal[1] for one in asked] == [1, 1, 2, 3, None]
    addresses.close()


async def found(host: str, *answers: Sequence[str], network: Network | None = None) -> tuple[list[str], FakeDns]:
    dns = FakeDns(*(answers or ((),)))
    addresses = Addresses(network or Network(), dns)
    try:
        return [str(one[4][0]) for one in await addresses.find(host, 80)], dns
    finally:
        addresses.close()


async def test_names_are_looked_up() -> None:
    assert (await found("a.gov.cn", ["1.2.3.4", "240e::1"]))[0] == ["1.2.3.4", "240e::1"]


async def test_addresses_that_are_not_public_are_left_out() -> None:
    assert (await found("a.gov.cn", ["10.0.0.1", "1.2.3.4"]))[0] == ["1.2.3.4"]
    with pytest.raises(AddressNotAllowedError, match="10\\.0\\.0\\.1"):
        await found("a.gov.cn", ["10.0.0.1", "::1"])


@pytest.mark.parametrize("host", ["a.test", "a.invalid", "A.Test", "a.test.", "deep.er.invalid"])
async def test_reserved_names_fail_without_a_query(host: str) -> None:
    dns = FakeDns(["1.2.3.4"])
    addresses = Addresses(Network(), dns)
    with pytest.raises(socket.gaierror):
        await addresses.find(host, 80)
    assert not dns.asked
    addresses.close()


async def test_a_mapped_name_is_not_looked_up() -> None:
    found_there, dns = await found("a.test", ["1.2.3.4"], network=Network(connect_to=("*:80=127.0.0.1:1",)))
    assert found_there == ["127.0.0.1"]
    assert not dns.asked


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:7f00:1]", "169.254.169.254"])
async def test_a_numeric_host_is_guarded_before_it_is_mapped(host: str) -> None:
    with pytest.raises(AddressNotAllowedError):
        await found(host, network=Network(connect_to=("*:80=127.0.0.1:1",)))


async def test_a_name_that_dns_cannot_hold_has_no_address() -> None:
    addresses = Addresses(Network())
    with pytest.raises(socket.gaierror):
        await addresses.find("a" * 70 + ".gov.cn", 80)
    addresses.close()


async def test_the_name_of_this_machine_is_refused() -> None:
    addresses = Addresses(Network())
    with pytest.raises(AddressNotAllowedError):
        await addresses.find("localhost", 80)
    addresses.close()


# -- the same, through the client ---------------------------------------------------------------------------------


async def visit(url: str, dns: FakeDns, server: Server, **changes: object) -> Response:
    async with Client(policy_for(**changes), FakeClock(), dns) as client:  # type: ignore[arg-type]
        return await client.fetch(url.replace("PORT", str(server.port)))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:PORT/",
        "http://[::1]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://0x7f000001:PORT/",
        "http://2130706433:PORT/",
        "http://127.1:PORT/",
        "http://0177.0.0.1:PORT/",
        "http://１２７.0.0.1:PORT/",
        "http://evil.gov.cn:PORT/",
        "https://127.0.0.1:PORT/",
    ],
)
async def test_no_spelling_reaches_this_machine(url: str) -> None:
    async with Server() as server:
        response = await visit(url, FakeDns(["127.0.0.1"]), server)
        assert (response.outcome, server.connections) == (LinkOutcome.SKIPPED, 0)


async def test_a_rule_does_not_open_its_address_to_others() -> None:
    async with Server() as server:
        rule = (f"a.test:80=127.0.0.1:{server.port}",)
        dns = FakeDns(["127.0.0.1"])
        mapped = await visit("http://a.test/gzip", dns, server, connect_to=rule)
        literal = await visit("http://127.0.0.1:PORT/gzip", dns, server, connect_to=rule)
        rebound = await visit("http://evil.gov.cn:PORT/gzip", dns, server, connect_to=rule)
    assert [mapped.outcome, literal.outcome, rebound.outcome] == ["ok", "skipped", "skipped"]
    assert len(server.requests) == 1


async def test_a_rule_for_everything_does_not_unblock_numbers() -> None:
    async with Server() as server:
        response = await visit("http://127.0.0.1/", FakeDns([]), server, connect_to=(f"*:80=127.0.0.1:{server.port}",))
    assert (response.outcome, server.connections) == (LinkOutcome.SKIPPED, 0)


async def test_a_public_number_goes_by_the_rules_under_its_own_name() -> None:
    async with Server() as server:
        rule = (f"*:80=127.0.0.1:{server.port}",)
        response = await visit("http://93.184.216.34/gzip?a=1", FakeDns([]), server, connect_to=rule)
    assert response.outcome is LinkOutcome.OK
    assert (server.requests[0].host, server.requests[0].target) == ("93.184.216.34", "/gzip?a=1")


async def test_a_private_number_that_is_let_through_is_reached() -> None:
    async with Server() as server:
        response = await visit("http://127.0.0.1:PORT/gzip", FakeDns([]), server, allow_private=("127.0.0.0/8",))
    assert response.outcome is LinkOutcome.OK


@pytest.mark.parametrize("goal", ["http://127.0.0.1:PORT/", "http://inside.gov.cn:PORT/", "http://[::1]:PORT/"])
async def test_a_redirect_inside_is_not_followed(goal: str) -> None:
    async with Server() as server:
        server.site("out.test", {"/": redirect(goal.replace("PORT", str(server.port)))})
        rule = (f"out.test:80=127.0.0.1:{server.port}",)
        response = await visit("http://out.test/", FakeDns(["127.0.0.1"]), server, connect_to=rule)
    assert response.outcome is LinkOutcome.SKIPPED
    assert server.asked() == ["GET /"]


async def test_rebinding_between_two_looks_is_caught() -> None:
    dns = FakeDns(["203.0.114.1"], ["127.0.0.1"])
    addresses = Addresses(Network(), dns)
    assert await addresses.find("evil.gov.cn", 80)
    with pytest.raises(AddressNotAllowedError):
        await addresses.connect("evil.gov.cn", 80)
    addresses.close()


async def test_an_answer_that_changes_under_the_resolver_is_caught_at_the_socket() -> None:
    class Careless(Addresses):
        async def find(self, host: str, port: int) -> list[AddressInfo]:  # noqa: ARG002 - that is the carelessness
            return [info("127.0.0.1", port)]

    async with Server() as server, Client(policy_for(), FakeClock()) as client:
        careless = Careless(Network())
        client._exchange._connector._resolver._addresses = careless  # type: ignore[union-attr]
        response = await client.fetch(f"http://evil.gov.cn:{server.port}/gzip")
        assert (response.outcome, server.connections) == (LinkOutcome.SKIPPED, 0)
        careless.close()


def test_fake_dns_uses_public_addresses() -> None:
    assert ipaddress.ip_address("203.0.114.1").is_global


@pytest.mark.parametrize(
    ("host", "literal"),
    [
        ("192.0.2.1", True),
        ("[2001:db8::1]", True),
        ("2001:db8::a", True),
        ("fe80::1%eth0", True),
        ("www.city.gov.cn", False),
        ("host.1", False),
        ("a1", False),
        ("1.2.3", False),
        ("", False),
    ],
)
def test_which_hosts_are_numbers(host: str, *, literal: bool) -> None:
    assert is_literal(host) is literal
