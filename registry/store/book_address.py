"""Which database an address names.

SQLite is the default; PostgreSQL is for several machines and needs the extra ``postgresql``, which is imported only
when an address asks for it.
"""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from registry.errors import DatabaseError
from registry.store.dialect import Dialect
from registry.store.sqlite import Sqlite


def dialect_of(url: str) -> Dialect:
    """The database an address names: ``sqlite:///FILE`` or ``postgresql+asyncpg://USER@HOST/NAME``.

    Raises :class:`DatabaseError` for any other address, and for PostgreSQL where its driver is not installed.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = URL.create("none")
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        return Sqlite(parsed.database)
    if backend == "postgresql" and parsed.database:
        from registry.store.postgresql import PostgreSql  # noqa: PLC0415  its driver is an extra

        return PostgreSql.at(parsed)
    shown = parsed.render_as_string() if backend != "none" else url
    raise DatabaseError(
        f"数据库地址“{shown}”无法识别：请写成 sqlite:///文件名，或 postgresql+asyncpg://用户@主机/库名。"
    )
