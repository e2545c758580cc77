"""交办 → 签收 → 反馈 → 复核 → 销号 or 退回, and 反复."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.database import Database
from registry.decisions.issuing import approve
from registry.decisions.reviews import postpone, the_finding
from registry.decisions.withdrawing import dismiss
from registry.errors import TicketError
from registry.models import ItemState, Request, RequestState, Ticket, TicketMove, TicketState, TicketStep
from registry.tickets import MOVES, answer, enter_move, sign, state_after, steps_of, the_ticket
from tests.registry.ticket_books import HOME, LINKS, Desk, desk_of

ONE = ("edu", LINKS, "http://a.test/1")
TWO = ("edu-exam", LINKS, "http://a.test/2")
THREE = ("water", LINKS, "http://a.test/3")


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_of(database)


async def issued(desk: Desk) -> Ticket:
    """A ticket of the education bureau with two items."""
    await desk.scan({ONE: False, TWO: False}, confirmed=True)
    (ticket,) = await desk.approve_all()
    return ticket


async def answered(desk: Desk) -> Ticket:
    ticket = await issued(desk)
    desk.later()
    async with desk.database.write() as session:
        ticket = await the_ticket(session, desk.office_id, ticket.number)
        assert await answer(session, ticket, "已改正", "王五", desk.now)
    return ticket


async def moves(desk: Desk, ticket: Ticket) -> list[TicketMove]:
    async with desk.database.read() as session:
        return [step.step for step in await steps_of(session, ticket.id or 0)]


async def states(desk: Desk, ticket: Ticket) -> list[ItemState]:
    return [item.state for item, _ in await desk.items(ticket)]


# -- 交办 -----------------------------------------------------------------------------------------------------------


async def test_one_ticket_for_each_unit_and_indicator(desk: Desk) -> None:
    await desk.scan({ONE: False, TWO: False, THREE: False, ("edu", HOME, "http://a.test/9"): False}, confirmed=True)
    tickets = await desk.approve_all()
    assert [(ticket.number, ticket.indicator, ticket.due) for ticket in tickets] == [
        ("YC2026-47-001", LINKS, date(2026, 11, 27)),
        ("YC2026-47-002", HOME, date(2026, 11, 27)),
        ("YC2026-47-003", LINKS, date(2026, 11, 27)),
    ]
    assert [len(await desk.items(ticket)) for ticket in tickets] == [2, 1, 1]
    assert await desk.asked() == []


async def test_a_later_finding_gets_a_ticket_of_its_own(desk: Desk) -> None:
    first = await issued(desk)
    await desk.scan({ONE: False, ("edu", LINKS, "http://a.test/8"): False}, confirmed=True)
    (second,) = await desk.approve_all()
    assert second.number == "YC2026-47-002"
    assert len(await desk.items(first)) == 2


async def test_numbers_start_anew_each_week_and_are_never_used_again(desk: Desk) -> None:
    await issued(desk)
    desk.later(timedelta(days=3))
    await desk.scan({THREE: False}, confirmed=True)
    assert [ticket.number for ticket in await desk.approve_all()] == ["YC2026-48-001"]
    async with desk.database.write() as session:
        await session.exec(update(Ticket).where(col(Ticket.number) == "YC2026-48-001").values(number="YC2026-48-999"))
    await desk.scan({("water", HOME, "http://a.test/4"): False}, confirmed=True)
    assert [ticket.number for ticket in await desk.approve_all()] == ["YC2026-48-1000"]
    await desk.scan({("edu", HOME, "http://a.test/4"): False}, confirmed=True)
    assert [ticket.number for ticket in await desk.approve_all()] == ["YC2026-48-1001"]


async def test_of_two_people_approving_at_once_the_second_is_told_and_changes_nothing(desk: Desk) -> None:
    await desk.scan({ONE: False, THREE: False}, confirmed=True)
    seen_by_both = await desk.asked()
    async with desk.database.write() as session:
        await approve(session, desk.office, seen_by_both[:1], "张三", desk.now)
    with pytest.raises(TicketError, match="第1号问题已由张三于11月20日11:00确认，不能再确认"):
        async with desk.database.write() as session:
            await approve(session, desk.office, list(reversed(seen_by_both)), "李四", desk.now)
    assert [one.finding.about for one in await desk.asked()] == [THREE[2]]


# -- 签收, 反馈 -------------------------------------------------------------------------------------------------------


async def test_an_answer_asks_for_a_re_check_and_closes_nothing(desk: Desk) -> None:
    ticket = await answered(desk)
    assert ticket.state is TicketState.ANSWERED
    async with desk.database.read() as session:
        (request,) = await session.exec(select(Request))
    assert (request.what, request.arguments, request.state) == (
        "recheck", {"ticket": ticket.number}, RequestState.ASKED,
    )  # fmt: skip


async def test_the_same_answer_twice_is_entered_once(desk: Desk) -> None:
    ticket = await answered(desk)
    async with desk.database.write() as session:
        ticket = await the_ticket(session, desk.office_id, ticket.number)
        assert not await answer(session, ticket, "已改正", "王五", desk.now)
        with pytest.raises(TicketError, match="YC2026-47-001不能反馈：单位已经反馈，正等待复查。"):
            await answer(session, ticket, "又改了", "王五", desk.now)
        assert len((await session.exec(select(Request))).all()) == 1


# -- 复核 -----------------------------------------------------------------------------------------------------------


async def test_a_re_check_that_sees_all_repaired_closes(desk: Desk) -> None:
    ticket = await answered(desk)
    await desk.scan({ONE: True, TWO: True}, rechecked=ticket.number)
    assert (await desk.ticket(ticket.number)).state is TicketState.CLOSED
    assert (await moves(desk, ticket))[-3:] == [TicketMove.ITEM_REPAIRED, TicketMove.CHECKED, TicketMove.CLOSED]


async def test_a_re_check_that_sees_some_wrong_returns_with_what_is_left(desk: Desk) -> None:
    ticket = await answered(desk)
    await desk.scan({ONE: True, TWO: False}, rechecked=ticket.number)
    assert (await desk.ticket(ticket.number)).state is TicketState.RETURNED
    assert await states(desk, ticket) == [ItemState.REPAIRED, ItemState.OPEN]
    async with desk.database.read() as session:
        *_, checked, returned = await steps_of(session, ticket.id or 0)
    assert (checked.note, returned.note) == ("已改1项，未改1项（第2项）", "第2项没有改好")


async def test_what_could_not_be_seen_stays_answered_and_says_why(desk: Desk) -> None:
    ticket = await answered(desk)
    await desk.scan({ONE: True}, blind={("edu-exam", LINKS)}, rechecked=ticket.number)
    assert (await desk.ticket(ticket.number)).state is TicketState.ANSWERED
    async with desk.database.read() as session:
        *_, checked = await steps_of(session, ticket.id or 0)
    assert (checked.step, checked.note) == (TicketMove.CHECKED, "已改1项，看不到1项（第2项疑似被防护设备拦截）")


async def test_a_re_check_closes_also_without_an_answer(desk: Desk) -> None:
    ticket = await issued(desk)
    await desk.scan({ONE: True, TWO: True}, rechecked=ticket.number)
    assert (await desk.ticket(ticket.number)).state is TicketState.CLOSED


async def test_a_re_check_of_an_unanswered_ticket_returns_nothing(desk: Desk) -> None:
    ticket = await issued(desk)
    await desk.scan({ONE: True, TWO: False}, rechecked=ticket.number)
    assert (await desk.ticket(ticket.number)).state is TicketState.ISSUED


# -- ordinary scans -----------------------------------------------------------------------------------------------


async def test_a_scan_after_the_answer_counts_as_the_re_check(desk: Desk) -> None:
    ticket = await answered(desk)
    await desk.scan({ONE: True, TWO: True})
    assert (await desk.ticket(ticket.number)).state is TicketState.CLOSED


async def test_a_scan_after_the_answer_that_sees_it_wrong_returns(desk: Desk) -> None:
    ticket = await answered(desk)
    await desk.scan({ONE: True, TWO: False})
    assert (await desk.ticket(ticket.number)).state is TicketState.RETURNED


@pytest.mark.parametrize(
    ("sight", "blind"),
    [({ONE: True}, ()), ({ONE: True}, {("edu-exam", LINKS)}), ({THREE: True}, ())],
    ids=["one of two", "one not seen", "another site"],
)
async def test_a_scan_that_did_not_see_every_item_concludes_nothing(
    desk: Desk, sight: dict[tuple[str, str, str], bool], blind: set[tuple[str, str]]
) -> None:
    ticket = await answered(desk)
    await desk.scan(sight, blind=blind)
    assert (await desk.ticket(ticket.number)).state is TicketState.ANSWERED
    assert TicketMove.CHECKED not in await moves(desk, ticket)


async def test_a_scan_before_the_answer_repairs_items_asks_for_a_re_check_and_closes_nothing(desk: Desk) -> None:
    ticket = await issued(desk)
    await desk.scan({ONE: True, TWO: True})
    assert await states(desk, ticket) == [ItemState.REPAIRED, ItemState.REPAIRED]
    assert (await desk.ticket(ticket.number)).state is TicketState.ISSUED
    async with desk.database.read() as session:
        assert len((await session.exec(select(Request))).all()) == 1


async def test_an_item_that_comes_back_before_the_ticket_is_closed_is_open_again(desk: Desk) -> None:
    ticket = await issued(desk)
    await desk.scan({ONE: True, TWO: False})
    await desk.scan({ONE: False, TWO: False}, confirmed=True)
    assert await states(desk, ticket) == [ItemState.OPEN, ItemState.OPEN]
    assert TicketMove.ITEM_RECURRED in await moves(desk, ticket)
    assert await desk.asked() == []
    async with desk.database.write() as session:
        asked = await the_finding(session, desk.office_id, 1)
        for attempt in (
            approve(session, desk.office, [asked], "张三", desk.now),
            postpone(session, asked.finding, date(2027, 1, 1), "张三", desk.now),
        ):
            with pytest.raises(TicketError, match="第1号问题已由张三于11月20日11:00交办（YC2026-47-001），正在整改"):
                await attempt


async def test_an_item_seen_wrong_once_after_its_repair_keeps_the_ticket_open(desk: Desk) -> None:
    ticket = await answered(desk)
    await desk.scan({ONE: True})
    await desk.scan({ONE: False, TWO: True}, rechecked=ticket.number)
    assert (await desk.ticket(ticket.number)).state is TicketState.ANSWERED
    async with desk.database.read() as session:
        *_, checked = await steps_of(session, ticket.id or 0)
    assert checked.note == "已改1项，看不到1项（第1项又出现一次，待第二次核查）"


# -- 反复 -----------------------------------------------------------------------------------------------------------


async def closed(desk: Desk) -> Ticket:
    ticket = await answered(desk)
    await desk.scan({ONE: True, TWO: True})
    return ticket


async def test_a_relapse_reopens_and_is_with_the_unit_only_when_confirmed_anew(desk: Desk) -> None:
    number = (await closed(desk)).number
    await desk.scan({ONE: False})
    assert (await desk.ticket(number)).state is TicketState.CLOSED
    await desk.scan({ONE: False})
    ticket = await desk.ticket(number)
    assert (ticket.state, ticket.reopened) == (TicketState.RELAPSED, 1)
    assert await states(desk, ticket) == [ItemState.OPEN, ItemState.REPAIRED]
    assert [one.came_back for one in await desk.asked()] == [number]
    desk.later(timedelta(days=7))
    (again,) = await desk.approve_all("李四")
    assert (again.number, again.state, again.issued_by) == (number, TicketState.ISSUED, "李四")
    assert again.due > ticket.due
    assert (await moves(desk, ticket))[-2:] == [TicketMove.RELAPSED, TicketMove.REISSUED]


async def test_a_relapse_that_is_right_again_before_anyone_decided_closes_by_that_look(desk: Desk) -> None:
    number = (await closed(desk)).number
    await desk.scan({ONE: False}, confirmed=True)
    await desk.scan({ONE: True, TWO: True})
    assert (await desk.ticket(number)).state is TicketState.CLOSED


async def test_a_relapse_that_is_a_false_alarm_closes_again(desk: Desk) -> None:
    number = (await closed(desk)).number
    await desk.scan({ONE: False}, confirmed=True)
    async with desk.database.write() as session:
        await dismiss(session, (await the_finding(session, desk.office_id, 1)).finding, "演练", "张三", desk.now)
    assert (await desk.ticket(number)).state is TicketState.CLOSED


async def test_what_came_back_on_one_ticket_is_decided_together(desk: Desk) -> None:
    number = (await closed(desk)).number
    await desk.scan({ONE: False, TWO: False}, confirmed=True)
    with pytest.raises(TicketError, match=f"{number}销号后反复的问题要一并处理：第2号也请确认"):
        async with desk.database.write() as session:
            await approve(session, desk.office, (await desk.asked())[:1], "张三", desk.now)
    assert len(await desk.asked()) == 2


# -- 误报 -----------------------------------------------------------------------------------------------------------


async def test_a_ticket_of_false_alarms_only_is_withdrawn(desk: Desk) -> None:
    ticket = await issued(desk)
    for number, state in ((1, TicketState.ISSUED), (2, TicketState.WITHDRAWN)):
        async with desk.database.write() as session:
            asked = await the_finding(session, desk.office_id, number)
            left = await dismiss(session, asked.finding, "内网地址", "张三", desk.now)
            assert left is not None
            assert (left.number, left.state) == (ticket.number, state)
    assert await states(desk, ticket) == [ItemState.WITHDRAWN, ItemState.WITHDRAWN]


async def test_false_alarms_do_not_stand_in_the_way_of_closing(desk: Desk) -> None:
    ticket = await answered(desk)
    async with desk.database.write() as session:
        asked = await the_finding(session, desk.office_id, 1)
        await dismiss(session, asked.finding, "内网地址", "张三", desk.now)
    await desk.scan({TWO: True}, rechecked=ticket.number)
    assert (await desk.ticket(ticket.number)).state is TicketState.CLOSED


# -- illegal moves ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", TicketState)
@pytest.mark.parametrize("move", MOVES)
def test_every_illegal_move_says_so_in_one_sentence(state: TicketState, move: TicketMove) -> None:
    before, after = MOVES[move]
    if state in before:
        assert state_after("YC2026-47-001", state, move) is (after or state)
        return
    with pytest.raises(TicketError) as refused:
        state_after("YC2026-47-001", state, move)
    sentence = str(refused.value)
    assert sentence.startswith(f"YC2026-47-001不能{move}：")
    assert sentence.count("。") == 1
    assert sentence.endswith("。")


Act = Callable[[AsyncSession, Ticket, Desk], Awaitable[object]]


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda session, ticket, desk: sign(session, ticket, "张三", desk.now), "不能签收：已经复查通过并销号"),
        (lambda session, ticket, desk: answer(session, ticket, "x", "张三", desk.now), "不能反馈：已经复查通过并销号"),
    ],
)
async def test_a_closed_ticket_is_closed(desk: Desk, act: Act, why: str) -> None:
    ticket = await closed(desk)
    async with desk.database.write() as session:
        with pytest.raises(TicketError, match=why):
            await act(session, await the_ticket(session, desk.office_id, ticket.number), desk)


async def test_a_move_made_by_somebody_else_meanwhile_is_not_made_over(desk: Desk) -> None:
    read_before = await issued(desk)
    async with desk.database.write() as session:
        await sign(session, await the_ticket(session, desk.office_id, read_before.number), "张三", desk.now)
    with pytest.raises(TicketError, match="YC2026-47-001刚刚由别人处理，本次没有写入"):
        async with desk.database.write() as session:
            await enter_move(session, read_before, TicketMove.SIGNED, "李四", desk.now)
    async with desk.database.read() as session:
        signed = await session.exec(select(TicketStep.by).where(TicketStep.step == TicketMove.SIGNED))
        assert signed.all() == ["张三"]


async def test_a_number_that_is_none_says_so(desk: Desk) -> None:
    async with desk.database.read() as session:
        with pytest.raises(TicketError, match="没有编号为“YC1”的交办单"):
            await the_ticket(session, desk.office_id, "YC1")
