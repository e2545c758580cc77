"""The register as a file that a spreadsheet program opens, and that imports again without changing anything."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.vocabulary import TargetKind
from registry.models import ColumnRow, TargetState, Unit
from registry.sheets.cells import DAYS, NUMBERS
from registry.sheets.choices import (
    AUDIENCES,
    FORMS,
    LEVELS,
    NATURES,
    SCOPES,
    SOURCES,
    SUBTYPES,
    UPDATING,
    YES_NO,
    SiteForm,
)
from registry.sheets.formulas import protect
from registry.sheets.headings import Column
from registry.sheets.rows import sheet_of
from registry.sheets.sheet_kinds import COLUMNS, SheetKind, heading_of
from registry.sheets.site_columns import ColumnEntry, cells_of
from registry.sheets.terms import kind_word, platform_word
from registry.sheets.units import cells_of_unit
from registry.sheets.values import EARLIEST
from registry.sheets.workbook.writing import Sheet, SheetColumn, Value, write_workbook
from registry.targets import Entry, list_targets

_SITE_KINDS = tuple(kind_word(kind) for kind in TargetKind if sheet_of(kind) is SheetKind.SITES)
_OTHER_KINDS = tuple(kind_word(kind) for kind in TargetKind if sheet_of(kind) is SheetKind.OTHERS)
_CHOICES: Mapping[tuple[SheetKind, Column], tuple[str, ...]] = {
    (SheetKind.UNITS, Column.NATURE): NATURES.written,
    (SheetKind.UNITS, Column.SCOPE): SCOPES.written,
    (SheetKind.SITES, Column.FORM): FORMS.written,
    (SheetKind.SITES, Column.KIND): _SITE_KINDS,
    (SheetKind.SITES, Column.SERVES): YES_NO.written,
    (SheetKind.SITES, Column.STATE): tuple(TargetState),
    (SheetKind.COLUMNS, Column.LEVEL): LEVELS.written,
    (SheetKind.COLUMNS, Column.KIND): UPDATING.written,
    (SheetKind.COLUMNS, Column.MUST_UPDATE): YES_NO.written,
    (SheetKind.ACCOUNTS, Column.SUBTYPE): SUBTYPES.written,
    (SheetKind.ACCOUNTS, Column.SOURCE): SOURCES.written,
    (SheetKind.ACCOUNTS, Column.STATE): tuple(TargetState),
    (SheetKind.OTHERS, Column.KIND): _OTHER_KINDS,
    (SheetKind.OTHERS, Column.AUDIENCE): AUDIENCES.written,
    (SheetKind.OTHERS, Column.STATE): tuple(TargetState),
}


async def export_csv(session: AsyncSession, office_id: int) -> bytes:
    """The targets of an office, 注销 included: CSV in UTF-8 with a mark, Chinese headings, the id first.

    What is said of units beside their targets is in it; the rest of it and the columns of sites are in the workbook.
    """
    entries = await list_targets(session, office_id)
    rows = [_said_of_unit(entry.unit) | _cells(entry) for entry in entries]
    headings = [*COLUMNS[SheetKind.SIMPLE], *_extras(rows, SheetKind.SIMPLE)]
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow([protect(heading) for heading in headings])
    for entry, row in zip(entries, rows, strict=True):
        row[Column.KIND] = kind_word(entry.target.kind)
        writer.writerow([protect(row.get(heading, "")) for heading in headings])
    return sheet.getvalue().encode("utf-8-sig")


async def export_workbook(session: AsyncSession, office_id: int, made: datetime) -> bytes:
    """The whole register of an office as a workbook of the five sheets. ``made`` is entered as its date."""
    entries = await list_targets(session, office_id)
    order = {entry.target.id: place for place, entry in enumerate(entries)}
    units = await session.exec(select(Unit).where(Unit.office_id == office_id).order_by(col(Unit.id)))
    in_order = sorted(units, key=lambda unit: (unit.position == 0, unit.position, unit.id or 0))
    columns = await _columns(session, office_id)
    columns.sort(key=lambda entry: (order[entry.row.target_id], entry.row.id or 0))
    codes = {entry.target.id: entry.target.site_code for entry in entries}
    sheets = [_sheet(SheetKind.UNITS, [cells_of_unit(unit) | {str(Column.UNIT): unit.name} for unit in in_order])]
    for kind in (SheetKind.SITES, SheetKind.COLUMNS, SheetKind.ACCOUNTS, SheetKind.OTHERS):
        if kind is SheetKind.COLUMNS:
            rows = [cells_of(entry) | _site_of(entry, codes) for entry in columns]
        else:
            rows = [_cells(entry) for entry in entries if sheet_of(entry.target.kind) is kind]
        sheets.append(_sheet(kind, rows))
    return write_workbook(sheets, made)


async def _columns(session: AsyncSession, office_id: int) -> list[ColumnEntry]:
    query = (
        select(ColumnRow, Unit.name)
        .join(Unit, col(Unit.id) == ColumnRow.unit_id, isouter=True)
        .where(ColumnRow.office_id == office_id)
    )
    return [ColumnEntry(row, unit or "") for row, unit in await session.exec(query)]


def _cells(entry: Entry) -> dict[str, str]:
    """A target as cells by heading. What it is called on its sheet differs from its kind for a channel only."""
    target = entry.target
    is_channel = target.kind is TargetKind.CHANNEL
    cells: dict[str, str] = {
        Column.ID: target.id,
        Column.UNIT: entry.unit.name,
        Column.KIND: kind_word(target.kind),
        Column.NAME: target.name,
        Column.ADDRESS: target.url,
        Column.SITE_CODE: target.site_code,
        Column.PLATFORM: platform_word(target.platform),
        Column.ACCOUNT: target.account,
        Column.FEED: target.feed,
        Column.PREFIX: target.prefix if target.kind.is_site else "",
        Column.STATE: target.state,
        Column.NOTE: target.note,
        **({Column.FORM: SiteForm.CHANNEL} if is_channel else {}),
        **target.details,
    }
    return {str(heading): str(text) for heading, text in cells.items()}


def _said_of_unit(unit: Unit) -> dict[str, str]:
    simple = COLUMNS[SheetKind.SIMPLE]
    return {heading: text for heading, text in cells_of_unit(unit).items() if heading in simple}


def _site_of(entry: ColumnEntry, codes: Mapping[str, str]) -> dict[str, str]:
    return {str(Column.ID): entry.row.target_id, str(Column.SITE_CODE): codes[entry.row.target_id]}


def _extras(rows: Iterable[Mapping[str, str]], kind: SheetKind) -> list[str]:
    """The headings beyond those of the sheet, as they first come."""
    own = {str(column) for column in COLUMNS[kind]}
    implied = {str(Column.KIND)} if kind is SheetKind.ACCOUNTS else set()
    found = dict.fromkeys(heading for row in rows for heading, text in row.items() if text)
    return [heading for heading in found if heading not in own | implied]


def _sheet(kind: SheetKind, rows: Sequence[Mapping[str, str]]) -> Sheet:
    own = COLUMNS[kind]
    extras = _extras(rows, kind)
    columns = [SheetColumn(heading_of(kind, column), _CHOICES.get((kind, column), ())) for column in own]
    headings = [*own, *extras]
    cells = [[_value(heading, row.get(heading, "")) for heading in headings] for row in rows]
    return Sheet(kind, [*columns, *map(SheetColumn, extras)], cells)


def _value(heading: str, text: str) -> Value:
    """A cell in the type of its column, where that says the same as the text."""
    if heading in NUMBERS and text.isdecimal() and str(int(text)) == text:
        return int(text)
    if heading in DAYS:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return day if day.isoformat() == text and day >= EARLIEST else text
    return text
