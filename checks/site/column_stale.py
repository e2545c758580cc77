"""A column that is not updated in time (国办秘函〔2019〕19号: 栏目不更新; 扣分指标: 发布解读).

"Must be updated" cannot be seen from outside: of a column that the office did not approve this is a reminder only.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from checks.check import check
from checks.evidence import Case, Column, SiteFacts
from checks.finding import Finding, Judgement
from checks.site.updating import State, Window, each_column, measures, nothing_there, updating_states, window_of
from checks.time import days_between, shanghai_day
from checks.vocabulary import Severity


@check("site.column-stale")
def column_stale(site: SiteFacts, case: Case) -> Judgement:
    """Columns whose newest entry is older than their window. Confirmed when the next scan sees the same."""
    if (nothing := nothing_there(site)) is not None:
        return nothing
    states = updating_states(site.columns, case)
    return each_column(site, case, states, tuple(_findings(states, case)), measures(site.columns, case))


def _findings(states: Mapping[Column, State], case: Case) -> Iterator[Finding]:
    for column, state in states.items():
        window = window_of(column, case)
        if state is State.OVERDUE and window is not None and column.newest is not None:
            yield _finding(column, window, column.newest.day, case)


def _finding(column: Column, window: Window, newest: date, case: Case) -> Finding:
    today = shanghai_day(case.as_of)
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=column.url,
        severity=case.severity if column.approved else Severity.REMINDER,
        url=column.url,
        data={
            "case": "-".join(filter(None, ("" if column.approved else "pending", window.case))),
            "name": column.name,
            "class": column.updating.value,
            "newest": newest.isoformat(),
            "as_of": today.isoformat(),
            "days": days_between(newest, today),
            "limit": days_between(window.since, today),
        },
    )
