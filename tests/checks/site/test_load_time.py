"""A slow home page is slow twice."""

import pytest

from checks.evidence import Page, SiteFacts
from checks.finding import Judgement
from checks.site.load_time import load_time
from checks.vocabulary import Outcome, Reason
from tests.checks.cases import case, page


def judge(home: Page | None, second: Page | Reason | None = None) -> Judgement:
    site = SiteFacts(home, Reason.BLOCKED if home is None else None)
    first: Judgement = load_time(site, case("site.load-time"))
    if second is None or not first.wanted:
        return first
    again: Judgement = load_time(site, case("site.load-time", answers={first.wanted[0]: second}))
    return again


@pytest.mark.parametrize(
    ("first", "second", "outcome", "confirmed"),
    [
        (3.0, None, Outcome.OK, False),
        (3.2, None, Outcome.FINDING, False),
        (9.0, page(seconds=0.4), Outcome.OK, False),
        (9.0, page(seconds=4.0), Outcome.FINDING, True),
        (9.0, Reason.UNREACHABLE, Outcome.FINDING, False),
    ],
)
def test_it_takes_two_looks(
    first: float, second: Page | Reason | None, outcome: Outcome, confirmed: bool
) -> None:  # a table
    judgement = judge(page(seconds=first), second)
    assert judgement.outcome is outcome
    assert [finding.confirmed for finding in judgement.findings] == ([confirmed] if judgement.findings else [])


def test_what_did_not_open_is_not_slow() -> None:
    assert judge(None).outcome is Outcome.UNKNOWN
