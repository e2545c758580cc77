"""临期提醒 between two reports: the office is told what will be late soon, and a unit of its own tickets.

Columns and accounts are told to the office alone: nobody confirmed anything of them, so no paper goes to their units. A
ticket was signed by a person; its unit is reminded of it on the last working day before it is due. Everything is told
once; the mails and what they told are stored in one transaction.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue
from checks.time import shanghai_day
from registry.decisions.reminded import mark_told, not_told
from registry.decisions.workdays import last_workday
from registry.models import Office, TargetState, Ticket, TicketState, Unit, stored
from registry.outbox import queue_mail
from registry.targets import list_targets
from reports import wording
from reports.basis import watched
from reports.due import DueRow, due_soon
from reports.mail import build_message, message_id
from reports.orders import mailbox_of, named
from reports.render import Letter, render
from reports.sections.due import NearRow, near_row
from reports.sections.telling import ROWS, beyond

_WITH_THE_UNIT = (TicketState.ISSUED, TicketState.SIGNED, TicketState.RETURNED)


@dataclass(frozen=True, slots=True)
class NearThing:
    """A column, home page or account near its limit, and whom to call (经办人)."""

    row: NearRow
    contact: str


@dataclass(frozen=True, slots=True)
class NearTicket:
    """A ticket near its day, in words."""

    number: str
    unit: str
    problem: str
    state: str
    due: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A whole reminder in words: what the three templates draw on. ``unit`` is empty in that to the office."""

    office: str
    unit: str
    first: str
    things: tuple[NearThing, ...]
    things_count: int
    things_more: str
    tickets: tuple[NearTicket, ...]
    tickets_count: int


@dataclass(frozen=True, slots=True)
class Sending:
    """Who reminders are from, who of the office reads them, and who reads answers."""

    sender: str
    recipients: tuple[str, ...]

    @property
    def reply_to(self) -> str:
        """The mailbox of the office, where it has one."""
        return next(iter(self.recipients), "")


async def queue_reminders(
    session: AsyncSession, office: Office, catalogue: Catalogue, sending: Sending, now: datetime
) -> list[str]:
    """Queue what is to be told now and was not; the subjects. To be called in a writing transaction."""
    office_id, today = stored(office.id), shanghai_day(now)
    entries = {entry.target.id: entry for entry in await list_targets(session, office_id, states={TargetState.ACTIVE})}
    active = {one.id: one for one in await watched(session, office_id, now, entries) if one.id in entries}
    things = await due_soon(session, office_id, now, active)
    keys = {_key(one): one for one in things}
    tickets = await _near_tickets(session, office_id, today)
    new = await not_told(session, office_id, [*keys, *(_ticket_key(ticket) for ticket, _ in tickets)])
    things = tuple(one for key, one in keys.items() if key in new)
    tickets = [(ticket, unit) for ticket, unit in tickets if _ticket_key(ticket) in new]
    writer = _Writer(session, office, catalogue, sending, now)
    subjects = await writer.to_office(things, tickets)
    subjects += await writer.to_units(tickets)
    await mark_told(session, office_id, sorted(new), now)
    return subjects


async def _near_tickets(session: AsyncSession, office_id: int, today: date) -> list[tuple[Ticket, Unit]]:
    query = (
        select(Ticket, Unit)
        .join(Unit, col(Unit.id) == Ticket.unit_id)
        .where(Ticket.office_id == office_id, col(Ticket.state).in_(_WITH_THE_UNIT), Ticket.mail != "")
        .where(col(Ticket.due) >= today)
        .order_by(col(Ticket.due), col(Unit.position), col(Unit.id), col(Ticket.id))
    )
    return [(ticket, unit) for ticket, unit in await session.exec(query) if _is_near(ticket, today)]


def _is_near(ticket: Ticket, today: date) -> bool:
    """The last working day before its day has come; not on the day it was issued."""
    return last_workday(ticket.due - timedelta(days=1)) <= today and shanghai_day(ticket.issued) < today


@dataclass(frozen=True, slots=True)
class _Writer:
    session: AsyncSession
    office: Office
    catalogue: Catalogue
    sending: Sending
    now: datetime

    async def to_office(self, things: Sequence[DueRow], tickets: Sequence[tuple[Ticket, Unit]]) -> list[str]:
        if not self.sending.recipients or not (things or tickets):
            return []
        days = [one.update_by for one in things] + [ticket.due for ticket, _ in tickets]
        reminder = Reminder(
            office=self._name(self.office.name),
            unit="",
            first=wording.due_day(min(days), self._year),
            things=tuple(
                NearThing(near_row(number, one, self._year), self._name(one.contact))
                for number, one in enumerate(things[:ROWS], 1)
            ),
            things_count=len(things),
            things_more=beyond(len(things), "项", "simulate"),
            tickets=tuple(self._ticket(ticket, unit) for ticket, unit in tickets),
            tickets_count=len(tickets),
        )
        key = f"reminder/office/{shanghai_day(self.now)}"
        return [await self._queue(key, reminder_letter(reminder), self.sending.recipients)]

    async def to_units(self, tickets: Sequence[tuple[Ticket, Unit]]) -> list[str]:
        by_unit: dict[int, list[tuple[Ticket, Unit]]] = {}
        for ticket, unit in tickets:
            if mailbox_of(unit):
                by_unit.setdefault(stored(unit.id), []).append((ticket, unit))
        return [await self._to_unit(there[0][1], there) for there in by_unit.values()]

    async def _to_unit(self, unit: Unit, tickets: Sequence[tuple[Ticket, Unit]]) -> str:
        reminder = Reminder(
            office=self._name(self.office.name),
            unit=self._name(unit.name),
            first=wording.due_day(min(ticket.due for ticket, _ in tickets), self._year),
            things=(),
            things_count=0,
            things_more="",
            tickets=tuple(self._ticket(ticket, unit) for ticket, _ in tickets),
            tickets_count=len(tickets),
        )
        key = f"reminder/{'+'.join(named(ticket) for ticket, _ in tickets)}/{shanghai_day(self.now)}"
        return await self._queue(key, reminder_letter(reminder), [mailbox_of(unit)])

    async def _queue(self, key: str, letter: Letter, recipients: Sequence[str]) -> str:
        identity = message_id(self.office.code, key, self.sending.sender)
        content = build_message(
            letter,
            message_id=identity,
            sender=self.sending.sender,
            recipients=recipients,
            at=self.now,
            reply_to=self.sending.reply_to,
        )
        office_id = stored(self.office.id)
        await queue_mail(self.session, office_id, key, identity, recipients, letter.subject, content, self.now)
        return letter.subject

    def _ticket(self, ticket: Ticket, unit: Unit) -> NearTicket:
        return NearTicket(
            number=ticket.number,
            unit=self._name(unit.name),
            problem=wording.title(ticket.indicator, self.catalogue),
            state=ticket.state.value,
            due=wording.due_day(ticket.due, self._year),
        )

    def _name(self, name: str) -> str:
        return wording.clean(name, wording.NAME_LENGTH)

    @property
    def _year(self) -> int:
        return shanghai_day(self.now).year


def reminder_letter(reminder: Reminder) -> Letter:
    """A reminder as a letter."""
    return render("reminder", {"reminder": reminder})


def _key(one: DueRow) -> str:
    name = hashlib.sha256(one.name.encode("utf-8", "replace")).hexdigest()[:16]
    return f"{one.target.id}/{one.indicator}/{name}/{one.due}"


def _ticket_key(ticket: Ticket) -> str:
    return f"{named(ticket)}/{ticket.due}"
