"""``govwatch waivers``: approved appeals and exceptions, applied before grading while their paper holds."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

import typer

from checks.time import shanghai_day
from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, AsOf, By, Config, Json, instant, opened, run, signed
from monitor.commands.words import indicator_named
from registry.decisions.waivers import WaiverError, grant, holds, last_day, list_waivers, withdraw
from registry.models import Waiver, WaiverKind
from registry.sheets.values import WrongValueError, read_day
from registry.targets import list_targets, resolve_target

app = typer.Typer(no_args_is_help=True, help="Approved appeals and exceptions. 经批准的申诉和例外。")

Names = Mapping[str, str]


@app.command()
def add(  # noqa: PLR0913, PLR0917  every one is an option that a clerk names
    target: Annotated[str, typer.Argument(help="Id, host or name. 编号、域名或名称。")],
    indicator: Annotated[str, typer.Option("--indicator", help="Indicator, by id or title. 指标。")],
    number: Annotated[str, typer.Option("--number", help="Of the paper that approved it. 批准文号。")],
    until: Annotated[str, typer.Option("--until", help="Last day on which it holds. 有效期至。")],
    since: Annotated[str, typer.Option("--from", help="First day. 生效日期。", show_default="today")] = "",
    kind: Annotated[
        WaiverKind, typer.Option("--kind", help="Appeal or exception. 申诉或例外。")
    ] = WaiverKind.EXCEPTION,
    about: Annotated[
        str, typer.Option("--about", help="One thing only, as its finding names it. 只限一件。", show_default="all")
    ] = "",
    reason: Annotated[str, typer.Option("--why", help="Why. 理由。")] = "",
    config: Config = DEFAULT_CONFIG,
    by: By = "",
) -> None:
    """Enter an approved appeal or exception. 登记经批准的申诉或例外。"""

    async def work() -> tuple[Waiver, str]:
        async with opened(config) as desk, desk.database.write() as session:
            entry = await resolve_target(session, desk.office_id, target)
            one = indicator_named(indicator, desk.catalogue)
            if entry.target.kind not in one.applies_to:
                raise WaiverError(f"指标“{one.title.zh}”（{one.id}）不适用于{entry.target.name}。")
            now = clock.now()
            waiver = Waiver(
                office_id=desk.office_id, target_id=entry.target.id, indicator=one.id, about=about.strip(), kind=kind,
                number=" ".join(number.split())[:80], reason=" ".join(reason.split())[:300],
                since=_day(since) if since else shanghai_day(now), until=_day(until), by=signed(by, desk), at=now,
            )  # fmt: skip
            return await grant(session, waiver), entry.target.name

    waiver, name = run(work())
    typer.echo(f"已登记第{waiver.id}号{waiver.kind}：{_told(waiver, name)}。到期自行失效；评定前适用，并逐件列出。")


@app.command("list")
def list_(config: Config = DEFAULT_CONFIG, as_of: AsOf = "", as_json: Json = False) -> None:
    """List appeals and exceptions, those that end last first. 查看申诉和例外。"""

    async def work() -> tuple[Sequence[Waiver], Names]:
        async with opened(config) as desk, desk.database.read() as session:
            names = {one.target.id: one.target.name for one in await list_targets(session, desk.office_id)}
            return await list_waivers(session, desk.office_id), names

    waivers, names = run(work())
    today = shanghai_day(instant(as_of) or clock.now())
    if as_json:
        typer.echo(json.dumps([_document(one, names, today) for one in waivers], ensure_ascii=False, indent=2))
        return
    for one in waivers:
        typer.echo(f"第{one.id}号{one.kind}　{_told(one, names[one.target_id])}（{one.by}登记，{_state(one, today)}）")
    if not waivers:
        typer.echo("没有登记申诉或例外。")


@app.command()
def end(
    number: Annotated[int, typer.Argument(metavar="N", help="Its number. 编号。")],
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    as_of: AsOf = "",
) -> None:
    """Withdraw one: from today on it no longer holds. 撤销，自今天起不再适用。"""

    async def work() -> Waiver:
        async with opened(config) as desk, desk.database.write() as session:
            today = shanghai_day(instant(as_of) or clock.now())
            return await withdraw(session, desk.office_id, number, signed(by, desk), today)

    waiver = run(work())
    typer.echo(f"第{waiver.id}号{waiver.kind}（{waiver.number}）已撤销，自今天起不再适用。")


def _day(text: str) -> date:
    try:
        return read_day(text)
    except WrongValueError as error:
        raise WaiverError(f"“{text[:40]}”{error.why}：{error.right}。") from None


def _told(waiver: Waiver, name: str) -> str:
    only = f"（{waiver.about}）" if waiver.about else ""
    why = f"，理由：{waiver.reason}" if waiver.reason else ""
    return f"{name}　{waiver.indicator}{only}，依据{waiver.number}，{waiver.since}至{last_day(waiver)}{why}"


def _state(waiver: Waiver, today: date) -> str:
    if waiver.ended is not None:
        return f"由{waiver.ended_by}撤销"
    return "有效" if holds(waiver, today) else "已到期" if waiver.until < today else "未生效"


def _document(waiver: Waiver, names: Names, today: date) -> dict[str, object]:
    return {
        "number": waiver.id, "target": waiver.target_id, "name": names[waiver.target_id],
        "indicator": waiver.indicator, "about": waiver.about, "kind": waiver.kind.value, "paper": waiver.number,
        "reason": waiver.reason, "since": waiver.since.isoformat(), "until": last_day(waiver).isoformat(),
        "holds": holds(waiver, today), "by": waiver.by, "at": waiver.at.isoformat(),
    }  # fmt: skip
