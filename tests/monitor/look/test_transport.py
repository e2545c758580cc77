from pathlib import Path
from typing import Any

import pytest
import trustme

from checks.evidence import CertificateFault, Transport
from checks.vocabulary import LinkOutcome
from monitor.look.guard import NetworkRuleError
from monitor.look.looking import Looking
from tests.misbehaving import Server, page, raw, redirect
from tests.monitor.look.certificates import LONG_AGO, NEXT_YEAR, YESTERDAY, Authority
from tests.monitor.look.helpers import AS_OF, FakeClock, policy_for

HOST = "www.city.test"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def probe(authority: Authority, http: Any = None, host: str = HOST, **changes: Any) -> Transport:
    async with Server() as plain, Server(authority.context) as tls:
        for server in (plain, tls):
            server.site(host, {"/": page("home")})
        plain.site(host, {"/": http or page("home")})
        plain.site(f"www.{host}", {"/": redirect(f"https://{host}/")})
        policy = policy_for(plain, tls=tls, ca_file=authority.ca_file, total=5, connect=5, **changes)
        async with Looking(policy, FakeClock()) as looking:
            return await looking.transport(host)


async def test_a_good_certificate(authority: Authority) -> None:
    authority.show(HOST, authority.issue(HOST, "*.office.test", "10.0.0.1"))
    seen = await probe(authority)
    assert seen.https.outcome is LinkOutcome.OK
    assert (seen.https.url, seen.https.at) == (f"https://{HOST}/", AS_OF)
    certificate = seen.certificate
    assert certificate is not None
    assert (certificate.host, certificate.port, certificate.faults) == (HOST, 443, ())
    assert certificate.names == (HOST, "*.office.test", "10.0.0.1")
    assert (certificate.not_before, certificate.not_after) == (LONG_AGO, NEXT_YEAR)
    assert certificate.issuer.startswith("trustme")


async def test_dates_are_no_fault_but_are_told(authority: Authority) -> None:
    authority.show(HOST, authority.issue(HOST, ends=YESTERDAY))
    seen = await probe(authority)
    assert seen.certificate is not None
    assert (seen.certificate.not_after, seen.certificate.faults) == (YESTERDAY, ())
    assert seen.https.outcome is LinkOutcome.OK


async def faults(authority: Authority) -> tuple[str, ...]:
    seen = await probe(authority)
    assert seen.certificate is not None
    assert seen.https.outcome is LinkOutcome.OK
    return tuple(str(fault) for fault in seen.certificate.faults)


async def test_wrong_host(authority: Authority) -> None:
    authority.show(HOST, authority.issue("other.test"))
    assert await faults(authority) == (CertificateFault.WRONG_HOST,)


async def test_self_signed(authority: Authority) -> None:
    authority.show_self_signed(HOST)
    assert await faults(authority) == (CertificateFault.SELF_SIGNED,)


async def test_untrusted_root_in_the_chain(authority: Authority) -> None:
    stranger = trustme.CA()
    authority.show(HOST, authority.issue(HOST, by=stranger), root=stranger)
    assert await faults(authority) == (CertificateFault.UNTRUSTED,)


async def test_untrusted_issuer_with_a_chain(authority: Authority) -> None:
    authority.show(HOST, authority.issue(HOST, by=trustme.CA().create_child_ca()))
    assert await faults(authority) == (CertificateFault.UNTRUSTED,)


async def test_missing_intermediate(authority: Authority) -> None:
    leaf = authority.issue(HOST, by=authority.root.create_child_ca())
    authority.show(HOST, leaf)
    assert await faults(authority) == ()
    authority.show(HOST, leaf, alone=True)
    assert await faults(authority) == (CertificateFault.INCOMPLETE_CHAIN,)


async def test_two_faults_and_a_bad_date_at_once(authority: Authority) -> None:
    leaf = authority.issue("other.test", by=authority.root.create_child_ca(), ends=YESTERDAY)
    authority.show(HOST, leaf, alone=True)
    assert await faults(authority) == (CertificateFault.INCOMPLETE_CHAIN, CertificateFault.WRONG_HOST)


@pytest.mark.parametrize(
    ("http", "leads"),
    [
        (page("home"), False),
        (redirect(f"https://{HOST}/"), True),
        (redirect("https://city.test/"), True),
        (redirect("https://elsewhere.test/"), False),
        (redirect("/home"), False),
    ],
)
async def test_whether_http_leads_to_https(authority: Authority, http: Any, leads: bool) -> None:
    authority.show_self_signed(HOST)
    seen = await probe(authority, http)
    assert seen.http_leads_to_https is leads
    assert seen.http is not None
    assert seen.http.status in (200, 404)


async def test_a_host_without_tls() -> None:
    async with Server() as server:
        server.site(HOST, {"/": page("home")})
        policy = policy_for(server, connect_to=(f"*:443=127.0.0.1:{server.port}",), connect=0.2)
        async with Looking(policy, FakeClock()) as looking:
            seen = await looking.transport(HOST)
    assert seen.https.outcome is LinkOutcome.TLS
    assert (seen.certificate, seen.http_leads_to_https) == (None, False)


async def test_a_host_that_is_not_there() -> None:
    async with Server() as server:
        port = server.port
    policy = policy_for(connect_to=(f"*:*=127.0.0.1:{port}",))
    async with Looking(policy, FakeClock()) as looking:
        refused, unknown = await looking.transport(HOST), None
    async with Looking(policy_for(), FakeClock()) as looking:
        unknown = await looking.transport(HOST)
    assert refused.https.outcome is LinkOutcome.REFUSED
    assert unknown.https.outcome is LinkOutcome.DNS
    for seen in (refused, unknown):
        assert (seen.certificate, seen.http_leads_to_https) == (None, None)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
async def test_the_probe_is_guarded(host: str) -> None:
    async with Server() as server, Looking(policy_for(), FakeClock()) as looking:
        seen = await looking.transport(host, server.port)
    assert (seen.https.outcome, server.connections) == (LinkOutcome.SKIPPED, 0)
    assert seen.https.url == f"https://{host}:{server.port}/"


async def test_bytes_that_are_no_handshake() -> None:
    async with Server() as server:
        server.site(HOST, {"*": raw(b"\x16\x03\x01\xff\xff" + b"\0" * 500)})
        policy = policy_for(connect_to=(f"*:443=127.0.0.1:{server.port}",), connect=0.2)
        async with Looking(policy, FakeClock()) as looking:
            seen = await looking.transport(HOST)
    assert seen.https.outcome in (LinkOutcome.TLS, LinkOutcome.TIMEOUT, LinkOutcome.RESET)


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_bad_ca_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NetworkRuleError, match="ca_file") as caught:
        Looking(policy_for(ca_file=path), FakeClock())
    assert str(path) in str(caught.value)
