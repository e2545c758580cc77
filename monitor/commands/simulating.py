"""``govwatch simulate``: what the official check would say today, or on another day."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from checks.time import shanghai_day
from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, AsOf, Config, Json, catalogue_of, instant, opened, run
from registry.models import TargetState
from registry.targets import list_targets, resolve_targets
from reports.simulation import Simulation, simulations
from reports.simulation_document import document
from reports.simulation_words import told


def simulate(
    targets: Annotated[list[str] | None, typer.Argument(help="Id, host or name. 编号、域名或名称。")] = None,
    config: Config = DEFAULT_CONFIG,
    as_of: AsOf = "",
    language: Annotated[Literal["zh", "en"], typer.Option("--lang", help="zh or en. 语言。")] = "zh",
    as_json: Json = False,
) -> None:
    """Say what the official check would say, row by row. 模拟检查：到某一天，检查会怎么说。"""
    at = instant(as_of) or clock.now()
    catalogue = catalogue_of(config)
    simulated = run(_simulated(config, targets or [], at))
    if as_json:
        typer.echo(document(simulated, shanghai_day(at), catalogue).model_dump_json(by_alias=True, indent=2))
        return
    for one in simulated:
        for line in told(one, catalogue, language):
            typer.echo(line)
        typer.echo("")


async def _simulated(config: Path, targets: list[str], at: datetime) -> list[Simulation]:
    async with opened(config) as desk, desk.database.read() as session:
        entries = (
            await resolve_targets(session, desk.office_id, targets)
            if targets
            else await list_targets(session, desk.office_id, states={TargetState.ACTIVE})
        )
        return await simulations(session, desk.office_id, entries, at, desk.catalogue)
