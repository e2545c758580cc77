"""Which form of the tables this program knows, and whether books have it. Opening books needs no Alembic for that.

A migration is called by its number: ``v0002_loop.py`` holds revision 0002, which follows 0001.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from registry.errors import DatabaseError

SCRIPTS = Path(__file__).parent / "migrations"

QUEUE = "procrastinate_"
"""How the tables of the queue begin: they stand beside ours on PostgreSQL, and come from their own library."""

_VERSION_TABLE = "alembic_version"


def revisions() -> tuple[str, ...]:
    """The revisions of the schema this program knows, the oldest first."""
    return tuple(sorted(path.name[1:].partition("_")[0] for path in SCRIPTS.glob("versions/v*_*.py")))


def head() -> str:
    """The newest of them: what books must be of."""
    return revisions()[-1]


def require_head(connection: Connection, name: str) -> None:
    """Raise :class:`DatabaseError` when the database called ``name`` is not of the schema this program knows."""
    found = _found(connection)
    if found == {head()}:
        return
    if not found:
        tables = inspect(connection).get_table_names()
        foreign = any(table != _VERSION_TABLE and not table.startswith(QUEUE) for table in tables)
        what = "不是Govwatch的数据库" if foreign else "是空的数据库"
        raise DatabaseError(f"{name} {what}：新建请运行 govwatch init，或指定另一个文件。")
    if found.issubset(revisions()):
        raise DatabaseError(f"{name} 的结构比本程序旧：请运行 govwatch init 升级。")
    raise DatabaseError(f"{name} 由更新版本的Govwatch写成：请安装该版本后再用。")


def _found(connection: Connection) -> set[str]:
    """What Alembic noted in the database."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return set()
    return set(connection.execute(text(f"select version_num from {_VERSION_TABLE}")).scalars())  # noqa: S608  a constant
