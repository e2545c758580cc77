"""A deployment that watches the made-up city: settings and books in a folder of the test."""

import asyncio
import io
import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import main
from monitor.commands.init import create_books
from monitor.demo.city import REGISTER, City

SETTINGS = """\
[office]
code = "YX"
name = "云溪市人民政府办公室"
mailbox = "bgs@yunxi.test"

[network]
connect_to = [{rules}]
ca_file = "{ca_file}"

[politeness]
rate = 500.0
concurrency = 8
confirm_after = 0.0

[browser]
use = {browser}

[mail]
sender = "govwatch@yunxi.test"
{more}
"""


async def deployed(folder: Path, city: City, *, more: str = "", browser: bool = False) -> Path:
    """Settings, books and a register in ``folder``; the settings file."""
    config = pointed_at(folder, city, more=more, browser=browser)
    shutil.copy(REGISTER, folder / "register.csv")
    await create_books(config)
    return config


def pointed_at(folder: Path, city: City, *, more: str = "", browser: bool = False) -> Path:
    """The settings, leading to the servers of this city, with a browser only where the test is about one."""
    rules = ", ".join(f'"{rule}"' for rule in city.connect_to)
    folder.mkdir(exist_ok=True)
    config = folder / "govwatch.toml"
    config.write_text(
        SETTINGS.format(rules=rules, ca_file=city.ca_file, more=more, browser=str(browser).lower()), "utf-8"
    )
    return config


async def program(module: str, *arguments: str) -> tuple[int, str]:
    """Run a module as a program; its exit code (negative: killed by that signal) and what it said."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await started.communicate()
    return started.returncode or 0, said.decode()


@dataclass(frozen=True)
class Ran:
    """What a command did: exit code, what it said, and what it said on the side of errors."""

    code: int
    out: str
    err: str


def command(*arguments: str) -> Ran:
    """Run a command as a person would, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(arguments)
    return Ran(int(left.value.code or 0), out.getvalue(), err.getvalue())


async def govwatch(config: Path, *arguments: str) -> Ran:
    """Run a command on a deployment, beside the servers of the test."""
    return await asyncio.to_thread(command, *arguments, "--config", str(config))


async def scanned(config: Path, as_of: datetime, *more: str) -> dict[str, Any]:
    """Scan, and the result document."""
    file = config.parent / "result.json"
    ran = await govwatch(config, "scan", "--as-of", as_of.isoformat(), "--json", str(file), *more)
    assert ran.code == 0, ran.err
    document: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return document
