"""Strict-Transport-Security: how its value is read."""

import pytest

from checks.evidence import Landing
from checks.security.headers.hsts import strict_transport_security
from tests.checks.security.headers.hosts import HOST, answer

LONG, SHORT, INVALID = (
    "implemented-max-age-at-least-six-months",
    "implemented-max-age-less-than-six-months",
    "header-invalid",
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("max-age=100", LONG),
        ("max-age=99", SHORT),
        ("preload; MAX-AGE=100 ; includeSubDomains", LONG),
        ("max-age=0", SHORT),
        ("max-age=-1", SHORT),
        ("max-age=1; max-age=100", LONG),
        ("max-age=100; max-age=1", SHORT),
        ('max-age="1"', LONG),
        ("max-age=soon", LONG),
        ("max-age=9" + "9" * 500, LONG),
        ("max-age = 100", INVALID),
        ("max-age=100, max-age=100", INVALID),
        ("includeSubDomains", INVALID),
        ("", INVALID),
        (" " * 1100 + "max-age=100", INVALID),
    ],
)
def test_the_value(value: str, expected: str) -> None:
    seen = strict_transport_security(
        HOST, Landing(answer(("strict-transport-security", value))), frozenset(), max_age=100
    )
    assert (seen.name, seen.seen) == (f"hsts-{expected}", value)


def test_a_preloaded_host_needs_https_all_the_same() -> None:
    bad = Landing(answer(), verified=False)
    assert strict_transport_security(HOST, bad, {HOST}, max_age=100).name == "hsts-preloaded"
    assert strict_transport_security(HOST, None, {HOST}, max_age=100).name == "hsts-not-implemented-no-https"
