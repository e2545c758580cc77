"""What a register file says of units: on their own sheet, and beside their targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.sheets.cells import CellReader
from registry.sheets.headers import Column, Layout
from registry.sheets.problems import CellProblem, place_of_row
from registry.sheets.sheet_kinds import UNIT_COLUMNS
from registry.sheets.tables import Table


@dataclass(frozen=True, slots=True)
class UnitStatement:
    """What one row says of a unit: cells by heading, only of columns that the file has; an empty cell says nothing."""

    number: int
    name: str
    says: Mapping[str, str]
    sheet: str = ""

    @property
    def where(self) -> str:
        """The row, in words."""
        return place_of_row(self.number, self.sheet)


@dataclass(frozen=True, slots=True)
class UnitsRead:
    """The good rows of a sheet of units, and what is wrong with the others."""

    statements: tuple[UnitStatement, ...]
    problems: tuple[CellProblem, ...]


def read_units(table: Table, layout: Layout) -> UnitsRead:
    """Validate a sheet of units. A unit stands there once."""
    statements: list[UnitStatement] = []
    problems: list[CellProblem] = []
    rows: dict[str, int] = {}
    for record in table.rows:
        cells = CellReader(record, table, layout)
        name = cells.required(Column.UNIT)
        statement = statement_of(record.number, table.sheet, name, cells, UNIT_COLUMNS)
        if name in rows:
            cells.complain(Column.UNIT, f"与第{rows[name]}行是同一单位", "请只保留一行")
        rows.setdefault(name, record.number)
        problems.extend(cells.problems)
        if not cells.problems:
            statements.append(UnitStatement(record.number, name, {**statement.says, **cells.extras()}, table.sheet))
    return UnitsRead(tuple(statements), tuple(problems))


def statement_of(number: int, sheet: str, unit: str, cells: CellReader, columns: Sequence[Column]) -> UnitStatement:
    """What the cells of ``columns`` say of ``unit``."""
    read = {column: cells.read(column) for column in columns}
    return UnitStatement(number, unit, {str(column): text for column, text in read.items() if text is not None}, sheet)
