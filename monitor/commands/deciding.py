"""``govwatch tickets pending | approve | dismiss | postpone | restore``: what people make of findings."""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue
from checks.time import shanghai_day
from monitor import clock
from monitor.approving import Approved, approve_chosen
from monitor.commands.choosing import chosen
from monitor.commands.options import DEFAULT_CONFIG, AsOf, By, Config, Json, catalogue_of, instant, opened, run, signed
from monitor.commands.sending import post_of, say_delivery, say_nobody, sent
from monitor.commands.words import told
from registry.decisions.reviews import Asked, pending, postpone, restore, set_aside
from registry.decisions.withdrawing import dismiss
from registry.models import Review, Ticket
from reports import wording
from reports.deliver import Delivery
from reports.terms import SEVERITIES

Numbers = Annotated[
    list[str],
    typer.Argument(
        metavar="N",
        help="Number, range (3-9), unit, indicator, unit/indicator, or all. 问题序号、单位、指标或 all。",
    ),
]
Reason = Annotated[str, typer.Option("--reason", help="Why. 理由。")]
LONGEST = 500
"""Longest reason, in characters."""


# -- what waits ---------------------------------------------------------------------------------------------------


def pending_(
    config: Config = DEFAULT_CONFIG,
    as_of: AsOf = "",
    aside: Annotated[bool, typer.Option("--aside", help="What was set aside instead. 改看误报和暂缓的。")] = False,
    as_json: Json = False,
) -> None:
    """Show what waits for a decision (待确认), with the numbers to decide by. 查看待确认的问题。"""
    at = instant(as_of) or clock.now()
    waiting, put_aside = run(_waiting(config, at))
    if as_json:
        shown = [_document(one, review) for one, review in put_aside] if aside else [_document(one) for one in waiting]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    elif aside:
        _say_aside(put_aside, at, catalogue_of(config))
    else:
        _say_waiting(waiting, len(put_aside), at, catalogue_of(config))


async def _waiting(config: Path, at: datetime) -> tuple[list[Asked], list[tuple[Asked, Review]]]:
    async with opened(config) as desk, desk.database.read() as session:
        return await pending(session, desk.office_id, at), await set_aside(session, desk.office_id, at)


def _say_waiting(waiting: Sequence[Asked], aside: int, at: datetime, catalogue: Catalogue) -> None:
    year = shanghai_day(at).year
    typer.echo(f"待确认{len(waiting)}件。" if waiting else "没有待确认的问题。")
    for (unit, indicator), same in groupby(waiting, key=lambda one: (one.unit.name, one.finding.indicator)):
        group = list(same)
        severity = SEVERITIES[group[0].finding.severity][0]
        typer.echo(f"\n{unit}　{wording.title(indicator, catalogue)}（{severity}）{len(group)}件")
        for one in group:
            _say_one(one, year, catalogue)
        typer.echo(f"  → 确认：govwatch tickets approve {unit}/{indicator}")
    if waiting:
        typer.echo(
            "\n全部确认：govwatch tickets approve all（加 --send 随即发给责任单位）"
            "\n误报：govwatch tickets dismiss 序号 --reason 理由"
            f"\n暂缓：govwatch tickets postpone 序号 --until {shanghai_day(at) + timedelta(days=14)}"
        )
    if aside:
        typer.echo(f"另有误报、暂缓{aside}件：govwatch tickets pending --aside 查看。")


def _say_one(one: Asked, year: int, catalogue: Catalogue) -> None:
    row = one.finding
    back = f"（{one.came_back}销号后反复）" if one.came_back else ""
    typer.echo(f"  {one.number:>5}  {wording.clean(one.entry.target.name)}：{told(row, year, catalogue)}{back}")
    looks = "；".join(wording.looks(row.relapsed or row.first_seen, row.confirmed, year))
    page = next((url for url, *_ in row.places if wording.is_web(url)), "")
    typer.echo(f"         两次核查：{looks}" + (f"　页面：{wording.short_url(page)}" if page else ""))


def _say_aside(put_aside: Sequence[tuple[Asked, Review]], at: datetime, catalogue: Catalogue) -> None:
    year = shanghai_day(at).year
    typer.echo(f"误报、暂缓共{len(put_aside)}件。" if put_aside else "没有误报或暂缓的问题。")
    for one, review in put_aside:
        until = f"至{wording.day(review.until, year)}" if review.until else ""
        why = f"：{wording.clean(review.reason)}" if review.reason else ""
        typer.echo(f"  {one.number:>5}  {one.unit.name}　{told(one.finding, year, catalogue)}")
        typer.echo(f"         {review.decision}{until}（{review.by}，{wording.moment(review.at, year)}）{why}")
    if put_aside:
        typer.echo("判错了的，撤销误报：govwatch tickets restore 序号")


def _document(one: Asked, review: Review | None = None) -> dict[str, Any]:
    row = one.finding
    document: dict[str, Any] = {
        "number": one.number,
        "unit": one.unit.name,
        "target": one.entry.target.name,
        "came_back": one.came_back,
    }
    document |= row.model_dump(
        mode="json", include={"indicator", "severity", "about", "url", "first_seen", "last_seen", "confirmed"}
    )
    if review is not None:
        document |= review.model_dump(mode="json", include={"decision", "by", "reason", "at", "until"})
    return document


# -- decisions ----------------------------------------------------------------------------------------------------


def approve(
    numbers: Numbers,
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    send: Annotated[bool, typer.Option("--send", help="Send the orders at once. 随即发出交办单。")] = False,
    as_of: AsOf = "",
) -> None:
    """Confirm findings and order their repair: one ticket for each unit and indicator. 确认并交办。"""
    at = instant(as_of) or clock.now()
    approved, delivery = run(_approve(config, numbers, by, at, send=send))
    say_approved(approved, at, catalogue_of(config))
    if not approved.tickets:
        typer.echo("所指的问题中没有待确认的，没有新的交办。")
    if delivery is None:
        for _, subject in approved.told.queued:
            typer.echo(f"待发邮件：{subject}")
        if approved.told.queued:
            typer.echo("邮件尚未发出：加 --send 随即发出，或随 govwatch report weekly --send 一并发出。")
    elif not say_delivery(delivery):
        raise typer.Exit(1)


async def _approve(
    config: Path, numbers: Sequence[str], by: str, at: datetime, *, send: bool
) -> tuple[Approved, Delivery | None]:
    async with opened(config) as desk:

        async def choose(session: AsyncSession) -> list[Asked]:
            waiting = await pending(session, desk.office_id, at)
            return await chosen(session, desk.office_id, waiting, numbers, desk.catalogue)

        approved = await approve_chosen(desk.database, desk.office, choose, signed(by, desk), post_of(desk), at)
        return approved, await sent(desk, at) if send else None


def say_approved(approved: Approved, at: datetime, catalogue: Catalogue) -> None:
    """Name the tickets that were made, and whom the orders told."""
    year = shanghai_day(at).year
    for ticket, unit in approved.tickets:
        again = f"（第{ticket.reopened}次反复，重新交办）" if ticket.reopened else ""
        title = wording.title(ticket.indicator, catalogue)
        typer.echo(f"已交办：{ticket.number}　{unit}　{title}，请于{wording.due_day(ticket.due, year)}前处理{again}")
    say_nobody(approved.told.nobody)


def dismiss_(numbers: Numbers, reason: Reason, config: Config = DEFAULT_CONFIG, by: By = "", as_of: AsOf = "") -> None:
    """Judge findings to be false alarms: they are not asked for again. 判为误报，以后不再提出。"""
    why = _required(reason)

    async def one(session: AsyncSession, asked: Asked, who: str, at: datetime) -> Ticket | None:
        return await dismiss(session, asked.finding, why, who, at)

    for asked, ticket in run(_decide(config, numbers, by, instant(as_of) or clock.now(), one)):
        left = f"，{ticket.number}现为“{ticket.state}”" if ticket else ""
        typer.echo(f"第{asked.number}号问题已判为误报{left}。")


def postpone_(
    numbers: Numbers,
    until: Annotated[str, typer.Option("--until", help="Day to be asked again, as 2026-12-01. 暂缓到哪天。")],
    config: Config = DEFAULT_CONFIG,
    reason: Reason = "",
    by: By = "",
    as_of: AsOf = "",
) -> None:
    """Put findings off until a day. 暂缓。"""
    try:
        day = date.fromisoformat(until.strip())
    except ValueError:
        raise typer.BadParameter(f"日期“{until[:20]}”看不懂：请写成 2026-12-01。") from None

    async def one(session: AsyncSession, asked: Asked, who: str, at: datetime) -> None:
        await postpone(session, asked.finding, day, who, at, reason=reason[:LONGEST])

    for asked, _ in run(_decide(config, numbers, by, instant(as_of) or clock.now(), one)):
        typer.echo(f"第{asked.number}号问题已暂缓至{day}。")


def restore_(
    numbers: Numbers, config: Config = DEFAULT_CONFIG, reason: Reason = "", by: By = "", as_of: AsOf = ""
) -> None:
    """Withdraw a false alarm: the finding is asked for again. 撤销误报。"""

    async def one(session: AsyncSession, asked: Asked, who: str, at: datetime) -> None:
        await restore(session, asked.finding, who, at, reason=reason[:LONGEST])

    for asked, _ in run(_decide(config, numbers, by, instant(as_of) or clock.now(), one)):
        typer.echo(f"第{asked.number}号问题已撤销误报，仍存在的将重新列入待确认。")


Decide = Callable[[AsyncSession, Asked, str, datetime], Awaitable[Ticket | None]]


async def _decide(
    config: Path, numbers: Sequence[str], by: str, at: datetime, decide: Decide
) -> list[tuple[Asked, Ticket | None]]:
    """Decide all that is meant, or nothing."""
    async with opened(config) as desk, desk.database.write() as session:
        waiting = await pending(session, desk.office_id, at)
        meant = await chosen(session, desk.office_id, waiting, numbers, desk.catalogue)
        if not meant:
            typer.echo("所指的问题中没有待确认的，没有改动。")
        return [(asked, await decide(session, asked, signed(by, desk), at)) for asked in meant]


def _required(reason: str) -> str:
    if not reason.strip():
        raise typer.BadParameter("请用 --reason 写明理由。")
    return reason.strip()[:LONGEST]
