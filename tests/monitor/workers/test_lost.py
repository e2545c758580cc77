"""The database is restarted, or the line to it is cut, in the middle of a scan: nothing is lost and nothing doubled."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from checks.vocabulary import LinkOutcome
from monitor.commands.options import opened
from monitor.demo.city import City
from monitor.dispatch import Errand
from monitor.errands import PROBE
from registry.models import ProbeRow, Visit, VisitState
from tests.city import AS_OF
from tests.monitor.workers.office import (
    ERRANDS,
    an_office,
    books_of,
    hand_out,
    in_one_process,
    until_scanned,
    workers,
)
from tests.monitor.workers.proxy import Line
from tests.postgresql import Server, Templates, running

pytestmark = pytest.mark.long


@pytest.fixture
async def expected(city: City, tmp_path: Path) -> dict[str, Any]:
    config = await an_office(tmp_path / "calm", city)
    await in_one_process(config)
    return await books_of(config)


async def begun(config: Path) -> None:
    async with opened(config) as desk, asyncio.timeout(60):
        while True:
            async with desk.database.read() as session:
                states = [visit.state for visit in (await session.exec(select(Visit))).all()]
            if states.count(VisitState.ENTERED) >= 2:
                return
            await asyncio.sleep(0.02)


async def disturbed(city: City, folder: Path, url: str, far: str, disturb: Callable[[], Awaitable[None]]) -> Any:
    """The books of two workers that reach the database by ``far`` and are disturbed in the middle of a scan."""
    config = await an_office(folder, city, url)
    remote = folder / "remote.toml"
    remote.write_text(config.read_text("utf-8").replace(url, far), "utf-8")
    async with workers(remote, 2):
        await hand_out(config, *ERRANDS)
        await begun(config)
        await disturb()
        await until_scanned(config, 2)
    return await books_of(config)


async def test_a_restarted_database(city: City, tmp_path: Path, expected: dict[str, Any]) -> None:
    with running(("fsync=on", "max_connections=100")) as server:
        url = server.url(server.create())

        async def restart() -> None:
            await asyncio.to_thread(server.stop, "immediate")
            await asyncio.sleep(1)
            await asyncio.to_thread(server.start)

        together = await disturbed(city, tmp_path / "many", url, url, restart)
    assert together["observations"] == expected["observations"]
    assert together["findings"] == expected["findings"]
    assert together["visits"] == expected["visits"]


async def test_a_cut_line(city: City, tmp_path: Path, expected: dict[str, Any], templates: Templates) -> None:
    server: Server = templates.server
    url = server.url(server.create())
    async with Line(server.port) as line:

        async def cut() -> None:
            line.cut()
            await asyncio.sleep(3)
            line.mend()

        far = url.replace(str(server.port), str(line.port))
        together = await disturbed(city, tmp_path / "many", url, far, cut)
    assert together["observations"] == expected["observations"]
    assert together["findings"] == expected["findings"]
    assert together["visits"] == expected["visits"]


async def test_no_visit_counts_against_a_site_because_we_were_cut_off(
    city: City, tmp_path: Path, templates: Templates
) -> None:
    """Visits that could not be entered are made anew, and those entered are what the sites said."""
    server: Server = templates.server
    url = server.url(server.create())
    config = await an_office(tmp_path / "many", city, url)
    async with opened(config) as desk, desk.database.read() as session:
        from monitor.probing import origins_to_probe  # noqa: PLC0415

        origins = await origins_to_probe(desk.database, desk.office_id)
    async with Line(server.port) as line:
        remote = tmp_path / "many" / "remote.toml"
        remote.write_text(
            config.read_text("utf-8").replace(url, url.replace(str(server.port), str(line.port))), "utf-8"
        )
        async with workers(remote, 2):
            line.cut()
            await hand_out(config, *(Errand(PROBE, str(one.origin_id), AS_OF) for one in origins))
            await asyncio.sleep(2)
            line.mend()
            async with opened(config) as desk, asyncio.timeout(60):
                while True:
                    async with desk.database.read() as session:
                        made = (await session.exec(select(ProbeRow))).all()
                        waiting = await _jobs(session)
                    if not waiting:
                        break
                    await asyncio.sleep(0.2)
    assert len({one.origin_id for one in made}) == len(made)
    assert {one.outcome for one in made} <= {LinkOutcome.OK, LinkOutcome.REFUSED, LinkOutcome.BLOCKED}


async def _jobs(session: Any) -> int:
    from sqlalchemy import text  # noqa: PLC0415

    connection = await session.connection()
    return int((await connection.execute(text("SELECT count(*) FROM procrastinate_jobs"))).scalar_one())
