"""What every section is told from, and the words they share."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.catalogue import Catalogue
from checks.vocabulary import Reason
from reports import terms, wording
from reports.basis import Group, Watched
from reports.figures import WeekFigures
from reports.problems import Problem

ROWS = 30
"""Rows of a table. A mail is read, not searched: what is beyond stands in the books."""

GROUP_NAMES = {Group.SITES: ("网站", "家"), Group.ACCOUNTS: ("新媒体", "个")}
"""What a group is called, and its measure word."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The figures of a week, and the catalogue whose words they are told in."""

    figures: WeekFigures
    catalogue: Catalogue

    @property
    def year(self) -> int:
        """The year the reader is in: days of other years are written with theirs."""
        return self.figures.week.last.year

    def title(self, indicator: str) -> str:
        """What an indicator is called."""
        return wording.title(indicator, self.catalogue)

    def sentence(self, problem: Problem) -> str:
        """The sentence of a finding."""
        entry = self.catalogue.get(problem.indicator)
        if entry is None:
            return f"{wording.clean(problem.indicator)}：{wording.short_url(problem.about)}"
        return wording.sentence(
            entry,
            url=problem.url,
            about=problem.about,
            outcome=problem.link_outcome,
            data=problem.data,
            year=self.year,
        )


def name_of(target: Watched) -> str:
    """The name of a target, fit to stand in a mail."""
    return wording.clean(target.name, wording.NAME_LENGTH)


def unit_of(problem: Problem) -> str:
    """The name of the unit that answers for a finding."""
    return wording.clean(problem.unit, wording.NAME_LENGTH)


def names(targets: Sequence[Watched], measure: str = "个") -> str:
    """The names of some targets, each once; of a long list its beginning and the number."""
    return wording.listing(list(dict.fromkeys(name_of(target) for target in targets)), measure)


def why_unseen(reason: Reason | None) -> str:
    """Why a target could not be judged, in words."""
    return "从未完成检查" if reason is None else terms.term(terms.REASONS, reason)


def beyond(total: int, what: str, command: str = "findings") -> str:
    """What to say of rows that are left out of a table and that ``command`` shows, or nothing."""
    left = total - ROWS
    return f"另有{left}{what}未列出，可用 govwatch {command} 查看全部。" if left > 0 else ""
