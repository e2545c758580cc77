"""Rows of a list that stand out of its order: dated long before the rows below them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from checks.evidence import DateRead

MAX_ROWS = 40
"""Dated rows of a list that are looked through."""

_BESIDE = 2
"""Rows in order that must stand above and below for the order to be known: pinned rows (置顶) have none above."""

_RUN = 3
"""Rows out of order in a row, at most: more of them are another list."""


def backwards(rows: Sequence[DateRead], days: float) -> Iterator[DateRead]:
    """The rows that are more than ``days`` older than the rows around them, where those run from new to old.

    Where the days jump up and stay there another list begins, and nothing is said.
    """
    gap, number = timedelta(days=days), _BESIDE
    while number < len(rows) - _BESIDE:
        length = _run_at(rows, number, gap)
        yield from rows[number : number + length]
        number += length or 1


def _run_at(rows: Sequence[DateRead], first: int, gap: timedelta) -> int:
    """How many rows from ``first`` on are out of order; 0 when it is in order, or the order is not known."""
    above = [one.day for one in rows[first - _BESIDE : first]]
    if not _falls(above) or rows[first].day + gap >= above[-1]:
        return 0
    for length in range(1, _RUN + 1):
        below = [one.day for one in rows[first + length : first + length + _BESIDE]]
        run = [one.day for one in rows[first : first + length]]
        if len(below) == _BESIDE and _falls([above[-1], *below]) and max(run) + gap < below[0]:
            return length
    return 0


def _falls(days: Sequence[date]) -> bool:
    return all(earlier >= later for earlier, later in pairwise(days))
