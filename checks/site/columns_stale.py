"""Too many columns not updated or empty (国办秘函〔2019〕19号, 单项否决指标: 栏目不更新).

Any one of three: news of two weeks and first-level notices and policy documents of six months together, overdue columns
of any kind, empty columns. Only columns that the office approved count. What is only found on the site is a reminder:
suspected, to be approved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from checks.check import check
from checks.evidence import Case, Column, Page, SiteFacts
from checks.finding import MAX_PLACES, Finding, Judgement, Measure, Place, Wanted, unknown
from checks.reading.columns import count_entries, newest_read
from checks.site.updating import (
    State,
    counts_as_news,
    filling_states,
    nothing_there,
    updating_states,
    why_unseen,
)
from checks.time import shanghai_day
from checks.vocabulary import How, Outcome, Reason, Severity

MAX_LOOKS = 18
"""Columns read a second time at most in one round."""

_NAMES = 12


@dataclass(frozen=True, slots=True)
class _Situation:
    """One of the three: the columns that count, those that may, and from how many on it is one."""

    name: str
    limit: int
    counted: tuple[Column, ...]
    unseen: tuple[Column, ...]

    @property
    def is_reached(self) -> bool:
        return len(self.counted) >= self.limit

    def may_be_reached(self, more: int = 0) -> bool:
        return len(self.counted) + max(len(self.unseen), more) >= self.limit


@check("site.columns-stale")
def columns_stale(site: SiteFacts, case: Case) -> Judgement:
    """One of the situations is reached. Confirmed by reading the columns that make it a second time."""
    if (nothing := nothing_there(site)) is not None:
        return nothing
    columns = [_seen_again(column, case) for column in site.columns if not column.archived]
    approved = [column for column in columns if column.approved]
    reached = [one for one in _situations(approved, case) if one.is_reached]
    names = {one.name for one in reached}
    suspected = [one for one in _situations(columns, case) if one.is_reached and one.name not in names]
    findings = (*(_veto(one, case) for one in reached), *(_suspicion(one, case) for one in suspected))
    rest = _rest(approved or columns, 0 if approved else site.linked_unread, case)
    cleared = case.open - {finding.about for finding in findings} - rest.open
    taken = tuple(_measure(one, len(approved)) for one in _situations(approved, case))
    if not findings and rest.open:
        blind = unknown(rest.reason or Reason.NOT_REACHED, unseen=rest.unseen)
        return replace(blind, cleared=cleared, measures=taken)
    return Judgement(
        outcome=Outcome.FINDING if findings else Outcome.OK,
        findings=findings,
        reason=rest.reason,
        checked=len(columns),
        unseen=rest.unseen,
        cleared=cleared,
        wanted=_wants(reached, case),
        measures=taken,
    )


def _measure(one: _Situation, approved: int) -> Measure:
    """How many columns more make it a veto; only the ``approved`` ones are counted, and that may be none."""
    figures = {"count": len(one.counted), "limit": one.limit, "left": one.limit - len(one.counted)}
    return Measure(one.name, one.name, data=figures | {"unseen": len(one.unseen), "approved": approved})


@dataclass(frozen=True, slots=True)
class _Rest:
    """What could not be seen. ``open`` are the situations that it leaves open."""

    open: frozenset[str]
    unseen: int
    reason: Reason | None


def _rest(columns: Sequence[Column], unread: int, case: Case) -> _Rest:
    """What cannot be said of the columns that count. ``unread`` pages of the home page may be columns as well."""
    situations = _situations(columns, case)
    unseen = list(dict.fromkeys(column for one in situations for column in one.unseen))
    left_open = frozenset(one.name for one in situations if one.may_be_reached(unread))
    limited = Reason.LIMIT_REACHED if unread else None
    return _Rest(left_open, max(len(unseen), unread), why_unseen(unseen) if unseen else limited)


def _situations(columns: Sequence[Column], case: Case) -> list[_Situation]:
    updating, filling = updating_states(columns, case), filling_states(columns)
    official = {column: state for column, state in updating.items() if counts_as_news(column)}
    return [
        _situation("updating", case.thresholds["count"], official, State.OVERDUE),
        _situation("overdue", case.thresholds["overdue"], updating, State.OVERDUE),
        _situation("empty", case.thresholds["empty"], filling, State.EMPTY),
    ]


def _situation(name: str, limit: float, states: Mapping[Column, State], fault: State) -> _Situation:
    counted = tuple(column for column, state in states.items() if state is fault)
    unseen = tuple(column for column, state in states.items() if state is State.UNSEEN)
    return _Situation(name, int(limit), counted, unseen)


# -- the second look ----------------------------------------------------------------------------------------------


def _wants(reached: Iterable[_Situation], case: Case) -> tuple[Wanted, ...]:
    """As many of each situation as it needs. When some turn out to be right, others are wanted in their place."""
    wants = dict.fromkeys(_want(column) for one in reached for column in one.counted[: one.limit])
    return tuple(want for want in wants if want not in case.answers)[:MAX_LOOKS]


def _want(column: Column) -> Wanted:
    return Wanted(column.url, How.GET, "second look at a column")


def _seen_again(column: Column, case: Case) -> Column:
    """A column with what a second look saw of it: anything new there counts."""
    page = case.answers.get(_want(column))
    if not isinstance(page, Page):
        return column
    days = [read for read in (column.newest, newest_read(page, shanghai_day(case.as_of))) if read]
    newest = max(days, key=lambda read: read.day, default=None)
    return replace(column, newest=newest, items=max(column.items, count_entries(page)))


def _is_confirmed(one: _Situation, case: Case) -> bool:
    twice = [column for column in one.counted if isinstance(case.answers.get(_want(column)), Page)]
    return len(twice) >= one.limit


# -- findings -----------------------------------------------------------------------------------------------------


def _veto(one: _Situation, case: Case) -> Finding:
    return replace(_finding(one, case, one.name), severity=case.severity, confirmed=_is_confirmed(one, case))


def _suspicion(one: _Situation, case: Case) -> Finding:
    return _finding(one, case, f"pending-{one.name}")


def _finding(one: _Situation, case: Case, words: str) -> Finding:
    names = [column.name for column in one.counted]
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=one.name,
        severity=Severity.REMINDER,
        url=case.subject.url or one.counted[0].url,
        places=tuple(Place(column.url, 0, column.name) for column in one.counted[:MAX_PLACES]),
        places_total=len(one.counted),
        data={
            "case": words,
            "count": len(one.counted),
            "limit": one.limit,
            "margin": len(one.counted) - one.limit,
            "columns": "、".join(names[:_NAMES]) + ("等" if len(names) > _NAMES else ""),
        },
    )
