"""A site that is down now, told from one that only could not be seen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checks.evidence import Probe, Reach
from checks.site.unreachable import unreachable
from checks.vocabulary import LinkOutcome, Outcome, Reason
from tests.checks.cases import AS_OF, HOME, case, probe

NAME = "site.unreachable"
OK = probe(LinkOutcome.OK)
DOWN = probe(LinkOutcome.REFUSED)
SLOW = probe(LinkOutcome.OK, seconds=15.0)
WALL = probe(LinkOutcome.BLOCKED, status=403)
NOT_ALLOWED = probe(LinkOutcome.SKIPPED)


@pytest.mark.parametrize(
    ("probes", "outcome", "reason", "confirmed"),
    [
        ([OK], Outcome.OK, None, None),
        ([probe(LinkOutcome.REDIRECTED, seconds=14.9)], Outcome.OK, None, None),
        ([DOWN, OK], Outcome.OK, None, None),
        ([DOWN], Outcome.FINDING, None, False),
        ([DOWN, DOWN], Outcome.FINDING, None, True),
        ([SLOW, SLOW], Outcome.FINDING, None, True),
        ([probe(LinkOutcome.TIMEOUT), probe(LinkOutcome.DNS)], Outcome.FINDING, None, True),
        ([probe(LinkOutcome.SERVER_ERROR, status=500)] * 2, Outcome.FINDING, None, True),
        ([WALL], Outcome.UNKNOWN, Reason.BLOCKED, None),
        ([DOWN, WALL], Outcome.UNKNOWN, Reason.BLOCKED, None),
        ([NOT_ALLOWED], Outcome.UNKNOWN, Reason.ROBOTS, None),
        ([], Outcome.UNKNOWN, Reason.NOT_REACHED, None),
    ],
)
def test_the_rule(probes: list[Probe], outcome: Outcome, reason: Reason | None, confirmed: bool | None) -> None:
    judgement = unreachable(Reach(HOME, tuple(probes)), case(NAME, open_=[HOME]))
    assert (judgement.outcome, judgement.reason) == (outcome, reason)
    assert judgement.cleared == (frozenset({HOME}) if outcome is Outcome.OK else frozenset())
    assert [finding.confirmed for finding in judgement.findings] == ([] if confirmed is None else [confirmed])


@pytest.mark.parametrize(
    ("seconds", "outcome"), [(14.99, Outcome.OK), (15.0, Outcome.FINDING), (15.01, Outcome.FINDING)]
)
def test_fifteen_seconds_are_too_long(seconds: float, outcome: Outcome) -> None:
    slow = probe(LinkOutcome.OK, seconds=seconds)
    assert unreachable(Reach(HOME, (slow, slow)), case(NAME)).outcome is outcome


@pytest.mark.parametrize(
    ("witnessed", "outcome", "words"),
    [(True, Outcome.FINDING, ""), (None, Outcome.FINDING, "unwitnessed"), (False, Outcome.UNKNOWN, None)],
)
def test_our_own_line_being_down_accuses_nobody(witnessed: bool | None, outcome: Outcome, words: str | None) -> None:
    judgement = unreachable(Reach(HOME, (DOWN, DOWN), witnessed), case(NAME))
    assert judgement.outcome is outcome
    assert [finding.data["case"] for finding in judgement.findings] == ([] if words is None else [words])
    if outcome is Outcome.UNKNOWN:
        assert judgement.reason is Reason.OUR_LINE


@pytest.mark.parametrize(("hours", "reason"), [(-1, None), (0, Reason.MAINTENANCE), (2, None)])
def test_an_announced_maintenance_is_no_failure(hours: int, reason: Reason | None) -> None:
    start = AS_OF - timedelta(hours=hours)
    plain = case(NAME)
    known = replace(plain, history=replace(plain.history, maintenance=((start, start + timedelta(hours=2)),)))
    assert unreachable(Reach(HOME, (DOWN, DOWN)), known).reason is reason
