"""Tables → an Excel workbook in which nothing runs: text is text, whatever it begins with."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from registry.sheets.formulas import protect

MAX_CELL = 32_767
"""Most characters in a cell of a workbook."""

Value: TypeAlias = str | int | date | datetime | None
"""A cell. Datetimes are local, without a zone; None and the empty text leave a cell empty."""

_NARROWEST, _WIDEST, _MEASURED = 8, 48, 200
_ROWS_TO_COME = 1_000
"""Rows below the last that offer the same choices."""

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column to be written. ``choices`` are offered in a list; other words may be typed. ``wraps``: long text."""

    heading: str
    choices: tuple[str, ...] = ()
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written: a header that stays in sight, and rows."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Value]]


def write_workbook(sheets: Iterable[Sheet], made: datetime) -> bytes:
    """The workbook of these sheets. The same sheets and the same ``made`` give the same bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"created": made.astimezone(UTC).replace(tzinfo=None)})
        formats = _Formats(book)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    return file.getvalue()


class _Formats:
    """How cells look. Text is marked as text, so that what a clerk types below keeps its leading zeros."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        edge = {"valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.header = book.add_format(
            {"bold": True, "bg_color": "#E7EBF0", "text_wrap": True, "valign": "vcenter", "border": 1}
        )
        self.text = book.add_format({**edge, "num_format": "@"})
        self.long = book.add_format({**edge, "num_format": "@", "text_wrap": True})
        self.number = book.add_format(edge)
        self.day = book.add_format({**edge, "num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({**edge, "num_format": "yyyy-mm-dd hh:mm"})
        self.quoted = {
            wraps: book.add_format({**edge, "num_format": "@", "text_wrap": wraps}) for wraps in (False, True)
        }
        for quoted in self.quoted.values():
            quoted.set_quote_prefix()


def _write_sheet(worksheet: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, _width(sheet, place), formats.long if column.wraps else formats.text)
        worksheet.write_string(0, place, column.heading, formats.header)
        if column.choices:
            offered = {"validate": "list", "source": list(column.choices), "error_type": "information"}
            worksheet.data_validation(1, place, len(sheet.rows) + _ROWS_TO_COME, place, offered)
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            if value not in (None, ""):
                _write_cell(worksheet, number, place, value, formats, wraps=sheet.columns[place].wraps)
    worksheet.freeze_panes(1, 0)
    if sheet.columns:
        worksheet.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _write_cell(worksheet: Worksheet, row: int, place: int, value: Value, formats: _Formats, *, wraps: bool) -> None:
    if isinstance(value, datetime):
        worksheet.write_datetime(row, place, value, formats.moment)
    elif isinstance(value, date):
        worksheet.write_datetime(row, place, value, formats.day)
    elif isinstance(value, int):
        worksheet.write_number(row, place, value, formats.number)
    elif value:
        plain: Format = formats.long if wraps else formats.text
        worksheet.write_string(
            row, place, value[:MAX_CELL], plain if protect(value) == value else formats.quoted[wraps]
        )


def _width(sheet: Sheet, place: int) -> int:
    """In characters of the font, of which a Chinese one takes two."""
    shown = [str(row[place]) for row in islice(sheet.rows, _MEASURED) if place < len(row) and row[place]]
    widest = max(_measure(text) for text in (sheet.columns[place].heading, *shown))
    return max(_NARROWEST, min(widest + 2, _WIDEST))


def _measure(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text[:_WIDEST])
