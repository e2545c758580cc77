"""Deadlines over weekends, holidays, working Saturdays, and years that are not published yet."""

from datetime import date

import pytest

from registry.decisions.workdays import deadline, is_certain


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 11, 20), 5, date(2026, 11, 27)),  # Friday to Friday
        (date(2026, 11, 23), 3, date(2026, 11, 26)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # 国庆, with Saturday 10 October worked
        (date(2026, 12, 31), 3, date(2027, 1, 5)),  # 2027 is not published: weekdays
        (date(2027, 1, 1), 10, date(2027, 1, 15)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_the_last_day(start: date, days: int, last: date) -> None:
    assert deadline(start, days) == last


def test_a_year_that_is_not_published_is_said_to_be_uncertain() -> None:
    assert is_certain(date(2026, 12, 31))
    assert not is_certain(date(2027, 1, 4))
