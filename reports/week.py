"""An ISO week in Asia/Shanghai, the period of a weekly report."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from checks.time import SHANGHAI, shanghai_day
from reports.errors import WeekError

_FORM = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """Week ``number`` (1 to 53) of the ISO ``year``; Monday to Sunday. ``str()`` gives ``2026-W47``."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Read ``2026-W47``. Raises :class:`WeekError`."""
        parts = _FORM.fullmatch(text.strip())
        if parts is None:
            raise WeekError(f"“{text[:40]}”不是周次：请写成 2026-W47 的样子。")
        week = cls(int(parts[1]), int(parts[2]))
        try:
            _ = week.first, week.ends
        except (ValueError, OverflowError):
            raise WeekError(f"没有{week}这一周：周次为W01至W52，个别年份到W53。") from None
        return week

    @classmethod
    def of(cls, instant: datetime) -> "Week":
        """The week in which an aware instant falls."""
        year, number, _ = shanghai_day(instant).isocalendar()
        return cls(year, number)

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def starts(self) -> datetime:
        """The aware UTC instant at which its Monday begins in Shanghai."""
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The aware UTC instant at which the Monday after it begins: the first instant outside the week."""
        return _midnight(self.last + timedelta(days=1))

    def before(self, weeks: int = 1) -> "Week":
        """The week that many weeks earlier."""
        year, number, _ = (self.first - timedelta(weeks=weeks)).isocalendar()
        return Week(year, number)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
