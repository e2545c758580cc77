from datetime import timedelta
from itertools import pairwise

import pytest

from checks.vocabulary import LinkOutcome
from monitor.demo.seeds import VISITS, week_of
from tests.city import AS_OF


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.yunxi.test", {LinkOutcome.OK: VISITS}),
        ("slj.yunxi.test", {LinkOutcome.OK: VISITS - 9, LinkOutcome.REFUSED: 9}),
        ("rsj.yunxi.test", {LinkOutcome.BLOCKED: VISITS}),
    ],
)
def test_a_week_of_visits_one_an_hour(host: str, expected: dict[LinkOutcome, int]) -> None:
    week = week_of(host, f"https://{host}/", AS_OF)
    outcomes = [probe.outcome for probe in week]
    assert {outcome: outcomes.count(outcome) for outcome in set(outcomes)} == expected
    assert (week[0].at, week[-1].at) == (AS_OF - timedelta(days=7) + timedelta(hours=1), AS_OF)
    assert all(later.at - earlier.at == timedelta(hours=1) for earlier, later in pairwise(week))


def test_the_failures_are_the_last_visits_so_that_no_later_look_loses_one() -> None:
    week = week_of("slj.yunxi.test", "https://slj.yunxi.test/", AS_OF)
    assert {probe.outcome for probe in week[-9:]} == {LinkOutcome.REFUSED}
