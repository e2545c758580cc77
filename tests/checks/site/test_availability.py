"""Availability over a week: 7 of 140 is a veto, 6 is not, and what was not seen counts on neither side."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from checks.evidence import History, Probe, Reach
from checks.finding import Judgement
from checks.site.availability import availability
from checks.vocabulary import LinkOutcome, Outcome, Reason
from tests.checks.cases import AS_OF, HOME, case, probe

NAME = "site.availability"
OK, DOWN, SLOW, WALL = (
    probe(LinkOutcome.OK), probe(LinkOutcome.TIMEOUT), probe(LinkOutcome.OK, seconds=15.0), probe(LinkOutcome.BLOCKED),
)  # fmt: skip


def judged(probes: list[Probe], until: datetime = AS_OF) -> Judgement:
    spaced = tuple(replace(one, at=until - timedelta(minutes=30 * number)) for number, one in enumerate(probes))
    known = case(NAME, open_=[HOME])
    history = History(open=known.history.open, probes=tuple(reversed(spaced)))
    judgement: Judgement = availability(Reach(HOME, ()), replace(known, history=history))
    return judgement


@pytest.mark.parametrize(
    ("probes", "outcome", "reason"),
    [
        ([OK] * 140, Outcome.OK, None),
        ([DOWN] * 6 + [OK] * 134, Outcome.OK, None),
        ([DOWN] * 7 + [OK] * 133, Outcome.FINDING, None),
        ([SLOW] * 7 + [OK] * 133, Outcome.FINDING, None),
        ([WALL] * 30 + [OK] * 140, Outcome.OK, None),
        ([WALL] * 30 + [OK] * 139, Outcome.UNKNOWN, Reason.TOO_FEW_PROBES),
        ([OK] * 139, Outcome.UNKNOWN, Reason.TOO_FEW_PROBES),
        ([], Outcome.UNKNOWN, Reason.TOO_FEW_PROBES),
    ],
)
def test_the_rule(probes: list[Probe], outcome: Outcome, reason: Reason | None) -> None:
    judgement = judged(probes)
    assert (judgement.outcome, judgement.reason) == (outcome, reason)
    assert judgement.cleared == (frozenset({HOME}) if outcome is Outcome.OK else frozenset())


def test_the_finding_carries_the_sum_behind_it() -> None:
    (finding,) = judged([DOWN] * 9 + [OK] * 151).findings
    data = finding.data
    assert (data["visits"], data["failed"], data["percent"], data["limit"], data["allowed"]) == (160, 9, 5.6, 5, 7)
    assert finding.confirmed


def test_what_is_older_than_a_week_does_not_count() -> None:
    judgement = judged([DOWN] * 100 + [OK] * 140, until=AS_OF - timedelta(days=6, hours=12))
    assert judgement.outcome is Outcome.UNKNOWN
