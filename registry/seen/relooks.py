"""Entering a look at single things: one made for a re-check, or at pages that are new.

It is a scan of its own in the history of findings, but says nothing of a target as a whole: it leaves no observation,
tally or visit, and no report counts it as a look at the target.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.finding import Judgement
from registry.models import Scan, ScanState
from registry.seen.entering import enter_findings
from registry.sharing.leases import require_lease

PREFIX = "recheck:"
"""Before the number of the ticket in the ``selection`` of such a scan."""


async def enter_relook(
    session: AsyncSession,
    office_id: int,
    number: str,
    judgements: Mapping[str, Mapping[str, Judgement]],
    leases: Mapping[int, int],
    *,
    as_of: datetime,
    tool: str,
    catalogue: str,
) -> Scan:
    """Enter judgements of single things, by target and indicator. ``leases`` are the tokens held, by origin.

    Raises :class:`~registry.errors.StaleToken` when one of them has passed to another.
    """
    for origin_id, token in leases.items():
        await require_lease(session, origin_id, token)
    scan = await open_relook(session, office_id, f"{PREFIX}{number}", as_of=as_of, tool=tool, catalogue=catalogue)
    await enter_findings(session, scan, judgements)
    return scan


async def open_relook(
    session: AsyncSession, office_id: int, selection: str, *, as_of: datetime, tool: str, catalogue: str
) -> Scan:
    """The scan that such a look is in the history of findings, finished from the start."""
    scan = Scan(
        office_id=office_id,
        selection=selection,
        state=ScanState.FINISHED,
        as_of=as_of,
        started=as_of,
        finished=as_of,
        tool=tool,
        catalogue=catalogue,
    )
    session.add(scan)
    await session.flush()
    return scan
