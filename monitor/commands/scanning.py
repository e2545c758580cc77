"""``govwatch scan``: look at the targets, enter and grade what is seen."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from checks.errors import ToldError
from monitor import clock
from monitor.approving import Approved, issue_automatically
from monitor.browsing import browser_line
from monitor.commands.deciding import say_approved
from monitor.commands.options import DEFAULT_CONFIG, AsOf, Config, Desk, catalogue_of, instant, opened, run
from monitor.commands.sending import post_of
from monitor.jobs import Scanned, ScanOrder, scan
from monitor.kept import manners_lines
from registry.models import TargetState, stored
from registry.scans import Selection
from registry.targets import Entry, list_targets, resolve_targets
from reports.files import write_whole
from reports.result import ScanResult, compose_result
from reports.terms import VERDICTS

Only = Literal["sites", "accounts"]


class NothingToScanError(ToldError):
    """The register holds nothing to look at. The message says what to do."""


def scan_(
    targets: Annotated[list[str] | None, typer.Argument(help="Id, host or name. 编号、域名或名称。")] = None,
    config: Config = DEFAULT_CONFIG,
    all_: Annotated[bool, typer.Option("--all", help="Every watched target, due or not. 全部对象。")] = False,
    only: Annotated[Only | None, typer.Option("--only", help="Only websites, or only accounts. 只看一类。")] = None,
    as_of: AsOf = "",
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the result document to this file. 结果文件。")
    ] = None,
) -> None:
    """Look at all due targets, or at those named. 扫描到期的对象，或指定的对象。"""
    if targets and all_:
        raise typer.BadParameter("--all 与指定对象不能同时使用。")

    async def work() -> tuple[Scanned, ScanResult, Approved]:
        async with opened(config) as desk:
            if only != "accounts":
                typer.echo(browser_line(desk.settings.policy.browsing))
            scanned = await scan(desk.database, await order_for(desk, targets or [], only, instant(as_of)))
            at = instant(as_of) or clock.now()
            issued = await issue_automatically(desk.database, desk.office, post_of(desk), at)
            async with desk.database.read() as session:
                return scanned, await compose_result(session, stored(scanned.scan.id)), issued

    scanned, result, issued = run(work())
    if json_file is not None:
        write_whole(json_file, result.to_json())
    for line in summary(scanned, result):
        typer.echo(line)
    say_approved(issued, result.as_of, catalogue_of(config))
    if scanned.failed and scanned.failed == scanned.origins:
        raise typer.Exit(1)


async def order_for(desk: Desk, targets: list[str], only: Only | None, as_of: datetime | None) -> ScanOrder:
    """The order to scan the named targets, or all that are watched. Raises :class:`NothingToScanError`."""
    async with desk.database.read() as session:
        watched = await list_targets(session, desk.office_id, states={TargetState.ACTIVE})
        named = await resolve_targets(session, desk.office_id, targets) if targets else []
    selection = _selection(named, watched, only)
    if not selection.target_ids:
        raise NothingToScanError("没有可扫描的对象：请先用 govwatch registry import 导入台账。")
    settings = desk.settings
    return ScanOrder(
        desk.office_id, selection, as_of, settings.policy, settings.limits.origins, catalogue=desk.catalogue
    )


def _selection(named: list[Entry], watched: list[Entry], only: Only | None) -> Selection:
    entries = [one for one in named or watched if only is None or one.target.kind.is_site == (only == "sites")]
    if named:
        return Selection.of([one.target for one in entries])
    return Selection.named(only or "all", [one.target for one in entries])


def summary(scanned: Scanned, result: ScanResult) -> list[str]:
    """What a clerk wants to know when a scan ends."""
    if not scanned.finished:
        return [f"扫描未全部完成：{scanned.elsewhere}个对象正由另一个程序检查，稍后再运行一次即可接着完成。"]
    lines = ["接着完成了上次中断的扫描。"] if scanned.taken_up else []
    verdicts = [target.grade.verdict for target in result.targets]
    counts = "，".join(f"{VERDICTS[verdict][0]}{verdicts.count(verdict)}个" for verdict in VERDICTS)
    findings = sum(len(target.findings) for target in result.targets)
    confirmed = sum(finding.confirmed for target in result.targets for finding in target.findings)
    lines.append(f"扫描完成：{len(result.targets)}个对象，{counts}。")
    lines.append(f"问题{findings}个，其中两次核查一致{confirmed}个，其余待再次核查。")
    if scanned.shown:
        pages = sum(target.counts.pages for target in result.targets)
        saved = f"，省去{1 - scanned.shown / pages:.0%}" if pages > scanned.shown else ""
        lines.append(f"共读取{pages}个页面，其中需要用浏览器打开的{scanned.shown}次，其余直接读取{saved}。")
    if scanned.beyond:
        lines.append(f"另有{scanned.beyond}个页面超出每个网站用浏览器打开的上限（[browser] budget），没有打开。")
    lines += manners_lines(scanned.kept)
    if scanned.failed:
        lines.append(f"{scanned.failed}个域名或账号因本系统出错未能检查，已按“无法判定”处理。")
    return lines
