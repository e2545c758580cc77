"""Days and spans as the rules count them: calendar days in Asia/Shanghai."""

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
