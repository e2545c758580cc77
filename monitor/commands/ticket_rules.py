"""``govwatch tickets rules``: how long owners have, and what is issued by itself."""

from pathlib import Path
from typing import Annotated

import typer

from checks.catalogue import Catalogue
from checks.vocabulary import Severity
from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, By, Config, catalogue_of, opened, run, signed
from registry.decisions.ticket_rules import TicketRules, set_automatic, set_days, ticket_rules
from reports.terms import SEVERITIES

LONGEST = 250
"""Longest deadline in working days: a year of them."""

_SEVERITIES = {name: severity for severity, (zh, _) in SEVERITIES.items() for name in (zh, severity.value)}


def rules(
    config: Config = DEFAULT_CONFIG,
    deadline: Annotated[
        list[str] | None,
        typer.Option("--deadline", help="As 扣分=5 in working days; 建议=none: not issued. 整改时限（工作日）。"),
    ] = None,
    auto: Annotated[
        list[str] | None, typer.Option("--auto", help="Issue an indicator by itself. 某项指标自动交办。")
    ] = None,
    no_auto: Annotated[
        list[str] | None, typer.Option("--no-auto", help="A person confirms it again. 改回人工确认。")
    ] = None,
    by: By = "",
) -> None:
    """Show or change deadlines and what is issued by itself. 查看或设定整改时限、自动交办。"""
    days, catalogue = [_deadline(text) for text in deadline or []], catalogue_of(config)
    for indicator in auto or []:
        _require_mechanical(indicator, catalogue)
    _say(run(_changed(config, days, auto or [], no_auto or [], by)), catalogue)


async def _changed(
    config: Path, days: list[tuple[Severity, int | None]], on: list[str], off: list[str], by: str
) -> TicketRules:
    async with opened(config) as desk, desk.database.write() as session:
        now, who = clock.now(), signed(by, desk)
        for severity, number in days:
            await set_days(session, desk.office_id, severity, number, who, now)
        for indicators, switch in ((on, True), (off, False)):
            for indicator in indicators:
                await set_automatic(session, desk.office_id, indicator, who, now, on=switch)
        return await ticket_rules(session, desk.office_id)


def _deadline(text: str) -> tuple[Severity, int | None]:
    name, _, number = text.partition("=")
    severity = _SEVERITIES.get(name.strip())
    if severity is None:
        raise typer.BadParameter(f"没有“{name[:20]}”这种性质：可用 {'、'.join(_SEVERITIES)}。")
    if number.strip() in ("none", "不交办"):
        return severity, None
    if not number.strip().isascii() or not number.strip().isdigit() or not 1 <= int(number) <= LONGEST:
        raise typer.BadParameter(f"时限“{text[:20]}”不对：请写成 {name}=5（1至{LONGEST}个工作日），或 {name}=none。")
    return severity, int(number)


def _require_mechanical(indicator: str, catalogue: Catalogue) -> None:
    entry = catalogue.get(indicator)
    if entry is None:
        raise typer.BadParameter(f"没有指标 {indicator[:40]}：用 govwatch indicators 查看全部指标。")
    if not entry.mechanical:
        allowed = "、".join(one.id for one in catalogue.values() if one.mechanical)
        raise typer.BadParameter(f"{indicator}（{entry.title.zh}）须由人工判断，不能自动交办；可以的是：{allowed}。")


def _say(shown: TicketRules, catalogue: Catalogue) -> None:
    for severity, days in shown.days.items():
        typer.echo(f"{SEVERITIES[severity][0]}：{f'{days}个工作日' if days else '不交办'}")
    titles = [f"{name}（{catalogue[name].title.zh}）" for name in sorted(shown.automatic) if name in catalogue]
    typer.echo(f"自动交办：{'、'.join(titles) or '无，全部由人工确认'}")
