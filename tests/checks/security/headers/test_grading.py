"""The grade: a way to every result of the scale, and the arithmetic over all of them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import HostHeaders, Landing, Protection, ScriptTag
from checks.security.headers.grading import grade
from tests.checks.security.headers.hosts import HOST, HTML, ROOT, SCALE, answer, graded, host, plain, result, scripts

CSP, HSTS = "content-security-policy", "strict-transport-security"
XFO, XCTO = "x-frame-options", "x-content-type-options"
CORP, REFERRER, CORS = "cross-origin-resource-policy", "referrer-policy", "cross-origin-resource-sharing"
SRI = "subresource-integrity"
YEAR = (HSTS, "max-age=31536000")


def cookie(*values: str, protected: bool = False) -> HostHeaders:
    return host(*((YEAR,) if protected else ()), *(("set-cookie", value) for value in values))


def shared(allowed: str, status: int = 200) -> HostHeaders:
    return host(foreign=answer(("access-control-allow-origin", allowed), status=status))


BAD_CERTIFICATE = host(secure=Landing(answer(YEAR), verified=False), plain=plain(ROOT, verified=False))
WITHOUT_HTTPS = host(secure=None, plain=plain())
CDN = "https://cdn.example.org/a.js"

WAYS: list[tuple[str, HostHeaders, str]] = [
    (CSP, host((CSP, "default-src 'none'")), "csp-implemented-with-no-unsafe-default-src-none"),
    (CSP, host((CSP, "default-src 'self'")), "csp-implemented-with-no-unsafe"),
    (CSP, host((CSP, "default-src 'self'; style-src data:")), "csp-implemented-with-unsafe-inline-in-style-src-only"),
    (CSP, host((CSP, "default-src 'self'; report-to a; report-to b")), "csp-implemented-but-duplicate-directives"),
    (
        CSP,
        host((CSP, "default-src 'self'; media-src http:")),
        "csp-implemented-with-insecure-scheme-in-passive-content-only",
    ),
    (CSP, host((CSP, "default-src 'self' 'unsafe-eval'")), "csp-implemented-with-unsafe-eval"),
    (CSP, host((CSP, "upgrade-insecure-requests")), "csp-implemented-with-unsafe-inline"),
    (CSP, host((CSP, "default-src http://a.test")), "csp-implemented-with-insecure-scheme"),
    (CSP, host((CSP, "none")), "csp-header-invalid"),
    (CSP, host(), "csp-not-implemented"),
    (CSP, host((f"{CSP}-report-only", "default-src 'self'")), "csp-not-implemented-but-reporting-enabled"),
    ("cookies", cookie("a=1; Secure; SameSite=Lax"), "cookies-secure-with-httponly-sessions-and-samesite"),
    ("cookies", cookie("sess=1; Secure; HttpOnly"), "cookies-secure-with-httponly-sessions"),
    ("cookies", host(), "cookies-not-found"),
    ("cookies", cookie("a=1", protected=True), "cookies-without-secure-flag-but-protected-by-hsts"),
    (
        "cookies",
        cookie("sess=1; HttpOnly", protected=True),
        "cookies-session-without-secure-flag-but-protected-by-hsts",
    ),
    ("cookies", cookie("a=1"), "cookies-without-secure-flag"),
    ("cookies", cookie("a=1; Secure; SameSite=Some"), "cookies-samesite-flag-invalid"),
    ("cookies", cookie("_CSRF=1; Secure"), "cookies-anticsrf-without-samesite-flag"),
    ("cookies", cookie("PHPSESSID=1; Secure"), "cookies-session-without-httponly-flag"),
    ("cookies", cookie("userLogin=1; HttpOnly"), "cookies-session-without-secure-flag"),
    (CORS, host(), "cross-origin-resource-sharing-not-implemented"),
    (CORS, shared("*"), "cross-origin-resource-sharing-implemented-with-public-access"),
    (CORS, shared("https://a.test"), "cross-origin-resource-sharing-implemented-with-restricted-access"),
    ("redirection", host(), "redirection-to-https"),
    ("redirection", host(plain=None), "redirection-not-needed-no-http"),
    ("redirection", host(plain=plain(), preloaded=frozenset({HOST})), "redirection-all-redirects-preloaded"),
    ("redirection", host(plain=plain("https://a.test/")), "redirection-off-host-from-http"),
    (
        "redirection",
        host(plain=plain(f"http://{HOST}/a", ROOT)),
        "redirection-not-to-https-on-initial-redirection",
    ),
    ("redirection", host(plain=plain(f"http://{HOST}/a")), "redirection-not-to-https"),
    ("redirection", host(plain=plain()), "redirection-missing"),
    ("redirection", BAD_CERTIFICATE, "redirection-invalid-cert"),
    (REFERRER, host((REFERRER, "Same-Origin")), "referrer-policy-private"),
    (REFERRER, host(), "referrer-policy-not-implemented"),
    (REFERRER, host((REFERRER, "no-referrer-when-downgrade")), "referrer-policy-unsafe"),
    (REFERRER, host((REFERRER, "never")), "referrer-policy-header-invalid"),
    (HSTS, host(preloaded=frozenset({HOST})), "hsts-preloaded"),
    (HSTS, host((HSTS, "max-age=15552000")), "hsts-implemented-max-age-at-least-six-months"),
    (HSTS, host((HSTS, "max-age=15551999")), "hsts-implemented-max-age-less-than-six-months"),
    (HSTS, host(), "hsts-not-implemented"),
    (HSTS, host((HSTS, "includeSubDomains")), "hsts-header-invalid"),
    (HSTS, WITHOUT_HTTPS, "hsts-not-implemented-no-https"),
    (HSTS, BAD_CERTIFICATE, "hsts-invalid-cert"),
    (SRI, host(page=scripts(("/a.js", "sha384-x"))), "sri-implemented-and-all-scripts-loaded-securely"),
    (SRI, host(page=scripts((CDN, "sha384-x"))), "sri-implemented-and-external-scripts-loaded-securely"),
    (SRI, host(), "sri-not-implemented-but-no-scripts-loaded"),
    (SRI, host(page=scripts((None, None))), "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"),
    (SRI, host(page=scripts((CDN, None))), "sri-not-implemented-but-external-scripts-loaded-securely"),
    (
        SRI,
        host(page=scripts(("http://a.test/a.js", "sha384-x"))),
        "sri-implemented-but-external-scripts-not-loaded-securely",
    ),
    (
        SRI,
        host(page=scripts(("http://a.test/a.js", ""))),
        "sri-not-implemented-and-external-scripts-not-loaded-securely",
    ),
    (
        SRI,
        host(secure=Landing(replace(answer(), headers=(("content-type", "application/json"),)))),
        "sri-not-implemented-response-not-html",
    ),
    (XCTO, host((XCTO, " NoSniff ")), "x-content-type-options-nosniff"),
    (XCTO, host(), "x-content-type-options-not-implemented"),
    (XCTO, host((XCTO, "nosniff"), (XCTO, "nosniff")), "x-content-type-options-header-invalid"),
    (XFO, host((CSP, "frame-ancestors *"), (XFO, "nonsense")), "x-frame-options-implemented-via-csp"),
    (XFO, host((XFO, "SameOrigin")), "x-frame-options-sameorigin-or-deny"),
    (XFO, host((XFO, "ALLOW-FROM https://a.test")), "x-frame-options-allow-from-origin"),
    (XFO, host((XFO, "")), "x-frame-options-not-implemented"),
    (XFO, host((XFO, "SAMEORIGIN"), (XFO, "SAMEORIGIN")), "x-frame-options-header-invalid"),
    (CORP, host((CORP, "Same-Origin")), "corp-implemented-with-same-origin"),
    (CORP, host((CORP, "same-site")), "corp-implemented-with-same-site"),
    (CORP, host((CORP, "cross-origin")), "corp-implemented-with-cross-origin"),
    (CORP, host(), "corp-not-implemented"),
    (CORP, host((CORP, "same-origin"), (CORP, "same-origin")), "corp-header-invalid"),
]


@pytest.mark.parametrize(("test", "seen", "expected"), WAYS, ids=[expected for _, _, expected in WAYS])
def test_a_way_to_every_result(test: str, seen: HostHeaders, expected: str) -> None:
    assert result(seen, test) == expected


def test_no_result_of_the_scale_is_out_of_reach() -> None:
    assert {(test, expected) for test, _, expected in WAYS} == {
        (test, name) for test, results in SCALE.tests.items() for name in results
    }


def test_a_refused_answer_to_another_origin_shares_nothing() -> None:
    assert result(shared("*", status=403), CORS) == "cross-origin-resource-sharing-not-implemented"


GOOD = ((CSP, "default-src 'none'; frame-ancestors 'none'"), YEAR, (XCTO, "nosniff"), (CORP, "same-origin"))


@pytest.mark.parametrize(
    ("seen", "score", "letter"),
    [
        (host(*GOOD, (REFERRER, "no-referrer")), 130, "A+"),
        (host(), 30, "D"),
        (WITHOUT_HTTPS, 10, "F"),
        # Ten points lost leave all bonuses, fifteen take them all.
        (host(*GOOD, (REFERRER, "unsafe-url"), (XCTO, "")), 115, "A+"),
        (host(*GOOD[:3], (REFERRER, "unsafe-url"), (XCTO, ""), (CORP, "")), 85, "A-"),
        # No score below nothing.
        (replace(cookie("sess=1"), page=scripts(("http://a.test/a.js", None))), 0, "F"),
    ],
)
def test_the_arithmetic(seen: HostHeaders, score: int, letter: str) -> None:
    found = graded(seen)
    assert (found.score, found.letter, found.standard) == (score, letter, "mdn-5")


def test_the_costliest_fault_comes_first() -> None:
    assert [one.test for one in graded(host()).failed] == [CSP, HSTS, XFO, XCTO]


@pytest.mark.parametrize(("status", "is_graded"), [(200, True), (304, True), (401, True), (403, True), (404, False)])
def test_what_is_graded(status: int, is_graded: bool) -> None:
    assert (grade(host(secure=Landing(answer(status=status))), SCALE) is not None) is is_graded


def test_a_host_without_an_answer_has_no_grade() -> None:
    assert grade(HostHeaders(HOST), SCALE) is None


def test_a_page_over_https_that_leads_back_to_http_is_judged_all_the_same() -> None:
    back = replace(answer(YEAR), final_url=f"http://{HOST}/plain", hops=(ROOT,))
    assert result(host((CSP, "default-src http://a.test"), secure=Landing(back)), HSTS).endswith("at-least-six-months")


def test_metas_count_on_html_only() -> None:
    page = Protection((), ("default-src 'self'",), "no-referrer")
    assert result(host(page=page), CSP) == "csp-implemented-with-no-unsafe"
    assert result(host(page=page), REFERRER) == "referrer-policy-private"
    text = Landing(replace(answer(), headers=(("content-type", "Text/HTML"),)))
    assert result(host(page=page, secure=text), CSP) == "csp-not-implemented"
    assert result(host(page=page, secure=text), REFERRER) == "referrer-policy-not-implemented"


NAMES = [CSP, f"{CSP}-report-only", HSTS, XFO, XCTO, CORP, REFERRER, "set-cookie", "content-type"]
VALUES = st.one_of(st.text(max_size=80), st.text("abc-src'*;:,=/ \r\n", max_size=60))


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6),
    st.lists(st.builds(ScriptTag, st.none() | VALUES, st.none() | VALUES), max_size=3),
    st.lists(VALUES, max_size=2),
    st.none() | VALUES,
    st.lists(VALUES, max_size=3),
)
def test_nothing_a_host_says_is_too_much(
    headers: list[tuple[str, str]],
    tags: list[ScriptTag],
    policies: list[str],
    referrer: str | None,
    hops: list[str],
) -> None:
    seen = replace(answer(*headers), headers=(*headers, HTML), hops=tuple(hops))
    page = Protection(tuple(tags), tuple(policies), referrer)
    for evidence in (
        host(page=page, secure=Landing(seen), foreign=seen),
        host(page=page, secure=None, plain=Landing(seen)),
    ):
        assert 0 <= graded(evidence).score <= 150
