"""``govwatch registry``: bring the register in, take it out, look at it."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, Config, Desk, Json, opened, run
from monitor.files import read_file
from registry.errors import ImportRefusedError
from registry.models import OriginKind, TargetState
from registry.register import ImportPlan, export_csv, import_register
from registry.register import check as check_register
from registry.targets import Entry, list_targets
from reports.files import write_whole

SHOWN = 200
"""Bad cells printed; the sentence after them counts them all."""

app = typer.Typer(no_args_is_help=True, help="The register of sites and accounts. 备案台账。")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV file with Chinese or English headers. 台账文件。")],
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
                desk.database, desk.office_id, read_file(file),
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


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="CSV file to write. 导出到。")], config: Config = DEFAULT_CONFIG
) -> None:
    """Write the register to a CSV file that can be brought in again. 导出台账。"""

    async def work() -> bytes:
        async with opened(config) as desk, desk.database.read() as session:
            return await export_csv(session, desk.office_id)

    write_whole(file, run(work()))
    typer.echo(f"已导出到 {file}。")


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
        typer.echo(f"注意：{warning.text}")
    typer.echo(f"台账检查完毕，{len(warnings)}处需要留意。" if warnings else "台账检查完毕，未见问题。")
