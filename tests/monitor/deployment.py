"""A deployment that watches the made-up city: settings and books in a folder of the test."""

import asyncio
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

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

[mail]
sender = "govwatch@yunxi.test"
{more}
"""


async def deployed(folder: Path, city: City, *, more: str = "") -> Path:
    """Settings, books and a register in ``folder``; the settings file."""
    config = pointed_at(folder, city, more=more)
    shutil.copy(REGISTER, folder / "register.csv")
    await create_books(config)
    return config


def pointed_at(folder: Path, city: City, *, more: str = "") -> Path:
    """The settings, leading to the servers of this city."""
    rules = ", ".join(f'"{rule}"' for rule in city.connect_to)
    folder.mkdir(exist_ok=True)
    config = folder / "govwatch.toml"
    config.write_text(SETTINGS.format(rules=rules, ca_file=city.ca_file, more=more), "utf-8")
    return config


async def program(module: str, *arguments: str) -> tuple[int, str]:
    """Run a module as a program; its exit code (negative: killed by that signal) and what it said."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await started.communicate()
    return started.returncode or 0, said.decode()


async def govwatch(config: Path, *arguments: str) -> tuple[int, str]:
    """Run a command as a person would."""
    where: Sequence[str] = ["--config", str(config)]
    return await program("monitor", *arguments, *where)
