"""Within what time a column must be updated, and how it stands: what the checks of columns have in common.

News within two weeks, first-level notices and policy documents within six months by the calendar (国办秘函〔2019〕19号,
单项否决指标: 栏目不更新). A period set by the office goes first; without one nothing is asked of any other column.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from checks.evidence import Case, Column, SiteFacts, Updating
from checks.finding import Finding, Judgement, not_applicable, unknown
from checks.time import shanghai_day
from checks.vocabulary import Outcome, Reason

_FIRST_LEVEL = frozenset({Updating.NOTICE, Updating.POLICY})


class State(StrEnum):
    """How a column stands."""

    RIGHT = "right"
    OVERDUE = "overdue"
    EMPTY = "empty"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Window:
    """The time within which a column must be updated: on ``since`` or later. ``case`` is ``half-year`` or empty."""

    since: date
    case: str = ""


def window_of(column: Column, case: Case) -> Window | None:
    """The window of a column, None when nothing is asked of it."""
    today = shanghai_day(case.as_of)
    if column.archived or not column.must_update:
        return None
    if column.period is not None:
        return Window(today - timedelta(days=column.period))
    if column.updating is Updating.NEWS:
        return Window(today - timedelta(days=case.thresholds["days"]))
    if column.level == 1 and column.updating in _FIRST_LEVEL:
        return Window(months_before(today, int(case.thresholds["months"])), "half-year")
    return None


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last one where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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
    site: SiteFacts, case: Case, states: Mapping[Column, State], findings: tuple[Finding, ...]
) -> Judgement:
    """The judgement where every column at fault is a finding of its own."""
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
    )
