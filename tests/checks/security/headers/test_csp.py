"""What a policy comes to, beyond the one way to each result."""

import pytest

from checks.evidence import Protection
from checks.security.headers.csp import content_security_policy
from checks.security.headers.policy import read_policy
from tests.checks.security.headers.hosts import answer


def judged(text: str, *, secure: bool = True) -> str:
    seen = content_security_policy(
        answer(("content-security-policy", text)), Protection(), read_policy(text), secure=secure
    )
    assert seen.seen == text
    return seen.name.removeprefix("csp-").removeprefix("implemented-with-")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What allows scripts inline, or from anywhere.
        ("script-src 'self'", "unsafe-inline"),
        ("script-src 'self'; object-src 'none'", "unsafe-inline-in-style-src-only"),
        ("default-src 'self'; object-src *", "unsafe-inline"),
        ("default-src 'self'; object-src https://*.a.test", "no-unsafe"),
        ("default-src 'self'; script-src https://*", "unsafe-inline"),
        ("default-src 'self'; script-src data:", "unsafe-inline"),
        ("default-src 'none'; style-src *", "unsafe-inline-in-style-src-only"),
        # A nonce or hash takes inline scripts back.
        ("default-src 'self'; script-src 'unsafe-inline' 'sha256-a'", "no-unsafe"),
        ("default-src 'self'; script-src 'unsafe-inline' 'sha1-a'", "unsafe-inline"),
        ("default-src 'self'; style-src 'unsafe-inline' 'NONCE-a'", "no-unsafe"),
        # strict-dynamic: what stands beside the nonce does not count.
        ("default-src 'self'; script-src 'strict-dynamic' 'nonce-a' http: https: 'self' 'unsafe-inline'", "no-unsafe"),
        ("default-src 'strict-dynamic'", "header-invalid"),
        # Plain HTTP, wherever it is allowed.
        ("default-src 'self'; connect-src ftp://a.test", "insecure-scheme"),
        ("default-src 'self'; img-src http://a.test; connect-src http://a.test", "insecure-scheme"),
        ("default-src 'self'; img-src http://a.test; style-src 'unsafe-eval'", "unsafe-eval"),
        ("default-src 'none'; report-uri /a; report-uri /b", "implemented-but-duplicate-directives"),
        ("default-src 'self' 'unsafe-eval'; report-uri /a; report-uri /b", "unsafe-eval"),
    ],
)
def test_the_first_that_fits(text: str, expected: str) -> None:
    assert judged(text) == expected


def test_a_site_that_is_not_on_https_may_load_from_http() -> None:
    assert judged("default-src 'self'; img-src http:; connect-src http:", secure=False) == "no-unsafe"


def test_a_policy_in_a_meta_is_what_was_seen() -> None:
    page = Protection(policies=("default-src 'self'",))
    seen = content_security_policy(answer(), page, read_policy(None, page.policies), secure=True)
    assert (seen.name, seen.seen) == ("csp-implemented-with-no-unsafe", "default-src 'self'")
