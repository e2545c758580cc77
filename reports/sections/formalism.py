"""四、指尖上的形式主义: what was read, by which rule it stands out, and how it could be said instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from checks.catalogue import Basis, Indicator, State
from checks.formalism.rules import Rule, load_rules
from checks.time import shanghai_day
from reports import terms, wording
from reports.problems import Problem
from reports.sections.handling import handled
from reports.sections.telling import ROWS, Telling, beyond, name_of, unit_of

GROUP = "指尖上的形式主义"
"""The group of the catalogue whose indicators are told here."""


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """A sentence that was published. ``remedy`` says what to do, ``better`` how it could be said."""

    number: int
    unit: str
    target: str
    title: str
    behaviour: str
    quotation: str
    basis: str
    remedy: str
    better: str
    page: str
    handling: str


@dataclass(frozen=True, slots=True)
class Formalism:
    """The section. ``more`` says what was left out, if anything."""

    rows: tuple[QuotedRow, ...]
    count: int
    new: int
    more: str


def formalism(telling: Telling) -> Formalism:
    """The section: what stands at the week's end, by unit in the order of the register."""
    problems = telling.figures.problems
    found = [one for one in problems.open if _concerns(one, telling)]
    rows = tuple(_row(number, one, telling) for number, one in enumerate(found[:ROWS], 1))
    new = sum(1 for one in problems.new if _concerns(one, telling) and one.stands)
    return Formalism(rows, len(found), new, beyond(len(found), "件"))


def _concerns(one: Problem, telling: Telling) -> bool:
    entry = telling.catalogue.get(one.indicator)
    return entry is not None and entry.group.zh == GROUP


def _row(number: int, one: Problem, telling: Telling) -> QuotedRow:
    entry, rule = telling.catalogue[one.indicator], _rule(one)
    quotation = wording.clean(str(one.data.get("quotation", "")))
    title = wording.clean(str(one.data.get("title", "")), wording.NAME_LENGTH)
    return QuotedRow(
        number=number,
        unit=unit_of(one),
        target=name_of(one.target),
        title=title,
        behaviour=wording.clean(str(one.data.get("behaviour", ""))) or entry.title.zh,
        quotation=quotation or telling.sentence(one),
        basis="；".join(_bases(one, entry, rule)),
        remedy=wording.clean(str(one.data.get("remedy", ""))) or (rule.remedy.zh if rule else entry.remedy.zh),
        better=wording.clean(str(one.data.get("better", ""))) or (rule.better.zh if rule else ""),
        page=one.page,
        handling=handled(one, telling),
    )


def _rule(one: Problem) -> Rule | None:
    code = one.data.get("rule")
    return next((rule for rule in load_rules().rules if rule.code == code), None)


def _bases(one: Problem, entry: Indicator, rule: Rule | None) -> Iterable[str]:
    texts: tuple[Basis, ...] = rule.resting_on(one.target.kind, shanghai_day(one.since)) if rule else ()
    for basis in texts or (entry.basis,):
        unsure = f"（{terms.term(terms.BASIS_STATES, basis.state)}）" if basis.state is not State.VERIFIED else ""
        yield "，".join(filter(None, (basis.document, basis.clause))) + unsure
