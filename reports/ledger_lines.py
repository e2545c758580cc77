"""What the books hold of each problem, brought together for the ledger."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.decisions.answering import answering
from registry.decisions.reviews import newest_reviews
from registry.models import (
    ColumnRow,
    FindingRow,
    ItemState,
    Review,
    Ticket,
    TicketItem,
    TicketMove,
    TicketStep,
    Unit,
    stored,
)
from registry.seen.findings import list_findings
from registry.store.bulk import batches
from registry.targets import Entry, list_targets
from registry.tickets import items_of, list_tickets

_CHECKS = (TicketMove.CHECKED, TicketMove.RETURNED, TicketMove.CLOSED)


@dataclass(frozen=True, slots=True)
class OnTicket:
    """The newest ticket that a finding is on. ``checked`` is its last re-check, None before one."""

    ticket: Ticket
    item: TicketItem
    unit: Unit
    checked: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """All that the books hold of one problem. ``column`` is the name of the column it is in, or empty.

    ``unit`` answers for it: the one it was ordered from, else the one it would be.
    """

    finding: FindingRow
    entry: Entry
    unit: Unit
    column: str
    review: Review | None
    order: OnTicket | None


async def lines_of(session: AsyncSession, office_id: int) -> list[Line]:
    """All problems of an office: units in the order of papers, of each target the newest last."""
    entries = {entry.target.id: entry for entry in await list_targets(session, office_id)}
    places = {target_id: place for place, target_id in enumerate(entries)}
    findings = await list_findings(session, office_id)
    reviews = await newest_reviews(session, [stored(row.id) for row in findings])
    columns = await _columns(session, office_id)
    orders = await _orders(session, office_id)
    answers = await answering(session, office_id)
    findings.sort(key=lambda row: (places[row.target_id], row.first_seen, row.id))
    return [
        Line(
            finding=row,
            entry=entries[row.target_id],
            unit=order.unit
            if (order := orders.get(stored(row.id)))
            else answers.unit_of(row, entries[row.target_id].unit),
            column=columns.get((row.target_id, row.about), "") or str(row.data.get("name", "")),
            review=reviews.get(stored(row.id)),
            order=orders.get(stored(row.id)),
        )
        for row in findings
    ]


async def _columns(session: AsyncSession, office_id: int) -> Mapping[tuple[str, str], str]:
    rows = await session.exec(select(ColumnRow).where(ColumnRow.office_id == office_id))
    return {(row.target_id, row.url): row.name for row in rows}


async def _orders(session: AsyncSession, office_id: int) -> Mapping[int, OnTicket]:
    """The newest ticket of every finding that is on one, by finding."""
    tickets = await list_tickets(session, office_id)
    ids = [stored(ticket.id) for ticket in tickets]
    units = {stored(unit.id): unit for unit in await session.exec(select(Unit).where(Unit.office_id == office_id))}
    items, checks = await items_of(session, ids), await _last_checks(session, ids)
    return {
        item.finding_id: OnTicket(ticket, item, units[ticket.unit_id], checks.get(stored(ticket.id)))
        for ticket in tickets
        for item, _ in items[stored(ticket.id)]
        if item.state is not ItemState.WITHDRAWN
    }


async def _last_checks(session: AsyncSession, ticket_ids: Collection[int]) -> Mapping[int, datetime]:
    last: dict[int, datetime] = {}
    for batch in batches(sorted(ticket_ids)):
        steps = select(TicketStep).where(col(TicketStep.ticket_id).in_(batch), col(TicketStep.step).in_(_CHECKS))
        last.update({step.ticket_id: step.at for step in await session.exec(steps.order_by(col(TicketStep.id)))})
    return last
