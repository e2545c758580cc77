"""``govwatch indicators``: the catalogue in force."""

import json
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from checks.catalogue import Catalogue, Indicator, load_catalogue
from monitor.commands.options import DEFAULT_CONFIG, Config, Json, catalogue_of
from reports.terms import BASIS_STATES, SEVERITIES


def indicators(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Print the indicator catalogue. 查看指标目录。"""
    # The catalogue can be read before anything is set up: without settings it is the one that ships.
    catalogue = catalogue_of(config) if config.exists() or config != DEFAULT_CONFIG else load_catalogue()
    if as_json:
        typer.echo(json.dumps(document(catalogue), ensure_ascii=False, indent=2))
        return
    table = Table(box=None, header_style="bold")
    for title in ("指标", "名称", "性质", "规则", "核对"):
        table.add_column(title, overflow="fold")
    for one in catalogue.values():
        table.add_row(one.id, one.title.zh, SEVERITIES[one.severity][0], one.rule.zh, BASIS_STATES[one.basis.state][0])
    console = Console()
    console.print(table)
    layers = "、".join(f"{layer.title.zh}（{name}）" for name, layer in catalogue.layers.items())
    console.print(f"依次采用：{layers}。后一层只写与前面不同的数值。")
    console.print(f"指标目录版本 {catalogue.version}；标“未核对”的数值尚未与官方原文核对，不用于计分。")


def document(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as a JSON document."""
    return {
        "schema": "govwatch/indicators/1",
        "version": catalogue.version,
        "layers": [{"name": name, **layer.model_dump(mode="json")} for name, layer in catalogue.layers.items()],
        "least_coverage": catalogue.least_coverage,
        "indicators": [_entry(one) for one in catalogue.values()],
    }


def _entry(one: Indicator) -> dict[str, Any]:
    return one.model_dump(mode="json") | {"applies_to": sorted(kind.value for kind in one.applies_to)}
