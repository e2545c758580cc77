"""Scripts: whose they are, and which of their faults counts."""

from dataclasses import replace

import pytest

from checks.evidence import ScriptTag
from checks.security.headers.sri import subresource_integrity
from tests.checks.security.headers.hosts import HOST, answer

OWN = "not-implemented-but-all-scripts-loaded-from-secure-origin"
ALL = "implemented-and-all-scripts-loaded-securely"
FOREIGN_GOOD = "implemented-and-external-scripts-loaded-securely"
UNPINNED = "not-implemented-but-external-scripts-loaded-securely"
PINNED_INSECURE = "implemented-but-external-scripts-not-loaded-securely"
INSECURE = "not-implemented-and-external-scripts-not-loaded-securely"
CDN = "https://cdn.example.org/a.js"


def judged(*tags: tuple[str | None, str | None], host: str = HOST, secure: bool = True) -> tuple[str, str]:
    seen = subresource_integrity(answer(), [ScriptTag(*tag) for tag in tags], host, secure=secure)
    return seen.name.removeprefix("sri-"), seen.seen


@pytest.mark.parametrize(
    ("src", "integrity", "expected"),
    [
        ("/a.js", None, OWN),
        ("a.js", "", OWN),
        ("", "sha384-x", OWN),
        (None, "sha384-x", OWN),
        ("/a.js", "sha384-x", ALL),
        ("https://static.yunxi.gov.cn/a.js", None, OWN),
        ("http://static.yunxi.gov.cn/a.js", "sha384-x", OWN),
        ("https://zfwzgl.www.gov.cn/exposure/jiucuo.js", None, UNPINNED),
        ("https://user@CDN.example.org:8443/a.js", None, UNPINNED),
        ("//static.yunxi.gov.cn/a.js", None, INSECURE),
        ("//cdn.example.org/a.js", "sha384-x", PINNED_INSECURE),
        ("///cdn.example.org/a.js", None, OWN),
        ("HTTP://cdn.example.org/a.js", None, OWN),
        ("http://[", None, INSECURE),
    ],
)
def test_one_script(src: str | None, integrity: str | None, expected: str) -> None:
    assert judged((src, integrity))[0] == expected


def test_the_worst_counts_and_is_told() -> None:
    bad = ("http://a.example.org/b.js", None)
    assert judged(("/a.js", "sha384-x"), (CDN, None), bad, (CDN, "sha384-x")) == (INSECURE, bad[0])
    assert judged(("/a.js", "sha384-x"), (CDN, "sha384-x"))[0] == ALL
    assert judged((CDN, "sha384-x"), ("/b.js", None))[0] == FOREIGN_GOOD


def test_own_scripts_over_plain_http_are_not_secure() -> None:
    assert judged(("/a.js", "sha384-x"), secure=False)[0] == OWN
    assert judged((f"https://{HOST}/a.js", "sha384-x"), secure=False)[0] == ALL


def test_addresses_in_figures_are_all_one_owner() -> None:
    assert judged(("https://10.1.1.1/a.js", None), host="127.0.0.1")[0] == OWN


def test_without_a_content_type_scripts_count() -> None:
    untyped = replace(answer(), headers=())
    assert subresource_integrity(untyped, [ScriptTag(CDN)], HOST, secure=True).seen == CDN
