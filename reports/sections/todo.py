"""请您处理: what the office must decide or do now, heaviest first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checks.vocabulary import Reason, Severity
from registry.models import MailState
from reports import terms, wording
from reports.problems import Problem
from reports.sections.telling import Telling, name_of, names, unit_of
from reports.ticket_figures import Named


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do: what is so, and what to do about it. ``tone`` is ``red`` or ``amber``."""

    label: str
    tone: str
    text: str
    action: str


_WALLS = frozenset({Reason.BLOCKED, Reason.CAPTCHA, Reason.RATE_LIMITED, Reason.ROBOTS})

_UNSEEN: Mapping[frozenset[Reason | None], tuple[str, str, str]] = {
    _WALLS: ("拒绝监测", "网站不让监测程序查看", "请向管理单位发监测告知函，将监测地址加入白名单。"),
    frozenset({Reason.UNREACHABLE}): ("打不开", "检查时打不开", "请责任单位核实。"),
    frozenset({Reason.NO_FEED}): ("无数据源", "未登记数据源，看不到是否更新", "请在台账中补登数据源。"),
    frozenset({Reason.FEED_BROKEN}): ("读取失败", "数据源读取失败", "请核对台账中登记的数据源。"),
    frozenset({Reason.NO_BROWSER}): (
        "缺浏览器",
        "须用浏览器才能查看",
        "请运维人员按 govwatch doctor 的提示安装浏览器。",
    ),
    frozenset({Reason.NO_DATES}): ("无日期", "找不到可靠的发布日期，无法判定", "请人工查看。"),
    frozenset({Reason.CHECK_FAILED}): ("检查出错", "本系统检查时出错", "请运维人员查看日志。"),
    frozenset({None}): ("从未检查", "在册但从未完成检查", "请运维人员核对监测任务。"),
}
"""What to do about targets that could not be judged. Reasons that nobody can do anything about are not here."""


def duties(telling: Telling) -> tuple[Duty, ...]:
    """What there is to do this week. Empty when nothing is."""
    return (
        *_vetoes(telling),
        *_asked(telling),
        *_overdue(telling),
        *_untold(telling),
        *_idle(telling),
        *_unseen(telling),
        *_mails(telling),
    )


def _vetoes(telling: Telling) -> Iterable[Duty]:
    asked = [one for one in telling.figures.asked if one.severity is Severity.VETO]
    suspected = [one for one in telling.figures.problems.vetoes if one.is_suspected]
    if asked:
        text = f"单项否决问题{len(asked)}件，均经两次核查，尚未交办：{_told(asked, telling)}。"
        yield Duty(f"否决 {len(asked)}", "red", text, "请先确认这几件。")
    if suspected:
        text = f"疑似单项否决{len(suspected)}件，尚未经第二次核查，不作为否决统计：{_told(suspected, telling)}。"
        yield Duty(f"疑似 {len(suspected)}", "amber", text, "请人工查看。")


def _asked(telling: Telling) -> Iterable[Duty]:
    """待确认, with what to type."""
    asked = telling.figures.asked
    if not asked:
        return
    counts = Counter(one.severity for one in asked)
    told = "、".join(f"{terms.term(terms.SEVERITIES, one)}{counts[one]}件" for one in Severity if counts[one])
    units = wording.listing(list(dict.fromkeys(unit_of(one) for one in asked)), "个单位")
    yield Duty(
        f"待确认 {len(asked)}",
        "red" if counts[Severity.VETO] else "amber",
        f"经两次核查的问题{len(asked)}件（{told}），涉及{units}，经您确认后才会发给责任单位。",
        "请运行 govwatch tickets pending 查看序号，govwatch tickets approve 序号 --send 确认并发出。",
    )


def _overdue(telling: Telling) -> Iterable[Duty]:
    late = telling.figures.tickets.overdue
    if late:
        each = wording.listing([f"{_unit(one)}{telling.title(one.indicator)}（{one.number}）" for one in late], "单", 3)
        yield Duty(f"逾期 {len(late)}", "red", f"已过整改时限{len(late)}单：{each}。", "请督促责任单位。")


def _untold(telling: Telling) -> Iterable[Duty]:
    untold = telling.figures.tickets.untold
    if untold:
        units = wording.listing(list(dict.fromkeys(map(_unit, untold))), "个单位")
        text = f"{len(untold)}单已确认但没有发出，责任单位没有登记邮箱：{units}。"
        yield Duty(f"未送达 {len(untold)}", "amber", text, "请在台账中补登邮箱，下次发送周报时一并发出。")


def _unit(one: Named) -> str:
    return wording.clean(one.unit, wording.NAME_LENGTH)


def _idle(telling: Telling) -> Iterable[Duty]:
    if not any(group.registered for group in telling.figures.groups):
        text = "台账中还没有网站和新媒体。"
        yield Duty("台账为空", "amber", text, "请先导入台账（govwatch registry import）。")
    elif not telling.figures.looks.scans:
        text = "本周没有完成的检查，以下数字沿用此前的结果。"
        yield Duty("本周未检查", "amber", text, "请运维人员核对监测任务。")


def _told(vetoes: Iterable[Problem], telling: Telling) -> str:
    each = [f"{unit_of(one)}“{name_of(one.target)}”{telling.title(one.indicator)}" for one in vetoes]
    return wording.listing(each, "件", limit=3)


def _unseen(telling: Telling) -> Iterable[Duty]:
    unseen = [one for group in telling.figures.groups for one in group.unseen]
    for reasons, (label, text, action) in _UNSEEN.items():
        targets = [one.target for one in unseen if one.reason in reasons]
        if targets:
            yield Duty(f"{label} {len(targets)}", "amber", f"{text}：{names(targets)}。", action)


def _mails(telling: Telling) -> Iterable[Duty]:
    stuck = telling.figures.stuck
    uncertain = [one.subject for one in stuck if one.state is MailState.UNCERTAIN]
    failed = [one.subject for one in stuck if one.state is MailState.FAILED]
    if uncertain:
        text = f"发送时中断，不能确定是否送达，系统不会自动重发：{_subjects(uncertain)}。"
        yield Duty(f"邮件存疑 {len(uncertain)}", "amber", text, "请向收件人核实。")
    if failed:
        text = f"邮件服务器拒收：{_subjects(failed)}。"
        yield Duty(f"邮件未发 {len(failed)}", "amber", text, "请核对收件地址。")


def _subjects(subjects: Iterable[str]) -> str:
    return wording.listing([f"“{wording.clean(one, 60)}”" for one in subjects], "封", limit=3)
