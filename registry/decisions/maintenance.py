"""Announced maintenance (公告维护): entered, ended early, listed. Visits in it are counted apart and never hidden."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import SHANGHAI
from registry.errors import BooksError
from registry.models import Maintenance
from registry.store.bulk import batches

LONGEST = timedelta(days=31)
"""Longest span entered at once: a site that is closed for longer is being rebuilt, which the register says."""


class MaintenanceError(BooksError):
    """A span cannot be entered or ended. The message says why and what to do."""


async def announce(session: AsyncSession, span: Maintenance) -> Maintenance:
    """Enter a span. Raises :class:`MaintenanceError` where it is none, or overlaps another of the same target."""
    if span.ends <= span.starts:
        raise MaintenanceError(f"维护的结束时间{_when(span.ends)}不晚于开始时间{_when(span.starts)}：请改正 --until。")
    if span.ends - span.starts > LONGEST:
        raise MaintenanceError("一次维护最多登记31天：更长的改版，请在台账填写“改版暂停起、改版暂停止”。")
    if not span.notice.strip():
        raise MaintenanceError("请用 --notice 写明公告的文号、标题或网址：没有公告的维护不能另计。")
    for other in await _of(session, [span.target_id]):
        if other.starts < span.ends and span.starts < end_of(other):
            raise MaintenanceError(f"与第{other.id}号维护重叠（{_when(other.starts)}至{_when(end_of(other))}）。")
    session.add(span)
    await session.flush()
    return span


async def end(session: AsyncSession, office_id: int, number: int, by: str, now: datetime) -> Maintenance:
    """A span is over, or called off where it has not begun. Raises :class:`MaintenanceError`."""
    span = await session.get(Maintenance, number)
    if span is None or span.office_id != office_id:
        raise MaintenanceError(f"没有第{number}号维护：用 govwatch maintenance list 查看编号。")
    if end_of(span) <= now:
        raise MaintenanceError(f"第{number}号维护已于{_when(end_of(span))}结束。")
    span.ended, span.ended_by = max(now, span.starts), by
    session.add(span)
    await session.flush()
    return span


async def spans_of(
    session: AsyncSession, target_ids: Collection[str], until: datetime | None = None
) -> dict[str, tuple[tuple[datetime, datetime], ...]]:
    """The spans of targets, by target id, as the checks are told. Every target asked for is in the answer.

    ``until``: only what had been entered by that instant.
    """
    spans: dict[str, list[tuple[datetime, datetime]]] = {target_id: [] for target_id in target_ids}
    for one in await _of(session, target_ids):
        if (until is None or one.at <= until) and one.starts < end_of(one):
            spans[one.target_id].append((one.starts, end_of(one)))
    return {target_id: tuple(found) for target_id, found in spans.items()}


async def list_maintenance(session: AsyncSession, office_id: int) -> list[Maintenance]:
    """All spans of an office, the newest first."""
    query = select(Maintenance).where(Maintenance.office_id == office_id)
    return list(await session.exec(query.order_by(col(Maintenance.starts).desc(), col(Maintenance.id).desc())))


def end_of(span: Maintenance) -> datetime:
    """When a span ends, or ended."""
    return span.ends if span.ended is None else min(span.ends, span.ended)


def is_late(span: Maintenance) -> bool:
    """Whether it was entered only after it had begun (补录): shown, so that nobody takes it for foresight."""
    return span.at > span.starts


async def _of(session: AsyncSession, target_ids: Collection[str]) -> list[Maintenance]:
    found: list[Maintenance] = []
    for batch in batches(sorted(set(target_ids))):
        query = select(Maintenance).where(col(Maintenance.target_id).in_(batch))
        found.extend(await session.exec(query.order_by(col(Maintenance.starts), col(Maintenance.id))))
    return found


def _when(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
