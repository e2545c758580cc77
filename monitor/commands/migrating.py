"""``govwatch migrate``: move the books to another database, and prove that they are the same there."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.commands.options import DEFAULT_CONFIG, Config, run
from monitor.settings import load_settings
from monitor.workers.queue import is_shared, make_queue
from registry.database import Database
from registry.migrate import upgrade
from registry.store.copying import Sum, copy_books


def migrate(
    to: Annotated[str, typer.Option("--to", help="Address of the empty database to move to. 目标数据库地址。")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Copy the books to another database and compare both: SQLite to PostgreSQL, or back. 迁移数据库。"""
    sums = run(_migrate(config, to))
    for one in sums:
        if one.rows:
            typer.echo(f"  {one.table}：{one.rows}行，校验和 {one.checksum[:16]}，两边一致")
    typer.echo(f"已复制{sum(one.rows for one in sums)}行。请把 {config} 中的 database.url 改为新地址，再启动各程序。")


async def _migrate(config: Path, to: str) -> list[Sum]:
    async with await Database.open(load_settings(config).database.url) as source:
        await upgrade(to)
        if is_shared(to):
            await make_queue(to)
        async with await Database.open(to) as target:
            return await copy_books(source, target)
