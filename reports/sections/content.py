"""五、内容安全: counts and nothing else. What was found is neither quoted nor linked in mail (office-practice 2)."""

from dataclasses import dataclass

from reports.problems import Problem
from reports.sections.telling import Telling


@dataclass(frozen=True, slots=True)
class ContentRow:
    """A kind of harm: how many came in the week, were repaired in it, and stand at its end."""

    title: str
    new: int
    resolved: int
    open: int


@dataclass(frozen=True, slots=True)
class Content:
    """The section; empty while nothing of the kind is in the books."""

    rows: tuple[ContentRow, ...]
    note: str


NOTE = "只列件数，邮件中不转述内容、不附网址；请在本系统中用 govwatch findings 查看，按应急程序处置。"


def content(telling: Telling) -> Content:
    """The section, in the order of the catalogue."""
    problems = telling.figures.problems
    groups = {entry.group.zh for entry in telling.catalogue.values() if entry.sensitive}
    rows: dict[str, ContentRow] = {}
    for entry in telling.catalogue.values():
        if entry.group.zh in groups:
            counts = [_count(one, entry.id) for one in (problems.new, problems.resolved, problems.open)]
            before = rows.get(entry.title.zh, ContentRow(entry.title.zh, 0, 0, 0))
            new, resolved, open_ = counts
            rows[entry.title.zh] = ContentRow(
                entry.title.zh, before.new + new, before.resolved + resolved, before.open + open_
            )
    return Content(tuple(row for row in rows.values() if row.new or row.resolved or row.open), NOTE)


def _count(problems: tuple[Problem, ...], indicator: str) -> int:
    return sum(1 for one in problems if one.indicator == indicator)
