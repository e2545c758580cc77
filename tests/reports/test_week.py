from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import WeekError
from reports.week import Week


def test_a_week_runs_from_monday_to_sunday_in_shanghai() -> None:
    week = Week.parse("2026-W47")
    assert (week.first, week.last) == (date(2026, 11, 16), date(2026, 11, 22))
    assert week.starts == datetime(2026, 11, 15, 16, 0, tzinfo=UTC)
    assert week.ends == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "week"),
    [
        (datetime(2026, 11, 22, 15, 59, tzinfo=UTC), "2026-W47"),  # Sunday 23:59 in Shanghai
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "2026-W48"),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "2026-W53"),
        (datetime(2025, 12, 29, 0, 0, tzinfo=UTC), "2026-W01"),
    ],
)
def test_the_week_of_an_instant(instant: datetime, week: str) -> None:
    assert str(Week.of(instant)) == week


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-47",
        "2026W47",
        "47",
        "2026-W4",
        "2026-W00",
        "2026-W54",
        "2025-W53",
        "0000-W01",
        "9999-W53",
        "２０２６-W47",
    ],
)
def test_what_is_not_a_week_is_refused_with_one_sentence_that_says_what_to_write(text: str) -> None:
    with pytest.raises(WeekError, match=r"W01|2026-W47") as caught:
        Week.parse(text)
    assert "\n" not in str(caught.value)


@given(st.integers(0, 30_000_000_000))
def test_every_instant_lies_in_its_own_week_and_the_week_reads_back(seconds: int) -> None:
    instant = datetime(2001, 1, 8, tzinfo=UTC) + timedelta(seconds=seconds)
    week = Week.of(instant)
    assert week.starts <= instant < week.ends
    assert Week.parse(str(week)) == week
    assert week.before().ends == week.starts
    assert week.ends - week.starts == timedelta(days=7)
