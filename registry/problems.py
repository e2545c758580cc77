"""What is wrong with a cell of a register, for the person who wrote it."""

from dataclasses import dataclass

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be taken. ``why`` says what is wrong with ``value``, ``right`` what would be right.

    ``row`` counts as a spreadsheet program does; ``column`` is the heading as it stands in the file.
    """

    row: int
    column: str
    value: str
    why: str
    right: str

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= _SHOWN else self.value[:_SHOWN] + "…"
        return f"row {self.row}, {self.column} {shown!r}: {self.why}; {self.right}"
