"""监测自身情况: what could not be seen and why, and by which rules and program the week was judged (T9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checks.catalogue import State
from checks.vocabulary import Reason
from reports import terms, wording
from reports.basis import Watched
from reports.sections.telling import ROWS, Telling, beyond, names, why_unseen

_SHOWN = 12
"""Indicators named in one sentence."""

_WEEK = 7
"""Days that the number of visits in the catalogue is for."""


@dataclass(frozen=True, slots=True)
class BlindRow:
    """A kind of blindness: a reason with the targets it hid, or targets with the indicators it hid on them.

    ``count`` is of the targets, or of the indicators.
    """

    label: str
    detail: str
    count: int


@dataclass(frozen=True, slots=True)
class Monitor:
    """The section."""

    looks: str
    visits: str
    unseen: tuple[BlindRow, ...]
    blind: tuple[BlindRow, ...]
    more: str
    notes: tuple[str, ...]


def monitor(telling: Telling) -> Monitor:
    """The section."""
    blind = tuple(_blind(telling))
    return Monitor(
        looks=_looks(telling),
        visits=_visits(telling),
        unseen=tuple(_unseen(telling)),
        blind=blind[:ROWS],
        more=beyond(len(blind), "项"),
        notes=tuple(_notes(telling)),
    )


def _looks(telling: Telling) -> str:
    looks = telling.figures.looks
    if not looks.scans:
        return "本周没有完成的检查。"
    return f"本周完成检查{looks.scans}轮，查看网站域名和账号共{looks.visits}次，其中本系统出错{looks.failed}次。"


def _visits(telling: Telling) -> str:
    """应探测, 实测 and 我方断线. How many there should be is what the official check asks for in a week."""
    visits, entry = telling.figures.visits, telling.catalogue.get("site.availability")
    wanted = entry.thresholds.get("visits", 0) if entry else 0
    if not visits.hosts or not wanted:
        return ""
    if not visits.made and not visits.lost:
        return "本周没有做可用性探测：运行 govwatch serve 时才会定时探测。"
    expected = f"应探测{int(visits.host_days * wanted / _WEEK)}次（{visits.hosts}个域名，每个每周不少于{wanted:g}次）"
    lost = f"我方断线{visits.lost}次，不计入任何网站" if visits.lost else "我方没有断线"
    seeded = f"其中{visits.seeded}次是演示编造的，没有真正访问过；" if visits.seeded else ""
    return f"可用性探测：{expected}，实测{visits.made}次；{seeded}{lost}。"


def _unseen(telling: Telling) -> Iterable[BlindRow]:
    by_reason: dict[Reason | None, list[Watched]] = {}
    for group in telling.figures.groups:
        for one in group.unseen:
            by_reason.setdefault(one.reason, []).append(one.target)
    for reason, targets in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        yield BlindRow(why_unseen(reason), names(targets), len(targets))


def _blind(telling: Telling) -> Iterable[BlindRow]:
    """Once for each target and reason; targets that the same reason hid the same indicators on stand together."""
    alike: dict[tuple[Reason, tuple[str, ...]], list[Watched]] = {}
    for one in telling.figures.blind:
        titles = tuple(dict.fromkeys(telling.title(indicator) for indicator in one.indicators))
        alike.setdefault((one.reason, titles), []).append(one.target)
    for (reason, titles), targets in alike.items():
        yield BlindRow(names(targets), f"{terms.term(terms.REASONS, reason)}，没能判断{_quoted(titles)}", len(titles))


def _quoted(titles: Sequence[str]) -> str:
    """``“首页不更新”“空白栏目”等14项``: some titles have a list in them."""
    shown = "".join(f"“{title}”" for title in titles[:_SHOWN])
    return shown if len(titles) <= _SHOWN else f"{shown}等{len(titles)}项"


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
    return _quoted(list(dict.fromkeys(titles)))
