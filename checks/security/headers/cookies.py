"""Cookies: whether they are kept from plain HTTP, from scripts and from requests that other sites cause."""

from collections.abc import Iterator, Sequence

from checks.evidence import Response
from checks.security.headers.cookie_jar import SAME_SITE, Cookie, attributes_of, read_jar
from checks.security.headers.result import Result

_WORST_LAST = (
    "cookies-without-secure-flag-but-protected-by-hsts",
    "cookies-without-secure-flag",
    "cookies-session-without-secure-flag-but-protected-by-hsts",
    "cookies-samesite-flag-invalid",
    "cookies-anticsrf-without-samesite-flag",
    "cookies-session-without-httponly-flag",
    "cookies-session-without-secure-flag",
)
_OF_HOSTERS = frozenset({"heroku-session-affinity"})
"""Cookies that a site's hoster sets and its owner cannot change."""


def cookies(answer: Response, *, protected: bool) -> Result:
    """Judges the cookies of the whole visit. ``protected``: the test of Strict-Transport-Security was passed."""
    jar = read_jar(answer.cookies)
    if not jar:
        return Result("cookies-not-found")
    judged = [cookie for cookie in jar if cookie.name not in _OF_HOSTERS]
    faults = [*_unknown_same_site(answer), *_faults(judged, protected=protected)]
    if faults:
        return max(faults, key=lambda fault: _WORST_LAST.index(fault.name))
    is_complete = all(cookie.same_site for cookie in judged)
    return Result(f"cookies-secure-with-httponly-sessions{'-and-samesite' if is_complete else ''}")


def _unknown_same_site(answer: Response) -> Iterator[Result]:
    for name, value in answer.headers:
        if name == "set-cookie":
            said = [text.lower() for attribute, text in attributes_of(value) if attribute == "samesite"]
            if any(one not in SAME_SITE for one in said):
                yield Result("cookies-samesite-flag-invalid", value.partition("=")[0].strip())


def _faults(jar: Sequence[Cookie], *, protected: bool) -> Iterator[Result]:
    suffix = "-but-protected-by-hsts" if protected else ""
    for cookie in jar:
        name = cookie.name.lower()
        is_session = "login" in name or "sess" in name
        if not cookie.secure:
            yield Result(f"cookies{'-session' if is_session else ''}-without-secure-flag{suffix}", cookie.name)
            if cookie.same_site == "none":
                yield Result("cookies-samesite-flag-invalid", cookie.name)
        if "csrf" in name and not cookie.same_site:
            yield Result("cookies-anticsrf-without-samesite-flag", cookie.name)
        if is_session and not cookie.http_only:
            yield Result("cookies-session-without-httponly-flag", cookie.name)
