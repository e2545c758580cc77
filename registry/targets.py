"""Finding targets in the register, and whose a page is."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import ada_url
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.evidence import Subject
from checks.vocabulary import TargetKind
from registry.addresses import read_address
from registry.errors import TargetError
from registry.models import Origin, Scope, Target, TargetState, Unit
from registry.sheets.headings import Column
from registry.sheets.problems import shown
from registry.sheets.values import WrongValueError, read_day, read_days

Value = TypeVar("Value")

_SHOWN = 10
"""Choices listed in an error."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A target with the unit that answers for it and the origin it is looked at by."""

    target: Target
    unit: Unit
    origin: Origin

    @property
    def is_counted(self) -> bool:
        """Whether the target stands in rates (通报口径): not that of a unit that is 仅监测 or 不监测."""
        return self.unit.scope is Scope.COUNTED


async def list_targets(
    session: AsyncSession,
    office_id: int,
    *,
    states: Collection[TargetState] | None = None,
    origin_ids: Collection[int] | None = None,
) -> list[Entry]:
    """The targets of an office in the order of papers: 排序号 of the unit (those without one last), then as entered.

    With ``states`` those that are watched in one of them: without the targets of units that are 不监测. With
    ``origin_ids`` those of these few origins.
    """
    query = (
        select(Target, Unit, Origin)
        .join(Unit, col(Unit.id) == Target.unit_id)
        .join(Origin, col(Origin.id) == Target.origin_id)
        .where(Target.office_id == office_id)
    )
    if states is not None:
        query = query.where(col(Target.state).in_(states), col(Unit.scope) != Scope.LEFT_OUT)
    if origin_ids is not None:
        query = query.where(col(Target.origin_id).in_(origin_ids))
    entries = [Entry(*row) for row in await session.exec(query)]
    return sorted(entries, key=_order)


async def resolve_target(session: AsyncSession, office_id: int, argument: str) -> Entry:
    """The target that ``argument`` names by id, host, address or name. Raises :class:`TargetError` naming choices."""
    return _resolve(await list_targets(session, office_id), argument.strip())


async def resolve_targets(session: AsyncSession, office_id: int, arguments: Sequence[str]) -> list[Entry]:
    """The targets that ``arguments`` name, each once, in the order given. Raises :class:`TargetError`."""
    entries = await list_targets(session, office_id)
    found = {entry.target.id: entry for entry in (_resolve(entries, argument.strip()) for argument in arguments)}
    return list(found.values())


def subject_of(target: Target, unit: Unit) -> Subject:
    """What checks are told of a target."""
    return Subject(
        id=target.id,
        kind=target.kind,
        name=target.name,
        unit=unit.name,
        url=target.url,
        host=target.host,
        prefix=target.prefix,
        site_code=target.site_code,
        platform=target.platform,
        account=target.account,
        feed=target.feed,
        period=_said(target, Column.PERIOD, read_days),
        paused_from=_said(target, Column.REBUILT_FROM, read_day),
        paused_until=_said(target, Column.REBUILT_UNTIL, read_day),
        nature=str(unit.details.get(Column.NATURE, "")),
        migrated=_said(target, Column.MIGRATED, read_day),
    )


def _said(target: Target, column: Column, read: Callable[[str], Value]) -> Value | None:
    """What a cell of the register says, None where it is empty or was never in a form that can be read."""
    try:
        return read(text) if (text := str(target.details.get(column, ""))) else None
    except WrongValueError:
        return None


def owner_of_origin(targets: Iterable[Target]) -> Target | None:
    """Of the targets of one origin, the one that what belongs to the whole host is judged on."""
    return min(targets, key=_standing, default=None)


def owner_of_path(targets: Iterable[Target], path: str) -> Target | None:
    """Of the targets of one host, the one whose prefix is the longest that covers ``path``, else the host's own."""
    every = list(targets)
    below = path if path.endswith("/") else path + "/"
    covering = [target for target in every if below.startswith(target.prefix)]
    longest = max((len(target.prefix) for target in covering), default=0)
    return owner_of_origin(target for target in covering or every if not covering or len(target.prefix) == longest)


def owner_of_url(targets: Iterable[Target], url: str) -> Target | None:
    """As :func:`owner_of_path`, by the path of ``url``; the host of ``url`` is not looked at."""
    try:
        path = ada_url.URL(url).pathname
    except ValueError:
        path = "/"
    return owner_of_path(targets, path)


def describe(entry: Entry) -> str:
    """One line that tells a target apart, for lists of choices."""
    where = f"{entry.target.host}{entry.target.prefix}" if entry.target.host else entry.origin.key
    return f"{entry.target.id}（{entry.unit.name}，{entry.target.name}，{where}）"


def _order(entry: Entry) -> tuple[bool, int, int, str]:
    return (entry.unit.position == 0, entry.unit.position, entry.target.position, entry.target.id)


def _standing(target: Target) -> tuple[bool, int, int, str]:
    return (target.kind is not TargetKind.PORTAL, len(target.prefix), target.position, target.id)


def _resolve(entries: Sequence[Entry], argument: str) -> Entry:
    found = _named(entries, argument)
    live = [entry for entry in found if entry.target.state is not TargetState.DEREGISTERED]
    found = live or found
    if len(found) == 1:
        return found[0]
    if found:
        raise TargetError(f"“{shown(argument)}”对应{len(found)}个对象：请用编号指明其中一个：{_choices(found)}。")
    near = [
        entry
        for entry in entries
        if argument and argument in f"{entry.unit.name} {entry.target.name} {entry.target.host}"
    ]
    hint = f"是否指{_choices(near)}？" if near else "请用 govwatch registry list 查看台账。"
    raise TargetError(f"没有编号、域名或名称为“{shown(argument)}”的对象：{hint}")


def _named(entries: Sequence[Entry], argument: str) -> list[Entry]:
    by_id = [entry for entry in entries if entry.target.id == argument]
    by_name = [entry for entry in entries if argument in {entry.target.name, entry.target.account} - {""}]
    return by_id or by_name or _addressed(entries, argument)


def _addressed(entries: Sequence[Entry], argument: str) -> list[Entry]:
    try:
        address = read_address(argument)
    except ValueError:
        return []
    there = [entry for entry in entries if entry.target.host == address.host]
    if address.prefix == "/":
        return there
    return [entry for entry in there if entry.target.prefix == address.prefix]


def _choices(entries: Sequence[Entry]) -> str:
    more = f"；等{len(entries)}个" if len(entries) > _SHOWN else ""
    return "；".join(describe(entry) for entry in entries[:_SHOWN]) + more
