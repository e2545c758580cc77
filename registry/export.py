"""The register as a file that a spreadsheet program opens, and that imports again without changing anything."""

import csv
import io
from collections.abc import Callable, Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.formulas import protect
from registry.headers import Column
from registry.targets import Entry, list_targets
from registry.terms import kind_word, platform_word

_CELLS: Mapping[Column, Callable[[Entry], str]] = {
    Column.ID: lambda entry: entry.target.id,
    Column.UNIT: lambda entry: entry.unit.name,
    Column.KIND: lambda entry: kind_word(entry.target.kind),
    Column.NAME: lambda entry: entry.target.name,
    Column.ADDRESS: lambda entry: entry.target.url,
    Column.SITE_CODE: lambda entry: entry.target.site_code,
    Column.PLATFORM: lambda entry: platform_word(entry.target.platform),
    Column.ACCOUNT: lambda entry: entry.target.account,
    Column.FEED: lambda entry: entry.target.feed,
    Column.PREFIX: lambda entry: entry.target.prefix if entry.target.kind.is_site else "",
    Column.POSITION: lambda entry: str(entry.unit.position or ""),
    Column.CONTACT: lambda entry: entry.unit.contact,
    Column.PHONE: lambda entry: entry.unit.phone,
    Column.MAILBOX: lambda entry: entry.unit.mailbox,
    Column.STATE: lambda entry: entry.target.state,
    Column.NOTE: lambda entry: entry.target.note,
}


async def export_csv(session: AsyncSession, office_id: int) -> bytes:
    """The whole register of an office, 注销 included: CSV in UTF-8 with a mark, Chinese headings, the id first."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(_CELLS)
    for entry in await list_targets(session, office_id):
        writer.writerow([protect(cell(entry)) for cell in _CELLS.values()])
    return sheet.getvalue().encode("utf-8-sig")
