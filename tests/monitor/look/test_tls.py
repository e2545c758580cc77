"""Certificates as links and crawls meet them."""

import ssl
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from checks.evidence import Response
from checks.vocabulary import LinkOutcome
from monitor.look.client import Client
from monitor.look.guard import NetworkRuleError
from monitor.look.looking import Looking
from monitor.look.tls import Contexts
from monitor.probing import Probed, visited
from tests.misbehaving import Server, answer, page, redirect
from tests.monitor.look.certificates import NEXT_YEAR, YESTERDAY, Authority
from tests.monitor.look.helpers import FakeClock, policy_for, subject

HOST = "www.city.test"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def fetch(authority: Authority, *, verify: bool = True, trusted: bool = True) -> Response:
    async with Server(authority.context) as tls:
        tls.site(HOST, {"/": page("home")})
        ca_file = authority.ca_file if trusted else None
        async with Client(policy_for(tls=tls, ca_file=ca_file, total=5, connect=5), FakeClock()) as client:
            return await client.fetch(f"https://{HOST}/", verify=verify)


async def test_a_good_certificate_opens(authority: Authority) -> None:
    authority.show(HOST, authority.issue(HOST))
    assert (await fetch(authority)).outcome is LinkOutcome.OK


async def test_without_the_ca_file_it_does_not(authority: Authority) -> None:
    authority.show(HOST, authority.issue(HOST))
    assert (await fetch(authority, trusted=False)).outcome is LinkOutcome.TLS


@pytest.mark.parametrize("fault", ["expired", "not yet", "wrong host", "self-signed", "incomplete"])
async def test_a_bad_certificate_opens_only_unverified(authority: Authority, fault: str) -> None:
    match fault:
        case "expired":
            authority.show(HOST, authority.issue(HOST, ends=YESTERDAY))
        case "not yet":
            authority.show(HOST, authority.issue(HOST, begins=NEXT_YEAR, ends=NEXT_YEAR.replace(year=2030)))
        case "wrong host":
            authority.show(HOST, authority.issue("other.test"))
        case "self-signed":
            authority.show_self_signed(HOST)
        case "incomplete":
            authority.show(HOST, authority.issue(HOST, by=authority.root.create_child_ca()), alone=True)
    refused = await fetch(authority)
    assert (refused.outcome, refused.status) == (LinkOutcome.TLS, 0)
    assert refused.detail
    assert (await fetch(authority, verify=False)).outcome is LinkOutcome.OK


async def test_dates_go_by_the_clock_of_the_look(authority: Authority) -> None:
    authority.show(HOST, authority.issue(HOST, ends=YESTERDAY))
    clock = FakeClock()
    async with Server(authority.context) as tls:
        tls.site(HOST, {"/": page("home")})
        async with Client(policy_for(tls=tls, ca_file=authority.ca_file, total=5), clock) as client:
            now = await client.fetch(f"https://{HOST}/")
            clock.now = lambda: YESTERDAY - timedelta(days=1)
            then = await client.fetch(f"https://{HOST}/")
    assert [now.outcome, then.outcome] == [LinkOutcome.TLS, LinkOutcome.OK]


async def look(authority: Authority, home: str = f"https://{HOST}/", **sites: Any) -> tuple[dict[str, str], list[str]]:
    """Outcomes of links and the pages read, of a look at :data:`HOST` served over both."""
    async with Server() as plain, Server(authority.context) as tls:
        for server in (plain, tls):
            for host, site in {HOST: sites["site"], **sites.get("others", {})}.items():
                server.site(host, site)
        policy = policy_for(plain, tls=tls, ca_file=authority.ca_file, total=5, connect=5)
        async with Looking(policy, FakeClock()) as looking:
            seen = await looking.origin(HOST, (target := subject(home, prefix="/"),), lambda *_: None)
    of_target = seen.targets[target.id]
    outcomes = {link.url: str(link.outcome) for link in of_target.survey.links}
    return outcomes, [facts.url for facts in of_target.site.pages]


SITE = {"/": '<a href="/a.html">a</a><img src="/b.png">', "/a.html": "a", "/b.png": "b"}


async def test_a_site_with_a_bad_certificate_is_read_and_its_links_are_not_all_called_broken(
    authority: Authority,
) -> None:
    authority.show(HOST, authority.issue(HOST, ends=YESTERDAY))
    outcomes, read = await look(authority, site=SITE)
    assert read == [f"https://{HOST}/", f"https://{HOST}/a.html"]
    assert outcomes == {f"https://{HOST}/a.html": "ok", f"https://{HOST}/b.png": "ok"}


async def test_a_bad_certificate_met_on_the_way_is_no_reason_to_stop(authority: Authority) -> None:
    authority.show_self_signed(HOST)
    site = {"/": f'<a href="https://{HOST}/a.html">a</a>', "/a.html": '<a href="b.html">b</a>', "/b.html": "b"}
    outcomes, read = await look(authority, f"http://{HOST}/", site=site)
    assert read == [f"http://{HOST}/", f"https://{HOST}/a.html", f"https://{HOST}/b.html"]
    assert set(outcomes.values()) == {"ok"}


async def test_a_link_to_another_host_with_a_bad_certificate_is_broken(authority: Authority) -> None:
    authority.show(HOST, authority.issue(HOST))
    authority.show_self_signed("friend.test")
    site = {"/": '<a href="https://friend.test/">f</a>'}
    outcomes, _ = await look(authority, site=site, others={"friend.test": {"/": "f"}})
    assert outcomes == {"https://friend.test/": "tls"}


async def test_a_home_page_behind_the_bad_certificate_of_another_host_is_read(authority: Authority) -> None:
    authority.show(HOST, authority.issue(HOST))
    authority.show_self_signed("new.test")
    outcomes, read = await look(
        authority, site={"/": redirect("https://new.test/")}, others={"new.test": {"/": "home"}}
    )
    assert (read, outcomes) == (["https://new.test/"], {})


async def test_both_addresses_of_a_page_are_one_page(authority: Authority) -> None:
    authority.show(HOST, authority.issue(HOST))
    both = f'<a href="http://{HOST}/a.html">a</a><a href="https://{HOST}/a.html">a</a>'
    outcomes, read = await look(authority, site={"/": both, "/a.html": both})
    assert read == [f"https://{HOST}/", f"http://{HOST}/a.html"]
    assert outcomes == {f"http://{HOST}/a.html": "ok", f"https://{HOST}/a.html": "ok"}


@pytest.mark.parametrize(("ends", "handshakes"), [(NEXT_YEAR, 1), (YESTERDAY, 3)])
async def test_a_visit_and_the_robots_rules_before_it_share_a_handshake(
    authority: Authority, ends: datetime, handshakes: int
) -> None:
    """Only a bad certificate costs more: it is refused once for each of them, and what is read shares another."""
    authority.show(HOST, authority.issue(HOST, ends=ends))
    context, greeted = authority.context, list[str | None]()
    choose = context.sni_callback

    def greet(connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, own: ssl.SSLContext) -> None:
        greeted.append(name)
        choose(connection, name, own)  # type: ignore[misc, arg-type]

    context.sni_callback = greet
    async with Server(context) as tls:
        tls.site(HOST, {"/": page("home"), "/robots.txt": answer("User-agent: *\nDisallow: /no", kind="text/plain")})
        policy = policy_for(tls=tls, ca_file=authority.ca_file, total=5, connect=5)
        async with Looking(policy, FakeClock()) as looking:
            seen = await visited(Probed(1, HOST, f"https://{HOST}/"), looking)
            forbidden = await looking.fetch(f"https://{HOST}/no")
        assert (seen.outcome, forbidden.outcome) == (LinkOutcome.OK, LinkOutcome.SKIPPED)
        assert tls.asked(HOST) == ["GET /robots.txt", "GET /"]
    assert greeted == [HOST] * handshakes


def test_contexts_are_built_once_for_each_file_of_authorities(authority: Authority) -> None:
    path = authority.ca_file
    first = Contexts.built(path)
    assert Contexts.built(path) is first
    assert Contexts.built() is Contexts.built()
    path.write_bytes(path.read_bytes() + trustme.CA().cert_pem.bytes())
    assert Contexts.built(path) is not first
    path.write_text("no certificate")
    with pytest.raises(NetworkRuleError):
        Contexts.built(path)
