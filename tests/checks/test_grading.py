"""The verdict: one confirmed veto is enough, and what was not seen is never graded."""

import pytest

from checks.catalogue import load_catalogue
from checks.grading import grade
from checks.vocabulary import Outcome, TargetKind, Verdict

VETO = "site.home-stale"


@pytest.mark.parametrize(
    ("outcomes", "confirmed", "verdict", "vetoes", "coverage"),
    [
        ({VETO: Outcome.OK}, [], Verdict.QUALIFIED, (), 1.0),
        ({VETO: Outcome.OK, "site.links": Outcome.FINDING}, ["site.links"], Verdict.QUALIFIED, (), 1.0),
        ({VETO: Outcome.FINDING}, [VETO], Verdict.UNQUALIFIED, (VETO,), 1.0),
        ({VETO: Outcome.FINDING}, [], Verdict.UNDETERMINED, (), 1.0),
        ({VETO: Outcome.UNKNOWN}, [], Verdict.UNDETERMINED, (), 0.0),
        ({VETO: Outcome.UNKNOWN}, [VETO], Verdict.UNDETERMINED, (), 0.0),
        ({VETO: Outcome.NOT_APPLICABLE}, [], Verdict.UNDETERMINED, (), 0.0),
        ({}, [], Verdict.UNDETERMINED, (), 0.0),
    ],
)
def test_the_rule(
    outcomes: dict[str, Outcome], confirmed: list[str], verdict: Verdict, vetoes: tuple[str, ...], coverage: float
) -> None:
    made = grade(TargetKind.PORTAL, outcomes, confirmed, load_catalogue())
    assert (made.verdict, made.vetoes, made.coverage) == (verdict, vetoes, coverage)


def test_the_grade_carries_what_it_was_made_by() -> None:
    made = grade(TargetKind.PORTAL, {VETO: Outcome.OK}, [], load_catalogue())
    assert made.catalogue == load_catalogue().version
    assert made.thresholds == {VETO: {"days": 14}}
