"""Which column of a sheet holds what, by its heading in Chinese or English."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from registry.sheets.headings import SYNONYMS, Column
from registry.sheets.pairs import PAIRS
from registry.sheets.problems import CellProblem, shown
from registry.sheets.sheet_kinds import REQUIRED, SheetKind, columns_read, heading_of
from registry.sheets.tables import Record
from registry.sheets.terms import plain

__all__ = ["SYNONYMS", "Column", "Layout", "is_header", "read_header"]

_NUMBERING = frozenset({"序号", "no", "no.", "#"})
"""Headings of columns that only number the rows: they say nothing of them."""

_SOME_ADDRESS = (Column.ADDRESS, Column.ACCOUNT, Column.FEED)
_HINT = re.compile(r"[（(](?:必填|选填|可选|必选|required|optional)[)）]", re.IGNORECASE)
_REMARK = re.compile(r"[（(][^（()）]*[)）]$")


def _clean(cell: str) -> str:
    """A heading on one line, not too long, without invisible characters."""
    return shown(
        "".join(letter for letter in cell if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf"})
    )


def _key(heading: str) -> str:
    return plain(_HINT.sub("", heading))


_BY_KEY = {_key(word): column for column, words in SYNONYMS.items() for word in (column, *words)}
_PAIR_BY_KEY = {_key(word): pair for pair in PAIRS for word in pair.headings}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each known column stands (from 0) and how it is headed in the file.

    ``parts`` tell how to take a column out of a cell that holds two. ``extras`` are the columns with a heading of the
    office's own. ``unheaded`` are the columns without any heading, ``width`` counts all columns of the header.
    """

    kind: SheetKind
    places: Mapping[Column, int]
    headings: Mapping[Column, str]
    unheaded: frozenset[int]
    width: int
    problems: tuple[CellProblem, ...]
    warnings: tuple[str, ...]
    extras: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[Column, Callable[[str], str]] = field(default_factory=dict)

    def heading(self, column: Column) -> str:
        """The heading in the file, or ours when the file has none."""
        return self.headings.get(column) or heading_of(self.kind, column)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: two or more of its cells are known headings."""
    return len({_known(cell) for cell in cells} - {None}) >= 2


def read_header(header: Record, kind: SheetKind = SheetKind.SIMPLE, sheet: str = "") -> Layout:
    """Find the columns. Those with a heading of the office's own are kept; missing and doubled ones are problems."""
    finder = _Finder(header, kind, sheet)
    for place, cell in enumerate(header.cells):
        if heading := _clean(cell):
            finder.take(place, heading)
    finder.require()
    return finder.layout()


class _Finder:
    """The layout while it is being found."""

    def __init__(self, header: Record, kind: SheetKind, sheet: str) -> None:
        self._header = header
        self._kind = kind
        self._sheet = sheet
        self._read = columns_read(kind)
        self._places: dict[Column, int] = {}
        self._headings: dict[Column, str] = {}
        self._extras: dict[str, int] = {}
        self._parts: dict[Column, Callable[[str], str]] = {}
        self._problems: list[CellProblem] = []

    def take(self, place: int, heading: str) -> None:
        """Bring in one column."""
        pair = _PAIR_BY_KEY.get(_key(heading)) or _PAIR_BY_KEY.get(_key(_REMARK.sub("", heading)))
        if pair is not None and pair.columns[0] in self._read:
            for half, part in zip(pair.columns, pair.parts, strict=True):
                self._enter(half, place, heading)
                self._parts[half] = part
            return
        column = _known(heading, self._kind)
        if column is not None and column in self._read:
            self._enter(column, place, heading)
        elif _key(heading) in _NUMBERING:
            return
        elif heading in self._extras:
            self._complain(heading, "与前面的一列同名", "请改名或删去其中一列")
        else:
            self._extras[heading] = place

    def require(self) -> None:
        """Note the columns that are missing."""
        missing = [heading_of(self._kind, column) for column in REQUIRED[self._kind] if column not in self._places]
        addressed = any(column in self._places for column in _SOME_ADDRESS)
        if self._kind in {SheetKind.SIMPLE, SheetKind.ACCOUNTS} and not addressed:
            missing.append("网址或账号")
        if self._kind is SheetKind.SITES and not {Column.KIND, Column.FORM} & self._places.keys():
            missing.append(heading_of(self._kind, Column.KIND))
        for heading in missing:
            self._complain(heading, "缺少这一列", f"请增加“{heading}”列", value="")

    def layout(self) -> Layout:
        """What was found."""
        return Layout(
            kind=self._kind,
            places=self._places,
            headings=self._headings,
            unheaded=frozenset(place for place, cell in enumerate(self._header.cells) if not cell.strip()),
            width=len(self._header.cells),
            problems=tuple(self._problems),
            warnings=tuple(self._warnings()),
            extras=self._extras,
            parts=self._parts,
        )

    def _enter(self, column: Column, place: int, heading: str) -> None:
        if column in self._places:
            self._complain(heading, f"与“{self._headings[column]}”列含义相同", "请只保留其中一列")
        else:
            self._places[column] = place
            self._headings[column] = heading

    def _complain(self, heading: str, why: str, right: str, *, value: str | None = None) -> None:
        said = heading if value is None else value
        self._problems.append(CellProblem(self._header.number, heading, said, why, right, self._sheet))

    def _warnings(self) -> list[str]:
        warnings = []
        where = f"“{self._sheet}”表的" if self._sheet else ""
        if self._header.number > 1:
            warnings.append(f"{where}表头在第{self._header.number}行，它上面的内容没有读取")
        if self._extras:
            names = "、".join(f"“{heading}”" for heading in self._extras)
            warnings.append(f"{where}{names}不是台账的标准列，内容按原样保留")
        return warnings


def _known(heading: str, kind: SheetKind = SheetKind.SIMPLE) -> Column | None:
    """The column of a heading; where two sheets use one word for two things, by the kind of sheet."""
    key = _key(heading)
    if kind is SheetKind.UNITS:
        here = {
            "名称": Column.UNIT,
            "name": Column.UNIT,
            "编号": Column.CODE,
            "code": Column.CODE,
            "类型": Column.NATURE,
        }
        if key in here:
            return here[key]
    return _BY_KEY.get(key) or _BY_KEY.get(_key(_REMARK.sub("", heading)))
