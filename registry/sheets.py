"""Register files: bytes → table. Nothing here knows what the columns mean."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from registry.errors import SheetError

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 60_000
MAX_COLUMNS = 200

_HEADER_WITHIN = 10
"""Rows at the top among which the header is looked for: many a sheet begins with a title."""

_DELIMITERS = (",", "\t", ";", "，")
_MAGIC = {
    b"PK\x03\x04": "an Excel workbook (.xlsx) or another zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"%PDF": "a PDF",
    b"\xff\xfe": "UTF-16 text (Excel calls it Unicode text)",
    b"\xfe\xff": "UTF-16 text (Excel calls it Unicode text)",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a sheet. ``number`` counts from 1, as a spreadsheet program shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: the row that names the columns, and the rows below it that are not empty."""

    header: Record
    rows: tuple[Record, ...]


def read_table(data: bytes, is_header: Callable[[Sequence[str]], bool]) -> Table:
    """Read CSV in UTF-8 (with or without a mark) or GB18030, delimited by comma, tab, semicolon or full-width comma.

    ``is_header`` tells the row that names the columns. The delimiter is the one by which there is such a row: prose in
    cells cannot deceive it. Raises :class:`SheetError` when the file cannot be read, is too large, or has no header or
    no rows.
    """
    text = _decode(data)
    for delimiter in _DELIMITERS:
        for record in islice(_lenient_records(text, delimiter), _HEADER_WITHIN):
            if is_header(record.cells):
                return _table(text, delimiter, record)
    raise SheetError(
        f"the file has no header: one of its first {_HEADER_WITHIN} rows must name the columns 单位, 类型, 名称, 网址"
    )


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise SheetError(
            f"the file is larger than {MAX_BYTES // 1024 // 1024} MB: split it, or remove what is not a register"
        )
    if not data.strip():
        raise SheetError("the file is empty: export the register again as CSV")
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise SheetError(f"the file is {what}: save it as CSV (UTF-8) and import that")
    if b"\0" in data:
        raise SheetError("the file holds NUL bytes, so it is not text: save it as CSV (UTF-8) and import that")
    for encoding in ("utf-8-sig",) if data.startswith(b"\xef\xbb\xbf") else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError("the file is neither UTF-8 nor GB18030 text: save it as CSV (UTF-8) and import that")


def _table(text: str, delimiter: str, header: Record) -> Table:
    rows: list[Record] = []
    try:
        for record in _records(text, delimiter, strict=True):
            if record.number <= header.number or not any(cell.strip() for cell in record.cells):
                continue
            if len(record.cells) > MAX_COLUMNS:
                raise SheetError(f"row {record.number} has more than {MAX_COLUMNS} columns: is this a register?")
            if len(rows) == MAX_ROWS:
                raise SheetError(f"the file has more than {MAX_ROWS} rows: split it")
            rows.append(record)
    except csv.Error as error:
        raise SheetError(
            f"the file is not well-formed CSV after row {_last(rows, header)} ({error}): save it again as CSV"
        ) from error
    if not rows:
        raise SheetError("the file has a header but no rows below it")
    if len(header.cells) > MAX_COLUMNS:
        raise SheetError(f"the header has more than {MAX_COLUMNS} columns: is this a register?")
    return Table(header, tuple(rows))


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    for number, cells in enumerate(reader, start=1):
        yield Record(number, tuple(cells))


def _lenient_records(text: str, delimiter: str) -> Iterator[Record]:
    """The records up to the first that is not well-formed by this delimiter, which may well be the wrong one."""
    try:
        yield from _records(text, delimiter, strict=False)
    except csv.Error:
        return


def _last(rows: Sequence[Record], header: Record) -> int:
    return rows[-1].number if rows else header.number
