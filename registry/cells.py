"""Reading the cells of one row, and noting what is wrong with them."""

import re
import unicodedata

from registry.addresses import read_address, read_prefix
from registry.formulas import unprotect
from registry.headers import Column, Layout
from registry.problems import CellProblem
from registry.sheets import Record

LONGEST = {
    Column.ID: 40,
    Column.UNIT: 100,
    Column.KIND: 40,
    Column.NAME: 200,
    Column.ADDRESS: 2_000,
    Column.SITE_CODE: 40,
    Column.PLATFORM: 40,
    Column.ACCOUNT: 200,
    Column.FEED: 2_000,
    Column.PREFIX: 500,
    Column.POSITION: 20,
    Column.CONTACT: 100,
    Column.PHONE: 100,
    Column.MAILBOX: 254,
    Column.STATE: 20,
    Column.NOTE: 2_000,
}
"""Longest cell of each column, in characters."""

_ID = re.compile(r"t[a-z2-7]{10}")
_SITE_CODE = re.compile(r"\d{10}|bm\d{8}", re.ASCII)
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_POSITION = re.compile(r"\d{1,6}", re.ASCII)


class CellReader:
    """The cells of one row by column. A bad cell is noted in ``problems`` and read as empty."""

    def __init__(self, record: Record, layout: Layout) -> None:
        self.problems: list[CellProblem] = []
        self._record = record
        self._layout = layout
        self._require_no_more_than_headed()

    def text(self, column: Column) -> str | None:
        """The text of a cell on one line, without invisible characters. None when the file has no such column."""
        place = self._layout.places.get(column)
        if place is None:
            return None
        cell = self._record.cells[place] if place < len(self._record.cells) else ""
        text = _one_line(cell)
        if any(unicodedata.category(letter) == "Cc" for letter in text):
            self.complain(column, "holds a control character", "type it anew")
            return ""
        if len(text) > LONGEST[column]:
            self.complain(column, f"longer than {LONGEST[column]} characters", "shorten it")
            return ""
        return text

    def required(self, column: Column) -> str:
        """As :meth:`text`, where an empty cell is a problem."""
        before = len(self.problems)
        text = self.text(column) or ""
        if not text and len(self.problems) == before:
            self.complain(column, "is empty", "every row needs it")
        return text

    def id(self) -> str:
        """The id the register gave, or nothing for a new row."""
        return self._matching(Column.ID, _ID, "not an id of a register", "leave it empty for a new row") or ""

    def site_code(self) -> str | None:
        """The official site code."""
        return self._matching(Column.SITE_CODE, _SITE_CODE, "not a 标识码", "10 digits, or bm and 8 digits")

    def mailbox(self) -> str | None:
        """One mail address."""
        return self._matching(Column.MAILBOX, _MAILBOX, "not a mail address", "one address, as name@example.gov.cn")

    def position(self) -> str | None:
        """The rank of the unit, as digits without leading zeros; empty for none."""
        digits = self._matching(Column.POSITION, _POSITION, "not a rank", "a whole number from 1 to 999999")
        return digits and digits.lstrip("0")

    def address(self, column: Column, text: str | None) -> str | None:
        """The web address that ``text`` of ``column`` stands for, in normal form."""
        try:
            return text and read_address(text).url
        except ValueError as error:
            self.complain(column, str(error), "as http://www.example.gov.cn/")
            return ""

    def prefix(self) -> str | None:
        """The path prefix in normal form."""
        text = self.text(Column.PREFIX)
        try:
            return text and read_prefix(text)
        except ValueError as error:
            self.complain(Column.PREFIX, str(error), "as /ycszfbgs/")
            return ""

    def complain(self, column: Column, why: str, right: str) -> None:
        """Note that the cell of ``column`` cannot be taken."""
        place = self._layout.places.get(column)
        value = self._record.cells[place] if place is not None and place < len(self._record.cells) else ""
        self.problems.append(CellProblem(self._record.number, self._layout.heading(column), value, why, right))

    def _matching(self, column: Column, pattern: re.Pattern[str], why: str, right: str) -> str | None:
        text = self.text(column)
        if text and not pattern.fullmatch(text):
            self.complain(column, why, right)
            return ""
        return text

    def _require_no_more_than_headed(self) -> None:
        for place, cell in enumerate(self._record.cells[self._layout.width :], start=self._layout.width + 1):
            if cell.strip():
                right = "put quotation marks around a text that holds the delimiter, or head the column"
                problem = CellProblem(
                    self._record.number, f"column {place}", cell, "stands beyond the last heading", right
                )
                self.problems.append(problem)
                return


def _one_line(cell: str) -> str:
    visible = "".join(letter for letter in cell if unicodedata.category(letter) != "Cf")
    return " ".join(unprotect(visible.strip()).split())
