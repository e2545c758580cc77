"""What a register file says of units: every row of a unit may say it, and all must say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.fields import Change
from registry.headers import Column
from registry.models import Unit
from registry.rows import RegisterRow

_FIELDS = {
    "position": Column.POSITION,
    "contact": Column.CONTACT,
    "phone": Column.PHONE,
    "mailbox": Column.MAILBOX,
}


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit that is to be (``is_new``) or to be changed."""

    name: str
    is_new: bool
    changes: tuple[Change, ...]


def plan_units(
    known: Mapping[str, Unit], rows: Sequence[RegisterRow], *, full: bool
) -> tuple[tuple[UnitPlan, ...], tuple[str, ...]]:
    """What becomes of the units that rows name, and warnings where rows of one unit differ: the first then counts."""
    warnings: list[str] = []
    said: dict[str, dict[str, tuple[str, int]]] = {}
    for row in rows:
        _hear(said.setdefault(row.unit, {}), row, warnings)
    plans = [_plan(name, known.get(name), heard, full=full) for name, heard in said.items()]
    return tuple(plan for plan in plans if plan.is_new or plan.changes), tuple(warnings)


def fill_unit(unit: Unit, changes: Sequence[Change]) -> None:
    """Write what changes into a row."""
    for change in changes:
        setattr(unit, change.field, int(change.new or 0) if change.field == "position" else change.new)


def _hear(heard: dict[str, tuple[str, int]], row: RegisterRow, warnings: list[str]) -> None:
    for field, column in _FIELDS.items():
        value: str | None = getattr(row, field)
        before, number = heard.get(field, ("", row.number))
        if value is not None and not before:
            heard[field] = (value, row.number)
        elif value and value != before:
            both = f"row {row.number} has {value!r}, row {number} has {before!r}"
            warnings.append(f"the {column} of {row.unit} differs: {both}; row {number} counts")


def _plan(name: str, unit: Unit | None, heard: Mapping[str, tuple[str, int]], *, full: bool) -> UnitPlan:
    changes = []
    for field, (value, _) in heard.items():
        known = str(getattr(unit, field) or "") if unit else ""
        if value != known and (value or full):
            changes.append(Change(field, known, value))
    return UnitPlan(name, unit is None, tuple(changes))
