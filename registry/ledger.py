"""Entering what was seen: one visit, one transaction, once.

Observations, tallies, findings and their steps of a visit are entered together with the mark that it was entered. A
program that dies before the commit has entered nothing; one that dies after it will not enter it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.evidence import Column, Picture
from checks.finding import Judgement
from checks.vocabulary import Severity
from registry.boundaries import Boundary, will_commit
from registry.models import Observation, Scan, Tally, Visit, VisitState, stored
from registry.seen.entering import enter_findings, findings_in
from registry.seen.evidence import enter_evidence
from registry.seen.found_columns import enter_found_columns
from registry.seen.home_links import enter_home_links
from registry.seen.known_pages import PagesRead, enter_known_pages
from registry.seen.measures import enter_measures
from registry.sharing.leases import require_lease
from registry.store.bulk import insert_rows

_LONGEST_DETAIL = 2_000


@dataclass(frozen=True, slots=True)
class TargetResult:
    """What a visit made of one target: a judgement by indicator, and how much was looked at.

    ``columns`` were found there, ``home_links`` are those of its own that its home page shows, ``read`` the pages that
    were read, ``pictures`` those that its findings rest on, whose files are written.
    """

    target_id: str
    judgements: Mapping[str, Judgement]
    pages: int = 0
    links: int = 0
    broken: int = 0
    columns: tuple[Column, ...] = ()
    home_links: frozenset[str] = frozenset()
    pictures: tuple[Picture, ...] = ()
    read: PagesRead = field(default_factory=dict)


async def enter_visit(
    session: AsyncSession,
    visit_id: int,
    token: int,
    results: Sequence[TargetResult],
    now: datetime,
    *,
    started: datetime | None = None,
) -> bool:
    """Enter what a visit saw. False, and nothing changed, when the visit was entered or given up before.

    Raises :class:`~registry.errors.StaleToken` when ``token`` is no longer that of the origin's lease, and
    :class:`ValueError` when the results are not of the targets this visit was planned for.
    """
    visit, scan = await _visit(session, visit_id)
    await require_lease(session, visit.origin_id, token)
    if visit.state is not VisitState.PLANNED:
        return False
    _require_planned(visit, results)
    await insert_rows(session, Observation, [row for result in results for row in _observations(scan, result)])
    await insert_rows(session, Tally, [_tally(scan, result) for result in results])
    judgements = {result.target_id: result.judgements for result in results}
    await enter_measures(session, scan, judgements)
    await enter_findings(session, scan, judgements)
    pictures = [picture for result in results for picture in result.pictures]
    await enter_evidence(session, scan.office_id, findings_in(judgements) if pictures else (), pictures)
    await enter_found_columns(session, scan.office_id, {one.target_id: one.columns for one in results if one.columns})
    await enter_home_links(session, {one.target_id: one.home_links for one in results if one.home_links}, scan.as_of)
    await enter_known_pages(session, {one.target_id: one.read for one in results if one.read}, scan.as_of)
    visit.state = VisitState.ENTERED
    visit.token = token
    visit.started = started
    visit.finished = now
    await session.flush()
    will_commit(session, Boundary.VISIT_BEFORE, Boundary.VISIT_AFTER)
    return True


async def fail_visit(session: AsyncSession, visit_id: int, token: int, detail: str, now: datetime) -> bool:
    """Give a visit up for a defect of ours. Its targets get no observation, so nothing of theirs changes.

    False when the visit was entered or given up before. Raises :class:`~registry.errors.StaleToken`.
    """
    visit, _ = await _visit(session, visit_id)
    await require_lease(session, visit.origin_id, token)
    if visit.state is not VisitState.PLANNED:
        return False
    visit.state = VisitState.FAILED
    visit.token = token
    visit.detail = detail[:_LONGEST_DETAIL]
    visit.finished = now
    await session.flush()
    will_commit(session, Boundary.VISIT_FAILED_BEFORE, Boundary.VISIT_FAILED_AFTER)
    return True


async def _visit(session: AsyncSession, visit_id: int) -> tuple[Visit, Scan]:
    query = select(Visit, Scan).join(Scan, col(Scan.id) == Visit.scan_id).where(Visit.id == visit_id)
    visit, scan = (await session.exec(query)).one()
    return visit, scan


def _require_planned(visit: Visit, results: Sequence[TargetResult]) -> None:
    ids = [result.target_id for result in results]
    if len(set(ids)) != len(ids) or not set(ids) <= set(visit.target_ids):
        raise ValueError(f"visit {visit.id} is of {visit.target_ids}, each once, not of {ids}")


def _observations(scan: Scan, result: TargetResult) -> list[dict[str, Any]]:
    return [
        {
            "scan_id": stored(scan.id),
            "target_id": result.target_id,
            "indicator": indicator,
            "outcome": judgement.outcome,
            "reason": judgement.reason,
            "severity": min((one.severity for one in judgement.findings), key=list(Severity).index, default=None),
            "checked": judgement.checked,
            "unseen": judgement.unseen,
            "at": scan.as_of,
        }
        for indicator, judgement in result.judgements.items()
    ]


def _tally(scan: Scan, result: TargetResult) -> dict[str, Any]:
    tally = Tally(
        scan_id=stored(scan.id),
        target_id=result.target_id,
        pages=result.pages,
        links=result.links,
        broken=result.broken,
    )
    return tally.model_dump(exclude={"id"})
