"""复核: what a look saw of the things on tickets, and what that makes of the tickets.

A re-check of a ticket concludes it, whatever its state: all items seen right → 销号, an item seen wrong → 退回 (when
the unit had said that it was repaired). So does an ordinary scan for a ticket that the unit answered before the scan,
if it saw every item. What could not be seen changes nothing and is said.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import Boundary, will_commit
from registry.decisions.recheck_requests import answer_rechecks, ask_recheck
from registry.models import (
    FindingRow,
    FindingState,
    ItemState,
    Ticket,
    TicketItem,
    TicketMove,
    TicketState,
    stored,
)
from registry.tickets import UNDER_WAY, enter_move, items_of, list_tickets

Thing = tuple[str, str]
"""Target id and indicator."""

Items = Sequence[tuple[TicketItem, FindingRow]]


@dataclass(frozen=True, slots=True)
class Look:
    """A look that was entered in the books. ``by`` is who looked.

    ``judged`` are the things it judged; ``blind`` says, in words, why it could not judge others. ``unseen`` says the
    same of single findings, by id.
    """

    as_of: datetime
    by: str
    judged: Collection[Thing]
    blind: Mapping[Thing, str]
    unseen: Mapping[int, str]

    def why_unseen(self, item: TicketItem, finding: FindingRow) -> str:
        """Why nothing can be said of a finding after this look, or an empty string."""
        thing = (finding.target_id, finding.indicator)
        if thing not in self.judged:
            return self.blind.get(thing, "本次没有检查")
        if item.finding_id in self.unseen:
            return self.unseen[item.finding_id]
        if finding.state is FindingState.RESOLVED:
            return ""
        if item.state is ItemState.REPAIRED:
            return "又出现一次，待第二次核查"
        return "" if finding.last_seen >= self.as_of else "本次没有看到"


async def follow(session: AsyncSession, office_id: int, look: Look, rechecked: str = "") -> None:
    """Carry what a look saw over to the tickets. ``rechecked`` is the number of the ticket whose re-check it was."""
    changed = await reopen(session, office_id, look.by, look.as_of)
    tickets = await list_tickets(session, office_id, states=UNDER_WAY | {TicketState.RELAPSED})
    items = await items_of(session, [stored(ticket.id) for ticket in tickets])
    for ticket in tickets:
        there = [(item, finding) for item, finding in items[stored(ticket.id)] if item.state is not ItemState.WITHDRAWN]
        moved = await _carry_over(session, ticket, there, look)
        if ticket.number == rechecked or _counts(ticket, there, look):
            await _conclude(session, ticket, there, look)
            moved = True
        elif moved and all(item.state is ItemState.REPAIRED for item, _ in there):
            await ask_recheck(session, ticket, look.by, look.as_of)
        changed = changed or moved
    if changed:
        will_commit(session, Boundary.TICKET_FOLLOW_BEFORE, Boundary.TICKET_FOLLOW_AFTER)


async def reopen(session: AsyncSession, office_id: int, by: str, at: datetime) -> bool:
    """Reopen closed tickets with an item that was seen again, on two looks. Whether there were any."""
    query = (
        select(Ticket, TicketItem)
        .join(TicketItem, col(TicketItem.ticket_id) == Ticket.id)
        .join(FindingRow, col(FindingRow.id) == TicketItem.finding_id)
        .where(Ticket.office_id == office_id, Ticket.state == TicketState.CLOSED)
        .where(TicketItem.state == ItemState.REPAIRED, FindingRow.state == FindingState.OPEN)
        .where(col(FindingRow.confirmed).is_not(None))
        .order_by(col(Ticket.id), col(TicketItem.place))
    )
    back: dict[int, tuple[Ticket, list[TicketItem]]] = {}
    for ticket, item in await session.exec(query):
        back.setdefault(stored(ticket.id), (ticket, []))[1].append(item)
    for ticket, items in back.values():
        _set(session, items, ItemState.OPEN)
        note = f"{_named(items)}又出现"
        await enter_move(
            session, ticket, TicketMove.RELAPSED, by, at,
            note=note, closed=None, reopened=ticket.reopened + 1,
        )  # fmt: skip
    return bool(back)


async def _carry_over(session: AsyncSession, ticket: Ticket, there: Items, look: Look) -> bool:
    """Items whose findings were resolved, or came back, by this look or by one before it."""
    repaired = [
        item for item, finding in there if item.state is ItemState.OPEN and finding.state is FindingState.RESOLVED
    ]
    back = [
        item
        for item, finding in there
        if item.state is ItemState.REPAIRED and finding.state is FindingState.OPEN and finding.confirmed is not None
    ]
    resolved = {item.finding_id: finding.resolved for item, finding in there}
    for item in repaired:
        item.checked = resolved[item.finding_id]
    for items, state, move in (
        (repaired, ItemState.REPAIRED, TicketMove.ITEM_REPAIRED),
        (back, ItemState.OPEN, TicketMove.ITEM_RECURRED),
    ):
        if items:
            _set(session, items, state)
            await enter_move(session, ticket, move, look.by, look.as_of, note=_named(items))
    return bool(repaired or back)


def _counts(ticket: Ticket, there: Items, look: Look) -> bool:
    """Whether a look that was not made for this ticket counts as its re-check."""
    if any(look.why_unseen(item, finding) for item, finding in there):
        return False
    if ticket.state is TicketState.RELAPSED:
        return all(item.state is ItemState.REPAIRED for item, _ in there)
    return ticket.state is TicketState.ANSWERED and ticket.answered is not None and look.as_of > ticket.answered


async def _conclude(session: AsyncSession, ticket: Ticket, there: Items, look: Look) -> None:
    unseen = {item.place: why for item, finding in there if (why := look.why_unseen(item, finding))}
    wrong = [item for item, _ in there if item.state is ItemState.OPEN and item.place not in unseen]
    right = [item for item, _ in there if item.state is ItemState.REPAIRED and item.place not in unseen]
    note = _told(right, wrong, unseen)
    await answer_rechecks(session, ticket, note, look.as_of)
    await enter_move(session, ticket, TicketMove.CHECKED, look.by, look.as_of, note=note)
    if right and not wrong and not unseen:
        await enter_move(session, ticket, TicketMove.CLOSED, look.by, look.as_of, closed=look.as_of)
    elif wrong and ticket.state is TicketState.ANSWERED:
        await enter_move(session, ticket, TicketMove.RETURNED, look.by, look.as_of, note=f"{_named(wrong)}没有改好")


def _told(right: Sequence[TicketItem], wrong: Sequence[TicketItem], unseen: Mapping[int, str]) -> str:
    parts = [f"已改{len(right)}项"] if right else []
    parts += [f"未改{len(wrong)}项（{_named(wrong)}）"] if wrong else []
    if unseen:
        each = "；".join(f"第{place}项{why}" for place, why in unseen.items())
        parts.append(f"看不到{len(unseen)}项（{each}）")
    return "，".join(parts)


def _named(items: Sequence[TicketItem]) -> str:
    return f"第{'、'.join(str(item.place) for item in items)}项"


def _set(session: AsyncSession, items: Sequence[TicketItem], state: ItemState) -> None:
    for item in items:
        item.state = state
        session.add(item)
