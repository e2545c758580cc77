"""Tables of register files, and CSV → table. Nothing here knows what the columns mean."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from registry.errors import SheetError
from registry.sheets.formulas import unprotect
from registry.sheets.problems import shown

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 60_000
MAX_COLUMNS = 200

HEADER_WITHIN = 10
"""Rows at the top among which the header is looked for: many a sheet begins with a title."""

_DELIMITERS = (",", "\t", ";", "，")
_MAGIC = {
    b"\xd0\xcf\x11\xe0": "旧版表格（.xls、.et）：请另存为 .xlsx",
    b"%PDF": "PDF文件：请用WPS或Excel做成 .xlsx",
    b"\xff\xfe": "UTF-16文本（Excel称“Unicode文本”）：请另存为 .xlsx 或 CSV（UTF-8）",
    b"\xfe\xff": "UTF-16文本（Excel称“Unicode文本”）：请另存为 .xlsx 或 CSV（UTF-8）",
}
_NO_TEXT = "文件不是UTF-8或GB18030编码的文本：请另存为 .xlsx 或 CSV（UTF-8）再导入。"


class NoHeaderError(SheetError):
    """No row at the top of a sheet names its columns."""

    def __init__(self, sheet: str = "") -> None:
        where = f"“{shown(sheet)}”表" if sheet else "文件"
        super().__init__(
            f"{where}中没有找到表头：前{HEADER_WITHIN}行中须有一行写明列名，如 单位、类型、名称、网址；请补上后再导入。"
        )


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a sheet. ``number`` counts from 1, as a spreadsheet program shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of cells that was merged into one: rows as in :class:`Record`, columns from 0, both ends included."""

    first_row: int
    first_place: int
    last_row: int
    last_place: int

    def holds(self, row: int, place: int) -> bool:
        """Whether a cell lies in the range."""
        return self.first_row <= row <= self.last_row and self.first_place <= place <= self.last_place


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: the row that names the columns, and the rows below it that are not empty.

    ``sheet`` is its name in a workbook, empty for a file without sheets. ``faults`` are cells whose value is not there,
    by row and column, with the reason.
    """

    header: Record
    rows: tuple[Record, ...]
    sheet: str = ""
    merged: tuple[Merged, ...] = ()
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)


def read_table(data: bytes, is_header: Callable[[Sequence[str]], bool]) -> Table:
    """Read CSV in UTF-8 (with or without a mark) or GB18030, delimited by comma, tab, semicolon or full-width comma.

    ``is_header`` tells the row that names the columns. The delimiter is the one by which there is such a row: prose in
    cells cannot deceive it. Raises :class:`SheetError` when the file cannot be read, is too large, or has no header or
    no rows.
    """
    text = _decode(data)
    for delimiter in _DELIMITERS:
        for record in islice(_lenient_records(text, delimiter), HEADER_WITHIN):
            if is_header(record.cells):
                return _table(text, delimiter, record)
    raise NoHeaderError


def require_size(data: bytes) -> None:
    """Raise :class:`SheetError` for a file that is too large."""
    if len(data) > MAX_BYTES:
        raise SheetError(f"文件超过{MAX_BYTES // 1024 // 1024}MB：请拆分，或删去不属于台账的内容。")


def _decode(data: bytes) -> str:
    require_size(data)
    if not data.strip():
        raise SheetError("文件是空的：请重新导出台账。")
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise SheetError(f"文件是{what}再导入。")
    if b"\0" in data:
        raise SheetError(_NO_TEXT)
    for encoding in ("utf-8-sig",) if data.startswith(b"\xef\xbb\xbf") else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(_NO_TEXT)


def _table(text: str, delimiter: str, header: Record) -> Table:
    rows: list[Record] = []
    try:
        for record in _records(text, delimiter, strict=True):
            if record.number <= header.number or not any(cell.strip() for cell in record.cells):
                continue
            if len(record.cells) > MAX_COLUMNS:
                raise SheetError(f"第{record.number}行超过{MAX_COLUMNS}列：请确认这是台账文件。")
            if len(rows) == MAX_ROWS:
                raise SheetError(f"文件超过{MAX_ROWS}行：请拆分后分次导入。")
            rows.append(record)
    except csv.Error as error:
        raise SheetError(f"第{_last(rows, header)}行之后不是规范的CSV：请重新另存为CSV再导入。") from error
    if not rows:
        raise SheetError("文件只有表头，没有内容：请填写后再导入。")
    if len(header.cells) > MAX_COLUMNS:
        raise SheetError(f"表头超过{MAX_COLUMNS}列：请确认这是台账文件。")
    return Table(header, tuple(rows))


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    for number, cells in enumerate(reader, start=1):
        yield Record(number, tuple(map(unprotect, cells)))


def _lenient_records(text: str, delimiter: str) -> Iterator[Record]:
    """The records up to the first that is not well-formed by this delimiter, which may well be the wrong one."""
    try:
        yield from _records(text, delimiter, strict=False)
    except csv.Error:
        return


def _last(rows: Sequence[Record], header: Record) -> int:
    return rows[-1].number if rows else header.number
