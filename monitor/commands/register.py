"""``govwatch registry``: bring the register in, take it out, look at it and at its history."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from checks.time import SHANGHAI
from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, Config, Desk, Json, opened, run
from monitor.files import read_file
from registry.models import OriginKind, RegisterChange, TargetState
from registry.register import ImportPlan, ImportRefusedError, export_csv, export_workbook, import_register
from registry.register import check as check_register
from registry.sheets.recording import changes_of
from registry.targets import Entry, list_targets, resolve_target
from reports.files import write_whole

SHOWN = 200
"""Bad cells printed; the sentence after them counts them all."""

app = typer.Typer(no_args_is_help=True, help="The register of sites and accounts. 备案台账。")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="XLSX or CSV file with Chinese or English headers. 台账文件。")],
    config: Config = DEFAULT_CONFIG,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change. 只检查，不写入。")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="The file is the whole register: absent rows become 注销. 全量导入。")
    ] = False,
    allow_shrink: Annotated[
        bool, typer.Option("--allow-shrink", help="Let --full drop more than a fifth. 允许大幅减少。")
    ] = False,
) -> None:
    """Bring a register in: all rows or none. 导入台账，全部成功或全部不写入。"""

    async def work() -> ImportPlan:
        async with opened(config) as desk:
            return await import_register(
                desk.database, desk.office_id, read_file(file), source=file.name,
                full=full, allow_shrink=allow_shrink, dry_run=dry_run, now=clock.now(),
            )  # fmt: skip

    try:
        plan = run(work())
    except ImportRefusedError as refusal:
        for problem in refusal.plan.problems[:SHOWN]:
            typer.echo(f"  {problem}", err=True)
        raise
    _say(plan, dry_run=dry_run)


def _say(plan: ImportPlan, *, dry_run: bool) -> None:
    for warning in plan.warnings:
        typer.echo(f"注意：{warning}", err=True)
    if plan.changes_nothing:
        typer.echo(f"台账没有变化（{plan.unchanged}行与现有一致）。")
        return
    verb = "将" if dry_run else "已"
    typer.echo(
        f"{verb}新增{len(plan.additions)}个，更新{len(plan.updates)}个，注销{len(plan.deregistered)}个；"
        f"{plan.unchanged}行不变。" + ("（试运行，未写入）" if dry_run else "")
    )
    new = sum(unit.is_new for unit in plan.units)
    if plan.units:
        typer.echo(f"单位：新增{new}个，更新{len(plan.units) - new}个。")
    columns = plan.columns
    if columns.additions or columns.updates or columns.removed:
        counts = f"新增{len(columns.additions)}个，更新{len(columns.updates)}个，移出{len(columns.removed)}个"
        typer.echo(f"栏目：{counts}；{columns.unchanged}行不变。")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="File to write: .xlsx (whole), else CSV. 导出到（.xlsx为完整台账）。")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Write the register to a file that can be brought in again. 导出台账。"""
    is_workbook = file.suffix.lower() == ".xlsx"

    async def work() -> bytes:
        async with opened(config) as desk, desk.database.read() as session:
            if is_workbook:
                return await export_workbook(session, desk.office_id, clock.now())
            return await export_csv(session, desk.office_id)

    write_whole(file, run(work()))
    typer.echo(f"已导出到 {file}。" + ("" if is_workbook else "CSV不含栏目和单位的其他信息，完整台账请导出为 .xlsx。"))


@app.command("list")
def list_(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Show the register. 查看台账。"""
    entries = run(_entries(config))
    if as_json:
        document = {
            "schema": "govwatch/register/1",
            "counts": _counts(entries),
            "targets": [_row(entry) for entry in entries],
        }
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _print(entries)


async def _entries(config: Path) -> list[Entry]:
    async def read(desk: Desk) -> list[Entry]:
        async with desk.database.read() as session:
            return await list_targets(session, desk.office_id)

    async with opened(config) as desk:
        return await read(desk)


def _counts(entries: list[Entry]) -> dict[str, int]:
    """Active sites and other targets, and the hosts that the sites stand on."""
    active = [entry for entry in entries if entry.target.state is not TargetState.DEREGISTERED]
    hosts = {entry.origin.key for entry in active if entry.origin.kind is OriginKind.HOST}
    sites = [entry for entry in active if entry.target.kind.is_site]
    return {"sites": len(sites), "accounts": len(active) - len(sites), "origins": len(hosts)}


def _row(entry: Entry) -> dict[str, object]:
    fields = ("id", "kind", "name", "url", "host", "prefix", "site_code", "platform", "account", "feed", "state")
    return {field: getattr(entry.target, field) for field in fields} | {
        "unit": entry.unit.name,
        "origin": entry.origin.key,
    }


def _print(entries: list[Entry]) -> None:
    counts = _counts(entries)
    table = Table(box=None, header_style="bold")
    for title in ("编号", "单位", "名称", "网址或账号", "状态"):
        table.add_column(title, overflow="fold")
    for entry in entries:
        address = entry.target.url or f"{entry.target.platform}:{entry.target.account}"
        table.add_row(entry.target.id, entry.unit.name, entry.target.name, address, entry.target.state.value)
    console = Console()
    console.print(table)
    console.print(f"网站{counts['sites']}个，账号等{counts['accounts']}个；域名{counts['origins']}个。")


@app.command()
def check(config: Config = DEFAULT_CONFIG) -> None:
    """Look for rows that do not fit together. 检查台账。"""
    warnings = check_register(run(_entries(config)))
    for warning in warnings:
        typer.echo(f"{'建议' if warning.is_advice else '注意'}：{warning.text}")
    typer.echo(f"台账检查完毕，{len(warnings)}处需要留意。" if warnings else "台账检查完毕，未见问题。")


@app.command()
def history(
    target: Annotated[str, typer.Argument(help="Id, host or name. 编号、域名或名称。")], config: Config = DEFAULT_CONFIG
) -> None:
    """Show what changed of a target, its columns and its unit, and by which file. 查看台账变更记录。"""

    async def work() -> tuple[Entry, list[RegisterChange]]:
        async with opened(config) as desk, desk.database.read() as session:
            entry = await resolve_target(session, desk.office_id, target)
            return entry, await changes_of(session, entry.target, entry.unit)

    entry, changes = run(work())
    table = Table(box=None, header_style="bold")
    for title in ("时间", "对象", "项目", "原来", "改为", "来源"):
        table.add_column(title, overflow="fold")
    for change in changes:
        at = change.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        whose = whose_change(change, entry)
        table.add_row(*map(escape, (at, whose, change.field, change.old, change.new, change.source)))
    console = Console()
    console.print(table)
    console.print(f"{entry.target.id} {escape(entry.target.name)}：变更记录{len(changes)}条。")


def whose_change(change: RegisterChange, entry: Entry) -> str:
    """What a line of the history is about, in words."""
    kind, _, key = change.subject.partition(":")
    return {"target": entry.target.name, "unit": f"单位 {key}"}.get(kind, f"栏目 {key.partition(':')[2]}")
