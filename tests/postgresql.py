"""A PostgreSQL of Debian's binaries for tests: made and started once a run, on a free port, gone at its end."""

import asyncio
import inspect
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
"""Settings for tests only: nothing needs to outlive the machine."""


def binaries() -> Path | None:
    """The folder of the newest ``initdb``, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    return Path(beside).parent if beside else None


class Server:
    """A running server. ``url(name)`` is the address of a database on it."""

    def __init__(self, folder: Path, programs: Path, settings: tuple[str, ...] = _FAST) -> None:
        self.folder = folder
        self.port = _free_port()
        self._programs = programs
        self._settings = settings
        self._numbers = itertools.count(1)

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{name}"

    def make(self) -> None:
        self._run(
            "initdb", "-D", str(self.folder / "data"), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        self.start()

    def start(self) -> None:
        settings = (f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}")
        options = " ".join(f"-c {one}" for one in (*settings, *self._settings))
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o", options, "start"
        )

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop")

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement; what it answered."""
        command = [
            str(self._programs / "psql"),
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "postgres",
            "-d",
            database,
        ]
        done = subprocess.run([*command, "-Atqc", statement], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def create(self, template: str = "template0") -> str:
        """A database of its own; its name."""
        name = f"t{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _run(self, program: str, *arguments: str) -> None:
        """PostgreSQL does not run as root: then as its own user."""
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        command = [*as_user, str(self._programs / program), *arguments]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, env=_environment())
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def running(settings: tuple[str, ...] = _FAST) -> Iterator[Server]:
    """A server for as long as the body runs."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="govwatch-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(folder, programs, settings)
    try:
        server.make()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server of this run. Skips where PostgreSQL is not installed."""
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    pytest.importorskip("asyncpg", reason="asyncpg is not installed: make install")
    with running() as server:
        yield server


class Templates:
    """Databases of a server that are made once a run and copied for each test."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._made: dict[str, str] = {}

    def empty(self) -> str:
        """The name of a database with our tables and nothing in them."""
        if "empty" not in self._made:
            from registry.migrate import upgrade  # noqa: PLC0415  only where PostgreSQL is

            name = self.server.create()
            asyncio.run(upgrade(self.server.url(name)))
            self._made["empty"] = name
        return self._made["empty"]

    def named(self, what: str, fill: Callable[[str], None]) -> str:
        """The name of a database that ``fill`` filled, given its address."""
        if what not in self._made:
            name = self.server.create(self.empty())
            fill(self.server.url(name))
            self._made[what] = name
        return self._made[what]


@pytest.fixture(scope="session")
def templates(postgresql: Server) -> Templates:
    return Templates(postgresql)


SQLITE, POSTGRESQL = "sqlite", "postgresql"


def on_both(metafunc: pytest.Metafunc) -> None:
    """For ``pytest_generate_tests``: run what uses ``url`` on both databases, the second with the long tests.

    A test that asks for ``file`` is about SQLite's file.
    """
    if "books_on" in metafunc.fixturenames:
        asked = inspect.signature(metafunc.function).parameters
        both = [SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.long)]
        metafunc.parametrize("books_on", [SQLITE] if "file" in asked else both, indirect=True)
