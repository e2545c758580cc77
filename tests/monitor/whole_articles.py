"""A program that looks for new articles once and is killed at a boundary: ``FOLDER WHEN BOUNDARY``."""

import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from checks.catalogue import load_catalogue
from monitor.articles import articles_waiting, look_for_articles
from monitor.commands.options import opened
from monitor.look.clock import Clock
from monitor.look.looking import Looking
from registry import boundaries
from registry.boundaries import Boundary


async def _look(folder: Path, at: datetime) -> None:
    async with opened(folder / "govwatch.toml") as desk:
        waiting = await articles_waiting(desk.database, desk.office_id, at)
        async with Looking(desk.settings.policy, Clock(lambda: at)) as looking:
            for one in waiting:
                await look_for_articles(desk.database, one, looking, lambda: at, load_catalogue())


def _die_at(name: str) -> None:
    def die(boundary: Boundary) -> None:
        if boundary.value == name:
            os.kill(os.getpid(), signal.SIGKILL)

    boundaries.hook = die


if __name__ == "__main__":
    _die_at(sys.argv[3])
    asyncio.run(_look(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])))
