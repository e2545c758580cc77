"""``govwatch maintenance``: announced maintenance of sites, whose visits are counted apart."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from checks.time import SHANGHAI
from monitor import clock
from monitor.clock import TimeError
from monitor.commands.options import DEFAULT_CONFIG, AsOf, By, Config, Desk, Json, instant, opened, run, signed
from monitor.files import read_file
from registry.decisions.maintenance import MaintenanceError, announce, end_of, is_late, list_maintenance
from registry.decisions.maintenance import end as end_span
from registry.errors import BooksError
from registry.models import Maintenance
from registry.sheets.plain_sheet import read_plain
from registry.sheets.tables import NoHeaderError, Table
from registry.targets import Entry, list_targets, resolve_target

app = typer.Typer(no_args_is_help=True, help="Announced maintenance, counted apart. 公告维护，可用性中另计。")

Names = Mapping[str, str]

FIELDS = ("对象", "开始时间", "结束时间", "公告")
"""The headings of a sheet of maintenance."""


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
            said = {"开始时间": start, "结束时间": until, "公告": notice}
            span = _span(desk, entry, said, signed(by, desk), instant(as_of) or clock.now())
            return await announce(session, span), entry.target.name

    span, name = run(work())
    typer.echo(f"已登记第{span.id}号维护：{_told(span, name)}。期间的探测另计，不算失败，报告中照列。")
    if is_late(span):
        typer.echo("注意：维护已经开始，按“补录”登记。")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: 对象, 开始时间, 结束时间, 公告. 维护清单。")],
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    as_of: AsOf = "",
) -> None:
    """Enter the maintenance of a sheet, all of it or none. 导入公告维护清单。"""
    data = read_file(file)

    async def work() -> int:
        async with opened(config) as desk, desk.database.write() as session:
            table = _table(data)
            header = [cell.strip() for cell in table.header.cells]
            now, count = instant(as_of) or clock.now(), 0
            for record in table.rows:
                cells = {name: _cell(record.cells, header.index(name)) for name in FIELDS}
                if not any(cells.values()):
                    continue
                try:
                    entry = await resolve_target(session, desk.office_id, cells["对象"])
                    await announce(session, _span(desk, entry, cells, signed(by, desk), now))
                except (BooksError, TimeError) as error:
                    raise MaintenanceError(f"第{record.number}行：{error}全部没有录入。") from None
                count += 1
            return count

    typer.echo(f"已登记{run(work())}条公告维护。")


def _table(data: bytes) -> Table:
    try:
        return read_plain(data, lambda cells: set(FIELDS) <= {cell.strip() for cell in cells})
    except NoHeaderError:
        raise MaintenanceError(f"文件中没有找到表头：须有一行写明{'、'.join(FIELDS)}。") from None


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _begin(text: str) -> datetime:
    """When a maintenance begins: a day alone is its first minute, where :func:`clock.parse_as_of` means its last."""
    return clock.parse_as_of(text if len(text.strip()) > len("2026-11-24") else f"{text.strip()} 00:00")


def _span(desk: Desk, entry: Entry, cells: Mapping[str, str], by: str, now: datetime) -> Maintenance:
    return Maintenance(
        office_id=desk.office_id, target_id=entry.target.id, starts=_begin(cells["开始时间"]),
        ends=clock.parse_as_of(cells["结束时间"]), notice=" ".join(cells["公告"].split())[:200], by=by, at=now,
    )  # fmt: skip


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
