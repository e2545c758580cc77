"""Columns that a look found are entered in the register as 待核定: rows that the office approves, changes or removes.

A row that nobody touched says nothing of its own: what the next look finds counts (:mod:`registry.seen.known_columns`).
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.evidence import Column
from registry.models import ColumnRow
from registry.store.bulk import batches, insert_rows

SOURCE, FOUND = "来源", "系统发现"
"""What a row says that was entered here, in its details."""

MAX_FOUND = 500
"""Columns entered of one target; what is found beyond them is not a register any more."""


async def enter_found_columns(session: AsyncSession, office_id: int, found: Mapping[str, Sequence[Column]]) -> int:
    """Enter the columns of targets that the books do not have, by their addresses. How many were new."""
    known: dict[str, set[str]] = {target_id: set() for target_id in found}
    for batch in batches(sorted(known)):
        query = select(ColumnRow.target_id, ColumnRow.url).where(col(ColumnRow.target_id).in_(batch))
        for target_id, url in await session.exec(query):
            known[target_id].add(url)
    rows = [
        {
            "office_id": office_id,
            "target_id": target_id,
            "name": column.name,
            "url": column.url,
            "level": column.level,
            "updating": column.updating,
            "details": {SOURCE: FOUND},
        }
        for target_id, columns in found.items()
        for column in _new(columns, known[target_id])
    ]
    await insert_rows(session, ColumnRow, rows)
    return len(rows)


def _new(columns: Iterable[Column], known: set[str]) -> list[Column]:
    room = max(0, MAX_FOUND - len(known))
    return list({one.url: one for one in columns if one.url not in known and not one.approved}.values())[:room]


def is_untouched(row: ColumnRow) -> bool:
    """Whether a row stands as it was found: nobody approved it, closed it or set anything."""
    plain = row.approved_on is None and row.archived is None and row.period is None and row.must_update
    return plain and row.unit_id is None and row.details.get(SOURCE) == FOUND
