"""``govwatch tickets``: from a finding to an order to a proven repair."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from checks.catalogue import Catalogue
from monitor import clock
from monitor.commands import deciding, order_papers, ticket_rules, tickets_import
from monitor.commands.options import DEFAULT_CONFIG, AsOf, By, Config, Json, catalogue_of, instant, opened, run, signed
from monitor.commands.words import told
from monitor.rechecks import RecheckBusyError, Rechecked, RecheckOrder, recheck
from registry.decisions.ledger_answers import LONGEST
from registry.decisions.recheck_requests import asked_rechecks
from registry.errors import TicketError
from registry.models import FindingRow, ItemState, Ticket, TicketItem, TicketState, stored
from registry.tickets import answer, items_of, list_tickets, sign, the_ticket
from reports import wording
from reports.terms import SEVERITIES
from reports.ticket_documents import TicketDocument, TicketsDocument, compose_tickets

Number = Annotated[str, typer.Argument(metavar="N", help="Number of a ticket, as YC2026-47-012. 问题编号。")]

app = typer.Typer(invoke_without_command=True, help="Tickets: confirm, order, answer, check again. 交办与整改。")
app.command("pending")(deciding.pending_)
app.command("approve")(deciding.approve)
app.command("dismiss")(deciding.dismiss_)
app.command("postpone")(deciding.postpone_)
app.command("restore")(deciding.restore_)
app.command("import")(tickets_import.import_)
app.command("rules")(ticket_rules.rules)
app.command("paper")(order_papers.paper)


@app.callback()
def tickets(
    context: typer.Context,
    config: Config = DEFAULT_CONFIG,
    state: Annotated[str, typer.Option("--state", help="open, late, all, or a state such as 已交办. 状态。")] = "open",
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Show tickets. 查看交办单。"""
    if context.invoked_subcommand is not None:
        return
    document = run(listed(config, state.strip(), instant(as_of) or clock.now()))
    if as_json:
        typer.echo(document.to_json())
        return
    say_tickets(document, catalogue_of(config))


def say_tickets(document: TicketsDocument, catalogue: Catalogue) -> None:
    """Print tickets, a line each."""
    for ticket in document.tickets:
        typer.echo(_line(ticket, catalogue))
    typer.echo(f"共{len(document.tickets)}单。" if document.tickets else "没有这样的交办单。")


async def listed(config: Path, state: str, at: datetime) -> TicketsDocument:
    """The tickets of a state, or of the groups ``open``, ``late`` and ``all``."""
    states = {one.value: {one} for one in TicketState} | {
        "open": {one for one in TicketState if one.is_under_way} | {TicketState.RELAPSED},
        "late": {one for one in TicketState if one.is_under_way},
        "all": set(TicketState),
    }
    if state not in states:
        raise typer.BadParameter(f"没有“{state[:20]}”这种状态：可用 {'、'.join(states)}。")
    async with opened(config) as desk, desk.database.read() as session:
        found = await list_tickets(session, desk.office_id, states=states[state])
        document = await compose_tickets(session, found, at)
    if state != "late":
        return document
    return TicketsDocument(tickets=[ticket for ticket in document.tickets if ticket.overdue])


def _line(ticket: TicketDocument, catalogue: Catalogue) -> str:
    asked = [item for item in ticket.items if item.state is not ItemState.WITHDRAWN]
    done = sum(item.state is ItemState.REPAIRED for item in asked)
    parts = [
        ticket.number,
        f"{ticket.state}{'（逾期）' if ticket.overdue else ''}",
        ticket.unit,
        wording.title(ticket.indicator, catalogue),
        f"{done}/{len(asked)}项已改",
        f"时限{wording.due_day(ticket.due, ticket.issued.year)}",
    ]
    return "　".join(parts) + ("" if ticket.told else "　交办单没有发出：单位没有登记邮箱")


@app.command("show")
def show(number: Number, config: Config = DEFAULT_CONFIG, as_of: AsOf = "", as_json: Json = False) -> None:
    """Show a ticket, its items and its history. 查看一张交办单。"""
    document, items = run(_shown(config, number, instant(as_of) or clock.now()))
    if as_json:
        typer.echo(document.to_json())
        return
    (ticket,) = document.tickets
    year, catalogue = ticket.issued.year, catalogue_of(config)
    typer.echo(_line(ticket, catalogue))
    typer.echo(f"性质：{SEVERITIES[ticket.severity][0]}　交办：{ticket.issued_by}")
    for item, finding in items:
        typer.echo(f"  第{item.place}项 {item.state}　{told(finding, year, catalogue)}（第{item.finding_id}号问题）")
        if finding.evidence:
            typer.echo(f"    证据截图{len(finding.evidence)}张：govwatch findings show {item.finding_id}")
    typer.echo("经过：")
    for step in ticket.steps:
        note = f"：{wording.clean(step.note)}" if step.note else ""
        typer.echo(f"  {wording.moment(step.at, year)}　{step.step}（{step.by}）{note}")


async def _shown(
    config: Path, number: str, at: datetime
) -> tuple[TicketsDocument, list[tuple[TicketItem, FindingRow]]]:
    async with opened(config) as desk, desk.database.read() as session:
        ticket = await the_ticket(session, desk.office_id, number)
        items = await items_of(session, [stored(ticket.id)])
        return await compose_tickets(session, [ticket], at), items[stored(ticket.id)]


@app.command("sign")
def sign_(number: Number, config: Config = DEFAULT_CONFIG, by: By = "", as_of: AsOf = "") -> None:
    """Enter that the unit has taken note. 登记签收。"""

    async def work() -> Ticket:
        async with opened(config) as desk, desk.database.write() as session:
            ticket = await the_ticket(session, desk.office_id, number)
            await sign(session, ticket, signed(by, desk), instant(as_of) or clock.now())
            return ticket

    typer.echo(f"{run(work()).number}已登记签收。")


@app.command("answer")
def answer_(
    number: Number,
    text: Annotated[str, typer.Option("--text", help="What the unit says it did. 整改情况。")],
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    as_of: AsOf = "",
) -> None:
    """Enter what the unit answers; a re-check is asked for. 登记反馈。"""
    if not text.strip():
        raise typer.BadParameter("请用 --text 写明整改情况。")

    async def work() -> tuple[Ticket, bool]:
        async with opened(config) as desk, desk.database.write() as session:
            ticket = await the_ticket(session, desk.office_id, number)
            at = instant(as_of) or clock.now()
            return ticket, await answer(session, ticket, text.strip()[:LONGEST], signed(by, desk), at)

    ticket, entered = run(work())
    said = "已登记反馈" if entered else "此前已登记同样的反馈"
    typer.echo(f"{ticket.number}{said}，待复查：govwatch tickets recheck {ticket.number}（复查通过才会销号）。")


@app.command("recheck")
def recheck_(
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="N", help="Numbers of tickets; none: all asked for. 问题编号，不写则复查全部待复查的。"),
    ] = None,
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    as_of: AsOf = "",
) -> None:
    """Look again at exactly the items of a ticket. Only that closes it. 复查，通过即销号。"""
    done, failed = run(_rechecked(config, numbers or [], by, instant(as_of)))
    for one in done:
        typer.echo(f"{one.ticket.number}：{one.said}。现为“{one.ticket.state}”。")
    if not done and not failed:
        typer.echo("没有待复查的交办单。")
    for error in failed:
        sys.stderr.write(f"govwatch: {error}\n")
    if failed:
        raise typer.Exit(1)


async def _rechecked(
    config: Path, numbers: Sequence[str], by: str, as_of: datetime | None
) -> tuple[list[Rechecked], list[str]]:
    done, failed = [], []
    async with opened(config) as desk:
        async with desk.database.read() as session:
            wanted = list(numbers) or await asked_rechecks(session, desk.office_id)
        for number in dict.fromkeys(wanted):
            settings = desk.settings
            order = RecheckOrder(
                desk.office_id,
                number,
                as_of,
                signed(by, desk),
                settings.policy,
                settings.limits.origins,
                desk.catalogue,
            )
            try:
                done.append(await recheck(desk.database, order))
            except (TicketError, RecheckBusyError) as error:
                failed.append(str(error))
    return done, failed
