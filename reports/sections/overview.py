"""一、总体情况: how much was checked, and on how much of it no veto was seen (T1)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from checks.vocabulary import TargetKind
from reports import terms, wording
from reports.basis import Group
from reports.figures import GroupFigures, Rate
from reports.sections.telling import GROUP_NAMES, Telling, names, why_unseen

_CLASSES: dict[Group, Literal["site", "account"]] = {Group.SITES: "site", Group.ACCOUNTS: "account"}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The figures of sites, or of accounts, in words. ``rising`` is True, False or None (level, or nothing before)."""

    name: str
    measure: str
    clear: int
    judged: int
    percent: str
    change: str
    rising: bool | None
    registered: int
    checked: int
    ratio: str
    unseen: int
    suspected: int
    established: int


@dataclass(frozen=True, slots=True)
class TrendCell:
    """A rate of one week: ``92.6%（50/54）`` and how wide its bar is, in whole per cent."""

    text: str
    width: int


@dataclass(frozen=True, slots=True)
class TrendRow:
    """The rates of one week, one cell a group."""

    label: str
    cells: tuple[TrendCell, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The section. ``trend`` is empty while there is but one week."""

    groups: tuple[GroupRow, ...]
    trend: tuple[TrendRow, ...]
    notes: tuple[str, ...]


def overview(telling: Telling) -> Overview:
    """The section. Groups without a target in the register are left out."""
    groups = [group for group in telling.figures.groups if group.registered]
    return Overview(
        groups=tuple(_row(group) for group in groups),
        trend=tuple(_trend(groups)),
        notes=(*_judged(telling, groups), *(note for group in groups for note in _notes(group)), *_left_out(telling)),
    )


def _row(group: GroupFigures) -> GroupRow:
    name, measure = GROUP_NAMES[group.group]
    shown = "" if group.change is None else wording.change(group.change)
    return GroupRow(
        name=name,
        measure=measure,
        clear=group.clear.part,
        judged=group.clear.whole,
        percent=wording.percent(group.clear.part, group.clear.whole),
        change=f"较上期{shown}" if shown else "无上期可比",
        rising=shown.startswith("↑") if shown[:1] in ("↑", "↓") else None,
        registered=group.registered,
        checked=group.checked,
        ratio=wording.percent(group.checked, group.registered),
        unseen=len(group.unseen),
        suspected=group.suspected,
        established=group.established,
    )


def _trend(groups: list[GroupFigures]) -> Iterable[TrendRow]:
    weeks = sorted({week for group in groups for week, _ in group.trend}, reverse=True)
    if len(weeks) < 2:
        return
    for week in weeks:
        yield TrendRow(f"第{week.number}期", tuple(_cell(dict(group.trend).get(week)) for group in groups))


def _cell(rate: Rate | None) -> TrendCell:
    if rate is None or rate.share is None:
        return TrendCell("—", 0)
    return TrendCell(f"{wording.percent(rate.part, rate.whole)}（{rate.part}/{rate.whole}）", round(100 * rate.share))


def _notes(group: GroupFigures) -> Iterable[str]:
    name, measure = GROUP_NAMES[group.group]
    if group.unseen:
        counts = Counter(why_unseen(one.reason) for one in group.unseen)
        why = wording.tally(counts.most_common())
        yield f"{name}在册{group.registered}{measure}，{len(group.unseen)}{measure}无法查看（{why}），不计入比例。"
    if group.suspected:
        yield f"{name}另有{group.suspected}{measure}疑似有否决项，待第二次核查，不计入比例。"
    if group.carried:
        each = names(group.carried, measure)
        yield f"{name}有{len(group.carried)}{measure}本周未检查，沿用此前最近一次检查的结果：{each}。"


def _judged(telling: Telling, groups: list[GroupFigures]) -> Iterable[str]:
    if groups:
        yield "；".join(f"{GROUP_NAMES[group.group][0]}{_reach(group.group, telling)}" for group in groups) + "。"


def _left_out(telling: Telling) -> Iterable[str]:
    figures = telling.figures
    counts = [(terms.term(terms.KINDS, kind), figures.others[kind]) for kind in TargetKind if figures.others[kind]]
    if counts:
        yield f"另有{sum(figures.others.values())}个在册对象不单独计算比例（{wording.tally(counts)}）。"
    watched = [(terms.term(terms.KINDS, kind), count) for kind, count in sorted(figures.only_watched.items())]
    if watched:
        yield (
            f"另有{sum(figures.only_watched.values())}个对象通报口径为“仅监测”（{wording.tally(watched)}），"
            "照常监测，不计入比例。"
        )
    if figures.paused:
        yield f"另有{figures.paused}个对象暂停监测，不计入在册。"


def _reach(group: Group, telling: Telling) -> str:
    items = [item for item in telling.catalogue.veto_items if item.class_ == _CLASSES[group]]
    return wording.reach([(item.title, bool(item.judged_by)) for item in items])
