"""The register as a whole: a file brought in, all rows or none; and what is doubtful in it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import select

from checks.vocabulary import TargetKind
from registry.applying import apply
from registry.database import Database
from registry.errors import ImportRefusedError
from registry.export import export_csv
from registry.headers import is_header, read_header
from registry.models import Office, TargetState
from registry.planning import ImportPlan, plan_import
from registry.problems import CellProblem
from registry.rows import RowsRead, read_rows
from registry.sheets import read_table
from registry.targets import Entry, list_targets

__all__ = [
    "CellProblem",
    "ImportPlan",
    "ImportRefusedError",
    "RegisterWarning",
    "apply",
    "check",
    "export_csv",
    "import_register",
    "plan_import",
]


@dataclass(frozen=True, slots=True)
class RegisterWarning:
    """Something doubtful in the register, and the targets it is about."""

    target_ids: tuple[str, ...]
    text: str


async def import_register(
    database: Database,
    office_id: int,
    data: bytes,
    *,
    full: bool = False,
    allow_shrink: bool = False,
    dry_run: bool = False,
    now: datetime,
) -> ImportPlan:
    """Import a register file into the books of an office, in one transaction.

    The answer is what was done, or what would be with ``dry_run``.

    Raises :class:`~registry.errors.SheetError` for a file that is no table, :class:`ImportRefusedError` for one with
    cells that cannot be taken or that would take away too much.
    """
    read, warnings = _read(data)
    async with database.read() if dry_run else database.write() as session:
        office = (await session.exec(select(Office).where(Office.id == office_id))).one()
        existing = await list_targets(session, office_id)
        plan = plan_import(existing, read.rows, office_code=office.code, full=full, allow_shrink=allow_shrink)
        plan = replace(plan, problems=read.problems + plan.problems, warnings=(*warnings, *plan.warnings))
        if plan.problems or plan.refusal:
            raise ImportRefusedError(plan)
        if not dry_run:
            await apply(session, office_id, plan, now)
    return plan


def check(entries: Sequence[Entry]) -> tuple[RegisterWarning, ...]:
    """What is doubtful among targets that are watched: said twice, or missing. None of it is an error."""
    watched = [entry for entry in entries if entry.target.state is not TargetState.DEREGISTERED]
    sites = [entry for entry in watched if entry.target.kind.is_site]
    own_code = [entry for entry in sites if entry.target.site_code and entry.target.kind is not TargetKind.CHANNEL]
    return (
        *_alike(sites, lambda entry: entry.target.host + entry.target.prefix, "stand for the same address"),
        *_alike(own_code, lambda entry: entry.target.site_code, "have the same 标识码"),
        *_alike(watched, lambda entry: f"{entry.unit.name} {entry.target.name}", "have the same unit and name"),
        *_portals_of_one_host(sites),
        *_lacking(watched),
    )


def _read(data: bytes) -> tuple[RowsRead, tuple[str, ...]]:
    table = read_table(data, is_header)
    layout = read_header(table.header)
    if layout.problems:
        return RowsRead((), layout.problems, ()), layout.warnings
    read = read_rows(table, layout)
    return read, (*layout.warnings, *read.warnings)


def _alike(entries: Sequence[Entry], key: Callable[[Entry], str], what: str) -> list[RegisterWarning]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return [
        _warning(group, f"{len(group)} targets {what} {value}") for value, group in groups.items() if len(group) > 1
    ]


def _portals_of_one_host(sites: Sequence[Entry]) -> list[RegisterWarning]:
    portals = [entry for entry in sites if entry.target.kind is TargetKind.PORTAL]
    return _alike(portals, lambda entry: entry.target.host, "are portals of the one host")


def _lacking(entries: Sequence[Entry]) -> list[RegisterWarning]:
    accounts = [entry for entry in entries if entry.target.kind is TargetKind.ACCOUNT and not entry.target.feed]
    units = {entry.unit.id: entry for entry in entries if not entry.unit.mailbox}
    return [
        *(
            _warning([entry], f"the account {entry.target.name} has no 数据源: it cannot be looked at")
            for entry in accounts
        ),
        *(
            _warning([entry], f"the unit {entry.unit.name} has no 邮箱: nothing can be sent to it")
            for entry in units.values()
        ),
    ]


def _warning(entries: Sequence[Entry], text: str) -> RegisterWarning:
    return RegisterWarning(tuple(entry.target.id for entry in entries), text)
