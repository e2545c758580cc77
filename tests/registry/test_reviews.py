"""初判 → 待确认 → 确认 / 误报 / 暂缓."""

from datetime import date, timedelta

import pytest

from registry.database import Database
from registry.decisions.reviews import Asked, decide, pending, postpone, restore, set_aside, the_finding
from registry.decisions.ticket_rules import set_days
from registry.decisions.withdrawing import dismiss
from registry.errors import TicketError
from registry.models import Decision, FindingRow
from tests.registry.ticket_books import LINKS, Desk, desk_of

DEAD = ("edu", LINKS, "http://a.test/1")
OTHER = ("water", LINKS, "http://a.test/2")


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_of(database)


async def only(desk: Desk) -> Asked:
    (one,) = await desk.asked()
    return one


async def test_a_person_is_asked_only_after_a_second_look(desk: Desk) -> None:
    await desk.scan({DEAD: False})
    assert await desk.asked() == []
    await desk.scan({DEAD: False})
    assert (await only(desk)).finding.about == DEAD[2]


async def test_what_is_repaired_before_anyone_decided_is_not_asked_for(desk: Desk) -> None:
    await desk.scan({DEAD: False}, confirmed=True)
    await desk.scan({DEAD: True})
    assert await desk.asked() == []


async def test_they_stand_in_the_order_of_papers(desk: Desk) -> None:
    await desk.scan({OTHER: False, DEAD: False, ("edu-exam", LINKS, "http://a.test/3"): False}, confirmed=True)
    assert [one.finding.target_id for one in await desk.asked()] == ["edu", "edu-exam", "water"]


async def test_a_severity_without_a_deadline_is_not_asked_for(desk: Desk) -> None:
    await desk.scan({DEAD: False}, confirmed=True)
    async with desk.database.write() as session:
        await set_days(session, desk.office_id, (await only(desk)).finding.severity, None, "张三", desk.now)
    assert await desk.asked() == []


@pytest.mark.parametrize("case", ["doubtful", "popup-doubtful"])
async def test_what_is_doubtful_is_for_the_office_alone(desk: Desk, case: str) -> None:
    await desk.scan({DEAD: False}, confirmed=True)
    number = (await only(desk)).number
    async with desk.database.write() as session:
        row = await session.get_one(FindingRow, number)
        row.data = {"case": case}
        session.add(row)
    assert await desk.asked() == []


async def test_a_false_alarm_holds_through_a_relapse_until_it_is_withdrawn(desk: Desk) -> None:
    await desk.scan({DEAD: False}, confirmed=True)
    finding = (await only(desk)).finding
    async with desk.database.write() as session:
        assert await dismiss(session, finding, "内网地址", "张三", desk.now) is None
    await desk.scan({DEAD: True})
    await desk.scan({DEAD: False}, confirmed=True)
    assert await desk.asked() == []
    async with desk.database.read() as session:
        ((aside, review),) = await set_aside(session, desk.office_id, desk.now)
    assert (aside.number, review.decision, review.reason) == (finding.id, Decision.FALSE_ALARM, "内网地址")
    async with desk.database.write() as session:
        await restore(session, (await the_finding(session, desk.office_id, aside.number)).finding, "李四", desk.now)
    assert (await only(desk)).number == finding.id


async def test_a_postponed_finding_is_asked_for_again_on_its_day(desk: Desk) -> None:
    await desk.scan({DEAD: False}, confirmed=True)
    async with desk.database.write() as session:
        await postpone(session, (await only(desk)).finding, date(2026, 11, 25), "张三", desk.now)
    assert await desk.asked() == []
    async with desk.database.read() as session:
        waiting = await pending(session, desk.office_id, desk.now + timedelta(days=5))
    assert [one.finding.about for one in waiting] == [DEAD[2]]


async def test_a_relapse_is_decided_anew(desk: Desk) -> None:
    await desk.scan({DEAD: False}, confirmed=True)
    async with desk.database.write() as session:
        await postpone(session, (await only(desk)).finding, date(2027, 11, 25), "张三", desk.now)
    await desk.scan({DEAD: True})
    await desk.scan({DEAD: False}, confirmed=True)
    assert (await only(desk)).finding.relapses == 1


async def test_what_cannot_be_decided_says_why(desk: Desk) -> None:
    await desk.scan({DEAD: False, OTHER: False})
    async with desk.database.write() as session:
        asked = await the_finding(session, desk.office_id, 1)
        with pytest.raises(TicketError, match="第1号问题还没有经第二次核查，不能判为误报"):
            await dismiss(session, asked.finding, "x", "张三", desk.now)
        with pytest.raises(TicketError, match="没有第77号问题"):
            await the_finding(session, desk.office_id, 77)
        with pytest.raises(TicketError, match="第1号问题没有判为误报"):
            await restore(session, asked.finding, "张三", desk.now)
    await desk.scan({DEAD: False, OTHER: True})
    async with desk.database.write() as session:
        with pytest.raises(TicketError, match="第2号问题复查时已经改好"):
            await postpone(
                session, (await the_finding(session, desk.office_id, 2)).finding, date(2027, 1, 1), "张三", desk.now
            )
        with pytest.raises(TicketError, match="暂缓要到以后的某一天"):
            await postpone(session, (await only(desk)).finding, date(2026, 11, 20), "张三", desk.now)


async def test_the_second_of_two_people_is_told_who_was_first(desk: Desk) -> None:
    await desk.scan({DEAD: False}, confirmed=True)
    seen_by_both = await only(desk)
    async with desk.database.write() as session:
        await decide(session, seen_by_both.finding, Decision.CONFIRMED, "张三", desk.now)
    async with desk.database.write() as session:
        with pytest.raises(TicketError, match="第1号问题已由张三于11月20日11:00确认，不能再暂缓"):
            await postpone(session, seen_by_both.finding, date(2027, 1, 1), "李四", desk.now)
