"""Queueing orders: one mail to a unit for each approval, with its tickets and nothing of anybody else."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue
from registry.decisions.issuing import give_time, mark_mailed
from registry.models import Office, Ticket, Unit, stored
from registry.outbox import queue_mail
from registry.tickets import UNDER_WAY
from reports.errors import MailError
from reports.mail import address, build_message, message_id
from reports.order import compose_order, order_letter


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the orders: the subjects queued, by unit, and the units that nobody could be told for."""

    queued: tuple[tuple[str, str], ...]
    nobody: tuple[str, ...]


async def queue_orders(
    session: AsyncSession, office: Office, catalogue: Catalogue, *, sender: str, reply_to: str, now: datetime
) -> Told:
    """Queue an order for every ticket that its unit was not told of, one mail for a unit and an approval.

    To be called within the transaction that made the tickets. A unit without a mailbox is told nothing; its tickets
    stay untold until it has one.
    """
    queued, nobody = [], []
    for unit, tickets in await _untold(session, stored(office.id)):
        mailbox = mailbox_of(unit)
        if not mailbox:
            nobody.append(unit.name)
            continue
        await give_time(session, stored(office.id), tickets, now)
        letter = order_letter(await compose_order(session, office, unit, tickets, catalogue))
        key = f"order/{'+'.join(named(ticket) for ticket in tickets)}"
        identity = message_id(office.code, key, sender)
        content = build_message(
            letter, message_id=identity, sender=sender, recipients=[mailbox], at=now, reply_to=reply_to
        )
        await queue_mail(session, stored(office.id), key, identity, [mailbox], letter.subject, content, now)
        await mark_mailed(session, tickets, key)
        queued.append((unit.name, letter.subject))
    return Told(tuple(queued), tuple(dict.fromkeys(nobody)))


async def _untold(session: AsyncSession, office_id: int) -> list[tuple[Unit, list[Ticket]]]:
    query = (
        select(Ticket, Unit)
        .join(Unit, col(Unit.id) == Ticket.unit_id)
        .where(Ticket.office_id == office_id, Ticket.mail == "", col(Ticket.state).in_(UNDER_WAY))
        .order_by(col(Ticket.issued), col(Unit.position), col(Unit.id), col(Ticket.id))
    )
    found: dict[tuple[datetime, int], tuple[Unit, list[Ticket]]] = {}
    for ticket, unit in await session.exec(query):
        found.setdefault((ticket.issued, stored(unit.id)), (unit, []))[1].append(ticket)
    return list(found.values())


def mailbox_of(unit: Unit) -> str:
    """The unit's mailbox, or an empty string when it has none that mail can be sent to."""
    try:
        return str(address(unit.mailbox).addr_spec) if unit.mailbox else ""
    except MailError:
        return ""


def named(ticket: Ticket) -> str:
    """The number, and which time it is ordered."""
    return ticket.number + (f".{ticket.reopened}" if ticket.reopened else "")
