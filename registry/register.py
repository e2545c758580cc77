"""The register as a whole: a file brought in, all rows or none; taken out again; and what is doubtful in it."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.database import Database
from registry.models import ColumnRow, Office, Unit
from registry.sheets.applying import apply
from registry.sheets.checking import RegisterWarning, check
from registry.sheets.export import export_csv, export_workbook
from registry.sheets.planning import ImportPlan, ImportRefusedError, Known, Said, plan_import
from registry.sheets.problems import CellProblem
from registry.sheets.register_file import read_file
from registry.sheets.site_columns import ColumnEntry
from registry.store.bulk import without_collecting
from registry.targets import list_targets

__all__ = [
    "CellProblem",
    "ImportPlan",
    "ImportRefusedError",
    "Known",
    "RegisterWarning",
    "Said",
    "apply",
    "check",
    "export_csv",
    "export_workbook",
    "import_register",
    "known_register",
    "plan_import",
]


async def import_register(
    database: Database,
    office_id: int,
    data: bytes,
    *,
    source: str = "",
    full: bool = False,
    allow_shrink: bool = False,
    dry_run: bool = False,
    now: datetime,
) -> ImportPlan:
    """Import a register file, XLSX or CSV, into the books of an office, in one transaction.

    The answer is what was done, or what would be with ``dry_run``. ``source`` is the name of the file, for the history.

    Raises :class:`~registry.errors.SheetError` for a file that is no register, :class:`ImportRefusedError` for one with
    cells that cannot be taken or that would take away too much.
    """
    with without_collecting():
        read = read_file(data)
        async with database.read() if dry_run else database.write() as session:
            office = (await session.exec(select(Office).where(Office.id == office_id))).one()
            known = await known_register(session, office_id)
            said = replace(read.said, columns=()) if read.problems else read.said  # their sites may have fallen out
            plan = plan_import(known, said, office_code=office.code, full=full, allow_shrink=allow_shrink)
            plan = replace(plan, problems=read.problems + plan.problems, warnings=(*read.warnings, *plan.warnings))
            if plan.problems or plan.refusal:
                raise ImportRefusedError(plan)
            if not dry_run:
                await apply(session, office_id, plan, now, source=source)
    return plan


async def known_register(session: AsyncSession, office_id: int) -> Known:
    """The register of an office as it stands, whole."""
    units = {unit.name: unit for unit in await session.exec(select(Unit).where(Unit.office_id == office_id))}
    columns = (
        select(ColumnRow, Unit.name)
        .join(Unit, col(Unit.id) == ColumnRow.unit_id, isouter=True)
        .where(ColumnRow.office_id == office_id)
        .order_by(col(ColumnRow.id))
    )
    found = [ColumnEntry(row, unit or "") for row, unit in await session.exec(columns)]
    return Known(await list_targets(session, office_id), units, found)
