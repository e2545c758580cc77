"""A site that is down now, told from one that only could not be seen."""

import pytest

from checks.evidence import Probe, Reach
from checks.site.unreachable import unreachable
from checks.vocabulary import LinkOutcome, Outcome, Reason
from tests.checks.cases import HOME, case, probe

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
