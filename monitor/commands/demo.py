"""``govwatch demo``: the whole loop on a made-up city served on this machine."""

import shutil
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from checks.time import SHANGHAI, shanghai_day
from monitor import clock
from monitor.browsing import browser_line
from monitor.commands import demo_story as story
from monitor.commands.demo_papers import OrderPaper, PicturesError, take_pictures, write_orders
from monitor.commands.demo_story import Clerk, DemoError
from monitor.commands.init import create_books
from monitor.commands.options import AsOf, catalogue_of, instant, opened, run
from monitor.commands.reporting import composed
from monitor.commands.sending import transport
from monitor.commands.tickets import listed, say_tickets
from monitor.demo.city import REGISTER, City
from monitor.demo.seeds import seed_week
from monitor.demo.truth import compare
from monitor.files import read_file
from monitor.look.browser.found import find_browsers
from monitor.settings import load_settings
from registry.register import import_register
from reports import wording
from reports.compose import write_report
from reports.deliver import deliver
from reports.files import write_whole
from reports.result import ScanResult
from reports.week import Week

__all__ = ["DemoError", "demo"]

MARK = "made-by-govwatch-demo"
LASTS = timedelta(hours=1)
"""How long the story takes by its own clock. It ends now, or before the midnight that it would pass."""

_NOT_LOOKED_AT = ": not in the result"
"""What the comparison says of targets that the last scan did not look at."""

_SETTINGS = """\
[office]
code = "YX"
name = "云溪市人民政府办公室"
mailbox = "bgs@yunxi.test"

[database]
url = "sqlite:///govwatch.db"

[network]
connect_to = [{rules}]
ca_file = "city-ca.pem"

# The city stands on this machine, so nobody is disturbed: far faster than is polite towards a real site.
[politeness]
rate = 200.0
concurrency = 8
confirm_after = 0.1

# What covers these pages covers them at once: nothing comes late.
[browser]
use = {browser}
linger = 0.0

[mail]
transport = "folder"
sender = "govwatch@yunxi.test"
"""


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder of the demo, made anew. 演示目录。")] = Path("demo-city"),
    as_of: AsOf = "",
) -> None:
    """Run the whole loop on a made-up city: find, confirm, order, repair, check again, report. 演示。"""
    at = instant(as_of) or clock.now()
    _make_room(out)
    differences = run(_loop(out, at))
    if differences:
        raise DemoError("演示结果与预设不一致：" + "；".join(differences))


def _make_room(out: Path) -> None:
    """An empty folder of our own. What we did not make is not removed."""
    if out.exists() and any(out.iterdir()):
        if not (out / MARK).exists():
            raise DemoError(f"{out} 里有别的文件，未作改动：请用 --out 指定另一个目录。")
        shutil.rmtree(out)
    write_whole(out / MARK, b"")


def begins(at: datetime) -> datetime:
    """When the story begins. It lies within one day: a page at its limit today would be past it tomorrow."""
    midnight = datetime.combine(shanghai_day(at), time(), SHANGHAI)
    start = at - LASTS
    return start if start >= midnight else midnight - timedelta(minutes=1) - LASTS


async def _loop(out: Path, at: datetime) -> list[str]:
    clerk = Clerk(out / "govwatch.toml", begins(at))
    ledger = out / "问题台账.xlsx"
    _head("一、虚构城市“云溪市”：全部在本机，预先埋下若干问题（见 monitor/demo/truth.toml）")
    async with _city(clerk):
        await create_books(clerk.config)
        await _import(clerk)
        await _seed(clerk)
        typer.echo(browser_line(load_settings(clerk.config).policy.browsing))
        _head("二、扫描：发现了什么问题，在哪里")
        first = await story.first_look(clerk, out / "scan-1.json")
        _head("三、第二次扫描：两次看到同样的问题才算数，只看到一次的不交办")
        second = await story.second_look(clerk, out / "scan-2.json")
        _head("四、经办人确认后交办：一单位一封交办单，写明时限（以下命令均省略 --config 和 --as-of）")
        await story.confirm(clerk)
    await story.written_ledger(clerk, ledger)
    _head("五、单位在台账“整改情况”列填写已改，其实只改好一半：导入、复查，没改好的退回")
    async with _city(clerk, story.HALF):
        await story.answered(clerk, ledger, story.FIRST_ANSWERS)
    await story.require(clerk, 退回=3, 销号=1)
    _head("六、其余改好，再次反馈、复查：全部改好的销号")
    async with _city(clerk, story.REST):
        await story.answered(clerk, ledger, story.SECOND_ANSWERS)
    await story.require(clerk, 退回=0, 销号=4)
    _head("七、再扫描有变化的网站：一处改好的又坏了，原单反复；另有单位没有反馈就改好了，复查后销号")
    async with _city(clerk, story.LAST):
        last = await story.relapsed(clerk, out / "scan-3.json")
    _head("八、还没有销号的交办单和时限")
    say_tickets(await listed(clerk.config, "open", clerk.now), catalogue_of(clerk.config))
    await story.written_ledger(clerk, ledger)
    await _papers(clerk, out, ledger, at)
    differences = [
        *_differences(first, ()),
        *_differences(second, ()),
        *(one for one in _differences(last, story.LAST) if not one.endswith(_NOT_LOOKED_AT)),
    ]
    if not differences:
        await _say_what_next(clerk)
    return differences


def _differences(result: ScanResult, repaired: Collection[str]) -> list[str]:
    return compare(result.model_dump(mode="json"), repaired=repaired, seeded=True)


@asynccontextmanager
async def _city(clerk: Clerk, repaired: Collection[str] = ()) -> AsyncIterator[None]:
    """The city open at the time of the story, with the settings leading there."""
    async with City(clerk.now, repaired=repaired) as city:
        rules = ", ".join(f'"{rule}"' for rule in city.connect_to)
        write_whole(clerk.config.parent / "city-ca.pem", read_file(city.ca_file))
        write_whole(clerk.config, _SETTINGS.format(rules=rules, browser=str(bool(find_browsers())).lower()).encode())
        yield


def _head(words: str) -> None:
    typer.echo(f"\n{words}")


async def _import(clerk: Clerk) -> None:
    async with opened(clerk.config) as desk:
        plan = await import_register(desk.database, desk.office_id, read_file(REGISTER), now=clock.now())
    typer.echo(f"导入台账：新增{len(plan.additions)}个对象。")


async def _seed(clerk: Clerk) -> None:
    async with opened(clerk.config) as desk:
        visits = await seed_week(desk.database, desk.office_id, clerk.now)
    typer.echo(f"写入最近一周的可用性访问记录{visits}次：这些记录是演示编造的，没有真正访问过。")


# -- what is left on the desk -------------------------------------------------------------------------------------


async def _papers(clerk: Clerk, out: Path, ledger: Path, at: datetime) -> None:
    report = await _report(clerk, at, out)
    orders = await write_orders(clerk.config, out / "orders")
    pictures, why = await _pictures(out, report[0], orders)
    _head("九、文件（用浏览器或WPS打开）")
    typer.echo(f"  监测周报  {report[0]}")
    for one in orders:
        typer.echo(f"  交办单    {one.page}")
    typer.echo(f"  问题台账  {ledger}")
    for picture in pictures:
        typer.echo(f"  图片      {picture}")
    if why:
        typer.echo(f"  图片      没有生成：{why}")
    typer.echo(f"  邮件      {out / 'outbox'} 下的 .eml（演示不真正发送）")


async def _report(clerk: Clerk, at: datetime, out: Path) -> tuple[Path, ...]:
    async with opened(clerk.config) as desk:
        mail = await composed(desk, Week.of(at), at, send=True)
        files = write_report(out / "report", mail)
        await deliver(desk.database, desk.office_id, transport(desk.settings.mail), at)
    typer.echo(f"\n{mail.letter.subject}")
    return files


async def _pictures(out: Path, report: Path, orders: Sequence[OrderPaper]) -> tuple[list[Path], str]:
    """Pictures of the report and of the first order, or why there are none."""
    try:
        return await take_pictures({"weekly": report, "order": orders[0].page}, out / "pictures"), ""
    except PicturesError as error:
        return [], str(error)


async def _say_what_next(clerk: Clerk) -> None:
    """What the clerk would do now, with commands that work on the demo's books."""
    config = f"--config {clerk.config}"
    open_ = (await listed(clerk.config, "open", clerk.now)).tickets
    due = min(ticket.due for ticket in open_)
    first = [ticket for ticket in open_ if ticket.due == due]
    units = wording.listing(list(dict.fromkeys(ticket.unit for ticket in first)), "个单位")
    _head("十、下一步（三次扫描的结果与预设的问题完全一致；以下命令可在演示台账上直接试用）")
    typer.echo(f"  1. 最早到期的{len(first)}单请于{wording.due_day(due, due.year)}前督促处理：{units}。")
    typer.echo(f"     看全部未销号的：govwatch tickets {config}")
    typer.echo(f"     看一单的各项和经过：govwatch tickets show {first[0].number} {config}")
    typer.echo("  2. 单位反馈后登记并复查，全部改好才销号：")
    typer.echo(f"     govwatch tickets answer {first[0].number} --text 已整改 {config}")
    typer.echo(f"     govwatch tickets recheck {config}（演示城市已关闭，此时复查会是“看不到”）")
    typer.echo("  3. 暂缓的1件，到期后会重新列入待确认：")
    typer.echo(f"     govwatch tickets pending --aside {config}")
    typer.echo("  4. 无法查看的对象和原因，见周报“请您处理”和“监测自身情况”。")
