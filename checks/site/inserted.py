"""Rows that came into a list long after the day they state, between rows that had been read there before.

Our own rounds read the list while the row, by its day, should have stood there, and read what stands above and below it
now. That is a question to be asked: late publication is common, and a link that was broken is mended at some time.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from checks.evidence import Case, Column, DateRead
from checks.site.ordering import MAX_ROWS
from checks.time import days_between, shanghai_day

_BESIDE = 2
"""Rows above and below that must have been read before: where they were, a look went as far as the row itself."""


def inserted(column: Column, read: Collection[str], case: Case) -> list[DateRead]:
    """The rows of a column that came late and stand between older acquaintances. ``read`` are the pages read now.

    Nothing is said of what came with the first look or near a migration, of whole batches (an archive that was brought
    in), of pages that were known to be broken before, and of what is no page that we read: a file, another site.
    """
    rows = [row for row in column.rows[:MAX_ROWS] if row.about_url]
    since = case.history.first_read
    if column.archived or not any(row.about_url in since for row in rows):
        return []
    now = [since.get(row.about_url, case.as_of) for row in rows]
    seen = [number for number, row in enumerate(rows) if row.about_url in since or row.about_url in read]
    late = [number for number in seen if _is_late(rows[number], now[number], case) and _stood(rows, now, number)]
    came = Counter(shanghai_day(now[number]) for number in late)
    few = [number for number in late if came[shanghai_day(now[number])] < case.thresholds["together"]]
    broken = _broken(case)
    return [rows[number] for number in few if rows[number].about_url not in broken]


def _is_late(row: DateRead, first: datetime, case: Case) -> bool:
    moved, came = case.subject.migrated, shanghai_day(first)
    if moved is not None and (
        row.day <= moved <= came or abs(came - moved) <= timedelta(days=case.thresholds["migration"])
    ):
        return False
    return row.day <= came and days_between(row.day, came) > case.thresholds["behind"]


def _stood(rows: Sequence[DateRead], first: Sequence[datetime], number: int) -> bool:
    """Whether rows above, not older, and rows below, not younger, had been read before the row came."""
    before = first[number] - timedelta(days=1)
    known = [at for at in range(len(rows)) if first[at] <= before]
    above = [at for at in known if at < number and rows[at].day >= rows[number].day]
    below = [at for at in known if at > number and rows[at].day <= rows[number].day]
    return len(above) >= _BESIDE and len(below) >= _BESIDE


def _broken(case: Case) -> frozenset[str]:
    """Pages whose links were broken: they come back when they are repaired."""
    return case.history.open.get("site.links", frozenset()) | case.history.open.get("site.links-home", frozenset())
