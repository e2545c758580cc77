"""The words of an order (问题交办单（提醒）): a unit's tickets, column by column as the paper shows them.

It never carries a health grade or a header score: those are for the office.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue
from checks.time import shanghai_day
from registry.decisions.workdays import is_certain
from registry.models import FindingRow, ItemState, Office, Target, Ticket, TicketItem, Unit, stored
from registry.tickets import items_of
from reports import terms, wording
from reports.order_places import OrderPage, pages, where
from reports.render import Letter, render

ITEMS = 200
"""Items told of one ticket; a mail beyond is cut off by mail programs."""

EVIDENCE = 12
"""Characters of the number of a picture, as in the ledger."""


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One thing to repair, column by column as the order shows it. ``pictures`` are the numbers of those that prove
    it, which the office has."""

    place: int
    name: str
    pages: tuple[OrderPage, ...]
    where: OrderPage
    sentence: str
    looks: tuple[str, ...]
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderTicket:
    """A ticket in words. ``rule`` and ``remedy`` are those of its indicator; ``remarks`` qualify it."""

    number: str
    title: str
    count: int
    severity: str
    due: str
    basis: str
    rule: str
    remedy: str
    remarks: tuple[str, ...]
    items: tuple[OrderItem, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Order:
    """A whole order in words: what the three templates draw on."""

    office: str
    unit: str
    what: str
    count: int
    numbers: str
    due: str
    tickets: tuple[OrderTicket, ...]
    ending: str


def order_letter(order: Order) -> Letter:
    """An order as a letter."""
    return render("order", {"order": order})


async def compose_order(
    session: AsyncSession, office: Office, unit: Unit, tickets: Sequence[Ticket], catalogue: Catalogue
) -> Order:
    """The order of some tickets, all of one unit and one approval, with their open items."""
    items = await items_of(session, [stored(ticket.id) for ticket in tickets])
    left = {
        ticket_id: [(item, row) for item, row in there if item.state is ItemState.OPEN]
        for ticket_id, there in items.items()
    }
    wanted = {row.target_id for there in left.values() for _, row in there}
    targets = {target.id: target for target in await session.exec(select(Target).where(col(Target.id).in_(wanted)))}
    return Order(
        office=wording.clean(office.name, wording.NAME_LENGTH),
        unit=wording.clean(unit.name, wording.NAME_LENGTH),
        what=_what(targets.values(), stored(unit.id)),
        count=sum(len(there) for there in left.values()),
        numbers=tickets[0].number + (f"等{len(tickets)}单" if len(tickets) > 1 else ""),
        due=_due(tickets),
        tickets=tuple(_ticket(ticket, left[stored(ticket.id)], targets, catalogue) for ticket in tickets),
        ending=_ending(tickets[0], wording.clean(office.name, wording.NAME_LENGTH)),
    )


def _what(targets: Iterable[Target], unit_id: int) -> str:
    """What the unit has: sites, accounts, and columns on the sites of others."""
    kinds = {
        "新媒体" if not target.kind.is_site else "网站" if target.unit_id == unit_id else "栏目" for target in targets
    }
    return "和".join(kind for kind in ("网站", "栏目", "新媒体") if kind in kinds) or "网站"


def _due(tickets: Sequence[Ticket]) -> str:
    days = sorted({ticket.due for ticket in tickets})
    first = wording.due_day(days[0], shanghai_day(tickets[0].issued).year)
    return f"请于{first}前处理" if len(days) == 1 else f"最早请于{first}前处理"


def _ending(ticket: Ticket, office: str) -> str:
    year = shanghai_day(ticket.issued).year
    when = wording.moment(ticket.issued, year)
    by = wording.clean(ticket.issued_by, wording.NAME_LENGTH)
    made = (
        f"本单由系统两次核查一致后按{office}的设定自动交办（{when}）。"
        if ticket.automatic
        else f"本单经人工核实（核实人：{by}，{when}）。"
    )
    return (
        f"{made}改好后系统自动复查，无需截图、无需书面报告。有异议请直接回复本邮件说明，或致电{office}。"
        "本单为提醒，不是整改通知书。"
    )


def _ticket(
    ticket: Ticket,
    items: Sequence[tuple[TicketItem, FindingRow]],
    targets: Mapping[str, Target],
    catalogue: Catalogue,
) -> OrderTicket:
    entry = catalogue.get(ticket.indicator)
    year = shanghai_day(ticket.issued).year
    more = len(items) - ITEMS
    return OrderTicket(
        number=ticket.number,
        title=wording.title(ticket.indicator, catalogue),
        count=len(items),
        severity=terms.term(terms.SEVERITIES, ticket.severity),
        due=wording.due_day(ticket.due, year),
        basis="，".join(filter(None, (entry.basis.document, entry.basis.clause))) if entry else "",
        rule=entry.right.zh if entry else "",
        remedy=entry.remedy.zh if entry else "",
        remarks=tuple(_remarks(ticket)),
        items=tuple(_item(item, row, targets[row.target_id], catalogue, year) for item, row in items[:ITEMS]),
        more=f"另有{more}项同类问题未列出，改好以上各项后请一并检查。" if more > 0 else "",
    )


def _remarks(ticket: Ticket) -> list[str]:
    remarks = []
    if ticket.reopened:
        remarks.append(f"此前已整改销号，复查发现再次出现（第{ticket.reopened}次反复）。")
    if not is_certain(ticket.due):
        remarks.append(f"{ticket.due.year}年放假安排尚未公布，时限按周一至周五为工作日计算。")
    return remarks


def _item(item: TicketItem, row: FindingRow, target: Target, catalogue: Catalogue, year: int) -> OrderItem:
    entry = catalogue.get(row.indicator)
    told = (
        wording.sentence(entry, url=row.url, about=row.about, outcome=row.link_outcome, data=row.data, year=year)
        if entry
        else f"{wording.clean(row.indicator)}：{wording.short_url(row.about)}"
    )
    name = wording.clean(target.name, wording.NAME_LENGTH)
    return OrderItem(
        place=item.place,
        name=f"{name}首页" if row.on_home and target.kind.is_site else name,
        pages=pages(row, target),
        where=where(row, target),
        sentence=told,
        looks=wording.looks(row.relapsed or row.first_seen, row.confirmed, year),
        pictures=tuple(number[:EVIDENCE] for number in row.evidence),
    )
