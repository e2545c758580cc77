"""Workbook → tables."""

import io
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from registry.errors import SheetError
from registry.sheets.problems import shown
from registry.sheets.tables import HEADER_WITHIN, MAX_ROWS, Merged, NoHeaderError, Record, Table, require_size
from registry.sheets.workbook.inspection import inspect, text_lengths
from registry.sheets.workbook.package import BrokenWorkbookError, Package

MAX_MERGED = 1_000
"""Most merged ranges of a sheet."""

_EXACT = 10**15
"""Whole numbers below it are what a spreadsheet program shows; it knows no more digits."""


class Workbook:
    """An Excel workbook (.xlsx)."""

    def __init__(self, data: bytes) -> None:
        """Raises :class:`SheetError` for what is no workbook, is protected by a password, or is too large."""
        require_size(data)
        self._package = Package(data)
        self._lengths = text_lengths(self._package)
        self._parts = self._package.sheets()
        with _told():
            self._workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
            found = [one.name for one in self._workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        self.names = tuple(found)

    def table(self, name: str, is_header: Callable[[Sequence[str]], bool]) -> Table | None:
        """The sheet of that name, with its rows below the header; None when it is empty.

        Raises :class:`NoHeaderError` when none of its first rows names columns, :class:`SheetError` when it is too
        large.
        """
        inspection = inspect(self._package, name, self._parts.get(name, ""), self._lengths)
        with _told():
            sheet = self._workbook.get_sheet_by_name(name)
            merged = _merged(sheet)
            values = sheet.to_python(skip_empty_area=False)
        records = _records(values)
        for record in records[:HEADER_WITHIN]:
            if is_header(record.cells):
                header = Record(record.number, _without_empty_end(record.cells))
                faults = {place: why for place, why in inspection.faults.items() if place[0] > header.number}
                rows = _rows(records[header.number :], {row for row, _ in faults})
                if len(rows) > MAX_ROWS:
                    raise SheetError(f"“{shown(name)}”表超过{MAX_ROWS}行：请拆分后分次导入。")
                return Table(header, rows, name, merged, faults)
        if any(cell.strip() for record in records for cell in record.cells):
            raise NoHeaderError(name)
        return None


def _records(values: Sequence[Sequence[Any]]) -> list[Record]:
    return [Record(number, tuple(map(cell_text, cells))) for number, cells in enumerate(values, start=1)]


def _rows(records: Sequence[Record], faulty: set[int]) -> tuple[Record, ...]:
    """The rows with something in them, be it only a formula without a result: the reader may not see these at all."""
    filled = [record for record in records if record.number in faulty or any(map(str.strip, record.cells))]
    unseen = faulty - {record.number for record in filled}
    return (*filled, *(Record(number, ()) for number in sorted(unseen)))


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(cells) if cell.strip())
    return cells[: last + 1]


def _merged(sheet: CalamineSheet) -> tuple[Merged, ...]:
    found = sheet.merged_cell_ranges or []
    if len(found) > MAX_MERGED:
        raise SheetError(f"“{shown(sheet.name)}”表的合并单元格超过{MAX_MERGED}处：请取消合并，逐行填写。")
    return tuple(Merged(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in found)


def cell_text(value: Any) -> str:
    """A cell as text: days as ``2026-05-01``, whole numbers without a point, as they are shown."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        whole = math.isfinite(value) and value == int(value) and abs(value) < _EXACT
        return str(int(value)) if whole else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat() if isinstance(value, date) else value.isoformat("minutes")
    return str(value)


@contextmanager
def _told() -> Iterator[None]:
    """What the reader raises of a file it cannot read, as one sentence."""
    try:
        yield
    except (CalamineError, ValueError, OverflowError, OSError):
        raise BrokenWorkbookError from None
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # a panic of the reader is no Exception
            raise
        raise BrokenWorkbookError from None
