"""Findings as a report tells them: what stands, what is new and what was repaired between two instants."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.finding import Figures
from checks.time import shanghai_day
from checks.vocabulary import LinkOutcome, Severity
from registry.decisions.answering import answering
from registry.decisions.reviews import for_office_alone, newest_reviews, standing
from registry.decisions.ticket_rules import ticket_rules
from registry.decisions.waivers import waived_numbers
from registry.models import FindingRow, FindingStep, Step, stored
from registry.seen.findings import open_at
from registry.store.bulk import batches
from registry.targets import list_targets
from registry.tickets import tickets_holding
from reports import wording
from reports.basis import Watched

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with the target it concerns. ``since`` is when it was first seen, or seen again after a repair.

    ``confirmed`` is when a second look saw the same, None before that. ``recurred``: it was seen to be repaired before.
    ``stands`` says whether it is open at the end of the period. ``page`` is the first page it stands on, or empty.
    ``number`` is what people call it by, ``relapses`` tells its lives apart. ``unit`` is the one that answers for it:
    on a portal that of the column it lies in.
    """

    number: int
    relapses: int
    target: Watched
    indicator: str
    severity: Severity
    about: str
    url: str
    link_outcome: LinkOutcome | None
    data: Figures
    page: str
    since: datetime
    confirmed: datetime | None
    recurred: bool
    stands: bool
    unit: str

    @property
    def is_suspected(self) -> bool:
        """No second look has seen it yet: to be called 疑似, and counted nowhere as established."""
        return self.confirmed is None


@dataclass(frozen=True, slots=True)
class Problems:
    """The findings of a period: ``before`` + ``new`` - ``resolved`` = ``open``, for every severity.

    Each list is in the order of the register, then by indicator and about. A finding that was found and repaired within
    the period is both new and resolved.
    """

    before: Counter[Severity]
    new: tuple[Problem, ...]
    resolved: tuple[Problem, ...]
    open: tuple[Problem, ...]

    @property
    def vetoes(self) -> tuple[Problem, ...]:
        """The open findings that veto, or would if a second look confirms them."""
        return tuple(one for one in self.open if one.severity is Severity.VETO)


async def problems_of(
    session: AsyncSession, office_id: int, start: datetime, at: datetime, targets: Mapping[str, Watched]
) -> Problems:
    """The findings of these targets from ``start`` up to and including ``at``."""
    before = {stored(row.id): row for row in await open_at(session, office_id, start - _TICK)}
    after = {stored(row.id): row for row in await open_at(session, office_id, at)}
    steps = await _steps(session, office_id, start, at)
    came = {finding for finding, step in steps if step in (Step.OPENED, Step.RELAPSED)} - before.keys()
    went = {finding for finding, step in steps if step is Step.RESOLVED} - after.keys()
    back = {finding for finding, step in steps if step is Step.RELAPSED}
    rows = before | after
    rows |= await _rows(session, (came | went) - rows.keys())

    whose = await _whose(session, office_id, rows.values(), targets)
    problems = {
        one: _problem(row, targets[row.target_id], whose[one], at, recurred=one in back, stands=one in after)
        for one, row in rows.items()
        if row.target_id in targets
    }

    def told(ids: Collection[int]) -> tuple[Problem, ...]:
        found = [problems[one] for one in ids if one in problems]
        return tuple(sorted(found, key=lambda one: (one.target.order, one.indicator, one.about)))

    return Problems(
        before=Counter(row.severity for row in before.values() if row.target_id in targets),
        new=told(came),
        resolved=told(went),
        open=told(after.keys()),
    )


async def asked_of(session: AsyncSession, office_id: int, problems: Problems, now: datetime) -> tuple[Problem, ...]:
    """The open findings that wait for a person at ``now``: confirmed, not decided and on no ticket under way."""
    rules = await ticket_rules(session, office_id)
    found = {
        one.number: one
        for one in problems.open
        if not one.is_suspected and rules.issues(one.severity) and not for_office_alone(one.data)
    }
    reviews = await newest_reviews(session, found, until=now)
    holding = await tickets_holding(session, found)
    today = shanghai_day(now)
    waived = await waived_numbers(session, found, today)
    return tuple(
        one
        for number, one in found.items()
        if standing(reviews.get(number), one.relapses, today) is None
        and number not in waived
        and not (number in holding and holding[number].state.is_under_way)
    )


async def _steps(session: AsyncSession, office_id: int, start: datetime, at: datetime) -> list[tuple[int, Step]]:
    query = (
        select(FindingStep.finding_id, FindingStep.step)
        .join(FindingRow, col(FindingRow.id) == FindingStep.finding_id)
        .where(FindingRow.office_id == office_id, col(FindingStep.at) >= start, col(FindingStep.at) <= at)
    )
    return [(finding, Step(step)) for finding, step in await session.exec(query)]


async def _rows(session: AsyncSession, ids: Collection[int]) -> dict[int, FindingRow]:
    rows: dict[int, FindingRow] = {}
    for batch in batches(sorted(ids)):
        found = await session.exec(select(FindingRow).where(col(FindingRow.id).in_(batch)))
        rows.update({stored(row.id): row for row in found})
    return rows


async def _whose(
    session: AsyncSession, office_id: int, rows: Collection[FindingRow], targets: Mapping[str, Watched]
) -> Mapping[int, str]:
    """The names of the units that answer for findings."""
    units = {entry.target.id: entry.unit for entry in await list_targets(session, office_id)}
    answers = await answering(session, office_id)
    return {stored(row.id): answers.unit_of(row, units[row.target_id]).name for row in rows if row.target_id in targets}


def _problem(row: FindingRow, target: Watched, unit: str, at: datetime, *, recurred: bool, stands: bool) -> Problem:
    return Problem(
        number=stored(row.id),
        relapses=row.relapses,
        target=target,
        indicator=row.indicator,
        severity=row.severity,
        about=row.about,
        url=row.url,
        link_outcome=row.link_outcome,
        data=row.data,
        page=next((url for url, *_ in row.places if wording.is_web(url)), ""),
        since=_until(row.relapsed, at) or row.first_seen,
        confirmed=_until(row.confirmed, at),
        recurred=recurred,
        stands=stands,
        unit=unit,
    )


def _until(instant: datetime | None, at: datetime) -> datetime | None:
    return instant if instant is not None and instant <= at else None
