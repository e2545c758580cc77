"""A column that holds nothing; what scripts would write or did not open is never taken for empty."""

import pytest

from checks.evidence import Column, SiteFacts, Updating
from checks.site.column_empty import column_empty
from checks.vocabulary import Outcome, Reason, Severity
from tests.checks.cases import HOME, case, column, page

NAME = "site.column-empty"


@pytest.mark.parametrize(
    ("one", "outcome", "reason"),
    [
        (column("gh/", items=0, updating=Updating.OTHER), Outcome.FINDING, None),
        (column("gh/", items=0, must_update=False), Outcome.FINDING, None),
        (column("gh/", items=1), Outcome.OK, None),
        (column("gh/", age=900), Outcome.OK, None),
        (column("gh/", items=0, archived=True), Outcome.NOT_APPLICABLE, Reason.NO_SUCH_THING),
        (column("gh/", items=0, scripted=True, reason=Reason.NO_BROWSER), Outcome.UNKNOWN, Reason.NO_BROWSER),
        (column("gh/", items=0, reason=Reason.NOT_REACHED), Outcome.UNKNOWN, Reason.NOT_REACHED),
        (column("gh/", items=0, reason=Reason.BLOCKED), Outcome.UNKNOWN, Reason.BLOCKED),
    ],
)
def test_the_rule(one: Column, outcome: Outcome, reason: Reason | None) -> None:
    judgement = column_empty(SiteFacts(page(), columns=(one,)), case(NAME))
    assert (judgement.outcome, judgement.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("approved", "severity", "words"), [(False, Severity.REMINDER, "pending"), (True, Severity.DEDUCT, "")]
)
def test_a_finding_weighs_by_the_word_of_the_office(approved: bool, severity: Severity, words: str) -> None:
    columns = (column("gh/", items=0, approved=approved), column("xw/", age=1), column("js/", items=0, reason=None))
    judgement = column_empty(SiteFacts(page(), columns=columns), case(NAME, open_=[HOME + "xw/", HOME + "js/"]))
    first = judgement.findings[0]
    assert (first.about, first.severity) == (HOME + "gh/", severity)
    assert dict(first.data) == {"case": words, "name": "gh/"}
    assert len(judgement.findings) == 2
    assert judgement.cleared == {HOME + "xw/"}


def test_some_unseen_columns_leave_the_others_judged() -> None:
    columns = (column("gh/", items=0, reason=Reason.NOT_REACHED), column("xw/", age=1))
    judgement = column_empty(SiteFacts(page(), columns=columns), case(NAME))
    assert (judgement.outcome, judgement.reason) == (Outcome.OK, Reason.NOT_REACHED)
    assert (judgement.checked, judgement.unseen) == (1, 1)


def test_a_site_that_does_not_open() -> None:
    judgement = column_empty(SiteFacts(None, Reason.UNREACHABLE), case(NAME))
    assert (judgement.outcome, judgement.reason) == (Outcome.UNKNOWN, Reason.UNREACHABLE)
