"""Rows of a register file → typed rows. Every cell is validated here, once."""

import re
from dataclasses import dataclass

from checks.vocabulary import TargetKind
from registry.cells import CellReader
from registry.headers import Column, Layout
from registry.models import TargetState
from registry.problems import CellProblem
from registry.sheets import Record, Table
from registry.terms import KIND_CHOICES, STATE_CHOICES, kind_of, platform_of, state_of

_ADDRESS = re.compile(r"[a-z+.-]+://|www\.|[\w-]+(?:\.[\w-]+)+/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row, validated. Of the optional cells None means that the file has no such column, "" that it is empty.

    ``url`` and ``prefix`` are in normal form; a website always has a url. ``position``, ``contact``, ``phone`` and
    ``mailbox`` are of the unit.
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
    position: str | None = None
    contact: str | None = None
    phone: str | None = None
    mailbox: str | None = None


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The good rows, and what is wrong with the others."""

    rows: tuple[RegisterRow, ...]
    problems: tuple[CellProblem, ...]
    warnings: tuple[str, ...]


def read_rows(table: Table, layout: Layout) -> RowsRead:
    """Validate all rows of a table."""
    rows: list[RegisterRow] = []
    problems: list[CellProblem] = []
    for record in table.rows:
        cells = CellReader(record, layout)
        row = _read_row(record.number, cells)
        problems.extend(cells.problems)
        if row is not None and not cells.problems:
            rows.append(row)
    unread = sorted(place for place in layout.unheaded if any(_filled(record, place) for record in table.rows))
    warnings = tuple(f"column {place + 1} has no heading and is not read" for place in unread)
    return RowsRead(tuple(rows), tuple(problems), warnings)


def _filled(record: Record, place: int) -> bool:
    return place < len(record.cells) and bool(record.cells[place].strip())


def _read_row(number: int, cells: CellReader) -> RegisterRow | None:
    unit, name = cells.required(Column.UNIT), cells.required(Column.NAME)
    state = _read_state(cells)
    found = _read_kind(cells)
    if found is None:
        return None
    kind, platform = found
    scope = _read_site(cells) if kind.is_site else _read_account(cells, kind, platform)
    return RegisterRow(
        number=number,
        unit=unit,
        kind=kind,
        name=name,
        id=cells.id(),
        url=scope.url,
        prefix=scope.prefix,
        site_code=cells.site_code(),
        platform=scope.platform,
        account=scope.account,
        feed=scope.feed,
        state=state,
        note=cells.text(Column.NOTE),
        position=cells.position(),
        contact=cells.text(Column.CONTACT),
        phone=cells.text(Column.PHONE),
        mailbox=cells.mailbox(),
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    url: str | None = None
    prefix: str | None = None
    platform: str | None = None
    account: str | None = None
    feed: str | None = None


def _read_kind(cells: CellReader) -> tuple[TargetKind, str] | None:
    word = cells.required(Column.KIND)
    found = kind_of(word)
    if word and found is None:
        cells.complain(Column.KIND, "not a kind of target", f"one of {KIND_CHOICES}")
    return found


def _read_state(cells: CellReader) -> TargetState | None:
    word = cells.text(Column.STATE)
    state = state_of(word) if word else None
    if word and state is None:
        cells.complain(Column.STATE, "not a state", f"one of {STATE_CHOICES}")
    return state


def _read_site(cells: CellReader) -> _Scope:
    for column in (Column.PLATFORM, Column.ACCOUNT, Column.FEED):
        if cells.text(column):
            cells.complain(column, "a website has none", "leave it empty, or correct 类型")
    written = cells.required(Column.ADDRESS)
    return _Scope(cells.address(Column.ADDRESS, written), cells.prefix())


def _read_account(cells: CellReader, kind: TargetKind, implied: str) -> _Scope:
    if cells.text(Column.PREFIX):
        cells.complain(Column.PREFIX, "only a website has one", "leave it empty, or correct 类型")
    platform = _read_platform(cells, kind, implied)
    account, url = cells.text(Column.ACCOUNT), cells.text(Column.ADDRESS)
    if url and not _ADDRESS.match(url):
        if account and url != account:
            cells.complain(Column.ADDRESS, "differs from the account id in the same row", "keep one of them")
        account, url = url, ""
    url = cells.address(Column.ADDRESS, url)
    feed = cells.address(Column.FEED, cells.text(Column.FEED))
    if kind is TargetKind.ACCOUNT and not (account or url or feed) and not cells.problems:
        cells.complain(Column.ACCOUNT, "an account needs its id, its address or a feed", "fill in one of them")
    return _Scope(url, None, platform, account, feed)


def _read_platform(cells: CellReader, kind: TargetKind, implied: str) -> str | None:
    word = cells.text(Column.PLATFORM)
    platform = word and platform_of(word)
    if implied and platform and platform != implied:
        cells.complain(Column.PLATFORM, "differs from the platform that 类型 names", "correct one of them")
    if kind is TargetKind.ACCOUNT and not (platform or implied):
        cells.complain(Column.PLATFORM, "an account needs its platform", "as 微信公众号, here or under 类型")
    return implied or platform
