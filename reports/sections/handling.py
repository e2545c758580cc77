"""处理: where a finding stands with people, in a few words."""

from registry.models import Decision
from reports import wording
from reports.problems import Problem
from reports.sections.telling import Telling


def handled(one: Problem, telling: Telling) -> str:
    """``待确认（第12号）``, ``YC2026-47-012 已交办，时限11月27日（周五）``, ``已判误报``, ``暂缓至12月8日``,
    ``例外已批准（云府办函〔2026〕12号），至12月31日不计``.
    """
    handling = telling.figures.handling.get(one.number)
    if handling is None or (one.is_suspected and handling.waiver is None):
        return "待第二次核查"
    if handling.waiver is not None:
        paper, until = wording.clean(handling.waiver.number, wording.NAME_LENGTH), handling.waiver.until
        return f"{handling.waiver.kind}已批准（{paper}），至{wording.day(until, telling.year)}不计"
    if handling.decision is Decision.FALSE_ALARM:
        return "已判误报"
    if handling.decision is Decision.POSTPONED and handling.until is not None:
        return f"暂缓至{wording.day(handling.until, telling.year)}"
    if handling.state is not None and handling.due is not None and handling.state.is_under_way:
        return f"{handling.ticket} {handling.state}，时限{wording.due_day(handling.due, telling.year)}"
    if any(asked.number == one.number for asked in telling.figures.asked):
        back = f"，{handling.ticket}{handling.state}" if handling.ticket else ""
        return f"待确认（第{one.number}号{back}）"
    return f"{handling.ticket} {handling.state}" if handling.ticket else "不交办"


def is_set_aside(one: Problem, telling: Telling) -> bool:
    """Whether a finding is not graded: a false alarm, or let pass by an approved appeal or exception."""
    handling = telling.figures.handling.get(one.number)
    return handling is not None and handling.is_set_aside
