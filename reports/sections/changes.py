"""What came and went in the week: the balance, new findings, repaired ones, and what each unit still has open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from checks.vocabulary import Severity
from reports import terms, wording
from reports.problems import Problem
from reports.sections.telling import ROWS, Telling, beyond, name_of, unit_of

SAMPLES = 2
"""Findings of one kind on one target that are told in full; the number counts them all."""

SEVERITY_NAMES = tuple(terms.term(terms.SEVERITIES, severity) for severity in Severity)
"""The columns of :class:`UnitRow`'s counts."""

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """Findings of one severity: ``before`` + ``new`` - ``resolved`` = ``after``, ``suspected`` of them unconfirmed."""

    severity: str
    before: int
    new: int
    resolved: int
    after: int
    suspected: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A finding in words, with a link to a page where it can be seen, or an empty one."""

    text: str
    page: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """The findings of one indicator on one target. ``rest`` stands for what is not told.

    ``remarks`` qualify the count.
    """

    unit: str
    target: str
    problem: str
    count: int
    remarks: tuple[str, ...]
    samples: tuple[Sample, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of one severity. ``tone`` is ``red``, ``amber`` or ``grey``."""

    severity: str
    tone: str
    count: int
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Findings that came, or went. ``more`` says what was left out, if anything."""

    count: int
    suspected: int
    bands: tuple[Band, ...]
    more: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """What a unit still has open: established findings by severity, and suspected ones."""

    unit: str
    counts: tuple[int, ...]
    suspected: int


_TONES = {Severity.VETO: "red", Severity.DEDUCT: "amber", Severity.REMINDER: "amber", Severity.ADVICE: "grey"}


def balance(telling: Telling) -> tuple[BalanceRow, ...]:
    """One row for every severity that occurs."""
    problems = telling.figures.problems
    new, resolved = _by_severity(problems.new), _by_severity(problems.resolved)
    after, suspected = _by_severity(problems.open), _by_severity(one for one in problems.open if one.is_suspected)
    return tuple(
        BalanceRow(
            terms.term(terms.SEVERITIES, one), problems.before[one], new[one], resolved[one], after[one], suspected[one]
        )
        for one in Severity
        if problems.before[one] or new[one] or after[one]
    )


def new(telling: Telling) -> Changes:
    """新增问题: worst first, within a severity by unit in the order of the register."""
    return _changes(telling.figures.problems.new, telling, repaired=False)


def resolved(telling: Telling) -> Changes:
    """已修复, in the same order."""
    return _changes(telling.figures.problems.resolved, telling, repaired=True)


def by_unit(telling: Telling) -> tuple[tuple[UnitRow, ...], str]:
    """未修复问题: units with the heaviest first, and what was left out."""
    units = [
        UnitRow(
            wording.clean(one.unit, wording.NAME_LENGTH),
            tuple(one.established[severity] for severity in Severity),
            one.suspected,
        )
        for one in telling.figures.open_by_unit
    ]
    units.sort(key=lambda row: (*(-count for count in row.counts), -row.suspected))
    return tuple(units[:ROWS]), beyond(len(units), "个单位")


def _by_severity(problems: Iterable[Problem]) -> Counter[Severity]:
    return Counter(one.severity for one in problems)


def _changes(problems: Sequence[Problem], telling: Telling, *, repaired: bool) -> Changes:
    ordered = sorted(problems, key=lambda one: (_RANK[one.severity], one.target.order, one.indicator, one.about))
    kinds = [list(same) for _, same in groupby(ordered, key=lambda one: (one.severity, one.target.id, one.indicator))]
    bands = []
    for severity, rows in groupby(kinds[:ROWS], key=lambda same: same[0].severity):
        told = tuple(_row(same, telling, repaired=repaired) for same in rows)
        total = sum(1 for one in ordered if one.severity is severity)
        bands.append(Band(terms.term(terms.SEVERITIES, severity), _TONES[severity], total, told))
    return Changes(
        count=len(ordered),
        suspected=sum(1 for one in ordered if one.is_suspected),
        bands=tuple(bands),
        more=beyond(len(kinds), "项"),
    )


def _row(same: Sequence[Problem], telling: Telling, *, repaired: bool) -> ChangeRow:
    first = same[0]
    told_above = first.severity is Severity.VETO and not repaired and all(one.stands for one in same)
    shown = () if told_above else same[:SAMPLES]
    return ChangeRow(
        unit=unit_of(first),
        target=name_of(first.target),
        problem=telling.title(first.indicator),
        count=len(same),
        remarks=tuple(_remarks(same, repaired=repaired)),
        samples=tuple(_sample(one, telling, repaired=repaired) for one in shown),
        rest="见“否决预警”。" if told_above else f"等{len(same)}件。" if len(same) > SAMPLES else "",
    )


def _remarks(same: Sequence[Problem], *, repaired: bool) -> Iterable[str]:
    if suspected := sum(1 for one in same if one.is_suspected):
        yield f"疑似{suspected}件" if not repaired else f"其中疑似{suspected}件"
    if recurred := sum(1 for one in same if one.recurred):
        yield f"再次出现{recurred}件"
    if not repaired and (gone := sum(1 for one in same if not one.stands)):
        yield f"本周内已修复{gone}件"


def _sample(one: Problem, telling: Telling, *, repaired: bool) -> Sample:
    told = telling.sentence(one)
    return Sample(f"原问题：{told}" if repaired else told, one.page)
