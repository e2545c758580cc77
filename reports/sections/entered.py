"""八、找错与上级交办: what came from people, by where it came from."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.decisions.entered import Source
from reports.problems import Problem
from reports.sections.handling import handled
from reports.sections.telling import ROWS, Telling, beyond, name_of, unit_of

COLUMNS = ("来源", "本期收到", "本期改好", "未改好", "其中待确认")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What came from one source: counts in the order of :data:`COLUMNS` after the name."""

    source: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EnteredRow:
    """A finding that people entered and that stands, without a word of what it says."""

    unit: str
    target: str
    problem: str
    source: str
    handling: str


@dataclass(frozen=True, slots=True)
class Entered:
    """The section; empty while people entered nothing."""

    sources: tuple[SourceRow, ...]
    rows: tuple[EnteredRow, ...]
    more: str

    @property
    def columns(self) -> tuple[str, ...]:
        """What the cells of a source are."""
        return COLUMNS


def entered(telling: Telling) -> Entered:
    """The section: sources in the order in which an office names them, then what stands."""
    problems = telling.figures.problems
    new, resolved, open_ = map(_by_source, (problems.new, problems.resolved, problems.open))
    asked = _by_source(telling.figures.asked)
    sources = tuple(
        SourceRow(str(one), tuple(len(there.get(one, ())) for there in (new, resolved, open_, asked)))
        for one in Source
        if one in new or one in resolved or one in open_
    )
    standing = [(source, one) for source in Source for one in open_.get(source, ())]
    rows = tuple(
        EnteredRow(unit_of(one), name_of(one.target), telling.title(one.indicator), str(source), handled(one, telling))
        for source, one in standing[:ROWS]
    )
    return Entered(sources, rows, beyond(len(standing), "件"))


def _by_source(problems: Iterable[Problem]) -> dict[Source, list[Problem]]:
    found: dict[Source, list[Problem]] = {}
    for one in problems:
        if (said := str(one.data.get("source", ""))) in {str(source) for source in Source}:
            found.setdefault(Source(said), []).append(one)
    return found
