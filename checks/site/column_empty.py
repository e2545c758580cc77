"""A column without any entry (国办秘函〔2019〕19号: 栏目不更新, 空白栏目).

A list that scripts would write, or that did not open, is never taken for empty.
"""

from checks.check import check
from checks.evidence import Case, Column, SiteFacts
from checks.finding import Finding, Judgement
from checks.site.updating import State, each_column, filling_states, nothing_there
from checks.vocabulary import Severity


@check("site.column-empty")
def column_empty(site: SiteFacts, case: Case) -> Judgement:
    """Columns whose list holds nothing. Confirmed when the next scan sees the same."""
    if (nothing := nothing_there(site)) is not None:
        return nothing
    states = filling_states(site.columns)
    empty = [column for column, state in states.items() if state is State.EMPTY]
    return each_column(site, case, states, tuple(_finding(column, case) for column in empty))


def _finding(column: Column, case: Case) -> Finding:
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=column.url,
        severity=case.severity if column.approved else Severity.REMINDER,
        url=column.url,
        data={"case": "" if column.approved else "pending", "name": column.name},
    )
