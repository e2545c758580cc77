"""What an import would do to the register. Pure: nothing is read or written here."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from checks.vocabulary import TargetKind
from registry.errors import BooksError
from registry.models import TargetState, Unit
from registry.sheets.column_rows import ColumnLine
from registry.sheets.fields import Change, TargetFields, changes_between, fields_of, merged, place_of
from registry.sheets.headers import Column
from registry.sheets.matching import Matcher
from registry.sheets.problems import CellProblem, shown
from registry.sheets.rows import RegisterRow
from registry.sheets.site_columns import ColumnEntry, ColumnPlanner, ColumnsPlan
from registry.sheets.unit_rows import UnitStatement
from registry.sheets.units import UnitPlan, plan_units
from registry.targets import Entry

_LARGEST_SHRINKING = 5
"""A full import may take away one in so many of the active targets, or of the columns, without being told to."""


@dataclass(frozen=True, slots=True)
class Known:
    """The register as it stands: targets of every state, all units by name, and the columns of sites."""

    entries: Sequence[Entry] = ()
    units: Mapping[str, Unit] = field(default_factory=dict)
    columns: Sequence[ColumnEntry] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says. A full file is the whole register for the kinds it ``covers``, and ``covers_columns``."""

    rows: Sequence[RegisterRow] = ()
    units: Sequence[UnitStatement] = ()
    columns: Sequence[ColumnLine] = ()
    covers: frozenset[TargetKind] = frozenset(TargetKind)
    covers_columns: bool = False


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
    columns: ColumnsPlan = field(default_factory=ColumnsPlan)
    deregistered: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[CellProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def changes_nothing(self) -> bool:
        """Whether the register already says what the file says."""
        columns = self.columns.additions or self.columns.updates or self.columns.removed
        changes = self.additions or self.updates or self.deregistered or self.units or columns
        return not (changes or self.problems)


class ImportRefusedError(BooksError):
    """An import that was not done. ``plan`` holds all its problems."""

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        if plan.problems:
            super().__init__(f"未导入任何内容：{len(plan.problems)}个单元格有误，首个是{plan.problems[0]}。")
        else:
            super().__init__(f"未导入任何内容：{plan.refusal}。")


def plan_import(
    known: Known, said: Said, *, office_code: str, full: bool = False, allow_shrink: bool = False
) -> ImportPlan:
    """Plan the import of what a file says into the register of an office.

    By default rows are added and changed; ``full`` means that the file is the whole register, so active targets
    missing from it become 注销 and missing columns go. That is refused when they are more than a fifth, unless
    ``allow_shrink``.
    """
    draft = _Draft(known.entries, said.rows, office_code)
    for row in said.rows:
        draft.take(row, full=full)
    gone = _gone(known.entries, draft.rows_of_target, said.covers) if full else []
    planner = ColumnPlanner(known.columns, draft.outcome(), full=full and said.covers_columns)
    for line in said.columns:
        planner.take(line)
    columns = planner.plan()
    named = [*(row.unit for row in said.rows), *columns.units]
    units, unit_warnings = plan_units(known.units, said.units, full=full, named=named)
    return ImportPlan(
        additions=tuple(draft.additions),
        updates=tuple(draft.updates),
        units=units,
        columns=columns,
        deregistered=tuple(entry.target.id for entry in gone),
        unchanged=draft.unchanged,
        problems=(*draft.problems, *planner.problems),
        warnings=(*draft.matcher.warnings, *draft.warnings, *unit_warnings, *_sharing(draft.outcome(), gone)),
        refusal="" if allow_shrink else _refusal(known, said, gone, columns),
    )


def mint(office_code: str, scope: str, taken: Collection[str]) -> str:
    """A new id that says nothing: the same for the same scope in every new register, and never one that is taken."""
    for attempt in count():
        digest = hashlib.sha256("\0".join((office_code, scope, str(attempt))).encode()).digest()
        minted = "t" + base64.b32encode(digest[:10]).decode().lower()[:10]
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
        self.rows_of_target: dict[str, RegisterRow] = {}
        self._rows_of_scope: dict[tuple[str, ...], RegisterRow] = {}
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
            why = f"与{first.where}是同一对象"
            self.problems.append(CellProblem(row.number, Column.NAME, row.name, why, "请只保留一行", row.sheet))
        elif found is None or old is None:
            self._add(row, new)
        else:
            self._change(row, found.target.id, old, new)

    def outcome(self) -> Mapping[str, TargetFields]:
        """The register as it will be, before what a full file does not name is 注销."""
        after = self._known | {update.id: update.fields for update in self.updates}
        return after | {addition.id: addition.fields for addition in self.additions}

    def _row_before(self, row: RegisterRow, new: TargetFields, target_id: str) -> RegisterRow | None:
        """The earlier row that means the same. What is 注销 may stand beside what came after it."""
        first = self.rows_of_target.get(target_id)
        if target_id:
            self.rows_of_target.setdefault(target_id, row)
        if new.state is TargetState.DEREGISTERED:
            return first
        scope = (new.unit, place_of(new.url), new.prefix) if new.kind.is_site else (new.origin_key,)
        first = first or self._rows_of_scope.get(scope)
        self._rows_of_scope.setdefault(scope, row)
        return first

    def _add(self, row: RegisterRow, new: TargetFields) -> None:
        target_id = row.id or mint(self._office_code, new.scope, self._taken)
        self._taken.add(target_id)
        self.rows_of_target[target_id] = row
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
                f"{row.where}“{shown(new.name)}”在台账中已{TargetState.DEREGISTERED}，仍按{TargetState.DEREGISTERED}处理；"
                f"要恢复监测请在“{Column.STATE}”列填写{TargetState.ACTIVE}"
            )


def _gone(existing: Sequence[Entry], named: Collection[str], covers: Collection[TargetKind]) -> list[Entry]:
    return [entry for entry in existing if _is_active(entry, covers) and entry.target.id not in named]


def _is_active(entry: Entry, covers: Collection[TargetKind]) -> bool:
    return entry.target.state is TargetState.ACTIVE and entry.target.kind in covers


def _refusal(known: Known, said: Said, gone: Sequence[Entry], columns: ColumnsPlan) -> str:
    active = sum(_is_active(entry, said.covers) for entry in known.entries)
    if len(gone) * _LARGEST_SHRINKING > active:
        names = [entry.target.name for entry in gone]
        return _too_much("对象", len(gone), active, names, f"转为{TargetState.DEREGISTERED}")
    if len(columns.removed) * _LARGEST_SHRINKING > len(known.columns):
        names = [entry.row.name for entry in columns.removed]
        return _too_much("栏目", len(names), len(known.columns), names, "移出台账")
    return ""


def _too_much(what: str, number: int, whole: int, names: Sequence[str], fate: str) -> str:
    listed = "、".join(shown(name) for name in names[:5]) + (" 等" if number > 5 else "")
    return (
        f"全量导入将使{whole}个{what}中的{number}个（{listed}）{fate}，因为文件里没有；"
        "请核对文件是否完整，确需如此请加 --allow-shrink，或去掉 --full"
    )


def _sharing(register: Mapping[str, TargetFields], gone: Sequence[Entry]) -> Iterable[str]:
    ended = {entry.target.id for entry in gone}
    by_scope: dict[str, list[str]] = defaultdict(list)
    for target_id, one in register.items():
        if one.kind.is_site and one.state is not TargetState.DEREGISTERED and target_id not in ended:
            by_scope[one.scope].append(f"{target_id}（{one.unit}，{one.name}）")
    for scope, names in by_scope.items():
        if len(names) > 1:
            yield f"{len(names)}个对象的网址同为 {scope}：{'、'.join(names)}"
