"""Scans: planned in one transaction, taken up again after a crash, graded and finished in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import shanghai_day
from checks.vocabulary import Verdict
from registry.boundaries import Boundary, will_commit
from registry.errors import BooksError
from registry.models import (
    Lease,
    Observation,
    Origin,
    Scan,
    ScanState,
    Scope,
    Tally,
    Target,
    Unit,
    Visit,
    VisitState,
    stored,
)
from registry.store.bulk import batches
from registry.targets import Entry


@dataclass(frozen=True, slots=True)
class Selection:
    """Which targets a scan looks at. A scan that was cut short is taken up by the next of the same ``label``."""

    label: str
    target_ids: tuple[str, ...]

    @classmethod
    def named(cls, label: str, targets: Iterable[Target]) -> "Selection":
        """What goes by a name: ``all``, ``sites``, ``accounts``."""
        return cls(label, tuple(sorted({target.id for target in targets})))

    @classmethod
    def of(cls, targets: Iterable[Target]) -> "Selection":
        """Just these targets."""
        ids = sorted({target.id for target in targets})
        return cls(",".join(ids), tuple(ids))


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """An origin to look at, and the targets to judge there."""

    visit: Visit
    origin: Origin
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OpenScan:
    """A scan under way with the visits it still has to make. ``taken_up``: it was begun before."""

    scan: Scan
    visits: tuple[VisitPlan, ...]
    taken_up: bool


@dataclass(frozen=True, slots=True)
class TargetGrade:
    """The grade of one target in a scan, with what it was made by."""

    target_id: str
    verdict: Verdict
    vetoes: tuple[str, ...]
    coverage: float
    catalogue: str
    thresholds: Mapping[str, Any]
    health: str = ""
    score: Mapping[str, Any] | None = None
    """Points of a scored kind, as they are stored with the tally."""
    waived: Sequence[Mapping[str, Any]] = ()
    """Findings that appeals and exceptions let pass, as :func:`registry.decisions.waivers.as_data` stores them."""


async def open_scan(
    session: AsyncSession,
    office_id: int,
    selection: Selection,
    *,
    as_of: datetime,
    now: datetime,
    tool: str,
    catalogue: str,
) -> OpenScan:
    """Take up the unfinished scan of this selection and of the same Shanghai day as ``as_of``, or plan a new one.

    A scan that is taken up keeps its own ``as_of``. Scans of other selections or days are left as they are. Raises
    :class:`BooksError` when there is nothing to look at: targets of units that are 不监测 are never.
    """
    unfinished = select(Scan).where(
        Scan.office_id == office_id, Scan.selection == selection.label, Scan.state == ScanState.RUNNING
    )
    for scan in await session.exec(unfinished.order_by(col(Scan.id).desc())):
        if shanghai_day(scan.as_of) == shanghai_day(as_of):
            return OpenScan(scan, await _plans(session, stored(scan.id)), taken_up=True)
    scan = Scan(
        office_id=office_id, selection=selection.label, as_of=as_of, started=now, tool=tool, catalogue=catalogue
    )
    session.add(scan)
    await session.flush()
    await _plan(session, office_id, stored(scan.id), selection)
    will_commit(session, Boundary.SCAN_OPEN_BEFORE, Boundary.SCAN_OPEN_AFTER)
    return OpenScan(scan, await _plans(session, stored(scan.id)), taken_up=False)


async def visit_plan(session: AsyncSession, visit_id: int) -> tuple[Scan, VisitPlan] | None:
    """A visit that is still to be made, with its scan; None when it was made or its scan is finished."""
    query = select(Visit, Scan).join(Scan, col(Scan.id) == Visit.scan_id).where(Visit.id == visit_id)
    found = (await session.exec(query.where(Scan.state == ScanState.RUNNING))).first()
    if found is None or found[0].state is not VisitState.PLANNED:
        return None
    plans = await _plans(session, stored(found[1].id), visit_id)
    return (found[1], plans[0]) if plans else None


async def visits_left(session: AsyncSession, scan_id: int) -> bool:
    """Whether a visit of a scan is still to be made."""
    query = select(Visit.id).where(Visit.scan_id == scan_id, Visit.state == VisitState.PLANNED).limit(1)
    return (await session.exec(query)).first() is not None


async def visits_to_make(
    session: AsyncSession, office_id: int, now: datetime, *, since: datetime
) -> list[tuple[int, int]]:
    """Visits of running scans that nobody is making: ids of visit and origin, as planned.

    Of scans since an instant that go by a name (a re-check and a scan of single targets are done by who began them).
    """
    query = (
        select(Visit.id, Visit.origin_id, Scan.selection)
        .join(Scan, col(Scan.id) == Visit.scan_id)
        .outerjoin(Lease, col(Lease.origin_id) == col(Visit.origin_id))
        .where(Scan.office_id == office_id, Scan.state == ScanState.RUNNING, col(Scan.as_of) >= since)
        .where(Visit.state == VisitState.PLANNED)
        .where(or_(col(Lease.origin_id).is_(None), col(Lease.holder) == "", col(Lease.until) <= now))
    )
    found = await session.exec(query.order_by(col(Visit.id)))
    return [(stored(visit), origin) for visit, origin, selection in found if selection.isalpha()]


async def unfinished_scans(session: AsyncSession, office_id: int, *, since: datetime) -> list[Scan]:
    """Running scans that go by a name, of which no visit is left: only their grading is missing."""
    left = select(Visit.id).where(Visit.scan_id == Scan.id, Visit.state == VisitState.PLANNED).exists()
    query = select(Scan).where(Scan.office_id == office_id, Scan.state == ScanState.RUNNING, col(Scan.as_of) >= since)
    return [scan for scan in await session.exec(query.where(~left).order_by(col(Scan.id))) if scan.selection.isalpha()]


async def finish_scan(session: AsyncSession, scan_id: int, grades: Sequence[TargetGrade], now: datetime) -> bool:
    """Store the grades and finish the scan. False, and nothing written, while a visit is planned or after the end."""
    finished = await session.exec(
        update(Scan)
        .where(col(Scan.id) == scan_id, col(Scan.state) == ScanState.RUNNING)
        .where(~select(Visit).where(Visit.scan_id == scan_id, Visit.state == VisitState.PLANNED).exists())
        .values(state=ScanState.FINISHED, finished=now)
    )
    if not finished.rowcount:
        return False
    await _store_grades(session, scan_id, grades)
    will_commit(session, Boundary.SCAN_FINISH_BEFORE, Boundary.SCAN_FINISH_AFTER)
    return True


async def latest_finished(
    session: AsyncSession, office_id: int, at: datetime, *, label: str | None = None
) -> Scan | None:
    """The newest finished scan whose ``as_of`` is not after ``at``; with a ``label``, of that selection only."""
    query = select(Scan).where(Scan.office_id == office_id, Scan.state == ScanState.FINISHED, col(Scan.as_of) <= at)
    if label is not None:
        query = query.where(Scan.selection == label)
    return (await session.exec(query.order_by(col(Scan.as_of).desc(), col(Scan.id).desc()).limit(1))).first()


async def visits_of(session: AsyncSession, scan_id: int) -> list[Visit]:
    """All visits of a scan, as planned."""
    return list(await session.exec(select(Visit).where(Visit.scan_id == scan_id).order_by(col(Visit.id))))


async def observations_of(session: AsyncSession, scan_id: int) -> list[Observation]:
    """All outcomes of a scan, by target and indicator."""
    query = select(Observation).where(Observation.scan_id == scan_id)
    return list(await session.exec(query.order_by(col(Observation.target_id), col(Observation.indicator))))


async def tallies_of(session: AsyncSession, scan_id: int) -> list[Tally]:
    """The counts and grades of all targets of a scan, by target."""
    return list(await session.exec(select(Tally).where(Tally.scan_id == scan_id).order_by(col(Tally.target_id))))


async def _plan(session: AsyncSession, office_id: int, scan_id: int, selection: Selection) -> None:
    chosen = set(selection.target_ids)
    origins: dict[int, list[str]] = {}
    watched = (
        select(Target)
        .join(Unit, col(Unit.id) == Target.unit_id)
        .where(Target.office_id == office_id, col(Unit.scope) != Scope.LEFT_OUT)
    )
    for target in await session.exec(watched.order_by(col(Target.position), col(Target.id))):
        if target.id in chosen:
            origins.setdefault(target.origin_id, []).append(target.id)
    if not origins:
        raise BooksError(
            "没有可检查的对象：请先用 govwatch registry import 导入台账，"
            "或指定其他对象（通报口径为“不监测”的单位不检查）。"
        )
    for origin_id, target_ids in origins.items():
        session.add(Visit(scan_id=scan_id, origin_id=origin_id, target_ids=target_ids))
    await session.flush()


async def _plans(session: AsyncSession, scan_id: int, visit_id: int | None = None) -> tuple[VisitPlan, ...]:
    query = (
        select(Visit, Origin)
        .join(Origin, col(Origin.id) == Visit.origin_id)
        .where(Visit.scan_id == scan_id, Visit.state == VisitState.PLANNED)
        .order_by(col(Visit.id))
    )
    if visit_id is not None:
        query = query.where(Visit.id == visit_id)
    planned = (await session.exec(query)).all()
    units = {}
    ids = [target_id for visit, _ in planned for target_id in visit.target_ids]
    for batch in batches(ids):
        joined = select(Target, Unit).join(Unit, col(Unit.id) == Target.unit_id).where(col(Target.id).in_(batch))
        units.update({target.id: (target, unit) for target, unit in await session.exec(joined)})
    return tuple(
        VisitPlan(visit, origin, tuple(Entry(*units[target_id], origin) for target_id in visit.target_ids))
        for visit, origin in planned
    )


async def _store_grades(session: AsyncSession, scan_id: int, grades: Sequence[TargetGrade]) -> None:
    tallies = {tally.target_id: tally for tally in await tallies_of(session, scan_id)}
    for grade in grades:
        tally = tallies.get(grade.target_id) or Tally(scan_id=scan_id, target_id=grade.target_id)
        tally.verdict = grade.verdict
        tally.vetoes = list(grade.vetoes)
        tally.health = grade.health
        tally.coverage = grade.coverage
        tally.catalogue = grade.catalogue
        tally.thresholds = dict(grade.thresholds)
        tally.score = None if grade.score is None else dict(grade.score)
        tally.waived = [dict(one) for one in grade.waived]
        session.add(tally)
    await session.flush()
