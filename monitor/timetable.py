"""When what is due: pure, from what the books say was done. No job store, so nothing can be lost or doubled there.

Days and hours are those of Shanghai. Every origin has its own place within an hour, by a hash of its name, so that the
visits to many origins are spread, and those to one are spaced.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from checks.time import SHANGHAI, shanghai_day
from registry.decisions.workdays import is_workday

PROBE = "probe"
CRAWL = "crawl"
ACCOUNTS = "accounts"
REPORT = "report"
DELIVER = "deliver"
HOUSEKEEPING = "housekeeping"
REMINDERS = "reminders"

VISITS_A_DAY = 24
"""Visits a day to each origin: more than the twenty of the rule, so that a few may be missed."""

ARTICLE_LOOKS_A_DAY = 4
_PART = timedelta(hours=4)

_SLOT = timedelta(days=1) / VISITS_A_DAY
_JITTER = 0.8
"""The part of a slot in which an origin's visit may fall; the rest keeps two visits apart."""


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A round that is due: when it was to begin, what it is, and what it is for."""

    at: datetime
    what: str
    key: str


def probe_due(origin: str, now: datetime, last: datetime | None) -> datetime | None:
    """When the visit of the present slot was to be made, None when it was made or its time has not come.

    Slots that went by while the program did not run are not made up for: visits would be bunched.
    """
    start = slot_start(now)
    at = start + _SLOT * _JITTER * _fraction(f"{origin}/{start.isoformat()}")
    return at if at <= now and (last is None or last < start) else None


def articles_due(origin: str, now: datetime, last: datetime | None) -> datetime | None:
    """When new articles of an origin were to be looked for in the present part of the day, None as for a visit.

    Four parts of four hours from 6:00 to 22:00, each origin with its own place within them: at night little is
    published, and the weekly crawl looks at everything.
    """
    start = articles_start(now)
    if start is None:
        return None
    at = start + _PART * _JITTER * _fraction(f"articles/{origin}/{start.isoformat()}")
    return at if at <= now and (last is None or last < start) else None


def articles_start(now: datetime) -> datetime | None:
    """The beginning of the part of the day in which an instant falls; None at night."""
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight + timedelta(hours=6)
    part = (now - first) // _PART
    return first + part * _PART if 0 <= part < ARTICLE_LOOKS_A_DAY else None


def slot_start(now: datetime) -> datetime:
    """The beginning of the slot in which an instant falls."""
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((now - midnight) // _SLOT) * _SLOT


def rounds_due(now: datetime, done: Mapping[tuple[str, str], bool]) -> list[Due]:
    """The rounds whose time has come and that were not done, earliest first. ``done`` is by what and key.

    Books that know of no crawl at all want one at once, whatever the day.
    """
    rounds = list(_rounds(now))
    if not any(what == CRAWL for what, _ in done):
        rounds.append(Due(slot_start(now), CRAWL, f"first/{shanghai_day(now)}"))
    return sorted(due for due in rounds if due.at <= now and not done.get((due.what, due.key)))


def _rounds(now: datetime) -> Iterator[Due]:
    local = now.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - timedelta(days=local.weekday())
    year, week, _ = local.isocalendar()
    yield Due(monday + timedelta(days=5, hours=22), CRAWL, f"{year}-W{week:02d}")  # Saturday night
    for hour in (6, 12, 18):
        yield Due(midnight + timedelta(hours=hour), ACCOUNTS, f"{midnight:%Y-%m-%d}/{hour:02d}")
    before_year, before_week, _ = (monday - timedelta(days=1)).isocalendar()
    yield Due(monday + timedelta(hours=8), REPORT, f"{before_year}-W{before_week:02d}")
    if is_workday(local.date()):
        yield Due(midnight + timedelta(hours=8, minutes=30), REMINDERS, f"{midnight:%Y-%m-%d}")
    quarter = local.replace(minute=local.minute - local.minute % 15, second=0, microsecond=0)
    yield Due(quarter, DELIVER, f"{quarter:%Y-%m-%dT%H:%M}")
    yield Due(midnight + timedelta(hours=3), HOUSEKEEPING, f"{midnight:%Y-%m-%d}")


def _fraction(text: str) -> float:
    """A number from 0 to 1 that is always the same for a text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / 2**64
