"""Announced maintenance: spans as the checks are told, ended early or called off, and nothing without a notice."""

from datetime import timedelta

import pytest

from registry.database import Database
from registry.decisions.maintenance import MaintenanceError, announce, end, end_of, is_late, list_maintenance, spans_of
from registry.models import Maintenance, Office, Target
from tests.registry.books import NOW, import_text, office_id, target_named

HOUR = timedelta(hours=1)


@pytest.fixture
async def site(database: Database, office: Office) -> Target:
    await import_text(database, office)
    return await target_named(database, office, "云溪市公安局")


def span(site: Target, office: Office, first: int, last: int, notice: str = "停机维护公告", at: int = 0) -> Maintenance:
    return Maintenance(
        office_id=office_id(office), target_id=site.id, starts=NOW + first * HOUR, ends=NOW + last * HOUR,
        notice=notice, by="张三", at=NOW + at * HOUR,
    )  # fmt: skip


async def test_a_span_is_told_of_as_announced(database: Database, office: Office, site: Target) -> None:
    async with database.write() as session:
        await announce(session, span(site, office, 2, 6))
        await announce(session, span(site, office, 6, 8, at=7))
        told = await spans_of(session, [site.id, "other"])
        early = await spans_of(session, [site.id], until=NOW + 6 * HOUR)
        late = [is_late(one) for one in await list_maintenance(session, office_id(office))]
    assert told == {site.id: ((NOW + 2 * HOUR, NOW + 6 * HOUR), (NOW + 6 * HOUR, NOW + 8 * HOUR)), "other": ()}
    assert early == {site.id: ((NOW + 2 * HOUR, NOW + 6 * HOUR),)}
    assert late == [True, False]


@pytest.mark.parametrize(("ended_at", "length"), [(3, 1), (1, 0)])
async def test_it_ends_early_or_is_called_off(
    database: Database, office: Office, site: Target, ended_at: int, length: int
) -> None:
    async with database.write() as session:
        one = await announce(session, span(site, office, 2, 6))
        await end(session, office_id(office), one.id or 0, "李四", NOW + ended_at * HOUR)
        assert end_of(one) == NOW + (2 + length) * HOUR
        assert len((await spans_of(session, [site.id]))[site.id]) == length
        with pytest.raises(MaintenanceError, match="已于2026年11月24日"):
            await end(session, office_id(office), one.id or 0, "李四", NOW + 9 * HOUR)


@pytest.mark.parametrize(
    ("first", "last", "notice", "why"),
    [
        (6, 6, "公告", "不晚于开始时间"),
        (0, 31 * 24 + 1, "公告", "最多登记31天"),
        (8, 9, " ", "没有公告的维护不能另计"),
        (5, 9, "公告", "与第1号维护重叠"),
    ],
)
async def test_what_is_no_span_is_refused(
    database: Database, office: Office, site: Target, first: int, last: int, notice: str, why: str
) -> None:
    async with database.write() as session:
        await announce(session, span(site, office, 2, 6))
        with pytest.raises(MaintenanceError, match=why):
            await announce(session, span(site, office, first, last, notice))
        with pytest.raises(MaintenanceError, match="没有第7号维护"):
            await end(session, office_id(office), 7, "李四", NOW)
