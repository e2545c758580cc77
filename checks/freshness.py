"""How near something is to its limit of days without an update: what the checks of freshness have in common."""

from datetime import date, timedelta

from checks.evidence import Case
from checks.finding import Measure
from checks.time import days_between, shanghai_day


def freshness(about: str, name: str, url: str, newest: date, case: Case, days: int | None = None) -> Measure:
    """The measure of a thing by its newest day. ``days`` is its limit, that of the catalogue entry when None."""
    today = shanghai_day(case.as_of)
    limit = int(case.thresholds["days"]) if days is None else days
    due = newest + timedelta(days=limit)
    figures = {
        "days": days_between(newest, today),
        "limit": limit,
        "left": days_between(today, due),
        "remind": int(case.thresholds.get("remind_days", 0)),
        "approved": True,
    }
    return Measure(about, name, url, newest, due, figures)
