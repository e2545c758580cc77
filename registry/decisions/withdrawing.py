"""误报: a finding that is none is asked for no more, and comes off the ticket it is on."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.decisions.recheck_requests import ask_recheck
from registry.decisions.reviews import decide
from registry.models import Decision, FindingRow, ItemState, Ticket, TicketItem, TicketMove, TicketState, stored
from registry.tickets import enter_move, items_of

_CLOSED = (TicketState.CLOSED, TicketState.WITHDRAWN)


async def dismiss(session: AsyncSession, finding: FindingRow, reason: str, by: str, now: datetime) -> Ticket | None:
    """Judge a finding to be a false alarm; the ticket it came off, if it was on one that is not closed.

    A ticket that holds nothing else is withdrawn (撤回). Raises :class:`~registry.errors.TicketError`.
    """
    await decide(session, finding, Decision.FALSE_ALARM, by, now, reason=reason)
    held = await _held(session, finding)
    if held is None:
        return None
    item, ticket = held
    item.state = ItemState.WITHDRAWN
    session.add(item)
    note = f"第{item.place}项：{reason}"
    await enter_move(session, ticket, TicketMove.ITEM_WITHDRAWN, by, now, note=note)
    await _settle(session, ticket, by, now)
    return ticket


async def _held(session: AsyncSession, finding: FindingRow) -> tuple[TicketItem, Ticket] | None:
    query = (
        select(TicketItem, Ticket)
        .join(Ticket, col(Ticket.id) == TicketItem.ticket_id)
        .where(TicketItem.finding_id == finding.id, col(TicketItem.state) != ItemState.WITHDRAWN)
        .where(col(Ticket.state).not_in(_CLOSED))
    )
    found = (await session.exec(query)).first()
    return (found[0], found[1]) if found else None


async def _settle(session: AsyncSession, ticket: Ticket, by: str, now: datetime) -> None:
    """What becomes of a ticket from which an item was taken."""
    ticket_id = stored(ticket.id)
    states = {item.state for item, _ in (await items_of(session, [ticket_id]))[ticket_id]}
    if states == {ItemState.WITHDRAWN}:
        await enter_move(session, ticket, TicketMove.WITHDRAWN, by, now, closed=now)
    elif ItemState.OPEN in states:
        return
    elif ticket.state is TicketState.RELAPSED:  # what is left was proven before it was closed
        await enter_move(session, ticket, TicketMove.CLOSED, by, now, note="其余各项此前已复查通过", closed=now)
    else:
        await ask_recheck(session, ticket, by, now)
