"""Days and spans as the rules count them: calendar days in Asia/Shanghai."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai_day(instant: datetime) -> date:
    """The day in Asia/Shanghai on which an aware instant falls."""
    return instant.astimezone(SHANGHAI).date()


def days_between(earlier: date, later: date) -> int:
    """Calendar days from one day to another, negative when they run backwards."""
    return (later - earlier).days


def is_stale(newest: date, as_of: datetime, days: float) -> bool:
    """Whether more than ``days`` calendar days went by since ``newest``: with 14, day 14 still counts as updated."""
    return shanghai_day(as_of) - newest > timedelta(days=days)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last one where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_within_months(newest: date, months: int) -> date:
    """The last day on which ``newest`` is not yet older than so many months, as :func:`months_before` counts."""
    due = newest + timedelta(days=27 * months)
    while months_before(due + timedelta(days=1), months) <= newest:
        due += timedelta(days=1)
    return due
