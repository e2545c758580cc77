"""Reading findings and what happened to them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.evidence import History
from registry.models import FindingRow, FindingState, FindingStep, Step
from registry.store.bulk import batches, fetch


async def history_of(session: AsyncSession, target_ids: Collection[str]) -> dict[str, History]:
    """What the books know of the open findings of targets, for their checks. Every target asked for is in the answer.

    ``History.open`` holds the abouts by indicator, ``History.places`` the pages they stood on by fingerprint.
    """
    abouts: dict[str, dict[str, set[str]]] = {target_id: {} for target_id in target_ids}
    places: dict[str, dict[str, tuple[str, ...]]] = {target_id: {} for target_id in target_ids}
    for batch in batches(sorted(abouts)):
        query = select_columns(
            col(FindingRow.target_id),
            col(FindingRow.indicator),
            col(FindingRow.about),
            col(FindingRow.fingerprint),
            col(FindingRow.places),
        ).where(col(FindingRow.target_id).in_(batch), col(FindingRow.state) == FindingState.OPEN)
        for target_id, indicator, about, fingerprint, stood in await fetch(session, query):
            abouts[target_id].setdefault(indicator, set()).add(about)
            places[target_id][fingerprint] = tuple(place[0] for place in stood)
    return {
        target_id: History(
            open={indicator: frozenset(found) for indicator, found in abouts[target_id].items()},
            places=places[target_id],
        )
        for target_id in abouts
    }


async def list_findings(
    session: AsyncSession,
    office_id: int,
    *,
    state: FindingState | None = None,
    target_ids: Collection[str] | None = None,
    indicator: str | None = None,
) -> list[FindingRow]:
    """Findings of an office as they stand now, by target, indicator and the order in which they were first seen."""
    query = select(FindingRow).where(FindingRow.office_id == office_id)
    if state is not None:
        query = query.where(FindingRow.state == state)
    if indicator is not None:
        query = query.where(FindingRow.indicator == indicator)
    if target_ids is None:
        return _ordered(await session.exec(query))
    found: list[FindingRow] = []
    for batch in batches(sorted(set(target_ids))):
        found.extend(await session.exec(query.where(col(FindingRow.target_id).in_(batch))))
    return _ordered(found)


async def open_at(session: AsyncSession, office_id: int, instant: datetime) -> list[FindingRow]:
    """The findings that stood open at ``instant``, by their steps. Their figures are those last seen, not of then."""
    query = (
        select(FindingStep.finding_id, FindingStep.step)
        .join(FindingRow, col(FindingRow.id) == FindingStep.finding_id)
        .where(FindingRow.office_id == office_id, col(FindingStep.at) <= instant)
        .order_by(col(FindingStep.at), col(FindingStep.id))
    )
    last = dict(row for row in await session.exec(query))
    ids = [finding_id for finding_id, step in last.items() if step is not Step.RESOLVED]
    found: list[FindingRow] = []
    for batch in batches(ids):
        found.extend(await session.exec(select(FindingRow).where(col(FindingRow.id).in_(batch))))
    return _ordered(found)


async def steps_between(
    session: AsyncSession, office_id: int, steps: Collection[Step], start: datetime, end: datetime
) -> list[tuple[FindingStep, FindingRow]]:
    """What happened to findings from ``start`` on and before ``end``, oldest first."""
    query = (
        select(FindingStep, FindingRow)
        .join(FindingRow, col(FindingRow.id) == FindingStep.finding_id)
        .where(
            FindingRow.office_id == office_id,
            col(FindingStep.step).in_(steps),
            col(FindingStep.at) >= start,
            col(FindingStep.at) < end,
        )
        .order_by(col(FindingStep.at), col(FindingStep.id))
    )
    return [(step, finding) for step, finding in await session.exec(query)]


def _ordered(findings: Iterable[FindingRow]) -> list[FindingRow]:
    return sorted(findings, key=lambda row: (row.target_id, row.indicator, row.id or 0))
