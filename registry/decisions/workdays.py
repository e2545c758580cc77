"""Working days, by the State Council's calendar of holidays as far as it is published. Pure."""

from datetime import date, timedelta

import chinese_calendar

_ONE = timedelta(days=1)


def deadline(start: date, days: int) -> date:
    """The day ``days`` working days after ``start``, which itself does not count.

    In years whose holidays are not published every weekday is a working day; see :func:`is_certain`.
    """
    day = start
    while days > 0:
        day += _ONE
        working = _is_workday(day)
        days -= day.weekday() < 5 if working is None else working
    return day


def last_workday(day: date) -> date:
    """The last working day up to ``day``, itself included: when something due on a holiday must be done."""
    while not is_workday(day):
        day -= _ONE
    return day


def is_workday(day: date) -> bool:
    """Whether it is a working day; in years whose holidays are not published, whether it is a weekday."""
    working = _is_workday(day)
    return day.weekday() < 5 if working is None else working


def is_certain(day: date) -> bool:
    """Whether the holidays of the year of ``day`` are published."""
    return _is_workday(day) is not None


def _is_workday(day: date) -> bool | None:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # a year that the calendar does not hold
        return None
