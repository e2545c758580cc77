"""The office's weekly report: figures to a letter (subject, text and HTML)."""

from collections.abc import Mapping
from dataclasses import dataclass

from checks.catalogue import Catalogue
from reports import wording
from reports.figures import WeekFigures
from reports.render import Letter, render
from reports.sections import changes
from reports.sections.changes import BalanceRow, Changes, UnitRow
from reports.sections.content import Content, content
from reports.sections.due import Due, due
from reports.sections.entered import Entered, entered
from reports.sections.formalism import Formalism, formalism
from reports.sections.health import Health, health
from reports.sections.monitor import Monitor, monitor
from reports.sections.near import Near, near
from reports.sections.overview import GroupRow, Overview, overview
from reports.sections.telling import Telling
from reports.sections.tickets import Progress, progress
from reports.sections.todo import Duty, duties
from reports.sections.vetoes import Vetoes, vetoes

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """The whole report in words: what the three templates draw on. ``units_more`` says which units were left out."""

    office: str
    number: int
    period: str
    until: str
    duties: tuple[Duty, ...]
    overview: Overview
    vetoes: Vetoes
    near: Near
    balance: tuple[BalanceRow, ...]
    new: Changes
    resolved: Changes
    units: tuple[UnitRow, ...]
    units_more: str
    progress: Progress
    asked: int
    overdue: int
    health: Health
    monitor: Monitor
    due: Due
    formalism: Formalism
    content: Content
    entered: Entered

    @property
    def headings(self) -> Mapping[str, str]:
        """``一、总体情况`` and so on, numbered through the sections that have something to tell."""
        sections = {
            "overview": ("总体情况", True),
            "vetoes": ("否决预警", bool(self.vetoes.rows or self.near.rows)),
            "due": ("临期提醒", bool(self.due.rows)),
            "formalism": ("指尖上的形式主义", bool(self.formalism.rows)),
            "content": ("内容安全", bool(self.content.rows)),
            "new": ("新增问题", bool(self.new.count)),
            "resolved": ("已修复", bool(self.resolved.count)),
            "units": ("未修复问题", bool(self.units)),
            "progress": ("整改进度", self.progress.shown),
            "entered": ("找错与上级交办", bool(self.entered.sources)),
            "health": ("各网站和新媒体情况", bool(self.health.groups)),
            "monitor": ("监测自身情况", True),
        }
        shown = [(name, title) for name, (title, has_content) in sections.items() if has_content]
        return {name: f"{_NUMERALS[place]}、{title}" for place, (name, title) in enumerate(shown)}

    @property
    def severities(self) -> tuple[str, ...]:
        """What the counts of a unit are of."""
        return changes.SEVERITY_NAMES

    @property
    def calm(self) -> str:
        """What stands in place of duties when there are none."""
        if self.new.count or self.vetoes.rows:
            return "本周没有需要您处理的事项。"
        return "本周未见否决项，没有新增问题，没有需要您处理的事项。"

    @property
    def headline(self) -> str:
        """The week in one line, as the subject tells it."""
        parts = [_told(group) for group in self.overview.groups] or ["台账中尚无网站和新媒体"]
        parts += [f"否决问题{self.vetoes.established}件"] if self.vetoes.established else []
        parts += [f"疑似否决{self.vetoes.suspected}件待核查"] if self.vetoes.suspected else []
        todo = [f"待确认{self.asked}件"] if self.asked else []
        todo += [f"逾期{self.overdue}件"] if self.overdue else []
        parts += ["，".join(todo)] if todo else []
        return "；".join(parts)


def weekly_letter(figures: WeekFigures, catalogue: Catalogue, office: str) -> Letter:
    """The weekly report to an office of that name. Sections that have nothing to tell are left out."""
    return render("weekly", {"report": weekly_report(figures, catalogue, office)})


def weekly_report(figures: WeekFigures, catalogue: Catalogue, office: str) -> WeeklyReport:
    """The weekly report in words."""
    telling = Telling(figures, catalogue)
    units, units_more = changes.by_unit(telling)
    return WeeklyReport(
        office=wording.clean(office, wording.NAME_LENGTH),
        number=figures.week.number,
        period=wording.period(figures.week),
        until=wording.moment(figures.at, telling.year),
        duties=duties(telling),
        overview=overview(telling),
        vetoes=vetoes(telling),
        near=near(telling),
        balance=changes.balance(telling),
        new=changes.new(telling),
        resolved=changes.resolved(telling),
        units=units,
        units_more=units_more,
        progress=progress(telling),
        asked=len(figures.asked),
        overdue=len(figures.tickets.overdue),
        health=health(telling),
        monitor=monitor(telling),
        due=due(telling),
        formalism=formalism(telling),
        content=content(telling),
        entered=entered(telling),
    )


def _told(group: GroupRow) -> str:
    registered = f"{group.name}{group.registered}{group.measure}"
    if not group.judged:
        return f"{registered}，均无法判定"
    seen = "" if group.judged == group.registered else f"，可查{group.judged}{group.measure}"
    return f"{registered}{seen}，未见否决项{group.clear}{group.measure}（{group.percent}）"
