"""Two real workers on PostgreSQL see, enter and order the same as one process on SQLite."""

import asyncio
import signal
from pathlib import Path

import pytest
from sqlmodel import select

from monitor.commands.options import opened
from monitor.demo.city import City
from monitor.dispatch import Errand
from monitor.timetable import CRAWL
from registry.models import Scan, Visit
from tests.city import AS_OF, ORIGINS
from tests.monitor.workers.office import (
    ERRANDS,
    an_office,
    approve_all,
    books_of,
    hand_out,
    in_one_process,
    until_scanned,
    workers,
)
from tests.postgresql import Templates

pytestmark = pytest.mark.long


@pytest.fixture
def url(templates: Templates) -> str:
    return templates.server.url(templates.server.create(templates.empty()))


async def test_two_workers_find_and_order_what_one_process_does(city: City, tmp_path: Path, url: str) -> None:
    one = await an_office(tmp_path / "one", city)
    await in_one_process(one)
    many = await an_office(tmp_path / "many", city, url)
    async with workers(many, 2):
        assert await hand_out(many, *ERRANDS) == [True, True]
        await until_scanned(many, 2)
    for config in (one, many):
        await approve_all(config)
    alone, together = await books_of(one), await books_of(many)
    assert together["visits"] == ["entered"] * ORIGINS
    for what, expected in alone.items():
        assert together[what] == expected, what
    assert together["orders"]


async def test_an_errand_is_queued_once_whoever_hands_it_out(city: City, tmp_path: Path, url: str) -> None:
    config = await an_office(tmp_path / "many", city, url)
    clocks = [hand_out(config, Errand(CRAWL, "2026-W48", AS_OF)) for _ in range(3)]
    assert sorted(taken for answer in await asyncio.gather(*clocks) for taken in answer) == [False, False, True]


async def test_a_worker_killed_in_a_scan_costs_nothing(city: City, tmp_path: Path, url: str) -> None:
    one = await an_office(tmp_path / "one", city)
    await in_one_process(one)
    many = await an_office(tmp_path / "many", city, url)
    async with workers(many, 2) as both:
        await hand_out(many, *ERRANDS)
        await _some_visit_begun(many)
        both[0].send_signal(signal.SIGKILL)
        await both[0].wait()
        await until_scanned(many, 2)
    alone, together = await books_of(one), await books_of(many)
    assert together["visits"] == alone["visits"]
    assert together["findings"] == alone["findings"]
    async with opened(many) as desk, desk.database.read() as session:
        assert len((await session.exec(select(Scan))).all()) == 2
        entered = [visit.origin_id for visit in (await session.exec(select(Visit))).all()]
    assert len(set(entered)) == len(entered)


async def _some_visit_begun(config: Path) -> None:
    """Wait until the second visit was entered: others are under way then."""
    async with opened(config) as desk, asyncio.timeout(60):
        while True:
            async with desk.database.read() as session:
                if len((await session.exec(select(Visit).where(Visit.state == "entered"))).all()) >= 2:
                    return
            await asyncio.sleep(0.05)
