"""``govwatch init``: settings file and empty books in this folder."""

from pathlib import Path
from typing import Annotated

import typer

from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, Config, run
from monitor.settings import load_settings
from monitor.workers.queue import is_shared, make_queue
from registry.database import Database
from registry.migrate import upgrade
from registry.offices import ensure_office
from reports.files import write_whole

_TEMPLATE = """\
# Govwatch settings. Every setting is described in docs/settings.md. 配置说明见 docs/settings.md。

[office]
code = "{code}"
name = "{name}"
mailbox = "{mailbox}"

[database]
url = "sqlite:///govwatch.db"

[network]
# connect_to = ["*:443=127.0.0.1:18443"]   # like curl --connect-to; the first match wins
# ca_file = "own-ca.pem"
# witnesses = ["https://www.example.cn/"]  # always up: asked when a visit fails, is it our own line? 见证地址

[politeness]
rate = 5.0
concurrency = 4

[mail]
transport = "folder"    # or "smtp"
folder = "outbox"
sender = "govwatch@localhost"
"""


def init(
    config: Config = DEFAULT_CONFIG,
    code: Annotated[str, typer.Option(help="Short code of the office, in numbers of papers. 简称代码。")] = "GW",
    name: Annotated[str, typer.Option(help="Name of the office. 办公室名称。")] = "市政府办公室",
    mailbox: Annotated[str, typer.Option(help="Mailbox of the weekly report. 周报邮箱。")] = "",
) -> None:
    """Write govwatch.toml and an empty database here; where they are, bring the database up to date. 建立或升级。"""
    if config.exists():
        run(create_books(config))
        typer.echo(f"{config} 已经存在，未作改动；数据库已是最新。")
        return
    text = _TEMPLATE.format(code=_quoted(code), name=_quoted(name), mailbox=_quoted(mailbox))
    write_whole(config, text.encode())
    try:
        run(create_books(config))
    except BaseException:
        config.unlink(missing_ok=True)
        raise
    typer.echo(f"已建立 {config} 和数据库。下一步：govwatch registry import 台账.csv")


async def create_books(config: Path) -> None:
    """Create or upgrade the database that the settings name, and enter the office."""
    settings = load_settings(config)
    await upgrade(settings.database.url)
    if is_shared(settings.database.url):
        await make_queue(settings.database.url)
    async with await Database.open(settings.database.url) as database, database.write() as session:
        office = settings.office
        await ensure_office(session, office.code, office.name, mailbox=office.mailbox, now=clock.now())


def _quoted(value: str) -> str:
    """A value for a TOML basic string."""
    return "".join(f"\\u{ord(char):04x}" if char in '"\\' or ord(char) < 32 else char for char in value)
