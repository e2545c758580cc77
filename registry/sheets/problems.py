"""What is wrong with a cell of a register, for the person who wrote it."""

from dataclasses import dataclass

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be taken. ``why`` says what is wrong with ``value``, ``right`` what to do about it.

    ``row`` counts as a spreadsheet program does; ``column`` is the heading as it stands in the file; ``sheet`` is the
    name of the sheet in a workbook, empty for a file without sheets.
    """

    row: int
    column: str
    value: str
    why: str
    right: str
    sheet: str = ""

    def __str__(self) -> str:
        value = f"“{shown(self.value)}”" if self.value.strip() else ""
        return f"{place_of_row(self.row, self.sheet)}“{shown(self.column)}”列{value}：{self.why}；{self.right}"


def shown(text: str) -> str:
    """A text of a file as it stands in a sentence: on one line, not too long."""
    line = " ".join(text[: _SHOWN * 4].split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def place_of_row(row: int, sheet: str = "") -> str:
    """``第4行``, or ``“网站”表第4行`` in a workbook."""
    return f"“{shown(sheet)}”表第{row}行" if sheet else f"第{row}行"


def letters(place: int) -> str:
    """What a spreadsheet program calls a column, counted from 0: ``A``, ``Z``, ``AA``."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def cell_name(row: int, place: int) -> str:
    """What a spreadsheet program calls a cell: row 4 of the second column is ``B4``."""
    return f"{letters(place)}{row}"
