"""What an import would do to the register. Pure: nothing is read or written here."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from registry.fields import Change, TargetFields, changes_between, fields_of, merged, place_of
from registry.headers import Column
from registry.matching import Matcher
from registry.models import TargetState
from registry.problems import CellProblem
from registry.rows import RegisterRow
from registry.targets import Entry
from registry.units import UnitPlan, plan_units

_LARGEST_SHRINKING = 5
"""A full import may take away one in so many of the active targets without being told to."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A target to be entered. ``position`` is its place in the order of the register."""

    row: int
    id: str
    fields: TargetFields
    position: int


@dataclass(frozen=True, slots=True)
class Update:
    """A target to be changed, and what changes."""

    row: int
    id: str
    fields: TargetFields
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that an import does. It is applied whole, or not at all when there are ``problems`` or a ``refusal``."""

    additions: tuple[Addition, ...] = ()
    updates: tuple[Update, ...] = ()
    units: tuple[UnitPlan, ...] = ()
    deregistered: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[CellProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def changes_nothing(self) -> bool:
        """Whether the register already says what the file says."""
        return not (self.additions or self.updates or self.deregistered or any(unit.changes for unit in self.units))


def plan_import(
    existing: Sequence[Entry],
    rows: Sequence[RegisterRow],
    *,
    office_code: str,
    full: bool = False,
    allow_shrink: bool = False,
) -> ImportPlan:
    """Plan the import of ``rows`` into the register of an office, whose targets of every state are ``existing``.

    By default rows are added and changed; ``full`` means that the file is the whole register, so active targets
    missing from it become 注销. That is refused when they are more than a fifth, unless ``allow_shrink``.
    """
    draft = _Draft(existing, rows, office_code)
    for row in rows:
        draft.take(row, full=full)
    gone = _gone(existing, draft.rows_of_target) if full else []
    units, unit_warnings = plan_units({entry.unit.name: entry.unit for entry in existing}, rows, full=full)
    return ImportPlan(
        additions=tuple(draft.additions),
        updates=tuple(draft.updates),
        units=units,
        deregistered=tuple(entry.target.id for entry in gone),
        unchanged=draft.unchanged,
        problems=tuple(draft.problems),
        warnings=(*draft.matcher.warnings, *draft.warnings, *unit_warnings, *_sharing(draft.outcome(gone))),
        refusal="" if allow_shrink else _refusal(existing, gone),
    )


def mint(office_code: str, scope: str, taken: Collection[str]) -> str:
    """A new id that says nothing: the same for the same scope in every new register, and never one that is taken."""
    for attempt in count():
        digest = hashlib.sha256("\0".join((office_code, scope, str(attempt))).encode()).digest()
        minted = "t" + base64.b32encode(digest).decode().lower()[:10]
        if minted not in taken:
            return minted
    raise AssertionError("unreachable")


class _Draft:
    """The plan while it is being made."""

    def __init__(self, existing: Sequence[Entry], rows: Sequence[RegisterRow], office_code: str) -> None:
        self.matcher = Matcher(existing, rows)
        self.additions: list[Addition] = []
        self.updates: list[Update] = []
        self.unchanged = 0
        self.warnings: list[str] = []
        self.problems: list[CellProblem] = []
        self.rows_of_target: dict[str, int] = {}
        self._rows_of_scope: dict[tuple[str, ...], int] = {}
        self._office_code = office_code
        self._known = {entry.target.id: fields_of(entry) for entry in existing}
        self._taken = set(self._known) | {row.id for row in rows if row.id}
        self._next = max((entry.target.position for entry in existing), default=0) + 1

    def take(self, row: RegisterRow, *, full: bool) -> None:
        """Bring one row in."""
        found = self.matcher.find(row)
        if isinstance(found, CellProblem):
            self.problems.append(found)
            return
        old = self._known[found.target.id] if found else None
        new = merged(row, old, full=full)
        first = self._row_before(row, new, found.target.id if found else row.id)
        if first:
            why = f"means the same target as row {first}"
            self.problems.append(CellProblem(row.number, Column.NAME, row.name, why, "keep one of the two rows"))
        elif found is None or old is None:
            self._add(row, new)
        else:
            self._change(row, found.target.id, old, new)

    def outcome(self, gone: Sequence[Entry]) -> Mapping[str, TargetFields]:
        """The register as it will be, without what is not watched any more."""
        after = self._known | {update.id: update.fields for update in self.updates}
        after |= {addition.id: addition.fields for addition in self.additions}
        ended = {entry.target.id for entry in gone}
        return {
            target_id: one
            for target_id, one in after.items()
            if one.state is not TargetState.DEREGISTERED and target_id not in ended
        }

    def _row_before(self, row: RegisterRow, new: TargetFields, target_id: str) -> int:
        """The earlier row that means the same, or 0. What is 注销 may stand beside what came after it."""
        first = self.rows_of_target.get(target_id, 0)
        if target_id:
            self.rows_of_target.setdefault(target_id, row.number)
        if new.state is TargetState.DEREGISTERED:
            return first
        scope = (new.unit, place_of(new.url), new.prefix) if new.kind.is_site else (new.origin_key,)
        first = first or self._rows_of_scope.get(scope, 0)
        self._rows_of_scope.setdefault(scope, row.number)
        return first

    def _add(self, row: RegisterRow, new: TargetFields) -> None:
        target_id = row.id or mint(self._office_code, new.scope, self._taken)
        self._taken.add(target_id)
        self.rows_of_target[target_id] = row.number
        self.additions.append(Addition(row.number, target_id, new, self._next))
        self._next += 1

    def _change(self, row: RegisterRow, target_id: str, old: TargetFields, new: TargetFields) -> None:
        changes = changes_between(old, new)
        if changes:
            self.updates.append(Update(row.number, target_id, new, changes))
        else:
            self.unchanged += 1
        if new.state is TargetState.DEREGISTERED and row.state is None:
            self.warnings.append(
                f"row {row.number}, {new.name}, stands as {TargetState.DEREGISTERED} in the register and stays so: "
                f"write {TargetState.ACTIVE} under 状态 to watch it again"
            )


def _gone(existing: Sequence[Entry], named: Collection[str]) -> list[Entry]:
    return [entry for entry in existing if entry.target.state is TargetState.ACTIVE and entry.target.id not in named]


def _refusal(existing: Sequence[Entry], gone: Sequence[Entry]) -> str:
    active = sum(entry.target.state is TargetState.ACTIVE for entry in existing)
    if len(gone) * _LARGEST_SHRINKING <= active:
        return ""
    names = ", ".join(entry.target.name for entry in gone[:5])
    return (
        f"{len(gone)} of {active} targets are not in the file and would become {TargetState.DEREGISTERED} "
        f"({names}{' …' if len(gone) > 5 else ''}): import without --full, or allow the register to shrink"
    )


def _sharing(register: Mapping[str, TargetFields]) -> Iterable[str]:
    by_scope: dict[str, list[str]] = defaultdict(list)
    for target_id, one in register.items():
        if one.kind.is_site:
            by_scope[one.scope].append(f"{target_id} ({one.unit}, {one.name})")
    for scope, names in by_scope.items():
        if len(names) > 1:
            yield f"{len(names)} targets stand for {scope}: {', '.join(names)}"
