"""What a register file says of units: every row of a unit may say it, and all must say the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from registry.models import Scope, Unit
from registry.sheets.fields import Change
from registry.sheets.headings import Column
from registry.sheets.problems import shown
from registry.sheets.unit_rows import UnitStatement

_ATTRIBUTES: Mapping[str, str] = {
    Column.CODE: "code",
    Column.POSITION: "position",
    Column.CONTACT: "contact",
    Column.PHONE: "phone",
    Column.MAILBOX: "mailbox",
    Column.SCOPE: "scope",
}
"""The columns that are fields of a unit. The others are its details."""

_USUAL: Mapping[str, str] = {Column.SCOPE: Scope.COUNTED}


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit that is to be (``is_new``) or to be changed."""

    name: str
    is_new: bool
    changes: tuple[Change, ...]


def plan_units(
    known: Mapping[str, Unit], statements: Sequence[UnitStatement], *, full: bool, named: Collection[str] = ()
) -> tuple[tuple[UnitPlan, ...], tuple[str, ...]]:
    """What becomes of the units that are spoken of or only ``named``, and warnings where rows of one unit differ.

    Of rows that differ the first counts.
    """
    warnings: list[str] = []
    said: dict[str, dict[str, tuple[str, UnitStatement]]] = {}
    for statement in statements:
        _hear(said.setdefault(statement.name, {}), statement, warnings)
    for name in named:
        said.setdefault(name, {})
    plans = [_plan(name, known.get(name), heard, full=full) for name, heard in said.items()]
    return tuple(plan for plan in plans if plan.is_new or plan.changes), tuple(warnings)


def cells_of_unit(unit: Unit) -> dict[str, str]:
    """What the books say of a unit, by heading, without empty ones. Its name is not among it."""
    cells = {heading: str(getattr(unit, field) or "") for heading, field in _ATTRIBUTES.items()} | unit.details
    return {str(heading): text for heading, text in cells.items() if text}


def fill_unit(unit: Unit, changes: Sequence[Change]) -> None:
    """Write what changes into a row."""
    details = dict(unit.details)
    for change in changes:
        field = _ATTRIBUTES.get(change.field)
        if field == "position":
            unit.position = int(change.new or 0)
        elif field == "scope":
            unit.scope = Scope(change.new)
        elif field is not None:
            setattr(unit, field, change.new)
        elif change.new:
            details[change.field] = change.new
        else:
            details.pop(change.field, None)
    unit.details = details


def _hear(heard: dict[str, tuple[str, UnitStatement]], statement: UnitStatement, warnings: list[str]) -> None:
    for heading, text in statement.says.items():
        before, speaker = heard.get(heading, ("", statement))
        if not before:
            heard[heading] = (text, statement)
        elif text and text != before:
            warnings.append(
                f"{statement.name}的“{heading}”不一致：{statement.where}为“{shown(text)}”，"
                f"{speaker.where}为“{shown(before)}”，"
                f"以{speaker.where}为准"
            )


def _plan(name: str, unit: Unit | None, heard: Mapping[str, tuple[str, UnitStatement]], *, full: bool) -> UnitPlan:
    known = cells_of_unit(unit) if unit else {heading: str(text) for heading, text in _USUAL.items()}
    said = {heading: text or (_USUAL.get(heading, "") if full else "") for heading, (text, _) in heard.items()}
    changes = [
        Change(heading, known.get(heading, ""), text)
        for heading, text in said.items()
        if text != known.get(heading, "") and (text or full)
    ]
    return UnitPlan(name, unit is None, tuple(changes))
