"""Tickets as a document (``govwatch tickets --json``). Instants are ISO 8601 in UTC, days are those of Shanghai."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import shanghai_day
from checks.vocabulary import Severity
from registry.models import FindingRow, ItemState, Ticket, TicketItem, TicketMove, TicketState, TicketStep, Unit, stored
from registry.tickets import items_of, steps_of

SCHEMA: Literal["govwatch/tickets/1"] = "govwatch/tickets/1"


def _sound(value: object) -> object:
    """Text without lone surrogates, which no JSON document can hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_sound)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True, validate_by_name=True)


class ItemDocument(_Part):
    """One item: its number on the paper, the number of its finding, and whether it is repaired."""

    place: int
    finding: int
    target: Text
    about: Text
    state: ItemState
    checked: datetime | None = Field(description="The look that saw it right, UTC.")


class StepDocument(_Part):
    """One step in the history of a ticket."""

    step: TicketMove
    by: Text
    note: Text
    at: datetime


class TicketDocument(_Part):
    """One ticket with its items and its history."""

    number: Text = Field(description="问题编号")
    unit: Text
    indicator: Text
    severity: Severity
    state: TicketState
    issued: datetime
    issued_by: Text
    automatic: bool = Field(description="Issued by itself; no person confirmed it.")
    due: date
    overdue: bool = Field(description="Past its day, and the unit has not answered.")
    told: bool = Field(description="An order was queued or sent to the unit.")
    answered: datetime | None
    answer: Text
    closed: datetime | None
    reopened: int
    items: list[ItemDocument]
    steps: list[StepDocument]


class TicketsDocument(_Part):
    """Tickets of an office, in the order of their issue."""

    schema_: Literal["govwatch/tickets/1"] = Field(default=SCHEMA, alias="schema")
    tickets: list[TicketDocument]

    def to_json(self) -> str:
        """The document as text, indented."""
        return self.model_dump_json(indent=2)


def tickets_schema() -> str:
    """The JSON Schema of the document, as text with sorted keys."""
    schema = TicketsDocument.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def is_overdue(ticket: Ticket, state: TicketState, due: date, today: date) -> bool:
    """Whether a ticket is past its day and the ball is with the unit: an answered one waits for us.

    What a unit was never told of cannot be overdue.
    """
    return due < today and state.is_under_way and state is not TicketState.ANSWERED and bool(ticket.mail)


async def compose_tickets(session: AsyncSession, tickets: Sequence[Ticket], now: datetime) -> TicketsDocument:
    """The document of some tickets as of an instant."""
    items = await items_of(session, [stored(ticket.id) for ticket in tickets])
    wanted = {ticket.unit_id for ticket in tickets}
    units = {unit.id: unit.name for unit in await session.exec(select(Unit).where(col(Unit.id).in_(wanted)))}
    return TicketsDocument(
        tickets=[
            _ticket(
                ticket,
                units[ticket.unit_id],
                items[stored(ticket.id)],
                await steps_of(session, stored(ticket.id)),
                shanghai_day(now),
            )
            for ticket in tickets
        ]
    )


def _ticket(
    ticket: Ticket,
    unit: str,
    items: Sequence[tuple[TicketItem, FindingRow]],
    steps: Sequence[TicketStep],
    today: date,
) -> TicketDocument:
    return TicketDocument(
        number=ticket.number,
        unit=unit,
        indicator=ticket.indicator,
        severity=ticket.severity,
        state=ticket.state,
        issued=ticket.issued,
        issued_by=ticket.issued_by,
        automatic=ticket.automatic,
        due=ticket.due,
        overdue=is_overdue(ticket, ticket.state, ticket.due, today),
        told=bool(ticket.mail),
        answered=ticket.answered,
        answer=ticket.answer,
        closed=ticket.closed,
        reopened=ticket.reopened,
        items=[
            ItemDocument(
                place=item.place,
                finding=item.finding_id,
                target=finding.target_id,
                about=finding.about,
                state=item.state,
                checked=item.checked,
            )
            for item, finding in items
        ],
        steps=[StepDocument(step=step.step, by=step.by, note=step.note, at=step.at) for step in steps],
    )
