"""The state machine of tickets: every move a ticket can make, and who may make it from where.

交办 → (签收) → 反馈 → 复核 → 销号 or 退回. Only a re-check closes. What is repaired and comes back makes the closed
ticket 反复; it is with the unit again when a person has confirmed it anew (重新交办). Every move is a row that is never
changed.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import Boundary, will_commit
from registry.decisions.recheck_requests import ask_recheck
from registry.errors import TicketError
from registry.models import (
    FindingRow,
    ItemState,
    Ticket,
    TicketItem,
    TicketMove,
    TicketState,
    TicketStep,
    stored,
)
from registry.store.bulk import batches

UNDER_WAY = frozenset(state for state in TicketState if state.is_under_way)
"""States in which a unit has something to do, or said that it did it."""

_ALIVE = UNDER_WAY | {TicketState.RELAPSED}

MOVES: Mapping[TicketMove, tuple[frozenset[TicketState], TicketState | None]] = {
    TicketMove.TOLD: (UNDER_WAY, None),
    TicketMove.SIGNED: (frozenset({TicketState.ISSUED}), TicketState.SIGNED),
    TicketMove.ANSWERED: (frozenset(UNDER_WAY - {TicketState.ANSWERED}), TicketState.ANSWERED),
    TicketMove.CHECKED: (_ALIVE, None),
    TicketMove.RETURNED: (frozenset({TicketState.ANSWERED}), TicketState.RETURNED),
    TicketMove.CLOSED: (_ALIVE, TicketState.CLOSED),
    TicketMove.RELAPSED: (frozenset({TicketState.CLOSED}), TicketState.RELAPSED),
    TicketMove.REISSUED: (frozenset({TicketState.RELAPSED}), TicketState.ISSUED),
    TicketMove.WITHDRAWN: (_ALIVE, TicketState.WITHDRAWN),
    TicketMove.ITEM_REPAIRED: (_ALIVE, None),
    TicketMove.ITEM_RECURRED: (UNDER_WAY, None),
    TicketMove.ITEM_WITHDRAWN: (_ALIVE, None),
}
"""From which states a move may be made, and the state it leads to; None: the state stays. 交办 makes the ticket."""

_WHY_NOT = {
    TicketState.ANSWERED: "单位已经反馈，正等待复查",
    TicketState.CLOSED: "已经复查通过并销号",
    TicketState.WITHDRAWN: "各项均判为误报，已经撤回",
    TicketState.RELAPSED: "销号后又出现，须先用 govwatch tickets approve 重新确认",
}


def state_after(number: str, state: TicketState, move: TicketMove) -> TicketState:
    """The state a move leads to. Raises :class:`TicketError` when it may not be made."""
    before, after = MOVES[move]
    if state not in before:
        raise TicketError(f"{number}不能{move}：{_WHY_NOT.get(state, f'现在是“{state}”')}。")
    return after or state


async def enter_move(
    session: AsyncSession,
    ticket: Ticket,
    move: TicketMove,
    by: str,
    at: datetime,
    *,
    note: str = "",
    **values: Any,
) -> None:
    """Make a move, and set columns of the ticket with it. An order's ``due`` stands with its step, too.

    Raises :class:`TicketError` when the move may not be made, or may no longer.
    """
    before, after = ticket.state, state_after(ticket.number, ticket.state, move)
    changed = await session.exec(
        update(Ticket)
        .where(col(Ticket.id) == ticket.id, col(Ticket.state) == before)
        .values(state=after, **values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:
        raise TicketError(f"{ticket.number}刚刚由别人处理，本次没有写入：请重新查看后再试。")
    await session.refresh(ticket)
    session.add(TicketStep(ticket_id=stored(ticket.id), step=move, by=by, note=note, at=at, due=values.get("due")))
    await session.flush()


# -- what a unit does, entered by the office ----------------------------------------------------------------------


async def sign(session: AsyncSession, ticket: Ticket, by: str, now: datetime) -> None:
    """签收: the unit has taken note. Raises :class:`TicketError`."""
    await enter_move(session, ticket, TicketMove.SIGNED, by, now)
    will_commit(session, Boundary.TICKET_ANSWER_BEFORE, Boundary.TICKET_ANSWER_AFTER)


async def answer(session: AsyncSession, ticket: Ticket, text: str, by: str, now: datetime) -> bool:
    """反馈: the unit says that it is repaired; a re-check is asked for. False when that answer was entered before.

    Raises :class:`TicketError`.
    """
    if ticket.state is TicketState.ANSWERED and ticket.answer == text:
        return False
    await enter_move(session, ticket, TicketMove.ANSWERED, by, now, note=text, answered=now, answer=text)
    await ask_recheck(session, ticket, by, now)
    will_commit(session, Boundary.TICKET_ANSWER_BEFORE, Boundary.TICKET_ANSWER_AFTER)
    return True


# -- reading ------------------------------------------------------------------------------------------------------


async def the_ticket(session: AsyncSession, office_id: int, number: str) -> Ticket:
    """The ticket of that number. Raises :class:`TicketError`."""
    wanted = number.strip().upper()
    query = select(Ticket).where(Ticket.office_id == office_id, Ticket.number == wanted)
    found = (await session.exec(query)).first()
    if found is None:
        raise TicketError(f"没有编号为“{number[:40]}”的交办单：用 govwatch tickets 查看全部编号。")
    return found


async def list_tickets(
    session: AsyncSession, office_id: int, *, states: Collection[TicketState] | None = None
) -> list[Ticket]:
    """The tickets of an office in the order of their issue."""
    query = select(Ticket).where(Ticket.office_id == office_id)
    if states is not None:
        query = query.where(col(Ticket.state).in_(states))
    return list(await session.exec(query.order_by(col(Ticket.id))))


async def items_of(
    session: AsyncSession, ticket_ids: Collection[int]
) -> dict[int, list[tuple[TicketItem, FindingRow]]]:
    """The items of tickets with their findings, by ticket, in the order of the paper."""
    found: dict[int, list[tuple[TicketItem, FindingRow]]] = {ticket_id: [] for ticket_id in ticket_ids}
    for batch in batches(sorted(found)):
        query = (
            select(TicketItem, FindingRow)
            .join(FindingRow, col(FindingRow.id) == TicketItem.finding_id)
            .where(col(TicketItem.ticket_id).in_(batch))
            .order_by(col(TicketItem.place))
        )
        for item, finding in await session.exec(query):
            found[item.ticket_id].append((item, finding))
    return found


async def steps_of(session: AsyncSession, ticket_id: int) -> list[TicketStep]:
    """The history of a ticket, oldest first."""
    query = select(TicketStep).where(TicketStep.ticket_id == ticket_id)
    return list(await session.exec(query.order_by(col(TicketStep.id))))


async def tickets_holding(session: AsyncSession, finding_ids: Collection[int]) -> dict[int, Ticket]:
    """The newest ticket of each finding that is on one, not counting those from which it was withdrawn."""
    holding: dict[int, Ticket] = {}
    for batch in batches(sorted(finding_ids)):
        query = (
            select(TicketItem.finding_id, Ticket)
            .join(Ticket, col(Ticket.id) == TicketItem.ticket_id)
            .where(col(TicketItem.finding_id).in_(batch), col(TicketItem.state) != ItemState.WITHDRAWN)
            .order_by(col(Ticket.id))
        )
        holding.update((finding_id, ticket) for finding_id, ticket in await session.exec(query))
    return holding
