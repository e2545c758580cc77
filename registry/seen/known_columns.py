"""Reading what the register says of the columns of sites."""

from collections.abc import Collection

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.evidence import KnownColumn
from registry.models import ColumnRow
from registry.seen.found_columns import is_untouched
from registry.store.bulk import batches


async def known_columns(session: AsyncSession, target_ids: Collection[str]) -> dict[str, tuple[KnownColumn, ...]]:
    """The columns of targets as the office named them, by target id. Every target asked for is in the answer."""
    known: dict[str, list[KnownColumn]] = {target_id: [] for target_id in target_ids}
    for batch in batches(sorted(known)):
        query = select(ColumnRow).where(col(ColumnRow.target_id).in_(batch)).order_by(col(ColumnRow.id))
        for row in await session.exec(query):
            if not is_untouched(row):
                known[row.target_id].append(_known(row))
    return {target_id: tuple(columns) for target_id, columns in known.items()}


def _known(row: ColumnRow) -> KnownColumn:
    return KnownColumn(
        url=row.url,
        name=row.name,
        level=row.level,
        updating=row.updating,
        period=row.period,
        must_update=row.must_update,
        approved=row.approved_on is not None,
        archived=row.archived,
    )
