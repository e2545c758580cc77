"""Bringing the tables of a database to the form this program knows."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from registry.errors import DatabaseError
from registry.store.book_address import dialect_of

_SCRIPTS = Path(__file__).parent / "migrations"

QUEUE = "procrastinate_"
"""How the tables of the queue begin: they stand beside ours on PostgreSQL, and come from their own library."""


def head() -> str:
    """The revision of the schema this program knows."""
    return ScriptDirectory(str(_SCRIPTS)).get_current_head() or ""


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at ``url`` to ``revision``, all or nothing; make the file when it is missing.

    Doing it again changes nothing. Raises :class:`DatabaseError`.
    """
    await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str = "base") -> None:
    """Take the database at ``url`` back to ``revision``; ``base`` drops all tables with what they hold."""
    await _run(url, lambda config: command.downgrade(config, revision))


def require_head(connection: Connection, name: str) -> None:
    """Raise :class:`DatabaseError` when the database called ``name`` is not of the schema this program knows."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found == head():
        return
    if found is None:
        foreign = {
            table
            for table in inspect(connection).get_table_names()
            if table != "alembic_version" and not table.startswith(QUEUE)
        }
        what = "不是Govwatch的数据库" if foreign else "是空的数据库"
        raise DatabaseError(f"{name} {what}：新建请运行 govwatch init，或指定另一个文件。")
    if found in {script.revision for script in ScriptDirectory(str(_SCRIPTS)).walk_revisions()}:
        raise DatabaseError(f"{name} 的结构比本程序旧：请运行 govwatch init 升级。")
    raise DatabaseError(f"{name} 由更新版本的Govwatch写成：请安装该版本后再用。")


async def _run(url: str, change: Callable[[Config], None]) -> None:
    dialect = dialect_of(url)
    await dialect.require_room()
    engine = dialect.migrator()
    try:
        with dialect.explained():
            async with engine.begin() as connection:
                await connection.run_sync(lambda synchronous: change(_config(synchronous)))
    finally:
        await engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config
