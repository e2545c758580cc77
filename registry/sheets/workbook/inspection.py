"""What a sheet holds, found before it is read: how far it reaches, how much text, and cells whose value is missing.

The reader of values lays a sheet out as a full rectangle and repeats every shared text where it stands. A small file
could so fill the memory; and it says nothing of formulas without a result. Hence this first pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.errors import SheetError
from registry.sheets.problems import cell_name, letters, shown
from registry.sheets.tables import HEADER_WITHIN, MAX_COLUMNS, MAX_ROWS
from registry.sheets.workbook.package import BrokenWorkbookError, Package

MAX_TEXT = 50_000_000
"""Most characters in the cells of a sheet."""

MAX_FAULTS = 1_000
"""Faults kept of a sheet. A register is refused at the first of them."""

_STRINGS = "xl/sharedStrings.xml"
_LAST_ROW = MAX_ROWS + HEADER_WITHIN
_PLACES = {letters(place): place for place in range(16_384)}
"""Every column that a spreadsheet program knows, by its letters."""

_UNCOMPUTED = "是没有计算结果的公式"


@dataclass(frozen=True, slots=True)
class Inspection:
    """``faults`` are the cells without a value, by row (from 1) and column (from 0), with the reason."""

    faults: Mapping[tuple[int, int], str]


def text_lengths(package: Package) -> list[int]:
    """The length of every shared text of a workbook."""
    lengths: list[int] = []

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def text(piece: str) -> None:
        if lengths:
            lengths[-1] += len(piece)

    if package.has(_STRINGS):
        package.parse(_STRINGS, start, text=text)
    return lengths


def inspect(package: Package, name: str, part: str, lengths: Sequence[int]) -> Inspection:
    """Run through a sheet. Raises :class:`SheetError` when it is larger than a register can be."""
    scan = _Scan(name, lengths)
    package.parse(part, scan.start, text=scan.text)
    scan.end_cell()
    return Inspection(scan.faults)


class _Scan:
    """One pass over the cells of a sheet; a cell ends where the next begins.

    Elements are known by their names without the prefix of the root. The pass sees millions of them: what is not
    needed is not done.
    """

    def __init__(self, sheet: str, lengths: Sequence[int]) -> None:
        self.faults: dict[tuple[int, int], str] = {}
        self._sheet = sheet
        self._lengths = lengths
        self._prefix: int | None = None
        self._row = 0
        self._place = -1
        self._type = ""
        self._formula = self._holds = self._reads = False
        self._said = ""
        self._volume = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._prefix is None:
            self._prefix = name.rfind(":") + 1
        element = name[self._prefix :] if self._prefix else name
        if element == "c":
            if self._holds:
                self.end_cell()
            self._type = attributes.get("t", "")
            self._formula = self._holds = self._reads = False
            self._said = ""
            self._go_to(attributes.get("r"))
        elif element in {"v", "t", "is"}:
            self._holds = self._reads = True
        elif element == "f":
            self._formula = self._holds = True
            self._reads = False
        elif element == "row":
            self.end_cell()
            self._holds = False
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._place = -1
        else:
            self._reads = False

    def text(self, piece: str) -> None:
        """A piece of text within an element, or between two."""
        if self._reads:
            self._said += piece

    def end_cell(self) -> None:
        """The cell that was begun is at its end."""
        if not self._holds:
            return
        if self._row > _LAST_ROW or self._place >= MAX_COLUMNS:
            self._refuse_place()
        self._volume += self._length_of(self._said) if self._type == "s" else len(self._said)
        if self._volume > MAX_TEXT:
            raise SheetError(f"“{shown(self._sheet)}”表的文字过多，不像台账：请删去不属于台账的内容。")
        if self._type == "e":
            self._fault(f"是公式错误值（{shown(self._said)}）")
        elif self._formula and self._type != "str" and not self._said.strip():
            self._fault(_UNCOMPUTED)

    def _go_to(self, reference: str | None) -> None:
        if reference is None:
            self._place += 1
            return
        column = reference.rstrip("0123456789")
        place = _PLACES.get(column)
        if place is None:
            place = _PLACES.get(column.upper())
        if place is None:
            raise BrokenWorkbookError
        self._row, self._place = _number(reference[len(column) :]), place

    def _length_of(self, said: str) -> int:
        """The length of the shared text of that number."""
        try:
            return self._lengths[int(said)]
        except (ValueError, IndexError):
            raise BrokenWorkbookError from None

    def _fault(self, why: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults[self._row, self._place] = why

    def _refuse_place(self) -> None:
        where = f"“{shown(self._sheet)}”表"
        if self._row > _LAST_ROW:
            raise SheetError(f"{where}超过{MAX_ROWS}行：请拆分，或删去末尾多余的行。")
        name = cell_name(self._row, self._place)
        raise SheetError(f"{where}超过{MAX_COLUMNS}列（单元格{name}有内容）：请删去多余的列。")


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BrokenWorkbookError from None
