"""监测自身情况: what could not be seen and why, and by which rules and program the week was judged (T9)."""

from collections.abc import Iterable
from dataclasses import dataclass

from checks.catalogue import State
from checks.vocabulary import Reason
from reports import terms, wording
from reports.basis import Watched
from reports.figures import Blind
from reports.sections.telling import ROWS, Telling, beyond, names, why_unseen

_SHOWN = 12
"""Indicators named in one sentence."""


@dataclass(frozen=True, slots=True)
class BlindRow:
    """A kind of blindness: a reason with the targets it hid, or an indicator with the reasons that hid it."""

    label: str
    detail: str
    count: int


@dataclass(frozen=True, slots=True)
class Monitor:
    """The section."""

    looks: str
    unseen: tuple[BlindRow, ...]
    blind: tuple[BlindRow, ...]
    more: str
    notes: tuple[str, ...]


def monitor(telling: Telling) -> Monitor:
    """The section."""
    blind = telling.figures.blind
    return Monitor(
        looks=_looks(telling),
        unseen=tuple(_unseen(telling)),
        blind=tuple(_blind(one, telling) for one in blind[:ROWS]),
        more=beyond(len(blind), "项"),
        notes=tuple(_notes(telling)),
    )


def _looks(telling: Telling) -> str:
    looks = telling.figures.looks
    if not looks.scans:
        return "本周没有完成的检查。"
    return f"本周完成检查{looks.scans}轮，查看网站域名和账号共{looks.visits}次，其中本系统出错{looks.failed}次。"


def _unseen(telling: Telling) -> Iterable[BlindRow]:
    by_reason: dict[Reason | None, list[Watched]] = {}
    for group in telling.figures.groups:
        for one in group.unseen:
            by_reason.setdefault(one.reason, []).append(one.target)
    for reason, targets in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        yield BlindRow(why_unseen(reason), names(targets), len(targets))


def _blind(one: Blind, telling: Telling) -> BlindRow:
    counts = sorted(one.reasons.items(), key=lambda item: (-item[1], item[0]))
    why = wording.tally((terms.term(terms.REASONS, reason), count) for reason, count in counts)
    whose = "（新媒体）" if one.indicator.startswith("account.") else ""
    return BlindRow(telling.title(one.indicator) + whose, why, sum(one.reasons.values()))


def _notes(telling: Telling) -> Iterable[str]:
    figures = telling.figures
    if figures.catalogues or figures.tools:
        catalogues = "、".join(wording.clean(one, wording.NAME_LENGTH) for one in figures.catalogues) or "—"
        tools = "、".join(wording.clean(one, wording.NAME_LENGTH) for one in figures.tools) or "—"
        yield f"指标版本：{catalogues}；程序版本：{tools}。"
    if unverified := _titles(telling, State.UNVERIFIED):
        yield f"所依数值尚未与官方原文核对、只列问题不计分的指标：{unverified}。"
    if own := _titles(telling, State.OWN):
        yield f"本系统的技术建议，不是官方指标：{own}。"


def _titles(telling: Telling, state: State) -> str:
    machine = (entry for entry in telling.catalogue.values() if entry.manual is None)
    titles = [entry.title.zh for entry in machine if entry.basis.state is state]
    return wording.listing(list(dict.fromkeys(titles)), "项", limit=_SHOWN)
