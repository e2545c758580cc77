"""Within what time a column must be updated, and how it stands: what the checks of columns have in common.

News within two weeks, first-level notices and policy documents within six months by the calendar (国办秘函〔2019〕19号,
单项否决指标: 栏目不更新). A period set by the office goes first; an approved column of another kind that must be
updated and has no period gets the office's default (a setting); nothing is asked of the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from checks.evidence import Case, Column, SiteFacts, Updating
from checks.finding import Finding, Judgement, Measure, not_applicable, unknown
from checks.time import days_between, last_day_within_months, months_before, shanghai_day
from checks.vocabulary import Outcome, Reason

_A_MONTH = 31
_FIRST_LEVEL = frozenset({Updating.NOTICE, Updating.POLICY})


class State(StrEnum):
    """How a column stands."""

    RIGHT = "right"
    OVERDUE = "overdue"
    EMPTY = "empty"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Window:
    """The time within which a column must be updated: on ``since`` or later. ``case`` is ``half-year``, ``default`` or
    empty. ``span`` is its length in days, or in months where it is counted by the calendar (``by_months``)."""

    since: date
    case: str = ""
    span: int = 0
    by_months: bool = False

    def due(self, newest: date) -> date:
        """The last day on which a column with that newest entry still counts as updated."""
        if self.by_months:
            return last_day_within_months(newest, self.span)
        return newest + timedelta(days=self.span)


def window_of(column: Column, case: Case) -> Window | None:
    """The window of a column, None when nothing is asked of it."""
    today = shanghai_day(case.as_of)
    if column.archived or not column.must_update:
        return None
    if column.period is not None:
        return _of_days(today, column.period)
    if column.updating is Updating.NEWS:
        return _of_days(today, case.thresholds["days"])
    if column.level == 1 and column.updating in _FIRST_LEVEL:
        months = int(case.thresholds["months"])
        return Window(months_before(today, months), "half-year", months, by_months=True)
    if column.approved and (default := case.thresholds.get("default_days")):
        return _of_days(today, default, "default")
    return None


def _of_days(today: date, days: float, case: str = "") -> Window:
    return Window(today - timedelta(days=days), case, int(days))


def counts_as_news(column: Column) -> bool:
    """Whether a column is of those that the first situation of the veto counts: news of any level, and first-level
    notices and policy documents."""
    return column.updating is Updating.NEWS or (column.level == 1 and column.updating is not Updating.OTHER)


def measures(columns: Iterable[Column], case: Case) -> tuple[Measure, ...]:
    """How near every column that must be updated is to its limit, right or wrong."""
    today = shanghai_day(case.as_of)
    windows = ((column, window_of(column, case)) for column in columns)
    return tuple(
        Measure(
            about=column.url,
            name=column.name,
            url=column.url,
            newest=column.newest.day,
            due=(due := window.due(column.newest.day)),
            data={
                "days": days_between(column.newest.day, today),
                "limit": window.span,
                "by_months": window.by_months,
                "left": days_between(today, due),
                "remind": remind_days(window, case),
                "class": column.updating.value,
                "counts": counts_as_news(column),
                "approved": column.approved,
                "setting": window.case == "default",
            },
        )
        for column, window in windows
        if window is not None and column.newest is not None and column.reason is None
    )


def remind_days(window: Window, case: Case) -> int:
    """How many days before its end a window is told of: fewer for windows of weeks than for those of months."""
    is_long = window.by_months or window.span > _A_MONTH
    return int(case.thresholds.get("remind_days_long" if is_long else "remind_days", 0))


def updating_state(column: Column, window: Window) -> State:
    """Whether a column was updated within its window. What could not be seen is never accused."""
    if column.newest is not None and column.newest.day >= window.since:
        return State.RIGHT
    if column.reason is None and column.items == 0:
        return State.EMPTY
    return State.UNSEEN if column.reason or column.newest is None else State.OVERDUE


def filling_state(column: Column) -> State:
    """Whether a column holds anything."""
    if column.items:
        return State.RIGHT
    return State.UNSEEN if column.reason else State.EMPTY


def updating_states(columns: Iterable[Column], case: Case) -> dict[Column, State]:
    """How every column stands that must be updated."""
    windows = ((column, window_of(column, case)) for column in columns)
    return {column: updating_state(column, window) for column, window in windows if window is not None}


def filling_states(columns: Iterable[Column]) -> dict[Column, State]:
    """Whether they hold anything, of every column that is not closed."""
    return {column: filling_state(column) for column in columns if not column.archived}


def why_unseen(columns: Iterable[Column]) -> Reason:
    """Why columns could not be seen: the reason of the first that has one, else that nothing in them is dated."""
    return next((one.reason for one in columns if one.reason), Reason.NO_DATES)


def nothing_there(site: SiteFacts) -> Judgement | None:
    """What is said where no column can be judged at all, None where some can."""
    if site.home is None:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    if site.columns:
        return None
    if site.home.scripted:
        return unknown(Reason.NO_BROWSER)
    return None if site.complete else unknown(Reason.LIMIT_REACHED)


def each_column(
    site: SiteFacts,
    case: Case,
    states: Mapping[Column, State],
    findings: tuple[Finding, ...],
    found: tuple[Measure, ...] = (),
) -> Judgement:
    """The judgement where every column at fault is a finding of its own. ``found`` are the measures taken."""
    unseen = [column for column, state in states.items() if state is State.UNSEEN]
    here = {column.url for column in site.columns}
    right = here - {column.url for column, state in states.items() if state is not State.RIGHT}
    cleared = frozenset(about for about in case.open if about in right or (about not in here and site.complete))
    if not states and not cleared:
        return not_applicable() if site.complete else unknown(Reason.LIMIT_REACHED)
    outcome = Outcome.FINDING if findings else Outcome.OK
    return Judgement(
        outcome=Outcome.UNKNOWN if unseen and len(unseen) == len(states) else outcome,
        findings=findings,
        reason=why_unseen(unseen) if unseen else None,
        checked=len(states) - len(unseen),
        unseen=len(unseen),
        cleared=cleared,
        measures=found,
    )
