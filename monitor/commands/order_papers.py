"""``govwatch tickets paper``: orders as papers, for units that are not reached by mail, and for the file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from monitor.commands.options import DEFAULT_CONFIG, Config, Desk, opened, run
from monitor.papers import Printed, print_pages
from registry.models import Outbox, Ticket, Unit
from registry.tickets import the_ticket
from reports.files import write_whole
from reports.mail import letter_of
from reports.order import compose_order, order_letter


def paper(
    numbers: Annotated[list[str], typer.Argument(metavar="N", help="Numbers of tickets. 问题编号。")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write to. 输出目录。")] = Path("orders"),
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Write the order of a ticket as a page and as PDF: as it was mailed, or as it would be. 交办单存为网页和PDF。"""
    files, printed = run(_written(config, numbers, out))
    for file in (*files, *printed.files):
        typer.echo(f"已写入 {file}")
    if printed.why_not:
        typer.echo(printed.why_not)


async def _written(config: Path, numbers: Sequence[str], out: Path) -> tuple[list[Path], Printed]:
    async with opened(config) as desk:
        async with desk.database.read() as session:
            tickets = [await the_ticket(session, desk.office_id, number) for number in dict.fromkeys(numbers)]
            pages = {out / f"{ticket.number}.html": await _page(session, desk, ticket) for ticket in tickets}
        for file, html in pages.items():
            write_whole(file, html.encode())
        printed = await print_pages(
            desk.settings.policy.browsing, {file.with_suffix(".pdf"): html for file, html in pages.items()}
        )
        return list(pages), printed


async def _page(session: AsyncSession, desk: Desk, ticket: Ticket) -> str:
    if ticket.mail:
        query = select(Outbox).where(col(Outbox.office_id) == desk.office_id, col(Outbox.key) == ticket.mail)
        mail = (await session.exec(query)).first()
        if mail is not None:
            return letter_of(mail.content).html
    unit = await session.get_one(Unit, ticket.unit_id)
    return order_letter(await compose_order(session, desk.office, unit, [ticket], desk.catalogue)).html
