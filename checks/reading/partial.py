"""Days that a list writes in part: month and day, or three numbers of two digits. The page must show the rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from checks.reading.datetext import day_of, latest
from checks.reading.dayurls import day_in_url, month_in_url
from checks.reading.spots import Spot

SLACK = timedelta(days=14)
"""How much later than the latest full day of a page another row of it may be, where nobody knows when it was seen."""

_ENOUGH = 3
_THIS_CENTURY = 2000


class PartialDays:
    """Completes the days of one page's rows. ``seen`` is the day the page was seen, None when nobody knows.

    ``rows`` are its days with the addresses of their rows. Without ``seen`` the latest full day of the page stands for
    it: a page shows its lists side by side, and never one of them a year ahead of the others.
    """

    __slots__ = ("_bound", "_is_guess", "_year_first")

    def __init__(self, rows: Sequence[tuple[Spot, str]], seen: date | None) -> None:
        full = [spot.day for spot, _ in rows if spot.day] if seen is None else []
        self._bound = seen or (max(full) + SLACK if full else None)
        self._is_guess = seen is None
        triples = [(spot.short, about) for spot, about in rows if spot.short]
        self._year_first = bool(triples) and _is_year_first(triples)

    def complete(self, spot: Spot, about: str) -> tuple[date | None, float]:
        """The day that a row means and how sure that is, None when the page does not show it."""
        if spot.day:
            return spot.day, spot.sure
        if spot.short:
            year, month, day = spot.short
            return (day_of(_THIS_CENTURY + year, month, day), 0.8) if self._year_first else (None, 0.0)
        if spot.month_day is None:
            return None, 0.0
        month, day = spot.month_day
        written = day_in_url(about)
        if written and (written.month, written.day) == spot.month_day:
            return written, 0.9
        folder = month_in_url(about)
        if folder and folder[1] == month:
            return day_of(folder[0], month, day), 0.9
        return (latest(month, day, self._bound), 0.5 if self._is_guess else 0.7) if self._bound else (None, 0.0)


def _is_year_first(triples: Sequence[tuple[tuple[int, int, int], str]]) -> bool:
    """Whether 24-03-05 begins with its year: an address says so, or the first number changes least and never rises.

    Lists are written from the newest down. A list whose last number stays the same ends with the year.
    """
    for (year, month, day), about in triples:
        written = day_in_url(about)
        if written and written == day_of(_THIS_CENTURY + year, month, day):
            return True
    days = [day_of(_THIS_CENTURY + year, month, day) for (year, month, day), _ in triples]
    known = [one for one in days if one]
    if len(known) < len(days) or len(days) < _ENOUGH:
        return False
    firsts, lasts = ({triple[place] for triple, _ in triples} for place in (0, 2))
    return len(firsts) < len(lasts) and all(later >= earlier for later, earlier in pairwise(known))
