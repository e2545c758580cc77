"""Cookies: which fault counts when there are several, and whose cookies they are."""

import pytest

from checks.security.headers.cookies import cookies
from checks.security.headers.result import Result
from tests.checks.security.headers.hosts import answer


def judged(*headers: str, protected: bool = False) -> Result:
    seen = cookies(answer(*(("set-cookie", one) for one in headers)), protected=protected)
    return Result(seen.name.removeprefix("cookies-"), seen.seen)


@pytest.mark.parametrize(
    ("headers", "protected", "expected", "name"),
    [
        (("a=1", "b=2; Secure; SameSite=x"), False, "samesite-flag-invalid", "b"),
        (("a=1; SameSite=None",), False, "samesite-flag-invalid", "a"),
        (("a=1; SameSite",), False, "samesite-flag-invalid", "a"),
        (("xcsrf=1; Secure", "sessid=2; Secure"), False, "session-without-httponly-flag", "sessid"),
        (("sessid=2", "csrf=1"), False, "session-without-secure-flag", "sessid"),
        (("a=1", "mysess=2; HttpOnly"), True, "session-without-secure-flag-but-protected-by-hsts", "mysess"),
        (("sess=1; Secure; Max-Age=0",), False, "session-without-httponly-flag", "sess"),
        (("heroku-session-affinity=1",), False, "secure-with-httponly-sessions-and-samesite", ""),
        (("a=1; Secure; SameSite=Lax", "b=1; Secure"), False, "secure-with-httponly-sessions", ""),
        (("nonsense",), False, "not-found", ""),
        (("=1; SameSite=x",), False, "not-found", ""),
    ],
)
def test_the_worst_counts(headers: tuple[str, ...], protected: bool, expected: str, name: str) -> None:
    assert judged(*headers, protected=protected) == Result(expected, name)


def test_same_site_of_a_hop_is_only_missing() -> None:
    hop = ("https://www.yunxi.gov.cn/", "a=1; Secure; SameSite=x")
    assert cookies(answer(cookies=(hop,)), protected=False).name == "cookies-secure-with-httponly-sessions"
