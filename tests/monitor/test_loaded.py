"""A command loads what it needs and no more: libraries that others use cost memory and the time to start."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli import COMMANDS
from monitor.commands.later import Later
from monitor.demo.city import City
from tests.city import AS_OF, SITES, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch

BROWSER = {"playwright"}
PAPERS = {"jinja2", "xlsxwriter", "python_calamine", "docx", "pypdf"}
OTHERS = {"alembic", "mako", "apscheduler", "prometheus_client", "structlog", "rich", "pygments", "trustme", "asyncpg"}
OTHERS |= {"procrastinate", "psycopg", "sqlalchemy.dialects.postgresql"}
PICTURES, FEEDS = {"PIL", "zxingcpp"}, {"feedparser", "bs4"}


def loaded_by(work: str, *arguments: str) -> set[str]:
    """The modules there are after a piece of work in a process of its own."""
    code = f"import sys\ntry:\n    {work}\nfinally:\n    open(sys.argv[1], 'w').write(' '.join(sys.modules))"
    names = Path(arguments[0])
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(names.read_text().split())


def test_help_loads_no_command(tmp_path: Path) -> None:
    loaded = loaded_by("from monitor.cli import main; main(['--help'])", str(tmp_path / "names"))
    assert not loaded & {"pydantic", "sqlalchemy", "sqlmodel", "aiohttp", *BROWSER, *PAPERS, *OTHERS}
    assert {name for name in loaded if name.startswith("monitor.commands.")} == {
        "monitor.commands.later",
        "monitor.commands.usage",
    }


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("monitor.commands.scanning", BROWSER | PAPERS | OTHERS | PICTURES | FEEDS),
        ("monitor.commands.tickets", BROWSER | {"jinja2", "docx", "pypdf"} | OTHERS | PICTURES | FEEDS),
        ("monitor.commands.serving", BROWSER | {"alembic", "trustme", "asyncpg", "procrastinate"}),
        ("registry.database", {"alembic", "mako", "sqlalchemy.dialects.postgresql", "pygments"}),
    ],
)
def test_what_a_part_of_the_program_does_without(module: str, without: set[str], tmp_path: Path) -> None:
    assert not loaded_by(f"import {module}", str(tmp_path / "names")) & without


async def test_a_scan_without_a_browser_loads_none(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    arguments = ["scan", SITES[0], "--as-of", AS_OF.isoformat(), "--config", str(config)]
    work = "from monitor.cli import main; main(sys.argv[2:])"
    loaded = await asyncio.to_thread(loaded_by, work, str(tmp_path / "names"), *arguments)
    assert "monitor.look.crawl" in loaded
    assert not loaded & (BROWSER | PAPERS | OTHERS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_the_list_says_of_a_command_what_it_says_itself(command: Later) -> None:
    assert command.loaded.name == command.name
    assert command.loaded.help.startswith(command.help)
    assert command.loaded.help[len(command.help or "") :].startswith((" ", "\n"))
