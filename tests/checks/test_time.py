"""Months by the calendar: the last day that still counts is the day before the first that does not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.time import last_day_within_months, months_before


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.integers(1, 24))
def test_due_is_the_last_day_in_time(newest: date, months: int) -> None:
    due = last_day_within_months(newest, months)
    assert months_before(due, months) <= newest < months_before(due + timedelta(days=1), months)


@pytest.mark.parametrize(
    ("newest", "due"),
    [
        (date(2026, 5, 24), date(2026, 11, 24)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 2, 28), date(2026, 8, 31)),
    ],
)
def test_six_months(newest: date, due: date) -> None:
    assert last_day_within_months(newest, 6) == due
