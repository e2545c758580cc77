"""Redirection: which of its faults counts."""

import pytest

from checks.security.headers.redirection import redirection
from tests.checks.security.headers.hosts import HOST, ROOT, plain

HTTP = f"http://{HOST}/"


@pytest.mark.parametrize(
    ("hops", "expected"),
    [
        ((ROOT, "https://other.gov.cn/"), "to-https"),
        ((f"https://{HOST}:8443/",), "to-https"),
        (("https://yunxi.gov.cn/", ROOT), "off-host-from-http"),
        (("http://yunxi.gov.cn/", ROOT), "not-to-https-on-initial-redirection"),
        ((ROOT, HTTP), "not-to-https"),
        ((HTTP,) * 10, "not-to-https"),
    ],
)
def test_the_chain(hops: tuple[str, ...], expected: str) -> None:
    seen = redirection(plain(*hops), frozenset())
    assert (seen.name, seen.seen) == (f"redirection-{expected}", " → ".join((HTTP, *hops)))


def test_all_hosts_of_the_chain_must_be_preloaded() -> None:
    chain = plain("http://other.gov.cn/")
    assert redirection(chain, {HOST}).name == "redirection-not-to-https"
    assert redirection(chain, {HOST, "other.gov.cn"}).name == "redirection-all-redirects-preloaded"
    assert redirection(plain(ROOT, verified=False), {HOST}).name == "redirection-invalid-cert"
