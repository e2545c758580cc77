"""Approved appeals and exceptions (申诉、例外): with a number and an end, applied before grading, and listed.

A finding that is let pass stays in the books as it is: while the paper holds it is not graded, nor asked of its owner.
On the day after its end it counts again by itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.errors import BooksError
from registry.models import FindingRow, Waiver, stored
from registry.store.bulk import batches


class WaiverError(BooksError):
    """An appeal or exception cannot be entered or ended. The message says why and what to do."""


async def grant(session: AsyncSession, waiver: Waiver) -> Waiver:
    """Enter an approved appeal or exception. Raises :class:`WaiverError`."""
    if not waiver.number.strip():
        raise WaiverError("请用 --number 写明批准的文号：没有批准文号的申诉、例外不能生效。")
    if waiver.until < waiver.since:
        raise WaiverError(f"有效期到{waiver.until}，早于开始的{waiver.since}：请改正 --until。")
    for other in await waivers_of(session, [waiver.target_id]):
        same = (other.indicator, other.about) == (waiver.indicator, waiver.about)
        if same and other.since <= waiver.until and waiver.since <= last_day(other):
            raise WaiverError(f"同一对象、同一指标已有第{other.id}号（{other.number}），有效至{last_day(other)}。")
    session.add(waiver)
    await session.flush()
    return waiver


async def withdraw(session: AsyncSession, office_id: int, number: int, by: str, today: date) -> Waiver:
    """End one from ``today`` on. Raises :class:`WaiverError`."""
    waiver = await session.get(Waiver, number)
    if waiver is None or waiver.office_id != office_id:
        raise WaiverError(f"没有第{number}号申诉或例外：用 govwatch waivers list 查看编号。")
    if last_day(waiver) < today:
        raise WaiverError(f"第{number}号（{waiver.number}）已于{last_day(waiver)}到期，不再适用。")
    waiver.ended, waiver.ended_by = today, by
    session.add(waiver)
    await session.flush()
    return waiver


async def list_waivers(session: AsyncSession, office_id: int) -> list[Waiver]:
    """All of an office, those that end last first."""
    query = select(Waiver).where(Waiver.office_id == office_id)
    return list(await session.exec(query.order_by(col(Waiver.until).desc(), col(Waiver.id).desc())))


async def waivers_of(session: AsyncSession, target_ids: Collection[str]) -> list[Waiver]:
    """All of some targets, as they were entered."""
    found: list[Waiver] = []
    for batch in batches(sorted(set(target_ids))):
        found.extend(
            await session.exec(select(Waiver).where(col(Waiver.target_id).in_(batch)).order_by(col(Waiver.id)))
        )
    return found


async def waived_findings(session: AsyncSession, rows: Sequence[FindingRow], day: date) -> dict[int, Waiver]:
    """The appeal or exception that holds on a day for each finding that has one, by the finding's number."""
    waivers = [one for one in await waivers_of(session, {row.target_id for row in rows}) if holds(one, day)]
    return {stored(row.id): one for row in rows if (one := _fitting(row, waivers)) is not None}


async def waived_numbers(session: AsyncSession, numbers: Collection[int], day: date) -> dict[int, Waiver]:
    """As :func:`waived_findings`, of findings by their numbers."""
    rows: list[FindingRow] = []
    for batch in batches(sorted(numbers)):
        rows.extend(await session.exec(select(FindingRow).where(col(FindingRow.id).in_(batch))))
    return await waived_findings(session, rows, day)


def holds(waiver: Waiver, day: date) -> bool:
    """Whether it holds on a day."""
    return waiver.since <= day <= waiver.until and (waiver.ended is None or day < waiver.ended)


def last_day(waiver: Waiver) -> date:
    """The last day on which it holds; before its first one where it was withdrawn before that."""
    return waiver.until if waiver.ended is None else min(waiver.until, date.fromordinal(waiver.ended.toordinal() - 1))


def as_data(rows: Iterable[FindingRow], waived: Mapping[int, Waiver]) -> list[dict[str, Any]]:
    """What was let pass, as it is stored with a grade."""
    return [
        {
            "finding": stored(row.id), "indicator": row.indicator, "about": row.about, "kind": waiver.kind.value,
            "number": waiver.number, "until": waiver.until.isoformat(),
        }
        for row in rows
        if (waiver := waived.get(stored(row.id))) is not None
    ]  # fmt: skip


def _fitting(row: FindingRow, waivers: Sequence[Waiver]) -> Waiver | None:
    """The paper for exactly this thing, else the one for the whole indicator."""
    here = [one for one in waivers if (one.target_id, one.indicator) == (row.target_id, row.indicator)]
    exact = next((one for one in here if one.about == row.about), None)
    return exact or next((one for one in here if not one.about), None)
