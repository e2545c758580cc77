"""SQLite: the books as one file, for one machine.

The driver is told to leave transactions alone (``isolation_level`` None) and every transaction is begun by an event:
with the driver's own way, a read followed by a write loses updates of others without an error.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, event
from sqlalchemy.exc import DatabaseError as DriverError
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.errors import DatabaseError
from registry.store.dialect import BUSY_MS

_SENTENCES = {
    "SQLITE_FULL": "磁盘已满：请腾出空间后重新运行同一命令",
    "SQLITE_BUSY": "数据库正被另一个程序占用：请等它结束后重新运行同一命令",
    "SQLITE_LOCKED": "数据库正被另一个程序占用：请等它结束后重新运行同一命令",
    "SQLITE_NOTADB": "不是数据库文件：请换一个文件名，或移走该文件后运行 govwatch init",
    "SQLITE_CORRUPT": "数据库已损坏：请用备份恢复",
    "SQLITE_CANTOPEN": "数据库打不开：请确认目录存在，且当前用户可以写入",
    "SQLITE_READONLY": "数据库或其目录不可写：请给当前用户写入权限",
    "SQLITE_PERM": "数据库或其目录不可写：请给当前用户写入权限",
    "SQLITE_IOERR": "读写数据库时磁盘报错：请检查磁盘",
}


class Sqlite:
    """The database in one file."""

    side_by_side = False

    def __init__(self, file: str | Path) -> None:
        self.file = Path(file)

    @property
    def name(self) -> str:
        """The file."""
        return str(self.file)

    async def require_there(self) -> None:
        """Raise :class:`DatabaseError` unless the file is there and is a database.

        The asynchronous driver must not meet a file it cannot open: its thread would then outlive the event loop.
        """
        if not self.file.exists():
            raise DatabaseError(f"没有找到数据库 {self.file}：请先运行 govwatch init，或指定另一个文件。")
        await asyncio.to_thread(self._try_open, "rw")

    async def require_room(self) -> None:
        """Make the file, or raise :class:`DatabaseError`."""
        await asyncio.to_thread(self._try_open, "rwc")

    def reader(self, busy_ms: int) -> AsyncEngine:
        """Transactions that see one state of the books and can write nothing."""
        return self._engine("rw", "BEGIN", busy_ms, ("foreign_keys=ON", "query_only=ON"))

    def writer(self, busy_ms: int) -> AsyncEngine:
        """Transactions that hold the write lock from their first statement. For one transaction at a time."""
        return self._engine("rw", "BEGIN IMMEDIATE", busy_ms, ("foreign_keys=ON",))

    def migrator(self) -> AsyncEngine:
        """As :meth:`writer`, but makes the file, and lets tables be rebuilt that others point to."""
        return self._engine("rwc", "BEGIN IMMEDIATE", BUSY_MS, ())

    async def take_turn(self, session: AsyncSession, *, beside: bool) -> None:
        """Nothing: the transaction took the write lock when it began."""

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the driver raises into a :class:`DatabaseError`."""
        try:
            yield
        except (IntegrityError, ProgrammingError):
            raise
        except DriverError as error:
            raise DatabaseError(self.sentence(error.orig)) from error

    def sentence(self, error: BaseException | None) -> str:
        """What the driver's ``error`` means to a person."""
        name: str = getattr(error, "sqlite_errorname", "")
        known = next((text for code, text in _SENTENCES.items() if name.startswith(code)), "")
        return f"{self.file}：{known or f'数据库报错（{error}）：请把这句话告诉系统维护人员'}。"

    def _try_open(self, mode: str) -> None:
        try:
            with closing(sqlite3.connect(self._uri(mode), uri=True)) as connection:
                connection.execute("PRAGMA schema_version")
        except sqlite3.Error as error:
            raise DatabaseError(self.sentence(error)) from error

    def _engine(self, mode: str, begin: str, busy_ms: int, pragmas: tuple[str, ...]) -> AsyncEngine:
        url = URL.create("sqlite+aiosqlite", database=self._uri(), query={"mode": mode, "uri": "true"})
        engine = create_async_engine(url, connect_args={"isolation_level": None})

        @event.listens_for(engine.sync_engine, "connect")
        def configure(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            for pragma in (f"busy_timeout={busy_ms:d}", "journal_mode=WAL", "synchronous=NORMAL", *pragmas):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        @event.listens_for(engine.sync_engine, "begin")
        def start(connection: Any) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def _uri(self, mode: str = "") -> str:
        return f"file:{quote(str(self.file.absolute()))}" + (f"?mode={mode}" if mode else "")
