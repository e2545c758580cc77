"""What a sheet holds, found before it is read: how far it reaches, how much text, and cells whose value is missing.

The reader of values lays a sheet out as a full rectangle and repeats every shared text where it stands. A small file
could so fill the memory; and it says nothing of formulas without a result. Hence this first pass.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from registry.errors import SheetError
from registry.problems import cell_name, shown
from registry.sheets import HEADER_WITHIN, MAX_COLUMNS, MAX_ROWS
from registry.workbook.package import BrokenWorkbookError, Package

MAX_TEXT = 50_000_000
"""Most characters in the cells of a sheet."""

MAX_FAULTS = 1_000
"""Faults kept of a sheet. A register is refused at the first of them."""

_STRINGS = "xl/sharedStrings.xml"
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.IGNORECASE | re.ASCII)
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


def inspect(package: Package, name: str, part: str, lengths: list[int]) -> Inspection:
    """Run through a sheet. Raises :class:`SheetError` when it is larger than a register can be."""
    scan = _Scan(name, lengths)
    package.parse(part, scan.start, scan.end, scan.text)
    return Inspection(scan.faults)


class _Scan:
    """One pass over the cells of a sheet. Elements are known by their names without the prefix of the root."""

    def __init__(self, sheet: str, lengths: list[int]) -> None:
        self.faults: dict[tuple[int, int], str] = {}
        self._sheet = sheet
        self._lengths = lengths
        self._prefix: str | None = None
        self._row = 0
        self._place = -1
        self._type = ""
        self._formula = False
        self._holds = False
        self._value: list[str] | None = None
        self._said = ""
        self._volume = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._prefix is None:
            self._prefix = name[: name.rfind(":") + 1]
        element = name[len(self._prefix) :]
        if element == "c":
            self._begin_cell(attributes)
        elif element == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._place = -1
        elif element == "f":
            self._formula = self._holds = True
        elif element in {"v", "t", "is"}:
            self._value = []
            self._holds = True

    def text(self, piece: str) -> None:
        """A piece of text within an element."""
        if self._value is not None:
            self._value.append(piece)

    def end(self, name: str) -> None:
        """An element ends."""
        element = name[len(self._prefix or "") :]
        if element in {"v", "t"}:
            self._said += "".join(self._value or ())
            self._value = None
        elif element == "c":
            self._end_cell()

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._type = attributes.get("t", "")
        self._formula = self._holds = False
        self._said = ""
        if "r" not in attributes:
            self._place += 1
            return
        found = _CELL.fullmatch(attributes["r"])
        if found is None:
            raise BrokenWorkbookError
        place = 0
        for letter in found[1].upper():
            place = place * 26 + ord(letter) - 64
        self._row, self._place = int(found[2]), place - 1

    def _end_cell(self) -> None:
        if self._holds:
            self._require_within()
        self._volume += self._lengths_of() if self._type == "s" else len(self._said)
        if self._volume > MAX_TEXT:
            raise SheetError(f"“{shown(self._sheet)}”表的文字过多，不像台账：请删去不属于台账的内容。")
        if self._type == "e":
            self._fault(f"是公式错误值（{shown(self._said)}）")
        elif self._formula and not self._said and self._type != "str":
            self._fault(_UNCOMPUTED)

    def _lengths_of(self) -> int:
        number = int(self._said) if self._said.isascii() and self._said.isdecimal() else len(self._lengths)
        return self._lengths[number] if number < len(self._lengths) else 0

    def _fault(self, why: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults[self._row, self._place] = why

    def _require_within(self) -> None:
        if self._row > MAX_ROWS + HEADER_WITHIN:
            raise SheetError(f"“{shown(self._sheet)}”表超过{MAX_ROWS}行：请拆分，或删去末尾多余的行。")
        if self._place >= MAX_COLUMNS:
            name = cell_name(self._row, self._place)
            raise SheetError(f"“{shown(self._sheet)}”表超过{MAX_COLUMNS}列（单元格{name}有内容）：请删去多余的列。")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 7:
        raise BrokenWorkbookError
    return int(text)
