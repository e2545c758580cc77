"""The verdict: one confirmed veto is enough, and what was not seen is never graded."""

from copy import copy

import pytest

from checks.catalogue import load_catalogue
from checks.grading import grade
from checks.vocabulary import Outcome, TargetKind, Verdict

VETO = "site.home-stale"
COLUMNS = "site.columns-stale"
REST = {name: Outcome.NOT_APPLICABLE for name in load_catalogue().vetoes_of(TargetKind.PORTAL) if name != VETO}


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
    made = grade(TargetKind.PORTAL, REST | outcomes, confirmed, load_catalogue())
    assert (made.verdict, made.vetoes, made.coverage) == (verdict, vetoes, coverage)


@pytest.mark.parametrize(
    ("reminders", "confirmed", "verdict", "coverage"),
    [
        ([COLUMNS], [], Verdict.QUALIFIED, 1.0),
        ([COLUMNS], [COLUMNS], Verdict.QUALIFIED, 1.0),
        ([], [], Verdict.UNDETERMINED, 1.0),
        ([], [COLUMNS], Verdict.UNQUALIFIED, 1.0),
    ],
)
def test_a_reminder_of_a_veto_is_judged_and_no_veto(
    reminders: list[str], confirmed: list[str], verdict: Verdict, coverage: float
) -> None:
    outcomes = REST | {VETO: Outcome.OK, COLUMNS: Outcome.FINDING}
    made = grade(TargetKind.PORTAL, outcomes, confirmed, load_catalogue(), reminders)
    assert (made.verdict, made.coverage) == (verdict, coverage)


def test_the_grade_carries_what_it_was_made_by() -> None:
    made = grade(TargetKind.PORTAL, REST | {VETO: Outcome.OK}, [], load_catalogue())
    assert made.catalogue == load_catalogue().version
    assert made.thresholds == {VETO: {"days": 14, "remind_days": 3}}


def test_that_a_site_answers_is_no_clean_bill_for_what_it_shows() -> None:
    answers = {"site.availability": Outcome.OK, VETO: Outcome.UNKNOWN, COLUMNS: Outcome.UNKNOWN}
    made = grade(TargetKind.PORTAL, answers, [], load_catalogue())
    assert (made.verdict, made.coverage) == (Verdict.UNDETERMINED, 0.3333)
    seen = answers | {VETO: Outcome.OK}
    assert grade(TargetKind.PORTAL, seen, [], load_catalogue()).verdict is Verdict.QUALIFIED


@pytest.mark.parametrize(
    ("least", "judged", "verdict"),
    [
        (0.5, 2, Verdict.QUALIFIED),
        (0.67, 2, Verdict.UNDETERMINED),
        (0.66, 2, Verdict.QUALIFIED),
        (0.5, 1, Verdict.UNDETERMINED),
        (1.0, 3, Verdict.QUALIFIED),
    ],
)
def test_below_the_least_coverage_there_is_no_verdict(least: float, judged: int, verdict: Verdict) -> None:
    catalogue = copy(load_catalogue())
    catalogue.least_coverage = least
    names = (VETO, COLUMNS, "site.availability")
    outcomes = {name: Outcome.OK if number < judged else Outcome.UNKNOWN for number, name in enumerate(names)}
    assert grade(TargetKind.PORTAL, outcomes, [], catalogue).verdict is verdict
    worse = outcomes | {VETO: Outcome.FINDING}
    assert grade(TargetKind.PORTAL, worse, [VETO], catalogue).verdict is Verdict.UNQUALIFIED
