"""``govwatch maintenance``: announced maintenance of sites, whose visits are counted apart."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

import typer

from checks.time import SHANGHAI
from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, AsOf, By, Config, Json, instant, opened, run, signed
from registry.maintenance import announce, end_of, is_late, list_maintenance
from registry.maintenance import end as end_span
from registry.models import Maintenance
from registry.targets import list_targets, resolve_target

app = typer.Typer(no_args_is_help=True, help="Announced maintenance, counted apart. 公告维护，可用性中另计。")

Names = Mapping[str, str]


@app.command()
def add(
    target: Annotated[str, typer.Argument(help="Id, host or name. 编号、域名或名称。")],
    start: Annotated[str, typer.Option("--from", help="Begins (Shanghai when no zone is given). 开始时间。")],
    until: Annotated[str, typer.Option("--until", help="Ends. 结束时间。")],
    notice: Annotated[str, typer.Option("--notice", help="Where it was announced. 公告的文号、标题或网址。")],
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    as_of: AsOf = "",
) -> None:
    """Enter an announced maintenance. 登记公告维护。"""

    async def work() -> tuple[Maintenance, str]:
        async with opened(config) as desk, desk.database.write() as session:
            entry = await resolve_target(session, desk.office_id, target)
            span = Maintenance(
                office_id=desk.office_id, target_id=entry.target.id, starts=clock.parse_as_of(start),
                ends=clock.parse_as_of(until), notice=" ".join(notice.split())[:200], by=signed(by, desk),
                at=instant(as_of) or clock.now(),
            )  # fmt: skip
            return await announce(session, span), entry.target.name

    span, name = run(work())
    typer.echo(f"已登记第{span.id}号维护：{_told(span, name)}。期间的探测另计，不算失败，报告中照列。")
    if is_late(span):
        typer.echo("注意：维护已经开始，按“补录”登记。")


@app.command("list")
def list_(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """List announced maintenance, the newest first. 查看公告维护。"""

    async def work() -> tuple[Sequence[Maintenance], Names]:
        async with opened(config) as desk, desk.database.read() as session:
            names = {one.target.id: one.target.name for one in await list_targets(session, desk.office_id)}
            return await list_maintenance(session, desk.office_id), names

    spans, names = run(work())
    if as_json:
        typer.echo(json.dumps([_document(one, names) for one in spans], ensure_ascii=False, indent=2))
        return
    for one in spans:
        typer.echo(f"第{one.id}号　{_told(one, names[one.target_id])}（{one.by}{_marks(one)}）")
    if not spans:
        typer.echo("没有登记公告维护。")


@app.command()
def end(
    number: Annotated[int, typer.Argument(metavar="N", help="Its number. 编号。")],
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    as_of: AsOf = "",
) -> None:
    """Say that a maintenance is over, or called off. 维护提前结束或取消。"""

    async def work() -> Maintenance:
        async with opened(config) as desk, desk.database.write() as session:
            return await end_span(session, desk.office_id, number, signed(by, desk), instant(as_of) or clock.now())

    span = run(work())
    called_off = end_of(span) == span.starts
    typer.echo(f"第{span.id}号维护已取消。" if called_off else f"第{span.id}号维护已于{_when(end_of(span))}结束。")


def _told(span: Maintenance, name: str) -> str:
    return f"{name}，{_when(span.starts)}至{_when(end_of(span))}，依据“{span.notice}”"


def _marks(span: Maintenance) -> str:
    late = "，补录" if is_late(span) else ""
    return late + (
        "" if span.ended is None else f"，由{span.ended_by}{'取消' if end_of(span) == span.starts else '提前结束'}"
    )


def _when(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _document(span: Maintenance, names: Names) -> dict[str, object]:
    return {
        "number": span.id, "target": span.target_id, "name": names[span.target_id],
        "starts": span.starts.isoformat(), "ends": end_of(span).isoformat(), "notice": span.notice,
        "by": span.by, "at": span.at.isoformat(), "late": is_late(span),
    }  # fmt: skip
