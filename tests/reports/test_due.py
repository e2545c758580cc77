"""What is told before its limit: three days for weeks, fourteen for months, and before holidays on the last workday."""

from datetime import date

import pytest

from registry.workdays import last_workday
from reports.due import remind_on


@pytest.mark.parametrize(
    ("due", "days", "told"),
    [
        (date(2026, 11, 27), 3, date(2026, 11, 24)),
        (date(2026, 11, 26), 3, date(2026, 11, 23)),
        (date(2026, 11, 25), 3, date(2026, 11, 20)),  # three days before is a Sunday
        (date(2026, 11, 27), 14, date(2026, 11, 13)),
        (date(2026, 10, 5), 3, date(2026, 9, 30)),  # within the national holidays
    ],
)
def test_it_is_told_on_a_working_day(due: date, days: int, told: date) -> None:
    assert remind_on(due, {"remind": days}) == told


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 10, 4), date(2026, 9, 30)),
        (date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 11, 24), date(2026, 11, 24)),
    ],
)
def test_what_is_due_on_a_holiday_is_to_be_done_before_it(day: date, last: date) -> None:
    assert last_workday(day) == last
