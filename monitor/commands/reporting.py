"""``govwatch report``: the weekly report, written and on request mailed; the ledger of problems."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor import clock
from monitor.approving import tell_untold
from monitor.commands.options import DEFAULT_CONFIG, AsOf, Config, Desk, instant, opened, run
from monitor.commands.sending import post_of, say_delivery, sent
from monitor.papers import Printed, print_pages
from registry.scans import latest_finished
from reports.compose import WeeklyMail, compose_weekly, write_report
from reports.deliver import Delivery
from reports.files import write_whole
from reports.ledger import ledger_workbook
from reports.week import Week

app = typer.Typer(no_args_is_help=True, help="Reports. 报告。")


@app.callback()
def _reports() -> None:
    """Reports. 报告。"""


@app.command()
def weekly(
    week: Annotated[
        str,
        typer.Option("--week", help="ISO week, as 2026-W47. 第几周。", show_default="last scanned week"),
    ] = "",
    as_of: AsOf = "",
    out: Annotated[Path, typer.Option("--out", help="Folder to write the report to. 输出目录。")] = Path("report"),
    send: Annotated[bool, typer.Option("--send", help="Mail it to the office as well. 发送到办公室邮箱。")] = False,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Write the weekly report; with --send mail it to the office, once, and any mail that waits. 出周报。"""
    at = instant(as_of) or clock.now()
    asked = Week.parse(week) if week else None
    mail, files, printed, delivery = run(_weekly(config, asked, at, out, send=send))
    typer.echo(mail.letter.subject)
    for file in (*files, *printed.files):
        typer.echo(f"已写入 {file}")
    if printed.why_not:
        typer.echo(printed.why_not)
    if delivery is None:
        typer.echo("未发送；确认无误后加 --send 发到办公室邮箱。")
    elif not _told(delivery, mail):
        raise typer.Exit(1)


async def _weekly(
    config: Path, week: Week | None, at: datetime, out: Path, *, send: bool
) -> tuple[WeeklyMail, tuple[Path, ...], Printed, Delivery | None]:
    async with opened(config) as desk:
        if send:
            await tell_untold(desk.database, desk.office, post_of(desk), at)
        mail = await composed(desk, week or await reported_week(desk, at), at, send=send)
        files = write_report(out, mail)
        delivery = await sent(desk, at) if send else None
        printed = await print_pages(desk.settings.policy.browsing, {files[0].with_suffix(".pdf"): mail.letter.html})
        return mail, files, printed, delivery


async def reported_week(desk: Desk, at: datetime) -> Week:
    """The week a report made now is about: the last whole one, or this one while nothing was scanned before."""
    last = Week.of(at).before()
    async with desk.database.read() as session:
        scanned = await latest_finished(session, desk.office_id, last.ends)
    return last if scanned else Week.of(at)


async def composed(desk: Desk, week: Week, at: datetime, *, send: bool) -> WeeklyMail:
    """The report of a week; queued to be sent when asked."""
    mailbox = desk.settings.office.mailbox
    return await compose_weekly(
        desk.database,
        desk.office_id,
        week,
        at,
        catalogue=desk.catalogue,
        sender=desk.settings.mail.sender,
        recipients=[mailbox] if mailbox else [],
        queue=send,
    )


@app.command()
def ledger(
    out: Annotated[Path, typer.Option("--out", help="XLSX file to write. 输出文件。")] = Path("问题台账.xlsx"),
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Write the ledger of all problems as a workbook. 导出问题台账。"""

    async def work() -> bytes:
        async with opened(config) as desk, desk.database.read() as session:
            return await ledger_workbook(session, desk.office_id, desk.catalogue, clock.now())

    write_whole(out, run(work()))
    typer.echo(f"已写入 {out}")


def _told(delivery: Delivery, mail: WeeklyMail) -> bool:
    """Say what became of the mails; whether all went well."""
    well = say_delivery(delivery)
    if well and mail.letter.subject not in delivery.sent:
        typer.echo(f"第{mail.week.number}期周报此前已发送过，没有重复发送。")
    return well
