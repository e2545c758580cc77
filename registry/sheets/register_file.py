"""A register file → what it says: the five sheets of a workbook, or one simple table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from checks.vocabulary import TargetKind
from registry.errors import SheetError
from registry.sheets.column_rows import ColumnLine, read_columns
from registry.sheets.headers import is_header, read_header
from registry.sheets.planning import Said
from registry.sheets.problems import CellProblem, cell_name, shown
from registry.sheets.rows import RegisterRow, read_rows, sheet_of, unread_columns
from registry.sheets.sheet_kinds import SheetKind, kind_of_sheet
from registry.sheets.tables import NoHeaderError, Table, read_table
from registry.sheets.unit_rows import UnitStatement, read_units
from registry.sheets.workbook.package import is_workbook
from registry.sheets.workbook.reading import Workbook

_FIVE = "、".join(kind for kind in SheetKind if kind is not SheetKind.SIMPLE)


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file says, and what is wrong with the rest of it."""

    said: Said
    problems: tuple[CellProblem, ...]
    warnings: tuple[str, ...]


def read_file(data: bytes) -> FileRead:
    """Read a register file: XLSX or CSV. Raises :class:`SheetError` when it cannot be read at all."""
    draft = _Draft()
    if is_workbook(data):
        tables = _sheets(Workbook(data), draft.warnings)
    else:
        tables = [(SheetKind.SIMPLE, read_table(data, is_header))]
    if not any(table.rows for _, table in tables):
        raise SheetError("文件只有表头，没有内容：请填写后再导入。")
    for kind, table in tables:
        draft.take(kind, table)
    return draft.done()


def _sheets(workbook: Workbook, warnings: list[str]) -> list[tuple[SheetKind, Table]]:
    """The sheets that are read. A workbook without any of the five may have one simple table."""
    kinds = {name: kind_of_sheet(name) for name in workbook.names}
    if not any(kinds.values()):
        return [(SheetKind.SIMPLE, _simple(workbook, warnings))]
    ignored = [name for name, kind in kinds.items() if kind is None]
    warnings.extend(_not_read(name) for name in ignored)
    named = [(kind, workbook.table(name, is_header)) for name, kind in kinds.items() if kind is not None]
    return [(kind, table) for kind, table in named if table is not None]


def _simple(workbook: Workbook, warnings: list[str]) -> Table:
    found: Table | None = None
    for name in workbook.names:
        try:
            table = workbook.table(name, is_header) if found is None else None
        except NoHeaderError:
            table = None
        if table is None:
            warnings.append(_not_read(name))
        found = found or table
    if found is None:
        raise NoHeaderError
    return found


def _not_read(name: str) -> str:
    return f"工作表“{shown(name)}”不是台账的工作表（{_FIVE}），没有读取"


@dataclass(slots=True)
class _Draft:
    """What is read, sheet by sheet."""

    rows: list[RegisterRow] = field(default_factory=list)
    units: list[UnitStatement] = field(default_factory=list)
    beside: list[UnitStatement] = field(default_factory=list)
    columns: list[ColumnLine] = field(default_factory=list)
    covers: set[TargetKind] = field(default_factory=set)
    covers_columns: bool = False
    problems: list[CellProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def take(self, kind: SheetKind, table: Table) -> None:
        """Bring one sheet in."""
        layout = read_header(table.header, kind, table.sheet)
        self.problems.extend(layout.problems)
        self.warnings.extend((*layout.warnings, *_merged(table)))
        if layout.problems:
            return
        if kind is SheetKind.UNITS:
            units = read_units(table, layout)
            self.units.extend(units.statements)
            self.problems.extend(units.problems)
        elif kind is SheetKind.COLUMNS:
            columns = read_columns(table, layout)
            self.columns.extend(columns.lines)
            self.problems.extend(columns.problems)
            self.covers_columns = True
        else:
            read = read_rows(table, layout)
            self.rows.extend(read.rows)
            self.beside.extend(read.units)
            self.problems.extend(read.problems)
            self.covers.update(one for one in TargetKind if kind in {SheetKind.SIMPLE, sheet_of(one)})
        self.warnings.extend(unread_columns(table, layout))

    def done(self) -> FileRead:
        """All of it. What stands on the sheet of units comes before what is said beside targets."""
        units = (*self.units, *self.beside)
        said = Said(tuple(self.rows), units, tuple(self.columns), frozenset(self.covers), self.covers_columns)
        return FileRead(said, tuple(self.problems), tuple(self.warnings))


def _merged(table: Table) -> Iterable[str]:
    below: Sequence[str] = [
        f"{cell_name(one.first_row, one.first_place)}:{cell_name(one.last_row, one.last_place)}"
        for one in table.merged
        if one.last_row > table.header.number and one.first_place < len(table.header.cells)
    ]
    if below:
        more = f"等{len(below)}处" if len(below) > 1 else ""
        yield f"“{shown(table.sheet)}”表的{below[0]}{more}是合并单元格，只读取首格的内容，其余按空处理"
