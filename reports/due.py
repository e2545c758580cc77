"""临期: what will be late soon, and when it is told of: some days before, before holidays on the last working day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import days_between, shanghai_day
from registry.decisions.answering import answering
from registry.decisions.workdays import last_workday
from registry.models import MeasureRow, Unit
from registry.seen.measures import measures_at
from registry.targets import list_targets, subject_of
from reports.basis import Watched


@dataclass(frozen=True, slots=True)
class DueRow:
    """A column, home page or account before its limit.

    ``due`` is the last day that still counts as updated, ``update_by`` the last working day up to it. ``left`` are the
    days to ``due``. ``approved`` is false of a column that the office did not approve (待核定). ``unit`` is the one
    that answers, on a portal that of the column; ``contact`` is who sees to it there (经办人), empty when unknown.
    """

    target: Watched
    indicator: str
    name: str
    newest: date
    age: int
    limit: int
    by_months: bool
    due: date
    update_by: date
    left: int
    approved: bool
    unit: str = ""
    contact: str = ""


async def due_soon(
    session: AsyncSession, office_id: int, at: datetime, targets: Mapping[str, Watched]
) -> tuple[DueRow, ...]:
    """What is in time at an instant and near its limit, nearest first."""
    today = shanghai_day(at)
    rebuilt = await _rebuilt(session, office_id, today)
    rows = [row for row in await measures_at(session, office_id, at, targets) if row.target_id not in rebuilt]
    units = {entry.target.id: entry.unit for entry in await list_targets(session, office_id)}
    answers = await answering(session, office_id)
    found = [
        _row(row, targets[row.target_id], answers.unit_at(row.target_id, row.url, units[row.target_id]), today)
        for row in rows
        if row.newest and row.due
    ]
    return tuple(sorted((one for one in found if one is not None), key=_order))


async def _rebuilt(session: AsyncSession, office_id: int, today: date) -> set[str]:
    """The targets that are being rebuilt as the register says (改版暂停): they need not be updated meanwhile."""
    entries = await list_targets(session, office_id)
    return {one.target.id for one in entries if subject_of(one.target, one.unit).is_paused(today)}


def _row(row: MeasureRow, target: Watched, unit: Unit, today: date) -> DueRow | None:
    if row.newest is None or row.due is None or row.due < today or today < remind_on(row.due, row.data):
        return None
    return DueRow(
        target=target,
        indicator=row.indicator,
        name=row.name,
        newest=row.newest,
        age=days_between(row.newest, today),
        limit=int(row.data.get("limit", 0)),
        by_months=bool(row.data.get("by_months")),
        due=row.due,
        update_by=last_workday(row.due),
        left=days_between(today, row.due),
        approved=bool(row.data.get("approved", True)),
        unit=unit.name,
        contact=unit.contact,
    )


def remind_on(due: date, data: Mapping[str, object]) -> date:
    """The day from which it is told: so many days before the limit, on a working day, and never after the last one."""
    days = data.get("remind")
    return last_workday(min(due - timedelta(days=days if isinstance(days, int) else 0), last_workday(due)))


def _order(one: DueRow) -> tuple[int, bool, int, str]:
    return (one.left, not one.approved, one.target.order, one.name)
