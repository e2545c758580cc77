"""The machine as a whole, whatever people and sites do: no ticket is closed without proof."""

import asyncio
import contextlib
import shutil
from collections.abc import Awaitable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import select

from registry.database import Database
from registry.decisions.reviews import postpone, restore, set_aside, the_finding
from registry.decisions.withdrawing import dismiss
from registry.errors import TicketError
from registry.models import FindingState, ItemState, Ticket, TicketMove, TicketState, TicketStep
from registry.tickets import MOVES, answer, items_of, list_tickets, sign
from tests.registry.books import url_of
from tests.registry.ticket_books import LINKS, Desk, desk_of

THINGS = (
    ("edu", LINKS, "http://a.test/1"),
    ("edu", LINKS, "http://a.test/2"),
    ("edu-exam", LINKS, "http://a.test/3"),
)
NUMBERS = st.integers(0, len(THINGS) - 1)
SOME = st.sets(NUMBERS, min_size=1)
FEW = st.just(set[int]()) | st.sets(NUMBERS, max_size=1)
TICKET = st.integers(0, 2)
Result = TypeVar("Result")


class Machine(RuleBasedStateMachine):
    """An office at work. ``wrong`` is the truth about the sites; every refusal must be a :class:`TicketError`."""

    folder: Path
    empty_books: Path
    made = 0
    closings = 0

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database: Database | None = None
        self.wrong: set[int] = set()

    @initialize(things=SOME, approved=st.booleans())
    def open_books(self, things: set[int], approved: bool) -> None:
        """Books in which something is wrong already, or ordered already."""

        async def opened() -> Desk:
            Machine.made += 1
            file = Path(shutil.copyfile(self.empty_books, self.folder / f"{Machine.made}.db"))
            self.database = await Database.open(url_of(file))
            return await desk_of(self.database)

        self.desk = self.run(opened())
        self.wrong |= things
        self._look(set(), confirmed=True)
        if approved:
            self.the_office_approves()

    def teardown(self) -> None:
        if self.database is not None:
            self.run(self.database.close())
        self.runner.close()

    def run(self, work: Awaitable[Result]) -> Result:
        async def done() -> Result:
            return await work

        return self.runner.run(done())

    def attempt(self, work: Awaitable[object]) -> None:
        with contextlib.suppress(TicketError):
            self.run(work)

    # -- what happens -----------------------------------------------------------------------------------------------

    @rule(things=SOME)
    def things_break(self, things: set[int]) -> None:
        self.wrong |= things

    @rule(unseen=FEW, confirmed=st.booleans())
    def a_scan_sees_what_it_can(self, unseen: set[int], confirmed: bool) -> None:
        self._look(unseen, confirmed=confirmed)

    @rule(ticket=TICKET, unseen=FEW)
    def a_ticket_is_checked_again(self, ticket: int, unseen: set[int]) -> None:
        tickets = self.tickets()
        if tickets:
            self._look(unseen, confirmed=True, rechecked=tickets[ticket % len(tickets)].number)

    def _look(self, unseen: set[int], *, confirmed: bool, rechecked: str = "") -> None:
        sight = {thing: one not in self.wrong for one, thing in enumerate(THINGS) if one not in unseen}
        if sight:
            self.attempt(self.desk.scan(sight, confirmed=confirmed, rechecked=rechecked))

    @rule()
    def the_office_approves(self) -> None:
        self.attempt(self.desk.approve_all())

    @rule(finding=st.integers(1, len(THINGS)), what=st.sampled_from(["dismiss", "postpone", "restore"]))
    def the_office_decides(self, finding: int, what: str) -> None:
        async def decided() -> None:
            now = self.desk.later()
            async with self.desk.database.write() as session:
                row = (await the_finding(session, self.desk.office_id, finding)).finding
                if what == "dismiss":
                    await dismiss(session, row, "x", "张三", now)
                elif what == "postpone":
                    await postpone(session, row, (now + timedelta(days=2)).date(), "张三", now)
                else:
                    await restore(session, row, "张三", now)

        self.attempt(decided())

    @rule(ticket=TICKET, signs=st.booleans(), left=FEW)
    def a_unit_signs_or_repairs_and_answers(self, ticket: int, signs: bool, left: set[int]) -> None:
        async def answered() -> None:
            now = self.desk.later()
            async with self.desk.database.write() as session:
                tickets = await list_tickets(session, self.desk.office_id)
                if not tickets:
                    return
                one = tickets[ticket % len(tickets)]
                if signs:
                    await sign(session, one, "王五", now)
                else:
                    await answer(session, one, f"{now}", "王五", now)
                    self.wrong &= left

        self.attempt(answered())

    @rule(ticket=TICKET, left=FEW, unseen=FEW)
    def a_unit_answers_and_is_checked(self, ticket: int, left: set[int], unseen: set[int]) -> None:
        self.a_unit_signs_or_repairs_and_answers(ticket, signs=False, left=left)
        self.a_ticket_is_checked_again(ticket, unseen=unseen)

    @rule(days=st.integers(1, 4))
    def days_go_by(self, days: int) -> None:
        self.desk.later(timedelta(days=days))

    # -- what must always hold --------------------------------------------------------------------------------------

    def tickets(self) -> list[Ticket]:
        async def read() -> list[Ticket]:
            async with self.desk.database.read() as session:
                return await list_tickets(session, self.desk.office_id)

        return self.run(read())

    @invariant()
    def the_books_are_sound(self) -> None:
        self.run(self._check())

    async def _check(self) -> None:
        async with self.desk.database.read() as session:
            tickets = await list_tickets(session, self.desk.office_id)
            items = await items_of(session, [ticket.id or 0 for ticket in tickets])
            steps = list(await session.exec(select(TicketStep).order_by("id")))
            aside = {asked.number for asked, _ in await set_aside(session, self.desk.office_id, self.desk.now)}
        holding: dict[int, str] = {}
        for ticket in tickets:
            history = [step for step in steps if step.ticket_id == ticket.id]
            assert _replayed(history) is ticket.state
            for item, finding in items[ticket.id or 0]:
                assert finding.first_seen <= ticket.issued
                if item.state is ItemState.REPAIRED:
                    assert item.checked is not None
                    assert item.checked > ticket.issued or ticket.reopened
                if item.state is ItemState.OPEN:
                    assert holding.setdefault(item.finding_id, ticket.number) == ticket.number
                    assert item.finding_id not in aside or not ticket.state.is_under_way
            if ticket.state is TicketState.CLOSED:
                self._is_proven([item.state for item, _ in items[ticket.id or 0]], history)
                for item, finding in items[ticket.id or 0]:
                    came_back_once = finding.state is FindingState.OPEN and finding.confirmed is None
                    assert item.state is ItemState.WITHDRAWN or finding.state is FindingState.RESOLVED or came_back_once
            elif ticket.state is TicketState.WITHDRAWN:
                assert {item.state for item, _ in items[ticket.id or 0]} == {ItemState.WITHDRAWN}
        assert len({ticket.number for ticket in tickets}) == len(tickets)

    def _is_proven(self, states: list[ItemState], history: list[TicketStep]) -> None:
        """Closed by a re-check, each time; or, when something came back, because that was a false alarm."""
        Machine.closings += 1
        assert ItemState.OPEN not in states
        made = [step.step for step in history]
        closings = [place for place, move in enumerate(made) if move is TicketMove.CLOSED]
        assert made[closings[0] - 1] is TicketMove.CHECKED
        for earlier, later in pairwise(closings):
            between = made[earlier + 1 : later]
            # Never asked of the unit again: what came back was judged a false alarm, whatever a re-check saw before.
            was_false_alarm = between[-1] is TicketMove.ITEM_WITHDRAWN and TicketMove.REISSUED not in between
            assert made[later - 1] is TicketMove.CHECKED or was_false_alarm


def _replayed(history: list[TicketStep]) -> TicketState:
    assert history[0].step is TicketMove.ISSUED
    state = TicketState.ISSUED
    for step in history[1:]:
        before, after = MOVES[step.step]
        assert state in before
        state = after or state
    return state


def test_no_ticket_is_closed_without_every_item_proven_or_withdrawn(empty_books: Path, tmp_path: Path) -> None:
    Machine.empty_books, Machine.folder = empty_books, tmp_path
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=20, stateful_step_count=20, deadline=None, derandomize=True)
    )
    assert Machine.closings > 20


@pytest.mark.long
def test_the_machine_at_length(empty_books: Path, tmp_path: Path) -> None:
    Machine.empty_books, Machine.folder = empty_books, tmp_path
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=100, stateful_step_count=40, deadline=None, derandomize=True)
    )
    assert Machine.closings > 100
