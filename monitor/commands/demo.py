"""``govwatch demo``: the whole loop on a made-up city served on this machine."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from monitor import clock
from monitor.commands.init import create_books
from monitor.commands.options import AsOf, instant, opened, run
from monitor.commands.reporting import composed
from monitor.commands.scanning import order_for, summary
from monitor.commands.sending import transport
from monitor.commands.words import told
from monitor.demo.city import REGISTER, City
from monitor.demo.seeds import seed_week
from monitor.demo.truth import compare
from monitor.files import read_file
from monitor.jobs import scan
from registry.findings import steps_between
from registry.models import Step, stored
from registry.register import import_register
from reports.compose import write_report
from reports.deliver import deliver
from reports.files import write_whole
from reports.result import ScanResult, compose_result
from reports.week import Week

MARK = "made-by-govwatch-demo"
REPAIRED = frozenset({"www-notice-deleted", "slj-down", "jyj-certificate-expired"})

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

# What only a browser sees is unknown here, and the truth that the demo compares with says so.
[browser]
use = false

[mail]
transport = "folder"
sender = "govwatch@yunxi.test"
"""


class DemoError(Exception):
    """The demo cannot run, or did not see what is true. The message says why."""


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder of the demo, made anew. 演示目录。")] = Path("demo-city"),
    as_of: AsOf = "",
) -> None:
    """Run the whole loop on a made-up city: register, scan, report, repair, second scan. 演示。"""
    at = instant(as_of) or clock.now()
    _make_room(out)
    differences = run(_loop(out, at))
    if differences:
        raise DemoError("演示结果与预设不一致：" + "；".join(differences))
    _say_what_next(out)


def _make_room(out: Path) -> None:
    """An empty folder of our own. What we did not make is not removed."""
    if out.exists() and any(out.iterdir()):
        if not (out / MARK).exists():
            raise DemoError(f"{out} 里有别的文件，未作改动：请用 --out 指定另一个目录。")
        shutil.rmtree(out)
    write_whole(out / MARK, b"")


async def _loop(out: Path, at: datetime) -> list[str]:
    config = out / "govwatch.toml"
    earlier = at - timedelta(hours=1)
    typer.echo("一、虚构城市“云溪市”：全部在本机，预先埋下若干问题（见 monitor/demo/truth.toml）。")
    async with City(earlier) as city:
        _write_settings(config, city)
        await create_books(config)
        await _import(config)
        await _seed(config, earlier)
        typer.echo("\n二、第一次扫描")
        first = await _scan(config, earlier, out / "scan-1.json")
        _show(first)
    typer.echo("\n三、修复了其中3处（首页失效链接、水利局网站、教育局证书），再扫描一次")
    async with City(at, repaired=REPAIRED) as city:
        _write_settings(config, city)
        second = await _scan(config, at, out / "scan-2.json")
        await _show_resolved(config, at)
    typer.echo("\n四、监测周报")
    await _report(config, at, out)
    differences = compare(first.model_dump(mode="json"), seeded=True)
    return differences + compare(second.model_dump(mode="json"), repaired=REPAIRED, seeded=True)


def _say_what_next(out: Path) -> None:
    """What the clerk would do now, in commands that work on the demo's books."""
    config = f"--config {out / 'govwatch.toml'}"
    typer.echo("\n五、下一步（两次扫描的结果与预设的问题完全一致；以下命令可在演示台账上直接试用）")
    typer.echo(f"  看待确认的问题：  govwatch tickets pending {config}")
    typer.echo(f"  确认并限期交办：  govwatch tickets approve 云溪市教育局 --send {config}")
    typer.echo(f"  看各单的整改时限：govwatch tickets {config}")
    typer.echo(f"  导出问题台账：    govwatch report ledger --out {out / '问题台账.xlsx'} {config}")


def _write_settings(config: Path, city: City) -> None:
    rules = ", ".join(f'"{rule}"' for rule in city.connect_to)
    write_whole(config.parent / "city-ca.pem", read_file(city.ca_file))
    write_whole(config, _SETTINGS.format(rules=rules).encode())


async def _import(config: Path) -> None:
    async with opened(config) as desk:
        plan = await import_register(desk.database, desk.office_id, read_file(REGISTER), now=clock.now())
    typer.echo(f"导入台账：新增{len(plan.additions)}个对象。")


async def _seed(config: Path, at: datetime) -> None:
    async with opened(config) as desk:
        visits = await seed_week(desk.database, desk.office_id, at)
    typer.echo(f"写入最近一周的可用性访问记录{visits}次：这些记录是演示编造的，没有真正访问过。")


async def _scan(config: Path, at: datetime, file: Path) -> ScanResult:
    async with opened(config) as desk:
        scanned = await scan(desk.database, await order_for(desk, [], None, at))
        async with desk.database.read() as session:
            result = await compose_result(session, stored(scanned.scan.id))
    write_whole(file, (result.model_dump_json(by_alias=True, indent=2) + "\n").encode())
    for line in summary(scanned, result):
        typer.echo(line)
    return result


def _show(result: ScanResult) -> None:
    for target in result.targets:
        for finding in target.findings:
            typer.echo(f"  {target.unit}　{target.name}：{told(finding, result.as_of.year)}")


async def _show_resolved(config: Path, at: datetime) -> None:
    async with opened(config) as desk, desk.database.read() as session:
        steps = await steps_between(
            session, desk.office_id, {Step.RESOLVED}, at - timedelta(minutes=1), at + timedelta(minutes=1)
        )
    typer.echo(f"复查通过、记为已修复的问题：{len(steps)}个。")


async def _report(config: Path, at: datetime, out: Path) -> None:
    async with opened(config) as desk:
        mail = await composed(desk, Week.of(at), at, send=True)
        files = write_report(out / "report", mail)
        await deliver(desk.database, desk.office_id, transport(desk.settings.mail), at)
    typer.echo(mail.letter.subject)
    for file in files:
        typer.echo(f"  {file}")
    typer.echo(f"邮件已放入 {out / 'outbox'}（演示不真正发送）。用浏览器打开 {files[0]} 查看周报。")
