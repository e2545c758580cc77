"""``govwatch findings``, and ``add``, ``import`` and ``repaired``: what people found, entered in the books."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Indicator
from monitor import clock
from monitor.commands.finding import show_
from monitor.commands.findings import State, findings
from monitor.commands.options import (
    DEFAULT_CONFIG,
    AsOf,
    By,
    Config,
    Desk,
    Json,
    instant,
    opened,
    run,
    signed,
)
from monitor.commands.words import indicator_named
from monitor.files import InputError
from registry.decisions.entered import EnteringError, Source, Statement, enter_repaired, enter_statements
from registry.decisions.reviews import the_finding
from registry.errors import TargetError
from registry.models import FindingRow
from registry.office_settings import put_setting, setting_of
from registry.sheets.plain_sheet import read_plain
from registry.sheets.tables import Table
from registry.targets import Entry, resolve_target

app = typer.Typer(help="Show findings, or enter what people found. 查看问题，录入人工发现的问题。")
app.command("show")(show_)

FIELDS: Mapping[str, tuple[str, ...]] = {
    "对象": ("对象", "网站名称", "账号名称", "站点名称", "网站"),
    "指标": ("指标", "问题类型", "问题类别", "问题分类"),
    "网址": ("网址", "问题网址", "页面地址", "链接", "URL"),
    "说明": ("说明", "问题描述", "问题说明", "错误内容", "问题"),
}
"""What is read of a sheet, and the headings it is looked for under where no mapping was given."""

From = Annotated[Source, typer.Option("--source", help="Where it comes from. 来源。")]
_MAPPING = "findings-mapping/"


@app.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    config: Config = DEFAULT_CONFIG,
    target: Annotated[str, typer.Option("--target", help="Of one target. 只看一个对象。")] = "",
    indicator: Annotated[str, typer.Option("--indicator", help="Of one indicator. 只看一项指标。")] = "",
    state: Annotated[State, typer.Option("--state", help="Which ones. 状态。")] = State.OPEN,
    as_json: Json = False,
) -> None:
    """Show findings, or enter what people found. 查看问题，录入人工发现的问题。"""
    if context.invoked_subcommand is None:
        findings(config, target, indicator, state, as_json)


@app.command()
def add(
    target: Annotated[str, typer.Argument(help="Id, host or name. 编号、域名或名称。")],
    indicator: Annotated[str, typer.Option("--indicator", help="Indicator, by id or title. 指标。")],
    url: Annotated[str, typer.Option("--url", help="Where it is. 网址。")] = "",
    text: Annotated[str, typer.Option("--text", help="What was seen, in a sentence. 情况说明。")] = "",
    source: From = Source.PERSON,
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    as_of: AsOf = "",
) -> None:
    """Enter what a person found; it then waits for a decision. 录入人工发现的问题。"""

    async def work() -> tuple[Entry, Indicator]:
        async with opened(config) as desk, desk.database.write() as session:
            entry = await resolve_target(session, desk.office_id, target)
            named = indicator_named(indicator, desk.catalogue)
            one = _statement(entry, named, url, text, source, signed(by, desk))
            await enter_statements(session, desk.office_id, [one], instant(as_of) or clock.now())
            return entry, named

    entered, one = run(work())
    typer.echo(f"已录入：{entered.target.name}　{one.title.zh}（{source}）。")
    if one.sensitive:
        typer.echo("按规定不保存原文，邮件中也不转述。")
    typer.echo("已列入待确认：govwatch tickets pending 查看，tickets approve 序号 交办。")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX of a vendor. 第三方的问题清单。")],
    vendor: Annotated[str, typer.Option("--vendor", help="Whose sheet it is: its mapping is remembered. 提供方。")],
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="Field=heading, as 网址=问题链接. 列的对应关系。")
    ] = None,
    source: From = Source.THIRD,
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    as_of: AsOf = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read only, enter nothing. 只检查不录入。")] = False,
) -> None:
    """Enter the findings of a vendor's sheet, all of them or none. 导入第三方问题清单。"""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"文件 {file} 不能读取：{error.strerror}。") from None

    async def work() -> int:
        async with opened(config) as desk, desk.database.write() as session:
            name = _MAPPING + vendor.strip()
            said = await setting_of(session, desk.office_id, name) | _mapped(mapping or [])
            table = read_plain(data, lambda cells: _is_header(cells, said))
            statements = await _statements(session, desk, table, said, source, signed(by, desk))
            if not dry_run:
                now = instant(as_of) or clock.now()
                await put_setting(session, desk.office_id, name, said, signed(by, desk), now)
                await enter_statements(session, desk.office_id, statements, now)
            return len(statements)

    count = run(work())
    typer.echo(f"{'检查通过' if dry_run else '已录入'}{count}条（{source}，{vendor}）。")


@app.command()
def repaired(
    numbers: Annotated[list[int], typer.Argument(metavar="N", help="Numbers of findings. 问题序号。")],
    config: Config = DEFAULT_CONFIG,
    as_of: AsOf = "",
) -> None:
    """Enter that a person saw findings to be repaired. 人工复核，问题已改好。"""

    async def work() -> list[FindingRow]:
        async with opened(config) as desk, desk.database.write() as session:
            rows = [(await the_finding(session, desk.office_id, number)).finding for number in numbers]
            for row in rows:
                entry = desk.catalogue.get(row.indicator)
                if entry is not None and entry.manual is None and "entered_by" not in row.data:
                    raise EnteringError(f"第{row.id}号问题由系统检查，请用 govwatch tickets recheck 或再次扫描核实。")
            await enter_repaired(session, desk.office_id, rows, instant(as_of) or clock.now())
            return rows

    for row in run(work()):
        typer.echo(f"第{row.id}号问题已记为改好（人工复核）。")


def _statement(entry: Entry, one: Indicator, url: str, text: str, source: Source, by: str) -> Statement:
    if entry.target.kind not in one.applies_to:
        raise EnteringError(f"指标“{one.title.zh}”（{one.id}）不适用于{entry.target.name}。")
    return Statement(
        target_id=entry.target.id, indicator=one.id, severity=one.severity, url=url.strip() or entry.target.url,
        source=source, by=by, text=text.strip(), sensitive=one.sensitive,
    )  # fmt: skip


def _mapped(mapping: list[str]) -> dict[str, str]:
    said = {}
    for one in mapping:
        field, separator, heading = one.partition("=")
        if field not in FIELDS or not separator or not heading.strip():
            raise typer.BadParameter(f"--map {one} 不对：请写成 网址=问题链接，可用的是{'、'.join(FIELDS)}。")
        said[field] = heading.strip()
    return said


def _headings(field: str, said: Mapping[str, str]) -> tuple[str, ...]:
    return (said[field],) if field in said else FIELDS[field]


def _is_header(cells: Sequence[str], said: Mapping[str, str]) -> bool:
    there = {cell.strip() for cell in cells}
    return all(there & set(_headings(field, said)) for field in ("对象", "指标"))


async def _statements(
    session: AsyncSession, desk: Desk, table: Table, said: Mapping[str, str], source: Source, by: str
) -> list[Statement]:
    header = [cell.strip() for cell in table.header.cells]
    places = {
        field: next((header.index(name) for name in _headings(field, said) if name in header), None) for field in FIELDS
    }
    statements = []
    for record in table.rows:
        cells = {
            field: record.cells[place].strip() if place is not None and place < len(record.cells) else ""
            for field, place in places.items()
        }
        if not any(cells.values()):
            continue
        try:
            entry = await resolve_target(session, desk.office_id, cells["对象"])
            one = _statement(
                entry, indicator_named(cells["指标"], desk.catalogue), cells["网址"], cells["说明"], source, by
            )
        except (EnteringError, TargetError) as error:
            raise EnteringError(f"第{record.number}行：{error}全部没有录入。") from None
        statements.append(one)
    return statements
