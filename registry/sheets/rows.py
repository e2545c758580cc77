"""Rows of a register file → typed rows of targets. Every cell is validated here, once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checks.vocabulary import TargetKind
from registry.models import TargetState
from registry.sheets.cells import CellReader
from registry.sheets.choices import FORMS, SUBTYPES, SiteForm
from registry.sheets.headers import Column, Layout
from registry.sheets.problems import CellProblem, letters, place_of_row
from registry.sheets.sheet_kinds import COLUMNS, SAID_BESIDE_TARGETS, SheetKind
from registry.sheets.tables import Record, Table
from registry.sheets.terms import KIND_CHOICES, STATE_CHOICES, kind_of, kind_word, platform_of, state_of
from registry.sheets.unit_rows import UnitStatement, statement_of
from registry.sheets.values import WrongValueError

ATTRIBUTES = frozenset(
    {
        *(Column.ID, Column.UNIT, Column.KIND, Column.NAME, Column.ADDRESS, Column.SITE_CODE, Column.PLATFORM),
        *(Column.ACCOUNT, Column.FEED, Column.PREFIX, Column.STATE, Column.NOTE),
    }
)
"""Columns that are fields of a target. The others are its details."""

_TYPED = {kind: frozenset(columns) for kind, columns in COLUMNS.items()}
_ADDRESS = re.compile(r"[a-z+.-]+://|www\.|[\w-]+(?:\.[\w-]+)+/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row, validated. Of the optional cells None means that the file has no such column, "" that it is empty.

    ``url`` and ``prefix`` are in normal form; a website always has a url. ``details`` are the other cells by heading.
    """

    number: int
    unit: str
    kind: TargetKind
    name: str
    id: str = ""
    url: str | None = None
    prefix: str | None = None
    site_code: str | None = None
    platform: str | None = None
    account: str | None = None
    feed: str | None = None
    state: TargetState | None = None
    note: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""

    @property
    def where(self) -> str:
        """The row, in words."""
        return place_of_row(self.number, self.sheet)


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The good rows, what they say of units, and what is wrong with the others."""

    rows: tuple[RegisterRow, ...]
    problems: tuple[CellProblem, ...]
    units: tuple[UnitStatement, ...] = ()


def read_rows(table: Table, layout: Layout) -> RowsRead:
    """Validate all rows of a table of targets."""
    rows: list[RegisterRow] = []
    units: list[UnitStatement] = []
    problems: list[CellProblem] = []
    said = tuple(column for column in SAID_BESIDE_TARGETS if column in layout.places)
    more = tuple(column for column in layout.places if column not in ATTRIBUTES and column not in said)
    for record in table.rows:
        cells = CellReader(record, table, layout)
        row = _read_row(record.number, table.sheet, cells, layout.kind, more)
        statement = statement_of(record.number, table.sheet, row.unit if row else "", cells, said)
        problems.extend(cells.problems)
        if row is not None and not cells.problems:
            rows.append(row)
            units.append(statement)
    return RowsRead(tuple(rows), tuple(problems), tuple(units))


def unread_columns(table: Table, layout: Layout) -> tuple[str, ...]:
    """Warnings for columns that hold something but have no heading."""
    unread = sorted(place for place in layout.unheaded if any(_filled(record, place) for record in table.rows))
    where = f"“{table.sheet}”表" if table.sheet else ""
    return tuple(f"{where}{letters(place)}列没有列名，内容没有读取" for place in unread)


def sheet_of(kind: TargetKind) -> SheetKind:
    """The sheet of the workbook on which targets of a kind stand."""
    if kind.is_site:
        return SheetKind.SITES
    return SheetKind.ACCOUNTS if kind is TargetKind.ACCOUNT else SheetKind.OTHERS


def _filled(record: Record, place: int) -> bool:
    return place < len(record.cells) and bool(record.cells[place].strip())


def _read_row(
    number: int, sheet: str, cells: CellReader, kind_of_sheet: SheetKind, more: Sequence[Column]
) -> RegisterRow | None:
    unit, name = cells.required(Column.UNIT), cells.required(Column.NAME)
    state = _read_state(cells)
    found = _read_kind(cells, kind_of_sheet)
    if found is None:
        return None
    kind, platform = found
    scope = _read_site(cells) if kind.is_site else _read_account(cells, kind, platform)
    return RegisterRow(
        number=number,
        unit=unit,
        kind=kind,
        name=name,
        id=cells.read(Column.ID) or "",
        url=scope.url,
        prefix=scope.prefix,
        site_code=cells.read(Column.SITE_CODE),
        platform=scope.platform,
        account=scope.account,
        feed=scope.feed,
        state=state,
        note=cells.text(Column.NOTE),
        details=_read_details(cells, more, kind),
        sheet=sheet,
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    url: str | None = None
    prefix: str | None = None
    platform: str | None = None
    account: str | None = None
    feed: str | None = None


def _read_kind(cells: CellReader, sheet: SheetKind) -> tuple[TargetKind, str] | None:
    form = cells.text(Column.FORM) if sheet in {SheetKind.SITES, SheetKind.SIMPLE} else ""
    is_channel = bool(form) and FORMS.knows(form or "", SiteForm.CHANNEL)
    implied = TargetKind.CHANNEL if is_channel else TargetKind.ACCOUNT if sheet is SheetKind.ACCOUNTS else None
    word = cells.required(Column.KIND) if implied is None else cells.text(Column.KIND)
    if not word:
        return (implied, "") if implied else None
    found = kind_of(word)
    if found is None:
        cells.complain(Column.KIND, "不是可识别的类型", f"请填写：{KIND_CHOICES}")
        return None
    if is_channel and found[0].is_site:
        return TargetKind.CHANNEL, ""
    if sheet not in {SheetKind.SIMPLE, sheet_of(found[0])}:
        cells.complain(Column.KIND, f"不属于“{sheet}”表", f"请移到“{sheet_of(found[0])}”表")
    elif found[0] is TargetKind.CHANNEL and form:
        cells.complain(Column.FORM, f"与类型“{word}”不一致", "请更正其中一个")
    return found


def _read_state(cells: CellReader) -> TargetState | None:
    word = cells.text(Column.STATE)
    state = state_of(word) if word else None
    if word and state is None:
        cells.complain(Column.STATE, "不是可识别的状态", f"请填写：{STATE_CHOICES}")
    return state


def _read_site(cells: CellReader) -> _Scope:
    for column in (Column.PLATFORM, Column.ACCOUNT, Column.FEED):
        if cells.text(column):
            cells.complain(column, "网站没有这一项", "请留空，或更正类型")
    written = cells.required(Column.ADDRESS)
    return _Scope(cells.read(Column.ADDRESS) if written else "", cells.read(Column.PREFIX))


def _read_account(cells: CellReader, kind: TargetKind, implied: str) -> _Scope:
    if cells.text(Column.PREFIX):
        cells.complain(Column.PREFIX, "只有网站有路径前缀", "请留空，或更正类型")
    platform = _read_platform(cells, kind, implied)
    account, url = cells.text(Column.ACCOUNT), cells.text(Column.ADDRESS)
    if url and not _ADDRESS.match(url):
        if account and url != account:
            cells.complain(Column.ADDRESS, "与同一行的账号ID不一致", "请只保留其中一个")
        account, url = url, ""
    url = cells.read(Column.ADDRESS) if url else url
    feed = cells.read(Column.FEED)
    if kind is TargetKind.ACCOUNT and not (account or url or feed) and not cells.problems:
        cells.complain(Column.ACCOUNT, "账号ID、网址、数据源都为空", "请至少填写其中一项")
    return _Scope(url, None, platform, account, feed)


def _read_platform(cells: CellReader, kind: TargetKind, implied: str) -> str | None:
    word = cells.text(Column.PLATFORM)
    platform = word and platform_of(word)
    if implied and platform and platform != implied:
        cells.complain(Column.PLATFORM, "与“类型”所指的平台不一致", "请更正其中一个")
    if kind is TargetKind.ACCOUNT and not (platform or implied):
        cells.complain(Column.PLATFORM, "没有填写账号所属平台", "请在“平台”或“类型”列填写，如 微信公众号")
    return implied or platform


def _read_details(cells: CellReader, columns: Sequence[Column], kind: TargetKind) -> dict[str, str]:
    """The cells of ``columns`` by heading. On a sheet where a column does not belong, its cell is any text."""
    typed = _TYPED[sheet_of(kind)]
    details: dict[str, str] = {
        column: (cells.read(column) if column in typed else cells.text(column)) or "" for column in columns
    }
    if kind.is_site:
        _settle_form(cells, kind, details)
    elif kind is TargetKind.ACCOUNT and not details.get(Column.SUBTYPE):
        _settle_subtype(cells, details)
    return details | cells.extras()


def _settle_form(cells: CellReader, kind: TargetKind, details: dict[str, str]) -> None:
    """That a site is a channel is said once, by its kind; the word beside it, of what site, is kept."""
    word = cells.text(Column.KIND) or ""
    found = kind_of(word)
    is_channel = kind is TargetKind.CHANNEL
    if is_channel and found and found[0] is not kind:
        details[Column.KIND] = kind_word(found[0])
    if Column.FORM in details:
        details[Column.FORM if is_channel else Column.KIND] = ""


def _settle_subtype(cells: CellReader, details: dict[str, str]) -> None:
    """订阅号 and 服务号 may also stand as the kind or the platform."""
    for word in (cells.text(Column.KIND), cells.text(Column.PLATFORM)):
        try:
            details[Column.SUBTYPE] = SUBTYPES.read(word or "")
        except WrongValueError:
            continue
        return
