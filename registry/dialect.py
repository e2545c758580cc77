"""What differs from one database to another, in one place. SQLite is the one there is.

SQLite's driver is told to leave transactions alone (``isolation_level`` None) and every transaction is begun by an
event: with the driver's own way, a read followed by a write loses updates of others without an error.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, ProgrammingError
from sqlalchemy.exc import DatabaseError as DriverError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from registry.errors import DatabaseError

BUSY_MS = 15_000
"""How long a transaction waits for the lock of another program, in milliseconds."""

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


def file_of(url: str) -> Path:
    """The database file that ``sqlite:///FILE`` names. Raises :class:`DatabaseError` for any other address."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = URL.create("none")
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise DatabaseError(f"数据库地址“{url}”无法识别：请写成 sqlite:///文件名。")
    return Path(parsed.database)


def is_there(file: Path) -> bool:
    """Whether the database exists."""
    return file.exists()


def try_open(file: Path, *, make: bool = False) -> None:
    """Open the database once and read its head. Raises :class:`DatabaseError`.

    The asynchronous driver must not meet a file it cannot open: its thread would then outlive the event loop.
    """
    try:
        with closing(sqlite3.connect(_uri(file, "rwc" if make else "rw"), uri=True)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        raise DatabaseError(sentence(error, file)) from error


def reader(file: Path, busy_ms: int) -> AsyncEngine:
    """An engine whose transactions see one state of the books and can write nothing."""
    return _engine(file, "rw", "BEGIN", busy_ms, ("foreign_keys=ON", "query_only=ON"))


def writer(file: Path, busy_ms: int) -> AsyncEngine:
    """An engine whose transactions hold the write lock from their first statement. For one transaction at a time."""
    return _engine(file, "rw", "BEGIN IMMEDIATE", busy_ms, ("foreign_keys=ON",))


def migrator(file: Path) -> AsyncEngine:
    """As :func:`writer`, but makes the file, and lets tables be rebuilt that others point to."""
    return _engine(file, "rwc", "BEGIN IMMEDIATE", BUSY_MS, ())


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Turn what the driver raises about the database at ``file`` into a :class:`DatabaseError`.

    A broken constraint or statement is a defect of ours, and passes as it is.
    """
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise
    except DriverError as error:
        raise DatabaseError(sentence(error.orig, file)) from error


def sentence(error: BaseException | None, file: Path) -> str:
    """What the driver's ``error`` means to a person."""
    name: str = getattr(error, "sqlite_errorname", "")
    known = next((text for code, text in _SENTENCES.items() if name.startswith(code)), "")
    return f"{file}：{known or f'数据库报错（{error}）：请把这句话告诉系统维护人员'}。"


def _engine(file: Path, mode: str, begin: str, busy_ms: int, pragmas: tuple[str, ...]) -> AsyncEngine:
    url = URL.create("sqlite+aiosqlite", database=_uri(file), query={"mode": mode, "uri": "true"})
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


def _uri(file: Path, mode: str = "") -> str:
    return f"file:{quote(str(file.absolute()))}" + (f"?mode={mode}" if mode else "")
