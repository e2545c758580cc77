"""The check: one finding for every test not passed, cleared when it is, and nothing said of what was not seen."""

from collections.abc import Iterable
from string import Formatter

import pytest

from checks.catalogue import load_catalogue
from checks.evidence import HostHeaders
from checks.finding import Judgement
from checks.security.headers.advice import headers
from checks.vocabulary import Outcome, Reason, Severity
from tests.checks.cases import case
from tests.checks.security.headers.hosts import HOST, ROOT, SCALE, host, plain, result

NAME = "security.headers"
GOOD = (
    ("content-security-policy", "default-src 'self'; frame-ancestors 'self'"),
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
)
FAILED = {
    "content-security-policy": "csp-not-implemented",
    "strict-transport-security": "hsts-not-implemented",
    "x-frame-options": "x-frame-options-not-implemented",
    "x-content-type-options": "x-content-type-options-not-implemented",
}


def judged(seen: HostHeaders, open_: Iterable[str] = ()) -> Judgement:
    judgement: Judgement = headers(seen, case(NAME, open_=open_))
    return judgement


def test_a_finding_for_every_test_that_was_not_passed() -> None:
    judgement = judged(host())
    assert (judgement.outcome, judgement.checked) == (Outcome.FINDING, 10)
    assert {finding.about: finding.data["case"] for finding in judgement.findings} == FAILED
    first = judgement.findings[0]
    assert (first.severity, first.url, first.confirmed) == (Severity.ADVICE, ROOT, False)
    assert first.data == {
        "case": "csp-not-implemented",
        "host": HOST,
        "seen": "",
        "points": 25,
        "score": 30,
        "grade": "D",
        "standard": "mdn-5",
    }


def test_what_was_seen_is_told_but_not_without_end() -> None:
    (finding,) = judged(host(*GOOD, ("x-content-type-options", "x" * 1000))).findings
    assert finding.data["seen"] == ("nosniff, " + "x" * 1000)[:300]
    assert [place.text for place in finding.places] == [finding.data["seen"]]


@pytest.mark.parametrize(
    ("hops", "failed"), [((), "redirection-missing"), ((f"http://{HOST}/a",), "redirection-not-to-https")]
)
def test_what_the_check_of_https_tells_is_not_told_twice(hops: tuple[str, ...], failed: str) -> None:
    seen = host(*GOOD, plain=plain(*hops))
    assert result(seen, "redirection") == failed
    assert judged(seen).findings == ()


def test_what_is_right_now_is_cleared() -> None:
    assert judged(host(), FAILED).cleared == frozenset()
    assert judged(host(*GOOD[:1]), FAILED).cleared == {"content-security-policy", "x-frame-options"}
    right = judged(host(*GOOD), FAILED)
    assert (right.outcome, right.findings, right.cleared) == (Outcome.OK, (), frozenset(FAILED))


@pytest.mark.parametrize(
    ("seen", "reason"),
    [(HostHeaders(HOST, reason=Reason.BLOCKED), Reason.BLOCKED), (HostHeaders(HOST), Reason.UNREACHABLE)],
)
def test_what_was_not_seen_is_no_finding(seen: HostHeaders, reason: Reason) -> None:
    judgement = judged(seen, FAILED)
    assert (judgement.outcome, judgement.reason, judgement.cleared) == (Outcome.UNKNOWN, reason, frozenset())


def test_there_are_words_for_every_result_that_can_be_found() -> None:
    cases = load_catalogue()[NAME].cases
    failing = {name for results in SCALE.tests.values() for name, one in results.items() if not one.passed}
    assert set(cases) == failing - {"redirection-missing", "redirection-not-to-https"}  # told by security.https
    # The score itself stays on technical views: a weekly report and an order hold none.
    (known,) = {frozenset(finding.data) for finding in judged(host()).findings}
    for words in cases.values():
        for text in (words.zh, words.en):
            asked = {field for _, field, _, _ in Formatter().parse(text) if field}
            assert {"host"} <= asked <= known
