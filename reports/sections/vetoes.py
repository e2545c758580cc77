"""二、否决预警: every open finding that vetoes, or would if a second look confirms it (T2)."""

from dataclasses import dataclass

from reports import wording
from reports.problems import Problem
from reports.sections.handling import handled, is_set_aside
from reports.sections.telling import ROWS, Telling, beyond, name_of, unit_of


@dataclass(frozen=True, slots=True)
class VetoRow:
    """One veto. ``margin`` is the present figure and its limit; ``page`` is a link to look at, or empty."""

    number: int
    unit: str
    target: str
    code: str
    item: str
    margin: str
    sentence: str
    looks: tuple[str, ...]
    page: str
    look_at: str
    suspected: bool
    handling: str


@dataclass(frozen=True, slots=True)
class Vetoes:
    """The section. ``more`` says what was left out, if anything.

    What was set aside (误报, an approved appeal or exception) stands among the rows, and is not counted.
    """

    rows: tuple[VetoRow, ...]
    established: int
    suspected: int
    more: str


def vetoes(telling: Telling) -> Vetoes:
    """The section: established vetoes first, those longest open first."""
    found = sorted(
        telling.figures.problems.vetoes,
        key=lambda one: (one.is_suspected, one.since, one.target.order, one.indicator, one.about),
    )
    counted = [one for one in found if not is_set_aside(one, telling)]
    return Vetoes(
        rows=tuple(_row(number, one, telling) for number, one in enumerate(found[:ROWS], 1)),
        established=sum(1 for one in counted if not one.is_suspected),
        suspected=sum(1 for one in counted if one.is_suspected),
        more=beyond(len(found), "件"),
    )


def _row(number: int, one: Problem, telling: Telling) -> VetoRow:
    entry = telling.catalogue.get(one.indicator)
    return VetoRow(
        number=number,
        unit=unit_of(one),
        target=name_of(one.target),
        code=wording.clean(one.target.code, wording.NAME_LENGTH),
        item=telling.title(one.indicator),
        margin=wording.margin(entry, one.data) if entry else "",
        sentence=telling.sentence(one),
        looks=wording.looks(one.since, one.confirmed, telling.year),
        page=one.target.url if wording.is_web(one.target.url) else "",
        look_at="看首页" if one.target.kind.is_site else "看账号",
        suspected=one.is_suspected,
        handling=handled(one, telling),
    )
