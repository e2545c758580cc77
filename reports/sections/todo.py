"""请您处理: what the office must decide or do now, heaviest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checks.vocabulary import Reason
from registry.models import MailState
from reports import wording
from reports.problems import Problem
from reports.sections.telling import Telling, name_of, names, unit_of


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
    frozenset({Reason.NO_BROWSER}): ("缺浏览器", "须用浏览器才能查看", "请运维人员在监测机上安装浏览器。"),
    frozenset({Reason.NO_DATES}): ("无日期", "找不到可靠的发布日期，无法判定", "请人工查看。"),
    frozenset({Reason.CHECK_FAILED}): ("检查出错", "本系统检查时出错", "请运维人员查看日志。"),
    frozenset({None}): ("从未检查", "在册但从未完成检查", "请运维人员核对监测任务。"),
}
"""What to do about targets that could not be judged. Reasons that nobody can do anything about are not here."""


def duties(telling: Telling) -> tuple[Duty, ...]:
    """What there is to do this week. Empty when nothing is."""
    return (*_vetoes(telling), *_idle(telling), *_unseen(telling), *_mails(telling))


def _vetoes(telling: Telling) -> Iterable[Duty]:
    vetoes = telling.figures.problems.vetoes
    established = [one for one in vetoes if not one.is_suspected]
    suspected = [one for one in vetoes if one.is_suspected]
    if established:
        text = f"单项否决问题{len(established)}件，均经两次核查：{_told(established, telling)}。"
        yield Duty(f"否决 {len(established)}", "red", text, "请通知责任单位立即整改。")
    if suspected:
        text = f"疑似单项否决{len(suspected)}件，尚未经第二次核查，不作为否决统计：{_told(suspected, telling)}。"
        yield Duty(f"疑似 {len(suspected)}", "amber", text, "请人工查看。")


def _idle(telling: Telling) -> Iterable[Duty]:
    if not any(group.registered for group in telling.figures.groups):
        text = "台账中还没有网站和新媒体。"
        yield Duty("台账为空", "amber", text, "请先导入台账（govwatch registry import）。")
    elif not telling.figures.looks.scans:
        text = "本周没有完成的检查，以下数字沿用此前的结果。"
        yield Duty("本周未检查", "amber", text, "请运维人员核对监测任务。")


def _told(vetoes: Iterable[Problem], telling: Telling) -> str:
    each = [f"{unit_of(one.target)}“{name_of(one.target)}”{telling.title(one.indicator)}" for one in vetoes]
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
