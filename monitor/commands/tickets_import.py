"""``govwatch tickets import``: the answers of units, from the ledger workbook that they filled."""

from pathlib import Path
from typing import Annotated

import typer

from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, AsOf, By, Config, instant, opened, run, signed
from monitor.files import read_file
from registry.decisions.ledger_answers import AnswersEntered, AnswersRefusedError, Filled, enter_answers, read_answers
from reports.ledger import answer_shown

SHOWN = 50
"""Rows at fault that are printed; the sentence after them counts them all."""


def import_(
    file: Annotated[Path, typer.Argument(help="XLSX or CSV with 整改情况 filled in. 填好整改情况的问题台账。")],
    config: Config = DEFAULT_CONFIG,
    by: By = "",
    as_of: AsOf = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read only, enter nothing. 只检查不登记。")] = False,
) -> None:
    """Enter what units wrote under 整改情况, by 问题编号; each ticket then waits for its re-check. 导入整改情况。"""
    try:
        filled = read_answers(read_file(file))
        entered = run(_enter(config, filled, by, as_of, dry_run=dry_run))
    except AnswersRefusedError as refusal:
        for problem in refusal.problems[:SHOWN]:
            typer.echo(f"  {problem}", err=True)
        raise
    _say(entered, dry_run=dry_run)


async def _enter(config: Path, filled: list[Filled], by: str, as_of: str, *, dry_run: bool) -> AnswersEntered:
    async with opened(config) as desk, desk.database.write() as session:
        at = instant(as_of) or clock.now()
        who = signed(by, desk)
        return await enter_answers(session, desk.office_id, filled, answer_shown, who, at, dry_run=dry_run)


def _say(entered: AnswersEntered, *, dry_run: bool) -> None:
    verb = "可登记" if dry_run else "已登记"
    for number, text in entered.answered:
        typer.echo(f"{verb}反馈：{number}　{text}")
    for sentence in entered.refused:
        typer.echo(f"没有登记：{sentence}", err=True)
    if entered.unchanged:
        typer.echo(f"{len(entered.unchanged)}单的整改情况与此前登记的相同，没有改动。")
    if not entered.answered:
        typer.echo("没有新的整改情况。")
    elif dry_run:
        typer.echo(f"共{len(entered.answered)}单可登记。（试运行，未写入）")
    else:
        typer.echo(f"共{len(entered.answered)}单已反馈，待复查：govwatch tickets recheck（复查通过才会销号）。")
