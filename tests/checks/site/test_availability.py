"""Availability over a week: 7 of 140 is a veto, 6 is not, and what was not seen counts on neither side."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from checks.catalogue import load_catalogue
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


def in_week(failed: int, spans: tuple[tuple[int, int], ...] = (), witnessed: bool | None = True) -> Judgement:
    """160 visits, the newest of them failed; ``spans`` of maintenance by how many visits back they begin and end."""
    one = replace(DOWN, witnessed=witnessed)
    probes = [one] * failed + [OK] * (160 - failed)
    spaced = [replace(seen, at=AS_OF - timedelta(minutes=30 * number)) for number, seen in enumerate(probes)]
    maintenance = tuple(
        (AS_OF - timedelta(minutes=30 * begin), AS_OF - timedelta(minutes=30 * end)) for begin, end in spans
    )
    history = History(probes=tuple(reversed(spaced)), maintenance=maintenance)
    judgement: Judgement = availability(Reach(HOME, ()), replace(case(NAME), history=history))
    return judgement


@pytest.mark.parametrize(
    ("spans", "outcome", "maintained", "failed"),
    [
        ((), Outcome.FINDING, 0, 12),
        (((11, 4),), Outcome.OK, 7, 5),  # from the twelfth visit back until before the fifth
        (((11, 9),), Outcome.FINDING, 2, 10),
        (((100, 90),), Outcome.FINDING, 10, 12),  # a maintenance in which nothing failed excuses nothing
    ],
)
def test_visits_in_announced_maintenance_stand_apart(
    spans: tuple[tuple[int, int], ...], outcome: Outcome, maintained: int, failed: int
) -> None:
    judgement = in_week(12, spans)
    (measure,) = judgement.measures
    assert (judgement.outcome, measure.data["maintained"], measure.data["failed"]) == (outcome, maintained, failed)
    assert measure.data["visits"] == 160 - maintained


@pytest.mark.parametrize(
    ("spans", "witnessed", "words"),
    [
        ((), True, ""),
        ((), None, "unwitnessed"),
        (((100, 90),), True, "maintained"),
        (((100, 90),), None, "maintained-unwitnessed"),
    ],
)
def test_the_sentence_says_what_was_counted_apart_and_what_has_no_witness(
    spans: tuple[tuple[int, int], ...], witnessed: bool | None, words: str
) -> None:
    (finding,) = in_week(12, spans, witnessed).findings
    assert finding.data["case"] == words
    assert words == "" or words in load_catalogue()[NAME].cases


@pytest.mark.parametrize(("failed", "percent", "left"), [(4, 2.5, 4), (7, 4.4, 1), (8, 5.0, 0)])
def test_the_margin_says_how_many_more_failures_are_the_veto(failed: int, percent: float, left: int) -> None:
    (measure,) = in_week(failed).measures
    assert (measure.data["percent"], measure.data["left"]) == (percent, left)
