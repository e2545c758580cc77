"""Reading the cells of one row, and noting what is wrong with them."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from registry.addresses import read_address, read_prefix
from registry.sheets.choices import AUDIENCES, FORMS, LEVELS, NATURES, SCOPES, SOURCES, SUBTYPES, YES_NO
from registry.sheets.headers import Column, Layout
from registry.sheets.problems import CellProblem, cell_name, letters
from registry.sheets.tables import Record, Table
from registry.sheets.values import WrongValueError, count_text, day_text, days_text, moment_text

USUAL_LENGTH = 500
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
    Column.POSITION: 40,
    Column.CONTACT: 100,
    Column.PHONE: 100,
    Column.MAILBOX: 254,
    Column.STATE: 40,
    Column.NOTE: 2_000,
    Column.OTHER_DOMAINS: 2_000,
    Column.ALLOWED: 2_000,
    Column.PROPOSAL: 2_000,
    Column.REPLY: 2_000,
}
"""Longest cell of a column, in characters, where it is not :data:`USUAL_LENGTH`."""

_SHORTEST_LIMIT = min(LONGEST.values())

LONGEST_EXTRA = 2_000
"""Longest cell of a column with a heading of the office's own."""

SITE_CODE = re.compile(r"\d{10}|bm\d{8}", re.ASCII)
"""A 网站标识码."""

_ID = re.compile(r"t[a-z2-7]{10}")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_POSITION = re.compile(r"0*[1-9]\d{0,5}|0+", re.ASCII)
_NO_CHARACTERS = frozenset("\ufffe\uffff")


def _matching(pattern: re.Pattern[str], why: str, right: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise WrongValueError(why, right)
        return text

    return read


def _position(text: str) -> str:
    if not _POSITION.fullmatch(text):
        raise WrongValueError("不是排序号", "请填写1至999999的整数")
    return text.lstrip("0")


def _address(text: str) -> str:
    try:
        return read_address(text).url
    except ValueError as error:
        raise WrongValueError(str(error), "请按 http://www.example.gov.cn/ 的写法填写") from None


def _prefix(text: str) -> str:
    try:
        return read_prefix(text)
    except ValueError as error:
        raise WrongValueError(str(error), "请按 /ycszfbgs/ 的写法填写") from None


_READERS: Mapping[Column, Callable[[str], str]] = {
    Column.ID: _matching(_ID, "不是本系统给出的编号", "新增的行请留空"),
    Column.SITE_CODE: _matching(SITE_CODE, "不是网站标识码", "应为10位数字，或bm加8位数字"),
    Column.MAILBOX: _matching(_MAILBOX, "不是邮箱地址", "请填写一个地址，如 name@example.gov.cn"),
    Column.POSITION: _position,
    Column.ADDRESS: _address,
    Column.FEED: _address,
    Column.PREFIX: _prefix,
    Column.NATURE: NATURES.read,
    Column.SCOPE: SCOPES.read,
    Column.FORM: FORMS.read,
    Column.SUBTYPE: SUBTYPES.read,
    Column.SOURCE: SOURCES.read,
    Column.AUDIENCE: AUDIENCES.read,
    Column.LEVEL: LEVELS.read,
    Column.SERVES: YES_NO.read,
    Column.MUST_UPDATE: YES_NO.read,
    Column.PERIOD: days_text,
    Column.USERS: count_text,
    Column.ACTIVE_USERS: count_text,
    Column.LAST_SEEN: moment_text,
    **dict.fromkeys((Column.BADGE_UNTIL, Column.PROTECTION_ON, Column.REBUILT_FROM, Column.REBUILT_UNTIL), day_text),
    **dict.fromkeys(
        (Column.MIGRATED, Column.ARCHIVED_ON, Column.APPROVED_ON, Column.OPENED, Column.DEADLINE), day_text
    ),
}
"""How the cells of typed columns are read. All others are text."""

DAYS = frozenset(column for column, reader in _READERS.items() if reader is day_text)
"""Columns that hold a day."""

NUMBERS = frozenset({Column.POSITION, Column.USERS, Column.ACTIVE_USERS})
"""Columns that hold a whole number."""


class CellReader:
    """The cells of one row by column. A bad cell is noted in ``problems`` and read as empty."""

    def __init__(self, record: Record, table: Table, layout: Layout) -> None:
        self.problems: list[CellProblem] = []
        self._record = record
        self._table = table
        self._layout = layout
        if len(record.cells) > layout.width:
            self._require_no_more_than_headed()

    def text(self, column: Column) -> str | None:
        """The text of a cell on one line, without invisible characters. None when the file has no such column."""
        place = self._layout.places.get(column)
        if place is None:
            return None
        cells = self._record.cells
        cell = text = cells[place] if place < len(cells) else ""
        if not _is_plain(cell) or self._table.faults:
            text = self._cleaned(place, cell, self._layout.heading(column), LONGEST.get(column, USUAL_LENGTH))
        part = self._layout.parts.get(column)
        return text if part is None else part(text)

    def read(self, column: Column) -> str | None:
        """The cell of a column in the one form of its type. None when the file has no such column."""
        text = self.text(column)
        reader = _READERS.get(column)
        return self.convert(column, text, reader) if text and reader is not None else text

    def convert(self, column: Column, text: str, reader: Callable[[str], str]) -> str:
        """What ``reader`` makes of ``text``, which stands in ``column``."""
        try:
            return reader(text)
        except WrongValueError as error:
            self.complain(column, error.why, error.right)
            return ""

    def required(self, column: Column) -> str:
        """As :meth:`text`, where an empty cell is a problem."""
        before = len(self.problems)
        text = self.text(column) or ""
        if not text and len(self.problems) == before:
            self.complain(column, self._why_empty(column), "此列每行都须填写")
        return text

    def extras(self) -> dict[str, str]:
        """The cells of the columns with a heading of the office's own, by heading."""
        return {
            heading: self._cleaned(place, self._cell(place), heading, LONGEST_EXTRA)
            for heading, place in self._layout.extras.items()
        }

    def complain(self, column: Column, why: str, right: str) -> None:
        """Note that the cell of ``column`` cannot be taken."""
        place = self._layout.places.get(column)
        self._note(self._layout.heading(column), "" if place is None else self._cell(place), why, right)

    def _cleaned(self, place: int, cell: str, heading: str, longest: int) -> str:
        fault = self._table.faults.get((self._record.number, place))
        if fault is not None:
            self._note(heading, "", fault, "请用WPS或Excel打开重新计算并保存，或直接填写内容")
            return ""
        text = _one_line(cell)
        if text is None:
            self._note(heading, cell, "含有控制字符", "请重新输入")
        elif len(text) > longest:
            self._note(heading, cell, f"超过{longest}个字", "请缩短")
        else:
            return text
        return ""

    def _cell(self, place: int) -> str:
        return self._record.cells[place] if place < len(self._record.cells) else ""

    def _note(self, heading: str, value: str, why: str, right: str) -> None:
        """Note the first thing that is wrong with a cell; what follows from it is not told as well."""
        if any(problem.column == heading for problem in self.problems):
            return
        self.problems.append(CellProblem(self._record.number, heading, value, why, right, self._table.sheet))

    def _why_empty(self, column: Column) -> str:
        place = self._layout.places.get(column, -1)
        for merged in self._table.merged:
            if merged.holds(self._record.number, place):
                first = cell_name(merged.first_row, merged.first_place)
                last = cell_name(merged.last_row, merged.last_place)
                return f"位于合并单元格{first}:{last}内，内容只在{first}，请取消合并后逐行填写"
        return "为空"

    def _require_no_more_than_headed(self) -> None:
        for place, cell in enumerate(self._record.cells[self._layout.width :], start=self._layout.width):
            if cell.strip():
                right = "请补上列名；内容里有分隔符的，请给内容加上引号"
                self._note(letters(place), cell, "在表头最后一列之外", right)
                return


def _is_plain(cell: str) -> bool:
    """Whether a cell needs no cleaning, as nearly all: short, on one line, with nothing invisible."""
    return len(cell) <= _SHORTEST_LIMIT and cell.isprintable() and "  " not in cell and cell == cell.strip()


def _one_line(cell: str) -> str | None:
    """A cell on one line, without invisible characters. None when it holds a control character."""
    visible = "".join(letter for letter in cell if unicodedata.category(letter) != "Cf")
    text = " ".join(visible.split())
    bad = any(unicodedata.category(letter) == "Cc" or letter in _NO_CHARACTERS for letter in text)
    return None if bad else text
