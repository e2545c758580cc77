"""交办: confirmed findings become tickets, one for each unit and indicator. A relapse goes on the ticket it was on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import shanghai_day
from checks.vocabulary import Severity
from registry.boundaries import Boundary, will_commit
from registry.decisions.reviews import Asked, decide, require_free
from registry.decisions.ticket_rules import TicketRules, ticket_rules
from registry.decisions.workdays import deadline
from registry.errors import TicketError
from registry.models import (
    Decision,
    ItemState,
    Office,
    Ticket,
    TicketItem,
    TicketMove,
    TicketStep,
    stored,
)
from registry.tickets import enter_move, items_of


@dataclass(frozen=True, slots=True)
class _Issue:
    """What all tickets of one approval share."""

    office: Office
    rules: TicketRules
    by: str
    now: datetime
    automatic: bool


async def approve(
    session: AsyncSession, office: Office, asked: Sequence[Asked], by: str, now: datetime, *, automatic: bool = False
) -> list[Ticket]:
    """Confirm findings and put them on tickets: new ones, and those that they came back from; in order of number.

    ``automatic``: nobody confirmed them, the office has switched that on. Raises :class:`TicketError`, and then
    nothing must be committed.
    """
    issue = _Issue(office, await ticket_rules(session, stored(office.id)), by, now, automatic)
    for one in asked:
        require_free(one.finding, one.ticket)
        await decide(session, one.finding, Decision.CONFIRMED, by, now)
    groups: dict[tuple[int, str], list[Asked]] = {}
    for one in asked:
        if not one.came_back:
            groups.setdefault((stored(one.unit.id), one.finding.indicator), []).append(one)
    tickets = await _reissue(session, issue, {one.number: one.came_back for one in asked if one.came_back})
    tickets += [await _issue(session, issue, group) for group in groups.values()]
    if tickets:
        will_commit(session, Boundary.TICKET_ISSUE_BEFORE, Boundary.TICKET_ISSUE_AFTER)
    return sorted(tickets, key=lambda ticket: stored(ticket.id))


async def give_time(session: AsyncSession, office_id: int, tickets: Iterable[Ticket], now: datetime) -> None:
    """Before an order goes out: what was issued on an earlier day, to nobody, is due as if it were issued now."""
    rules = await ticket_rules(session, office_id)
    today = shanghai_day(now)
    for ticket in tickets:
        days = rules.days[ticket.severity]
        if days is not None and shanghai_day(ticket.issued) < today:
            due = deadline(today, days)
            await enter_move(session, ticket, TicketMove.TOLD, ticket.issued_by, now, note="补登邮箱后发出", due=due)


async def mark_mailed(session: AsyncSession, tickets: Iterable[Ticket], key: str) -> None:
    """The mail of that key in the outbox tells the unit of these tickets."""
    for ticket in tickets:
        ticket.mail = key
        session.add(ticket)
    await session.flush()


async def _issue(session: AsyncSession, issue: _Issue, group: Sequence[Asked]) -> Ticket:
    severity = _heaviest(one.finding.severity for one in group)
    ticket = Ticket(
        office_id=stored(issue.office.id),
        unit_id=stored(group[0].unit.id),
        number=await _next_number(session, issue),
        indicator=group[0].finding.indicator,
        severity=severity,
        issued=issue.now,
        issued_by=issue.by,
        automatic=issue.automatic,
        due=_due(issue, severity),
    )
    session.add(ticket)
    await session.flush()
    for place, one in enumerate(group, 1):
        session.add(TicketItem(ticket_id=stored(ticket.id), finding_id=one.number, place=place))
    step = TicketStep(ticket_id=stored(ticket.id), step=TicketMove.ISSUED, by=issue.by, at=issue.now, due=ticket.due)
    session.add(step)
    await session.flush()
    return ticket


async def _reissue(session: AsyncSession, issue: _Issue, confirmed: Mapping[int, str]) -> list[Ticket]:
    """Issue tickets again. ``confirmed`` are the numbers of findings that came back, with those of their tickets."""
    numbers = set(confirmed.values())
    query = select(Ticket).where(Ticket.office_id == issue.office.id, col(Ticket.number).in_(numbers))
    tickets = list(await session.exec(query))
    items = await items_of(session, [stored(ticket.id) for ticket in tickets])
    for ticket in tickets:
        left = [item for item, _ in items[stored(ticket.id)] if item.state is ItemState.OPEN]
        if others := [str(item.finding_id) for item in left if item.finding_id not in confirmed]:
            raise TicketError(
                f"{ticket.number}销号后反复的问题要一并处理：第{'、'.join(others)}号也请确认，或先判为误报。"
            )
        due = _due(issue, ticket.severity)
        await enter_move(
            session, ticket, TicketMove.REISSUED, issue.by, issue.now,
            issued=issue.now, issued_by=issue.by, automatic=issue.automatic, due=due, mail="",
        )  # fmt: skip
    return tickets


async def _next_number(session: AsyncSession, issue: _Issue) -> str:
    """``YC2026-47-012``: code of the office, ISO year and week in Shanghai, running number in that week."""
    year, week, _ = shanghai_day(issue.now).isocalendar()
    start = f"{issue.office.code}{year}-{week:02d}-"
    query = select(Ticket.number).where(
        Ticket.office_id == issue.office.id, col(Ticket.number).startswith(start, autoescape=True)
    )
    last = max((int(number.removeprefix(start)) for number in await session.exec(query)), default=0)
    return f"{start}{last + 1:03d}"


def _due(issue: _Issue, severity: Severity) -> date:
    days = issue.rules.days[severity]
    if days is None:
        raise TicketError("这类问题没有规定整改时限，不作交办：先用 govwatch tickets rules 设定时限。")
    return deadline(shanghai_day(issue.now), days)


def _heaviest(severities: Iterable[Severity]) -> Severity:
    return min(severities, key=list(Severity).index)
