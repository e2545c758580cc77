"""The columns (栏目) of sites: a row of the books ↔ cells by heading, and what an import makes of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from checks.vocabulary import TargetKind
from registry.addresses import read_address
from registry.models import ColumnRow, TargetState, stored
from registry.sheets.choices import LEVELS, UPDATING, YES_NO, level_of, level_word, updating_of, updating_word
from registry.sheets.column_rows import ColumnLine
from registry.sheets.fields import Change, TargetFields, changed_details
from registry.sheets.headings import Column
from registry.sheets.problems import CellProblem
from registry.sheets.values import read_days

_YES, _NO = YES_NO.written
_USUAL: Mapping[str, str] = {
    Column.LEVEL: LEVELS.written[0],
    Column.KIND: UPDATING.written[-1],
    Column.MUST_UPDATE: _YES,
}
"""What a new column is where the file does not say."""

_ATTRIBUTES = frozenset(
    {
        *(Column.NAME, Column.ADDRESS, Column.LEVEL, Column.KIND, Column.PERIOD, Column.UNIT, Column.MUST_UPDATE),
        *(Column.ARCHIVED_ON, Column.APPROVED_BY, Column.APPROVED_ON),
    }
)


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column in the books, with the name of the unit that answers for it; empty for that of the site."""

    row: ColumnRow
    unit: str


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column that is to be (``id`` is None) or to be changed: its cells by heading."""

    target_id: str
    cells: Mapping[str, str]
    id: int | None = None
    changes: tuple[Change, ...] = ()

    @property
    def url(self) -> str:
        """The address of the column."""
        return self.cells[Column.ADDRESS]


@dataclass(frozen=True, slots=True)
class ColumnsPlan:
    """What becomes of the columns. ``removed`` are those that a full sheet does not have."""

    additions: tuple[ColumnPlan, ...] = ()
    updates: tuple[ColumnPlan, ...] = ()
    removed: tuple[ColumnEntry, ...] = ()
    unchanged: int = 0

    @property
    def units(self) -> frozenset[str]:
        """The units that the columns name."""
        return frozenset(plan.cells.get(Column.UNIT, "") for plan in (*self.additions, *self.updates)) - {""}


def cells_of(entry: ColumnEntry) -> dict[str, str]:
    """A column as cells by heading, without empty ones."""
    row = entry.row
    cells = {
        Column.NAME: row.name,
        Column.ADDRESS: row.url,
        Column.LEVEL: level_word(row.level),
        Column.KIND: updating_word(row.updating),
        Column.PERIOD: f"{row.period}天" if row.period else "",
        Column.UNIT: entry.unit,
        Column.MUST_UPDATE: _YES if row.must_update else _NO,
        Column.ARCHIVED_ON: row.archived.isoformat() if row.archived else "",
        Column.APPROVED_BY: row.approved_by,
        Column.APPROVED_ON: row.approved_on.isoformat() if row.approved_on else "",
        **row.details,
    }
    return {str(heading): text for heading, text in cells.items() if text}


def attributes_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """Cells by heading as the fields of a row of the books. The site and the unit are rows of their own."""
    period, archived, approved = (cells.get(one) for one in (Column.PERIOD, Column.ARCHIVED_ON, Column.APPROVED_ON))
    return {
        "name": cells[Column.NAME],
        "url": cells[Column.ADDRESS],
        "level": level_of(cells[Column.LEVEL]),
        "updating": updating_of(cells[Column.KIND]),
        "period": read_days(period) if period else None,
        "must_update": cells[Column.MUST_UPDATE] == _YES,
        "archived": date.fromisoformat(archived) if archived else None,
        "approved_by": cells.get(Column.APPROVED_BY, ""),
        "approved_on": date.fromisoformat(approved) if approved else None,
        "details": {heading: text for heading, text in cells.items() if heading not in _ATTRIBUTES},
    }


class ColumnPlanner:
    """Plans what lines say of columns. ``register`` is the register as it will be."""

    def __init__(self, existing: Sequence[ColumnEntry], register: Mapping[str, TargetFields], *, full: bool) -> None:
        self.problems: list[CellProblem] = []
        self._full = full
        self._sites = Sites(register)
        self._known = {(entry.row.target_id, entry.row.url): entry for entry in existing}
        self._rows: dict[tuple[str, str], str] = {}
        self._additions: list[ColumnPlan] = []
        self._updates: list[ColumnPlan] = []
        self._unchanged = 0

    def take(self, line: ColumnLine) -> None:
        """Bring one row in."""
        target_id = self._sites.of(line)
        if isinstance(target_id, CellProblem):
            self.problems.append(target_id)
            return
        key = (target_id, line.url)
        if key in self._rows:
            why = f"与{self._rows[key]}是同一栏目"
            self.problems.append(line.problem(Column.ADDRESS, why, "请只保留一行"))
            return
        self._rows[key] = line.where
        entry = self._known.get(key)
        cells = self._merged(line, cells_of(entry) if entry else {})
        if bool(cells.get(Column.APPROVED_BY)) != bool(cells.get(Column.APPROVED_ON)):
            missing = Column.APPROVED_ON if cells.get(Column.APPROVED_BY) else Column.APPROVED_BY
            self.problems.append(line.problem(missing, "核定人和核定日期缺少一个", "请都填写，或都留空（待核定）"))
        elif entry is None:
            self._additions.append(ColumnPlan(target_id, cells))
        else:
            self._change(entry, cells)

    def plan(self) -> ColumnsPlan:
        """What becomes of the columns."""
        gone = [entry for key, entry in self._known.items() if key not in self._rows] if self._full else []
        return ColumnsPlan(tuple(self._additions), tuple(self._updates), tuple(gone), self._unchanged)

    def _merged(self, line: ColumnLine, known: Mapping[str, str]) -> dict[str, str]:
        cells = {**_USUAL, **known}
        for heading, text in line.says.items():
            if text or self._full:
                cells[heading] = text or _USUAL.get(heading, "")
        return {str(heading): text for heading, text in cells.items() if text}

    def _change(self, entry: ColumnEntry, cells: Mapping[str, str]) -> None:
        changes = changed_details(cells_of(entry), cells)
        if changes:
            self._updates.append(ColumnPlan(entry.row.target_id, cells, stored(entry.row.id), changes))
        else:
            self._unchanged += 1


class Sites:
    """The sites of a register, to find the one of a column. What is 注销 is found by its id only."""

    def __init__(self, register: Mapping[str, TargetFields]) -> None:
        self._register = {target_id: one for target_id, one in register.items() if one.kind.is_site}
        self._by_code: dict[str, list[str]] = defaultdict(list)
        self._by_host: dict[str, list[str]] = defaultdict(list)
        for target_id, one in self._register.items():
            if one.state is TargetState.DEREGISTERED:
                continue
            self._by_host[one.host].append(target_id)
            if one.site_code:
                self._by_code[one.site_code].append(target_id)

    def of(self, line: ColumnLine) -> str | CellProblem:
        """The id of the site of a column, or why that cannot be told."""
        if line.target_id:
            if line.target_id in self._register:
                return line.target_id
            return line.problem(Column.ID, "台账中没有这个编号的网站", "请更正，或留空并填写网站标识码")
        address = read_address(line.url)
        there = self._longest(self._by_host[address.host], address.path)
        if not line.site_code:
            if len(there) == 1:
                return there[0]
            why = "在台账中对应不止一个网站" if there else "不在台账内任何网站的范围内"
            return line.problem(Column.ADDRESS, why, "请填写网站标识码或网站编号；网站未登记的，请先在“网站”表登记")
        coded = self._by_code.get(line.site_code, [])
        if not coded:
            return line.problem(Column.SITE_CODE, "台账中没有这个标识码的网站", "请更正，或先在“网站”表登记")
        found = [one for one in there if one in coded] or coded
        if len(found) > 1:
            return line.problem(Column.SITE_CODE, f"台账中有{len(found)}个网站用此标识码", "请填写网站编号")
        return found[0]

    def _longest(self, target_ids: Sequence[str], path: str) -> list[str]:
        """Those of one host whose prefix is the longest that covers the path; without any, those of the host itself."""
        covering = [one for one in target_ids if f"{path}/".startswith(self._register[one].prefix)]
        if covering:
            longest = max(len(self._register[one].prefix) for one in covering)
            return [one for one in covering if len(self._register[one].prefix) == longest]
        portals = [one for one in target_ids if self._register[one].kind is TargetKind.PORTAL]
        return portals or (list(target_ids) if len(target_ids) == 1 else [])
