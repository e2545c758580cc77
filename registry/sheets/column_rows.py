"""Rows of the sheet 栏目 → what they say of the columns of sites."""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.sheets.cells import CellReader
from registry.sheets.choices import UPDATING
from registry.sheets.headers import Column, Layout
from registry.sheets.problems import CellProblem, place_of_row
from registry.sheets.sheet_kinds import COLUMNS, SheetKind
from registry.sheets.tables import Table


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """What one row says of a column (栏目): cells by heading in their one form, only of columns that the file has.

    The site is named by ``target_id``, else by ``site_code``, else by where the address of the column lies.
    """

    number: int
    target_id: str
    site_code: str
    says: Mapping[str, str]
    sheet: str = ""

    @property
    def name(self) -> str:
        """What the column is called."""
        return self.says[Column.NAME]

    @property
    def url(self) -> str:
        """The address of the column, in normal form."""
        return self.says[Column.ADDRESS]

    @property
    def where(self) -> str:
        """The row, in words."""
        return place_of_row(self.number, self.sheet)

    def problem(self, column: Column, why: str, right: str) -> CellProblem:
        """Why the row cannot be taken, after all its cells could."""
        value = {Column.ID: self.target_id, Column.SITE_CODE: self.site_code}.get(column) or self.says.get(column, "")
        heading = {Column.ID: "网站编号", Column.SITE_CODE: "网站标识码"}.get(column, str(column))
        return CellProblem(self.number, heading, value, why, right, self.sheet)


@dataclass(frozen=True, slots=True)
class ColumnsRead:
    """The good rows of a sheet of columns, and what is wrong with the others."""

    lines: tuple[ColumnLine, ...]
    problems: tuple[CellProblem, ...]


_OF_THE_SITE = (Column.ID, Column.SITE_CODE)
_SAID = tuple(column for column in COLUMNS[SheetKind.COLUMNS] if column not in _OF_THE_SITE)


def read_columns(table: Table, layout: Layout) -> ColumnsRead:
    """Validate a sheet of columns."""
    lines: list[ColumnLine] = []
    problems: list[CellProblem] = []
    for record in table.rows:
        cells = CellReader(record, table, layout)
        line = _read_line(record.number, table.sheet, cells)
        problems.extend(cells.problems)
        if not cells.problems:
            lines.append(line)
    return ColumnsRead(tuple(lines), tuple(problems))


def _read_line(number: int, sheet: str, cells: CellReader) -> ColumnLine:
    says = {str(column): text for column in _SAID if (text := _cell(cells, column)) is not None}
    for column in (Column.NAME, Column.ADDRESS):
        cells.required(column)
    code = cells.read(Column.SITE_CODE) or ""
    return ColumnLine(number, cells.read(Column.ID) or "", code, says | cells.extras(), sheet)


def _cell(cells: CellReader, column: Column) -> str | None:
    if column is not Column.KIND:
        return cells.read(column)
    text = cells.text(column)
    return cells.convert(column, text, UPDATING.read) if text else text
