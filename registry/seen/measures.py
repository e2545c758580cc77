"""How things stand against their limits: entered with a visit, read as they stood at an instant."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.finding import Judgement
from registry.models import MeasureRow, Scan, ScanState, stored
from registry.store.bulk import batches, insert_rows


async def enter_measures(session: AsyncSession, scan: Scan, judgements: Mapping[str, Mapping[str, Judgement]]) -> None:
    """Enter the measures of one visit, by target and indicator; of two about the same thing the first."""
    rows = {
        (target_id, indicator, one.about): {
            "scan_id": stored(scan.id),
            "target_id": target_id,
            "indicator": indicator,
            "about": _clean(one.about),
            "name": _clean(one.name),
            "url": _clean(one.url),
            "newest": one.newest,
            "due": one.due,
            "data": dict(one.data),
            "at": scan.as_of,
        }
        for target_id, by_indicator in judgements.items()
        for indicator, judgement in by_indicator.items()
        for one in reversed(judgement.measures)
    }
    await insert_rows(session, MeasureRow, list(rows.values()))


async def measures_at(
    session: AsyncSession, office_id: int, instant: datetime, target_ids: Collection[str]
) -> list[MeasureRow]:
    """The newest measures of targets in finished scans judged as of ``instant`` or before, by target and indicator.

    A scan that measured an indicator on a target replaces all that was measured of it before.
    """
    found: list[MeasureRow] = []
    for batch in batches(sorted(target_ids)):
        newest = (
            select(MeasureRow.target_id, MeasureRow.indicator, func.max(MeasureRow.at).label("at"))
            .join(Scan, col(Scan.id) == MeasureRow.scan_id)
            .where(Scan.office_id == office_id, Scan.state == ScanState.FINISHED, col(Scan.as_of) <= instant)
            .where(col(MeasureRow.target_id).in_(batch))
            .group_by(col(MeasureRow.target_id), col(MeasureRow.indicator))
            .subquery()
        )
        rows = await session.exec(
            select(MeasureRow).join(
                newest,
                (newest.c.target_id == MeasureRow.target_id)
                & (newest.c.indicator == MeasureRow.indicator)
                & (newest.c.at == MeasureRow.at),
            )
        )
        found.extend(rows)
    last: dict[tuple[str, str, str], MeasureRow] = {}
    for row in sorted(found, key=lambda row: row.scan_id):
        last[row.target_id, row.indicator, row.about] = row
    return sorted(last.values(), key=lambda row: (row.target_id, row.indicator, row.id or 0))


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
