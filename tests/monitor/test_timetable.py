"""When what is due: spread, spaced, each once, and never made up for in a bunch."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.time import SHANGHAI
from monitor.timetable import (
    ARTICLE_LOOKS_A_DAY,
    VISITS_A_DAY,
    Due,
    articles_due,
    probe_due,
    rounds_due,
    slot_start,
)

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=SHANGHAI)
hosts = st.from_regex(r"[a-z]{3,8}\.yunxi\.test", fullmatch=True)


def visits(host: str, start: datetime, minutes: int, *, asleep: range = range(0)) -> list[datetime]:
    made: list[datetime] = []
    for minute in range(minutes):
        now = start + timedelta(minutes=minute)
        if minute not in asleep and probe_due(host, now, made[-1] if made else None):
            made.append(now)
    return made


@settings(deadline=None)
@given(hosts)
def test_a_day_has_its_visits_and_they_are_spaced(host: str) -> None:
    made = visits(host, MONDAY, 24 * 60)
    assert len(made) == VISITS_A_DAY >= 20
    assert min(later - earlier for earlier, later in pairwise(made)) >= timedelta(minutes=11)


@settings(deadline=None)
@given(hosts, st.integers(0, 20 * 60), st.integers(1, 4 * 60))
def test_after_a_pause_nothing_is_made_up_for(host: str, begin: int, length: int) -> None:
    made = visits(host, MONDAY, 24 * 60, asleep=range(begin, begin + length))
    slots = [slot_start(one) for one in made]
    assert len(set(slots)) == len(slots)


@settings(deadline=None)
@given(hosts)
def test_new_articles_are_looked_for_four_times_a_day_and_not_at_night(host: str) -> None:
    made: list[datetime] = []
    for minute in range(2 * 24 * 60):
        now = MONDAY + timedelta(minutes=minute)
        if articles_due(host, now.astimezone(UTC), made[-1] if made else None):
            made.append(now)
    assert len(made) == 2 * ARTICLE_LOOKS_A_DAY
    assert {one.hour for one in made} <= set(range(6, 22))
    assert min(later - earlier for earlier, later in pairwise(made)) >= timedelta(minutes=45)


def test_many_origins_are_spread_over_the_hour() -> None:
    minutes = [visits(f"s{n}.yunxi.test", MONDAY, 60)[0].minute for n in range(60)]
    assert max(minutes.count(minute) for minute in set(minutes)) <= 6


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (MONDAY + timedelta(hours=7, minutes=59), []),
        (MONDAY + timedelta(hours=8), ["report 2026-W47"]),
        (MONDAY + timedelta(days=3), ["report 2026-W47"]),
        (MONDAY + timedelta(days=5, hours=21, minutes=59), ["report 2026-W47"]),
        (MONDAY + timedelta(days=5, hours=22), ["report 2026-W47", "crawl 2026-W48"]),
        (MONDAY + timedelta(days=7), ["crawl 2026-W48"]),
    ],
)
def test_the_week(now: datetime, expected: list[str]) -> None:
    past = MONDAY - timedelta(days=9)
    done = {("crawl", "2026-W47"): True} | ({("crawl", "2026-W48"): False} if now < MONDAY else {})
    due = [one for one in rounds_due(now.astimezone(UTC), done) if one.what in ("crawl", "report")]
    assert past < now
    if now == MONDAY + timedelta(days=7):
        expected = []  # a week that is over is not crawled: its report has gone
    assert [f"{one.what} {one.key}" for one in due] == expected


def test_what_was_done_is_not_due_again() -> None:
    now = MONDAY + timedelta(hours=9)
    due = rounds_due(now, {})
    assert Due(MONDAY + timedelta(hours=8), "report", "2026-W47") in due
    assert rounds_due(now, {(one.what, one.key): True for one in due}) == []


def test_the_first_week_of_a_year_reports_on_the_last_of_the_one_before() -> None:
    keys = {one.key for one in rounds_due(datetime(2027, 1, 4, 9, tzinfo=SHANGHAI), {}) if one.what == "report"}
    assert keys == {"2026-W53"}


def test_books_without_any_crawl_want_one_at_once() -> None:
    tuesday = MONDAY + timedelta(days=1, hours=10)
    (first,) = [one for one in rounds_due(tuesday, {}) if one.what == "crawl"]
    assert first.key == "first/2026-11-24"
    begun = {("crawl", first.key): False}
    assert [one.key for one in rounds_due(tuesday, begun) if one.what == "crawl"] == []
