"""临近否决: counts that came to half of the limit at which they are a veto, and are none yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import MeasureRow
from registry.seen.measures import measures_at
from reports.basis import Watched

NEAR = Fraction(1, 2)
"""The share of its limit from which on a count is told of."""

_FRESH = timedelta(days=7)  # a count of visits or columns says nothing of another week


@dataclass(frozen=True, slots=True)
class NearVeto:
    """A count before its limit. ``data`` are the figures that the check rested on; ``share`` is below 1."""

    target: Watched
    indicator: str
    about: str
    data: Mapping[str, Any]
    share: Fraction


async def near_vetoes(
    session: AsyncSession, office_id: int, at: datetime, targets: Mapping[str, Watched]
) -> tuple[NearVeto, ...]:
    """The counts measured in the week before an instant that are near a veto, the nearest first."""
    rows = await measures_at(session, office_id, at, targets)
    found = [
        NearVeto(targets[row.target_id], row.indicator, row.about, row.data, share)
        for row in rows
        if row.due is None and row.at > at - _FRESH and NEAR <= (share := _share(row)) < 1
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, one.target.order, one.indicator, one.about)))


def _share(row: MeasureRow) -> Fraction:
    """How much of the limit is reached; 0 where nothing was counted that may become a veto."""
    if "failed" in row.data:  # so many more failed visits are a veto
        failed, left = int(row.data["failed"]), int(row.data["left"])
        return Fraction(failed, failed + left) if failed else Fraction(0)
    if not row.data.get("approved") or not row.data.get("limit"):
        return Fraction(0)
    return Fraction(int(row.data.get("count", 0)), int(row.data["limit"]))
