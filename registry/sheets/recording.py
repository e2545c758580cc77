"""The history of the register: what an import changes, one row for each cell.

``RegisterChange.subject`` is ``target:`` and the id, ``unit:`` and the name, or ``column:`` with the id of the site and
the address. What is new is one row of the field :data:`ENTERED`; what it was entered with is told by the changes after.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import RegisterChange, Target, TargetState, Unit
from registry.sheets.fields import Change
from registry.sheets.headings import Column
from registry.sheets.planning import ImportPlan
from registry.sheets.site_columns import ColumnPlan
from registry.store.bulk import insert_rows

ENTERED = "登记"
REMOVED = "移出"


def of_target(target_id: str) -> str:
    """The subject of a target."""
    return f"target:{target_id}"


def of_unit(name: str) -> str:
    """The subject of a unit."""
    return f"unit:{name}"


def of_column(target_id: str, url: str) -> str:
    """The subject of a column of a site; without an address, the beginning of those of all its columns."""
    return f"column:{target_id}:{url}"


async def record(session: AsyncSession, office_id: int, plan: ImportPlan, source: str, now: datetime) -> None:
    """Enter what a plan changes. ``source`` is the name of the file that said so."""
    told = {"office_id": office_id, "source": source, "at": now}
    rows = [
        told | {"subject": subject, "field": str(field), "old": str(old), "new": str(new)}
        for subject, field, old, new in _changes(plan)
    ]
    await insert_rows(session, RegisterChange, rows)


async def changes_of(session: AsyncSession, target: Target, unit: Unit) -> list[RegisterChange]:
    """The history of a target, of its columns and of its unit, oldest first."""
    query = select(RegisterChange).where(
        RegisterChange.office_id == target.office_id,
        or_(
            col(RegisterChange.subject).in_([of_target(target.id), of_unit(unit.name)]),
            col(RegisterChange.subject).startswith(of_column(target.id, ""), autoescape=True),
        ),
    )
    return list(await session.exec(query.order_by(col(RegisterChange.at), col(RegisterChange.id))))


def _changes(plan: ImportPlan) -> Iterable[tuple[str, str, str, str]]:
    for unit in plan.units:
        if unit.is_new:
            yield of_unit(unit.name), ENTERED, "", unit.name
        else:
            yield from _each(of_unit(unit.name), unit.changes)
    for addition in plan.additions:
        yield of_target(addition.id), ENTERED, "", addition.fields.name
    for update in plan.updates:
        yield from _each(of_target(update.id), update.changes)
    for target_id in plan.deregistered:
        yield of_target(target_id), Column.STATE, TargetState.ACTIVE, TargetState.DEREGISTERED
    for column in plan.columns.additions:
        yield _subject(column), ENTERED, "", column.cells[Column.NAME]
    for column in plan.columns.updates:
        yield from _each(_subject(column), column.changes)
    for entry in plan.columns.removed:
        yield of_column(entry.row.target_id, entry.row.url), REMOVED, entry.row.name, ""


def _each(subject: str, changes: Sequence[Change]) -> Iterable[tuple[str, str, str, str]]:
    for change in changes:
        yield subject, change.field, change.old, change.new


def _subject(plan: ColumnPlan) -> str:
    return of_column(plan.target_id, plan.url)
