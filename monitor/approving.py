"""Confirming findings and ordering their repair: decided, ticketed and queued as mail in one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue, load_catalogue
from registry.database import Database
from registry.decisions.following import reopen
from registry.decisions.issuing import approve
from registry.decisions.reviews import Asked, pending
from registry.decisions.ticket_rules import ticket_rules
from registry.models import Office, Ticket, stored
from reports.orders import Told, queue_orders

BY_ITSELF = "系统自动交办"
"""Who issued a ticket that no person confirmed."""

Choose = Callable[[AsyncSession], Awaitable[list[Asked]]]
"""Which findings are meant, read within the transaction that puts them on tickets."""


@dataclass(frozen=True, slots=True)
class Post:
    """Who orders are from, and who reads the answers."""

    sender: str
    reply_to: str
    catalogue: Catalogue = field(default_factory=load_catalogue)
    """By whose words orders are written, and what may be issued by itself."""


@dataclass(frozen=True, slots=True)
class Approved:
    """The tickets that were made or issued again, each with the name of its unit, and whom the orders told."""

    tickets: tuple[tuple[Ticket, str], ...]
    told: Told


async def approve_chosen(
    database: Database, office: Office, choose: Choose, by: str, post: Post, now: datetime
) -> Approved:
    """Confirm what ``choose`` gives, and order its repair. Raises :class:`~registry.errors.TicketError`."""
    async with database.write() as session:
        await reopen(session, stored(office.id), by, now)
        return await _approve(session, office, await choose(session), by, post, now)


async def issue_automatically(database: Database, office: Office, post: Post, now: datetime) -> Approved:
    """Issue what waits for nobody: confirmed findings of mechanical indicators that the office switched that on for."""
    mechanical = {entry.id for entry in post.catalogue.values() if entry.mechanical}
    async with database.read() as session:
        indicators = (await ticket_rules(session, stored(office.id))).automatic & mechanical
        waiting = [one for one in await pending(session, stored(office.id), now) if one.finding.indicator in indicators]
    if not waiting:
        return Approved((), Told((), ()))
    async with database.write() as session:
        asked = [one for one in await pending(session, stored(office.id), now) if one.finding.indicator in indicators]
        return await _approve(session, office, asked, BY_ITSELF, post, now, automatic=True)


async def tell_untold(database: Database, office: Office, post: Post, now: datetime) -> Told:
    """Queue the orders of tickets whose units had no mailbox when they were issued, and have one now."""
    async with database.write() as session:
        return await _told(session, office, post, now)


async def _approve(
    session: AsyncSession,
    office: Office,
    asked: list[Asked],
    by: str,
    post: Post,
    now: datetime,
    *,
    automatic: bool = False,
) -> Approved:
    tickets = await approve(session, office, asked, by, now, automatic=automatic)
    units = {one.unit.id: one.unit.name for one in asked}
    named = tuple((ticket, units[ticket.unit_id]) for ticket in tickets)
    return Approved(named, await _told(session, office, post, now))


async def _told(session: AsyncSession, office: Office, post: Post, now: datetime) -> Told:
    return await queue_orders(session, office, post.catalogue, sender=post.sender, reply_to=post.reply_to, now=now)
