"""``govwatch findings``: what is wrong now, or was."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from checks.catalogue import load_catalogue
from monitor.commands.options import DEFAULT_CONFIG, Config, Json, opened, run
from monitor.commands.words import told
from registry.findings import list_findings
from registry.models import FindingRow, FindingState
from registry.targets import list_targets, resolve_target


class State(StrEnum):
    """Which findings to show."""

    OPEN = "open"
    RESOLVED = "resolved"
    ALL = "all"


def findings(
    config: Config = DEFAULT_CONFIG,
    target: Annotated[str, typer.Option("--target", help="Of one target. 只看一个对象。")] = "",
    indicator: Annotated[str, typer.Option("--indicator", help="Of one indicator. 只看一项指标。")] = "",
    state: Annotated[State, typer.Option("--state", help="Which ones. 状态。")] = State.OPEN,
    as_json: Json = False,
) -> None:
    """Show findings. 查看问题。"""
    if indicator and indicator not in load_catalogue():
        raise typer.BadParameter(f"没有指标 {indicator}：用 govwatch indicators 查看全部指标。")
    rows, names = run(_read(config, target, indicator, state))
    if as_json:
        typer.echo(json.dumps([_document(row) for row in rows], ensure_ascii=False, indent=2))
    else:
        _print(rows, names)


async def _read(config: Path, target: str, indicator: str, state: State) -> tuple[list[FindingRow], dict[str, str]]:
    async with opened(config) as desk, desk.database.read() as session:
        only = [(await resolve_target(session, desk.office_id, target)).target.id] if target else None
        rows = await list_findings(
            session,
            desk.office_id,
            state=None if state is State.ALL else FindingState(state.value),
            target_ids=only,
            indicator=indicator or None,
        )
        entries = await list_targets(session, desk.office_id)
    return rows, {entry.target.id: entry.target.name for entry in entries}


def _document(row: FindingRow) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude={"id", "office_id", "last_scan_id"})


def _print(rows: list[FindingRow], names: dict[str, str]) -> None:
    table = Table(box=None, header_style="bold")
    for title in ("对象", "问题", "情况", "核查"):
        table.add_column(title, overflow="fold")
    for row in rows:
        entry = load_catalogue().get(row.indicator)
        title = entry.title.zh if entry else row.indicator
        checked = "已修复" if row.state is FindingState.RESOLVED else "两次一致" if row.confirmed else "待再查"
        table.add_row(names.get(row.target_id, row.target_id), title, told(row, row.last_seen.year), checked)
    console = Console()
    console.print(table)
    console.print(f"共{len(rows)}个问题。")
