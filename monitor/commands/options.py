"""Options that many commands share, and opening what they need."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from checks.catalogue import Catalogue
from checks.errors import ToldError
from monitor import clock
from monitor.settings import DEFAULT_FILE, Settings, load_settings
from registry.database import Database
from registry.models import Office, stored
from registry.offices import ensure_office

Config = Annotated[Path, typer.Option("--config", help="Settings file. 配置文件。", show_default=True)]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", help="Judge as of this time (Shanghai when no zone is given). 监测时间点。", show_default="now"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print a JSON document. 输出JSON。")]
By = Annotated[
    str, typer.Option("--by", help="Who decides or enters this. 经办人（核实人）。", show_default="the office")
]
DEFAULT_CONFIG = DEFAULT_FILE
Result = TypeVar("Result")


@dataclass(frozen=True)
class Desk:
    """What a command works with: the settings, the open books and the office they belong to."""

    settings: Settings
    database: Database
    office: Office

    @cached_property
    def catalogue(self) -> Catalogue:
        """The indicators by which the office judges. Raises :class:`~checks.catalogue.CatalogueError`."""
        return self.settings.catalogue.load()

    @property
    def office_id(self) -> int:
        """The office's key in the books."""
        return stored(self.office.id)


@asynccontextmanager
async def opened(config: Path) -> AsyncIterator[Desk]:
    """Settings read, books open, office entered as the settings name it."""
    settings = load_settings(config)
    async with await Database.open(settings.database.url) as database:
        async with database.write() as session:
            office = await ensure_office(
                session, settings.office.code, settings.office.name, mailbox=settings.office.mailbox, now=clock.now()
            )
        yield Desk(settings, database, office)


def catalogue_of(config: Path) -> Catalogue:
    """The indicators by which the office judges. Raises :class:`SettingsError` or ``CatalogueError``."""
    return load_settings(config).catalogue.load()


def signed(by: str, desk: Desk) -> str:
    """Who stands in the books for what is done: the person named, or the office."""
    return " ".join(by.split())[:40] or desk.office.name


class BrokenOffError(ToldError):
    """A person stopped the command. The message says what became of the work."""


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run async work from a command. Raises :class:`BrokenOffError` when Ctrl-C stops it."""
    results: list[Result] = []

    async def kept() -> None:  # asyncio spells out what its task returned when it lets go of Ctrl-C: here nothing
        results.append(await work)

    try:
        asyncio.run(kept())
        return results[0]
    except KeyboardInterrupt:
        raise BrokenOffError("已中断；已完成的部分都已入账，再运行一次即接着做。") from None


def instant(as_of: str) -> datetime | None:
    """The instant given by ``--as-of``, or None when it was not given."""
    return clock.parse_as_of(as_of) if as_of else None
