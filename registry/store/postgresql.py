"""PostgreSQL: the books for several machines.

Readers see one state of the books (``REPEATABLE READ``, read only). Writers take turns by an advisory lock of the
database, as they do by SQLite's write lock, so that what was read in a transaction still holds when it writes. Those
that change only rows they have locked themselves take it together (``beside``): entering what was seen of one origin,
its lease, its probes.
"""

import importlib.util
import json
import math
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import URL, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.errors import DatabaseError
from registry.store.dialect import BUSY_MS

WRITING = 0x60767774  # "gvwt": the number of our advisory lock; any constant would do

_CONNECT = 10.0
"""Seconds to connect."""

_ANSWER = 60.0
"""Seconds for one statement: a line that swallows everything must not hold a program for ever."""

_SENTENCES = {
    "28P01": "用户名或密码不对：请检查 database.url",
    "28000": "数据库不接受这个用户：请检查 database.url 和 pg_hba.conf",
    "3D000": "没有这个数据库：请先用 createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 建立",
    "42501": "权限不足：请让数据库用户拥有该库",
    "53100": "数据库所在磁盘已满：请腾出空间后重新运行同一命令",
    "53300": "数据库连接数已满：请减少工作进程（worker），或加大 max_connections",
    "55P03": "数据库正被另一个程序占用：请等它结束后重新运行同一命令",
    "40P01": "数据库正被另一个程序占用：请等它结束后重新运行同一命令",
    "57P01": "数据库正在停止或重启：稍后会重试；请确认PostgreSQL在运行",
    "57P02": "数据库正在停止或重启：稍后会重试；请确认PostgreSQL在运行",
    "57P03": "数据库正在启动：稍后会重试",
    "25006": "这次读取不能写入",
}
_UNREACHABLE = "连不上PostgreSQL：请确认它在运行、地址和端口正确、网络可达"
_SORTED = ("C", "POSIX", "C.UTF-8", "C.utf8", "ucs_basic")


class PostgreSql:
    """The database of that name on a server."""

    side_by_side = True

    def __init__(self, url: URL) -> None:
        self.url = url.set(drivername="postgresql+asyncpg")

    @classmethod
    def at(cls, url: URL) -> Self:
        """The database at an address. Raises :class:`DatabaseError` when the driver is not installed."""
        if importlib.util.find_spec("asyncpg") is None:
            raise DatabaseError("使用PostgreSQL需要附加组件：请运行 pip install 'govwatch[postgresql]'。")
        return cls(url)

    @property
    def name(self) -> str:
        """Host and name of the database."""
        return f"{self.url.host or 'localhost'}:{self.url.port or 5432}/{self.url.database}"

    async def require_there(self) -> None:
        """Raise :class:`DatabaseError` unless the database takes a connection."""
        engine = self._engine(1, {})
        try:
            with self.explained():
                async with engine.connect() as connection:
                    await connection.execute(text("SELECT 1"))
        finally:
            await engine.dispose()

    async def require_room(self) -> None:
        """Raise :class:`DatabaseError` unless the database sorts as SQLite does and holds any text."""
        engine = self._engine(1, {})
        try:
            with self.explained():
                async with engine.connect() as connection:
                    await self._require_order(connection)
        finally:
            await engine.dispose()

    def reader(self, busy_ms: int) -> AsyncEngine:
        """Transactions that see one state of the books and can write nothing."""
        engine = self._engine(busy_ms, {"default_transaction_read_only": "on"})
        return engine.execution_options(isolation_level="REPEATABLE READ")

    def writer(self, busy_ms: int) -> AsyncEngine:
        """Transactions that write; each takes its turn by :meth:`take_turn`."""
        return self._engine(busy_ms, {})

    def migrator(self) -> AsyncEngine:
        """A transaction that changes tables."""
        return self._engine(BUSY_MS, {}, patience=None)

    async def take_turn(self, session: AsyncSession, *, beside: bool) -> None:
        """Wait for the advisory lock; alone, or ``beside`` others that ask for it so."""
        shared = "_shared" if beside else ""
        connection = await session.connection()
        await connection.execute(text(f"SELECT pg_advisory_xact_lock{shared}(:lock)"), {"lock": WRITING})

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the driver raises into a :class:`DatabaseError`."""
        try:
            yield
        except (IntegrityError, ProgrammingError) as error:
            if _code(error) in _SENTENCES:
                raise DatabaseError(self._sentence(error)) from error
            raise
        except (TimeoutError, DBAPIError, OSError) as error:
            raise DatabaseError(self._sentence(error)) from error
        except Exception as error:
            # While it connects, the driver raises errors of its own that SQLAlchemy passes as they are.
            if type(error).__module__.partition(".")[0] != "asyncpg":
                raise
            raise DatabaseError(self._sentence(error)) from error

    def _sentence(self, error: BaseException) -> str:
        known = _SENTENCES.get(_code(error), "")
        lost = _is_unreachable(error) or getattr(error, "connection_invalidated", False)
        if not known and (lost or _code(error).startswith("08")):
            known = _UNREACHABLE
        return f"{self.name}：{known or f'数据库报错（{_first_line(error)}）：请把这句话告诉系统维护人员'}。"

    async def _require_order(self, connection: AsyncConnection) -> None:
        query = "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
        collation, encoding = (await connection.execute(text(query))).one()
        if collation not in _SORTED or encoding != "UTF8":
            raise DatabaseError(
                f"{self.name} 的编码和排序规则是 {encoding}、{collation}："
                "请用 createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 另建一个库。"
            )

    def _engine(self, busy_ms: int, options: dict[str, str], patience: float | None = _ANSWER) -> AsyncEngine:
        timeouts = {"lock_timeout": str(busy_ms), "application_name": "govwatch", "timezone": "UTC"}
        engine = create_async_engine(
            self.url,
            pool_size=4,
            max_overflow=8,
            pool_pre_ping=True,
            json_serializer=_json,
            connect_args={"timeout": _CONNECT, "command_timeout": patience, "server_settings": timeouts | options},
        )

        @event.listens_for(engine.sync_engine, "before_cursor_execute", retval=True)
        def clean(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: Any) -> Any:
            return statement, storable(values)

        return engine


def storable(values: Any) -> Any:
    """Parameters without what PostgreSQL takes as no text, and SQLite does: a zero byte, half a character."""
    if isinstance(values, str):
        return _text(values)
    return type(values)(storable(one) for one in values) if isinstance(values, list | tuple) else values


def _text(value: str) -> str:
    if value.isascii():
        return value.replace("\0", "\ufffd")
    return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _json(value: Any) -> str:
    """JSON by the letter of its standard: a number that is none is null."""
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError:
        return json.dumps(finite(value), allow_nan=False)


def finite(value: Any) -> Any:
    """A value for JSON with null for numbers that are none."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: finite(one) for name, one in value.items()}
    return [finite(one) for one in value] if isinstance(value, list | tuple) else value


def _is_unreachable(error: BaseException) -> bool:
    """Whether no connection came about. Of several addresses asyncio tells in one plain ``OSError``."""
    network = isinstance(error, ConnectionError | TimeoutError | socket.gaierror)
    return network or (type(error) is OSError and str(error).startswith(("Multiple exceptions", "[Errno 1")))


def _code(error: BaseException) -> str:
    """The SQLSTATE of an error: that of the driver, or of what SQLAlchemy wrapped."""
    for one in (error, getattr(error, "orig", None), getattr(getattr(error, "orig", None), "__cause__", None)):
        code = getattr(one, "sqlstate", None) or getattr(one, "pgcode", None)
        if code:
            return str(code)
    return ""


def _first_line(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0][:200]
