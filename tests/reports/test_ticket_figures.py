"""整改 (T7): counted from the steps of tickets, week by week, and told in the weekly report."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.time import shanghai_day
from registry.decisions.following import Look, follow
from registry.decisions.issuing import approve, mark_mailed
from registry.decisions.reviews import pending, the_finding
from registry.decisions.withdrawing import dismiss
from registry.models import Office, TicketMove, TicketState, TicketStep
from registry.tickets import MOVES, answer, list_tickets
from reports.figures import weekly_figures
from reports.ticket_figures import TicketFigures, count
from reports.week import Week
from tests.reports.books import Books, dead_link, found, ok, shanghai, stale_home
from tests.reports.test_weekly import letter_of, section, squeezed, strings

W46, W47, W48 = (Week(2026, number) for number in (46, 47, 48))
SITES = {"s1": "市第1局", "s2": "市第2局", "s3": "市第3局", "s4": "市第4局"}


def link(site: str) -> str:
    return f"http://gone.test/{site}"


@pytest.fixture
async def office(books: Books) -> Books:
    """Four bureaus with one dead link each, ordered on Monday of week 46 (16th is Monday of week 47)."""
    for place, (site, unit) in enumerate(SITES.items(), 1):
        await books.unit(unit, place)
        await books.site(site, unit, f"{unit}网站")
    await looked(books, shanghai(11, 9), wrong=SITES)
    await approved(books, shanghai(11, 9, 10))
    return books


async def looked(books: Books, at: datetime, *, wrong: Iterable[str] = (), right: Iterable[str] = ()) -> None:
    wrong, right = list(wrong), list(right)
    seen = {site: {"site.links": found(dead_link(site, link(site))), "site.home-stale": ok()} for site in wrong}
    seen |= {site: {"site.links": ok(link(site)), "site.home-stale": ok()} for site in right}
    await books.scan(at, seen)
    async with books.database.write() as session:
        things = {(site, "site.links") for site in (*wrong, *right)}
        await follow(session, books.office_id, Look(at, "系统巡检", things, {}, {}))


async def approved(books: Books, at: datetime) -> None:
    async with books.database.write() as session:
        office = await session.get_one(Office, books.office_id)
        tickets = await approve(session, office, await pending(session, books.office_id, at), "张三", at)
        await mark_mailed(session, tickets, "order/x")


async def answered(books: Books, at: datetime, *places: int) -> None:
    async with books.database.write() as session:
        tickets = await list_tickets(session, books.office_id)
        for place in places:
            await answer(session, tickets[place], "已改", "李四", at)


async def figures(books: Books, week: Week) -> TicketFigures:
    async with books.database.read() as session:
        return (await weekly_figures(session, books.office_id, week, shanghai(12, 6))).tickets


async def a_week(books: Books) -> None:
    """Week 47: one closed, one returned, one withdrawn, one left lying. Week 48: the closed one comes back."""
    await answered(books, shanghai(11, 17), 0, 1)
    await looked(books, shanghai(11, 18), right=["s1"], wrong=["s2"])
    async with books.database.write() as session:
        row = (await the_finding(session, books.office_id, 3)).finding
        await dismiss(session, row, "内网地址", "张三", shanghai(11, 19))
    await looked(books, shanghai(11, 24), wrong=["s1"])
    await approved(books, shanghai(11, 25))


async def test_each_week_by_its_steps(office: Books) -> None:
    await a_week(office)
    first, second, third = [await figures(office, week) for week in (W46, W47, W48)]
    assert (first.carried, first.issued, first.standing, first.closed) == (0, 4, 4, 0)
    assert (second.carried, second.issued, second.answered, second.closed, second.returned, second.withdrawn) == (
        4, 0, 2, 1, 1, 1,
    )  # fmt: skip
    assert (second.owed, second.standing) == (3, 2)
    assert (third.carried, third.reissued, third.closed, third.standing) == (2, 1, 0, 3)


async def test_overdue_are_named_and_an_answered_one_waits_for_us(office: Books) -> None:
    second = await figures(office, W47)
    assert [(one.number, one.unit, one.days) for one in second.overdue] == [
        (f"YC2026-46-00{place}", unit, 6) for place, unit in enumerate(SITES.values(), 1)
    ]
    await answered(office, shanghai(11, 18), 0)
    second = await figures(office, W47)
    assert (len(second.overdue), second.waiting) == (3, 1)
    assert len((await figures(office, W46)).overdue) == 0


async def test_the_last_day_of_an_order_is_that_of_its_week(office: Books) -> None:
    await a_week(office)
    assert "YC2026-46-001" not in {one.number for one in (await figures(office, W48)).overdue}


async def test_the_report_tells_it_in_both_parts(office: Books) -> None:
    await a_week(office)
    letter = await letter_of(office, as_of=shanghai(11, 23))
    part = section(letter.text, "整改进度")
    assert "上期遗留 4　新交办 0　已反馈 2　销号 1　退回 1　逾期 2　整改率 1/3 = 33.3%" in part
    assert "本周末未销号2单，其中已反馈、待复查0单。" in part
    assert "另有1单各项均判为误报，已撤回，不计入整改率。" in part
    assert "YC2026-46-002　市第2局　其他页面链接打不开　时限11月16日（周一）　已逾期6天" in part
    told = "".join(strings(letter.html))
    for piece in ("整改率1/3=33.3%", "上期遗留", "已逾期6天", "YC2026-46-002", "时限11月16日（周一）"):
        assert piece.removeprefix("整改率") in told
    text = squeezed(letter.text)
    assert [one for one in strings(letter.html) if any(c.isdigit() for c in one) and one not in text] == []
    assert letter.subject.endswith("；逾期2件")
    todo = section(letter.text, "请您处理")
    assert "[逾期 2] 已过整改时限2单：市第2局其他页面链接打不开（YC2026-46-002）、" in todo


async def test_what_a_unit_was_never_told_of_is_not_overdue_but_undelivered(office: Books) -> None:
    async with office.database.write() as session:
        await mark_mailed(session, await list_tickets(session, office.office_id), "")
    told = await figures(office, W47)
    assert (told.overdue, len(told.untold)) == ((), 4)
    letter = await letter_of(office, as_of=shanghai(11, 23))
    assert "[未送达 4] 4单已确认但没有发出，责任单位没有登记邮箱：市第1局、市第2局" in section(letter.text, "请您处理")


async def test_what_waits_stands_in_the_subject_and_with_what_to_type(office: Books) -> None:
    home = stale_home("s1", "https://s1.yunxi.test/", newest="2026-11-01", as_of="2026-11-17", days=16)
    await office.scan(shanghai(11, 17), {"s1": {"site.home-stale": found(home)}})
    letter = await letter_of(office, as_of=shanghai(11, 23))
    assert letter.subject.endswith("；待确认1件，逾期4件")
    todo = section(letter.text, "请您处理")
    assert "[否决 1] 单项否决问题1件，均经两次核查，尚未交办：" in todo
    assert "[待确认 1] 经两次核查的问题1件（单项否决1件），涉及市第1局，经您确认后才会发给责任单位。" in todo
    assert "govwatch tickets pending" in todo
    assert "govwatch tickets approve 序号 --send" in todo
    await approved(office, shanghai(11, 23))
    letter = await letter_of(office, as_of=shanghai(11, 23))
    assert "待确认" not in letter.subject + letter.text


async def test_without_tickets_there_is_no_section(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    await books.scan(shanghai(11, 17), {"s1": {"site.home-stale": ok()}})
    assert "整改进度" not in (await letter_of(books)).text


# -- the balance ---------------------------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> list[TicketStep]:
    """A history that the machine allows, an hour to half a week between steps."""
    at, state = shanghai(11, 9), TicketState.ISSUED
    steps = [TicketStep(ticket_id=1, step=TicketMove.ISSUED, by="x", at=at, due=shanghai_day(at))]
    for _ in range(draw(st.integers(0, 12))):
        at += timedelta(hours=draw(st.integers(1, 84)))
        allowed = [move for move, (before, _) in MOVES.items() if state in before]
        if not allowed:
            break
        move = draw(st.sampled_from(allowed))
        steps.append(TicketStep(ticket_id=1, step=move, by="x", at=at))
        state = MOVES[move][1] or state
    return steps


@given(st.lists(histories(), max_size=6))
def test_what_was_carried_and_issued_is_closed_withdrawn_or_stands(every: list[list[TicketStep]]) -> None:
    for week in (W46, W47, W48):
        last = week.ends - timedelta(microseconds=1)
        told = count([[step for step in steps if step.at <= last] for steps in every], week.starts)
        assert told.carried + told.issued + told.reissued - told.closed - told.withdrawn == told.standing
