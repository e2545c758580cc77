"""Doing what an import plan says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import Boundary, will_commit
from registry.errors import BooksError
from registry.models import ColumnRow, Origin, Target, TargetState, Unit, stored
from registry.sharing.shards import shard_of
from registry.sheets.fields import TargetFields, columns_of, fill
from registry.sheets.headings import Column
from registry.sheets.planning import Addition, ImportPlan, ImportRefusedError
from registry.sheets.recording import record
from registry.sheets.site_columns import ColumnPlan, ColumnsPlan, attributes_of
from registry.sheets.units import fill_unit
from registry.store.bulk import batches, fetch, insert_rows, update_rows


async def apply(session: AsyncSession, office_id: int, plan: ImportPlan, now: datetime, *, source: str = "") -> None:
    """Do what a plan says, whole, and enter it in the history. It must have been made in the same transaction.

    Raises :class:`ImportRefusedError` for a plan with problems or a refusal.
    """
    if plan.problems or plan.refusal:
        raise ImportRefusedError(plan)
    await _require_free_ids(session, plan.additions)
    wanted = [addition.fields for addition in plan.additions] + [update.fields for update in plan.updates]
    units = await _units(session, office_id, plan)
    origins = await _origins(session, office_id, wanted)
    targets = await _targets(session, [*(update.id for update in plan.updates), *plan.deregistered])
    new = [_new_target(addition, office_id, units, origins, now) for addition in plan.additions]
    await insert_rows(session, Target, new)
    for update in plan.updates:
        target = targets[update.id]
        target.unit_id = units[update.fields.unit]
        target.origin_id = origins[update.fields.origin_key]
        fill(target, update.fields)
    for target_id in plan.deregistered:
        targets[target_id].state = TargetState.DEREGISTERED
    await session.flush()
    await _apply_columns(session, office_id, plan.columns, units)
    await record(session, office_id, plan, source, now)
    will_commit(session, Boundary.IMPORT_BEFORE, Boundary.IMPORT_AFTER)


def _new_target(
    addition: Addition, office_id: int, units: dict[str, int], origins: dict[str, int], now: datetime
) -> dict[str, Any]:
    fields = addition.fields
    return columns_of(fields) | {
        "id": addition.id,
        "office_id": office_id,
        "unit_id": units[fields.unit],
        "origin_id": origins[fields.origin_key],
        "position": addition.position,
        "created": now,
    }


async def _apply_columns(session: AsyncSession, office_id: int, plan: ColumnsPlan, units: Mapping[str, int]) -> None:
    def fields(column: ColumnPlan) -> dict[str, Any]:
        return attributes_of(column.cells) | {"unit_id": units.get(column.cells.get(Column.UNIT, ""))}

    office = {"office_id": office_id}
    new = [office | {"target_id": column.target_id} | fields(column) for column in plan.additions]
    await insert_rows(session, ColumnRow, new)
    await update_rows(
        session, ColumnRow, {column.id: fields(column) for column in plan.updates if column.id is not None}
    )
    for batch in batches([stored(entry.row.id) for entry in plan.removed]):
        await session.exec(delete(ColumnRow).where(col(ColumnRow.id).in_(batch)))


async def _require_free_ids(session: AsyncSession, additions: Sequence[Addition]) -> None:
    for batch in batches([addition.id for addition in additions]):
        taken = (await session.exec(select(Target.id).where(col(Target.id).in_(batch)))).first()
        if taken is not None:
            raise BooksError(f"编号{taken}属于另一个办公室的台账：新增的行请把编号留空。")


async def _units(session: AsyncSession, office_id: int, plan: ImportPlan) -> dict[str, int]:
    """The units by name, made and changed as planned."""
    found = {unit.name: unit for unit in await session.exec(select(Unit).where(Unit.office_id == office_id))}
    for planned in plan.units:
        unit = found.setdefault(planned.name, Unit(office_id=office_id, name=planned.name))
        fill_unit(unit, planned.changes)
        session.add(unit)
    await session.flush()
    return {name: stored(unit.id) for name, unit in found.items()}


async def _origins(session: AsyncSession, office_id: int, wanted: Iterable[TargetFields]) -> dict[str, int]:
    """The origins by key, made where they are missing."""
    query = select_columns(col(Origin.key), col(Origin.id)).where(col(Origin.office_id) == office_id)
    known = {key for key, _ in await fetch(session, query)}
    missing = {fields.origin_key: fields.origin_kind for fields in wanted if fields.origin_key not in known}
    rows = [{"office_id": office_id, "kind": kind, "key": key, "shard": shard_of(key)} for key, kind in missing.items()]
    await insert_rows(session, Origin, rows)
    return dict(await fetch(session, query))


async def _targets(session: AsyncSession, ids: Sequence[str]) -> dict[str, Target]:
    found: dict[str, Target] = {}
    for batch in batches(ids):
        found.update(
            {target.id: target for target in await session.exec(select(Target).where(col(Target.id).in_(batch)))}
        )
    return found
