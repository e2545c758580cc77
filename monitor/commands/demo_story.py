"""What happens in the demo: found, confirmed, ordered, half repaired, returned, repaired, closed, broken again.

The clerk's commands are those of the command line, typed at the times of the demo's own clock.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from checks.errors import ToldError
from checks.time import shanghai_day
from checks.vocabulary import Severity
from monitor.commands import deciding, reporting, tickets, tickets_import
from monitor.commands.demo_papers import filled_ledger
from monitor.commands.options import catalogue_of, opened
from monitor.commands.scanning import order_for, summary
from monitor.commands.words import told
from monitor.jobs import Watching, scan
from monitor.progress import Silent, Watcher, watching
from registry.models import stored
from reports import wording
from reports.files import write_whole
from reports.result import ScanResult, compose_result
from reports.terms import SEVERITIES

HALF = frozenset({"www-notice-deleted", "www-policy-error", "www-attachment-missing", "slj-down"})
"""What is right when the units first say that all is repaired."""

REST = HALF | {"office-guide-missing", "www-image-missing", "www-external-gone", "www-link-malformed", "zhujian-stale"}
"""What is right when they say it again."""

LAST = (REST | {"jyj-certificate-expired"}) - {"www-policy-error"}
"""What is right at the last scan: one repair is undone, and one unit repaired without a word."""

CHANGED = ("云溪市人民政府门户网站", "云溪市人民政府办公室网站", "云溪市教育局网站")
"""What the last scan looks at: the sites on which something changed since."""

OFFICE, WATER, HOUSING = "云溪市人民政府办公室", "云溪市水利局", "云溪市住房和城乡建设局"
LINKS = f"{OFFICE}/site.links"
UNSETTLED = "清溪县人民政府办公室/site.columns-stale"

FIRST_ANSWERS = {
    (OFFICE, "site.links"): "失效链接已全部更正",
    (OFFICE, "site.links-home"): "首页失效链接已更正",
    (WATER, "site.unreachable"): "服务器已恢复",
    (HOUSING, "account.stale"): "已恢复更新",
}
SECOND_ANSWERS = {
    (OFFICE, "site.links"): "退回的3项链接已删除或更正",
    (OFFICE, "site.links-home"): "办事指南已重新上传",
    (HOUSING, "account.stale"): "今日已发布新内容",
}
"""What units write of their tickets, by unit and indicator. Not all of it is so."""


class DemoError(ToldError):
    """The demo cannot run, or did not see what is true. The message says why."""


@dataclass(slots=True)
class Clerk:
    """Who works on the demo's books. ``now`` is the clock of the story."""

    config: Path
    now: datetime

    def waits(self, minutes: int) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)

    async def types(self, typed: str, command: Callable[..., None], *arguments: Any, **options: Any) -> None:
        """Show a command, and do what it does."""
        typer.echo(f"\n  $ govwatch {typed}")
        try:
            await asyncio.to_thread(command, *arguments, config=self.config, **options)
        except typer.Exit as left:
            raise DemoError(f"演示中断：govwatch {typed} 没有成功（退出码{left.exit_code}）。") from None

    @property
    def timed(self) -> dict[str, str]:
        """The time of the story, for a command that takes one."""
        return {"as_of": self.now.isoformat()}


# -- looking ------------------------------------------------------------------------------------------------------


@contextmanager
def _silent(_total: int) -> Iterator[Watcher]:
    yield Silent()


async def scanned(clerk: Clerk, file: Path, *, targets: Sequence[str] = (), watch: Watching = watching) -> ScanResult:
    """Scan everything, or the targets named, say what came of it, and keep the result document."""
    async with opened(clerk.config) as desk:
        done = await scan(desk.database, await order_for(desk, list(targets), None, clerk.now), watch)
        async with desk.database.read() as session:
            result = await compose_result(session, stored(done.scan.id))
    write_whole(file, result.to_json())
    for line in summary(done, result):
        typer.echo(line)
    return result


async def first_look(clerk: Clerk, file: Path) -> ScanResult:
    """The first scan, with everything it found: unit by unit, the heaviest first."""
    result, catalogue = await scanned(clerk, file), catalogue_of(clerk.config)
    by_unit: dict[str, list[tuple[Severity, str]]] = {}
    for target in result.targets:
        for one in target.findings:
            line = f"{target.name}：{told(one, result.as_of.year, catalogue)}"
            by_unit.setdefault(target.unit, []).append((one.severity, line))
    for unit, lines in by_unit.items():
        typer.echo(f"\n  {unit}　{len(lines)}个问题")
        for severity, line in sorted(lines, key=lambda one: list(Severity).index(one[0])):
            typer.echo(f"    【{SEVERITIES[severity][0]}】{line}")
    return result


async def second_look(clerk: Clerk, file: Path) -> ScanResult:
    """The scan that confirms: nobody is asked to repair what was seen once."""
    clerk.waits(10)
    return await scanned(clerk, file, watch=_silent)


# -- the clerk ----------------------------------------------------------------------------------------------------


async def confirm(clerk: Clerk) -> None:
    """确认: one thing is put off, all else ordered."""
    clerk.waits(5)
    until = str(shanghai_day(clerk.now) + timedelta(days=14))
    reason = "空白栏目尚未核定"
    await clerk.types(
        f"tickets postpone {UNSETTLED} --until {until} --reason {reason}",
        deciding.postpone_, [UNSETTLED], until, reason=reason, **clerk.timed,
    )  # fmt: skip
    await clerk.types(
        "tickets approve all --by 张三 --send", deciding.approve, ["all"], by="张三", send=True, **clerk.timed
    )


async def answered(clerk: Clerk, ledger: Path, answers: Mapping[tuple[str, str], str]) -> None:
    """反馈 by the ledger, and 复核."""
    clerk.waits(5)
    texts = await _by_number(clerk, answers)
    for number, text in texts.items():
        typer.echo(f"    {number}　{text}")
    filled = ledger.with_name(f"{ledger.stem}-单位已填.xlsx")
    write_whole(filled, filled_ledger(ledger, texts, clerk.now))
    await clerk.types(f"tickets import {filled}", tickets_import.import_, filled, **clerk.timed)
    await rechecked(clerk)


async def rechecked(clerk: Clerk) -> None:
    """复核 of all that is asked for."""
    clerk.waits(5)
    await clerk.types("tickets recheck", tickets.recheck_, None, **clerk.timed)


async def written_ledger(clerk: Clerk, ledger: Path) -> None:
    """The ledger as it stands."""
    await clerk.types(f"report ledger --out {ledger}", reporting.ledger, ledger)


async def relapsed(clerk: Clerk, file: Path) -> ScanResult:
    """反复: a scan sees come back what was closed. The clerk confirms it anew; what was repaired unasked is closed."""
    clerk.waits(5)
    result = await scanned(clerk, file, targets=CHANGED, watch=_silent)
    for ticket in (await tickets.listed(clerk.config, "反复", clerk.now)).tickets:
        title = wording.title(ticket.indicator, catalogue_of(clerk.config))
        typer.echo(f"销号后又出现：{ticket.number}　{ticket.unit}　{title}，现为“{ticket.state}”，经确认后重新交办。")
    await require(clerk, 反复=1)
    await rechecked(clerk)
    clerk.waits(2)
    await clerk.types(
        f"tickets approve {LINKS} --by 张三 --send", deciding.approve, [LINKS], by="张三", send=True, **clerk.timed
    )
    return result


async def _by_number(clerk: Clerk, answers: Mapping[tuple[str, str], str]) -> dict[str, str]:
    document = await tickets.listed(clerk.config, "open", clerk.now)
    found = {(ticket.unit, ticket.indicator): ticket.number for ticket in document.tickets}
    return {found[key]: text for key, text in answers.items()}


async def require(clerk: Clerk, **counts: int) -> None:
    """See to it that so many tickets stand in these states. Raises :class:`DemoError`."""
    document = await tickets.listed(clerk.config, "all", clerk.now)
    there = Counter(str(ticket.state) for ticket in document.tickets)
    for state, count in counts.items():
        if there[state] != count:
            raise DemoError(f"演示结果与预设不一致：“{state}”的交办单应有{count}单，实际{there[state]}单。")
