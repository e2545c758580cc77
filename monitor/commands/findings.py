"""``govwatch findings``: what is wrong now, or was."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from checks.catalogue import Catalogue
from monitor import clock
from monitor.commands.finding import picture_document
from monitor.commands.options import DEFAULT_CONFIG, Config, Json, catalogue_of, opened, run
from monitor.commands.words import told
from registry.models import Evidence, FindingRow, FindingState, stored
from registry.seen.evidence import evidence_of
from registry.seen.findings import list_findings
from registry.targets import list_targets, resolve_target
from reports import wording
from reports.basis import standings
from reports.sections.health import TITLE as HEALTH


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
    if indicator and indicator not in catalogue_of(config):
        raise typer.BadParameter(f"没有指标 {indicator}：用 govwatch indicators 查看全部指标。")
    rows, names, grades, pictures = run(_read(config, target, indicator, state))
    if as_json:
        shown = [_document(row, pictures.get(stored(row.id), [])) for row in rows]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        _print(rows, names, catalogue_of(config))
        _print_grades(grades)


Grades = dict[str, str]
"""Health grades by the names of targets; empty where nothing could be judged."""


async def _read(
    config: Path, target: str, indicator: str, state: State
) -> tuple[list[FindingRow], dict[str, str], Grades, Mapping[int, list[Evidence]]]:
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
        looks = await standings(session, desk.office_id, clock.now())
        pictures = await evidence_of(session, [stored(row.id) for row in rows])
    names = {entry.target.id: entry.target.name for entry in entries}
    healths = {names[one]: look.health for one, look in looks.items() if only is None or one in only}
    return rows, names, healths, pictures


def _document(row: FindingRow, pictures: Sequence[Evidence]) -> dict[str, Any]:
    told = row.model_dump(mode="json", exclude={"id", "office_id", "last_scan_id"})
    return {"number": row.id} | told | {"pictures": [picture_document(one) for one in pictures]}


def _print(rows: list[FindingRow], names: dict[str, str], catalogue: Catalogue) -> None:
    table = Table(box=None, header_style="bold")
    for title in ("对象", "问题", "情况", "核查"):
        table.add_column(title, overflow="fold")
    for row in rows:
        entry = catalogue.get(row.indicator)
        title = entry.title.zh if entry else row.indicator
        checked = "已修复" if row.state is FindingState.RESOLVED else "两次一致" if row.confirmed else "待再查"
        table.add_row(names.get(row.target_id, row.target_id), title, told(row, row.last_seen.year, catalogue), checked)
    console = Console()
    console.print(table)
    console.print(f"共{len(rows)}个问题。")


def _print_grades(grades: Grades) -> None:
    """The product's own grades, said to be that."""
    by_grade: dict[str, list[str]] = {}
    for name, grade in grades.items():
        by_grade.setdefault(grade, []).append(name)
    told = [f"{grade} {wording.listing(by_grade[grade], '个', 3)}" for grade in sorted(by_grade) if grade]
    if told:
        typer.echo(f"{HEALTH}：{'；'.join(told)}。本系统自定，不是官方评价。")
