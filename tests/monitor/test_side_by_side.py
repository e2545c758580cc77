"""The service beside other programs: a scan by hand, a killed service, a database that another program holds."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from monitor import rounds
from monitor.commands.options import Desk, opened
from monitor.commands.serving import serving_of
from monitor.demo.city import City
from monitor.dispatch import Errand, InProcess
from monitor.errands import do
from monitor.service import Service
from monitor.timetable import CRAWL
from registry.database import Database
from registry.models import Origin, ProbeRow, Round, Scan, ScanState, Visit, VisitState
from registry.rounds import begin_round
from registry.sharing.leases import release_lease, take_lease
from tests.city import city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch
from tests.monitor.test_service import MONDAY

NOON = MONDAY + timedelta(hours=12)
LATE = NOON + timedelta(minutes=55)
CRAWLING = Errand(CRAWL, "first/2026-11-23", NOON)


@pytest.fixture
async def desk(city: City, tmp_path: Path) -> AsyncIterator[Desk]:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    assert (await govwatch(config, "registry", "import", str(config.parent / "register.csv"))).code == 0
    async with opened(config) as desk:
        yield desk


async def held(desk: Desk, host: str) -> tuple[int, int]:
    """Take the lease of a host, as a scan of another machine does: origin and token."""
    async with desk.database.write() as session:
        (origin,) = await session.exec(select(Origin).where(Origin.key == host))
        token = await take_lease(session, origin.id or 0, "elsewhere/1/1", datetime.now(NOON.tzinfo), 600)
    assert token
    return origin.id or 0, token


async def test_a_scan_by_hand_beside_the_service_shares_its_visits(desk: Desk) -> None:
    file = Path(desk.database.name).parent / "govwatch.toml"
    by_hand, _ = await asyncio.gather(
        govwatch(file, "scan", "--only", "sites", "--as-of", NOON.isoformat()),
        do(serving_of(desk), CRAWLING, lambda: NOON),
    )
    assert by_hand.code == 0, by_hand.err
    async with desk.database.read() as session:
        visits = (await session.exec(select(Visit))).all()
        scans = (await session.exec(select(Scan))).all()
    assert len({(one.scan_id, one.origin_id) for one in visits}) == len(visits)
    assert {one.state for one in visits} == {VisitState.ENTERED}
    assert {one.state for one in scans} == {ScanState.FINISHED}


async def test_the_weekly_crawl_comes_back_for_what_another_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin, token = await held(desk, "jyj.yunxi.test")
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        async with desk.database.write() as session:
            await release_lease(session, origin, token, datetime.now(NOON.tzinfo))

    monkeypatch.setattr("monitor.rounds.asyncio.sleep", sleep)
    await do(serving_of(desk), CRAWLING, lambda: NOON)
    assert rounds.AGAIN in waited
    async with desk.database.read() as session:
        (scan,) = await session.exec(select(Scan))
        (done,) = await session.exec(select(Round))
    assert (scan.state, done.done) == (ScanState.FINISHED, NOON)


async def test_what_another_never_lets_go_of_is_due_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await held(desk, "jyj.yunxi.test")
    monkeypatch.setattr(rounds, "AGAIN", 0.0)
    monkeypatch.setattr(rounds, "TIMES", 2)
    await do(serving_of(desk), CRAWLING, lambda: NOON)
    async with desk.database.read() as session:
        (scan,) = await session.exec(select(Scan))
        assert (await session.exec(select(Round))).all() == []
    assert scan.state is ScanState.RUNNING
    names = [one.what for one in await Service(serving_of(desk), InProcess(1), lambda: NOON).due(NOON)]
    assert CRAWL in names


@pytest.mark.parametrize(("gone", "taken"), [(True, True), (False, False)])
async def test_the_round_of_a_killed_service_is_taken_at_once(desk: Desk, gone: bool, taken: bool) -> None:
    async with desk.database.write() as session:
        assert await begin_round(session, desk.office_id, CRAWL, "2026-W47", NOON, holder="here/1/1")
    async with desk.database.write() as session:
        assert (
            await begin_round(
                session, desk.office_id, CRAWL, "2026-W47", NOON, holder="here/2/2", is_gone=lambda _: gone
            )
            is taken
        )


async def test_a_locked_database_costs_nothing_but_time(desk: Desk) -> None:
    file = Path(desk.database.name)
    blocker = sqlite3.connect(file, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    dispatcher = InProcess(4)
    async with await Database.open(f"sqlite:///{file}", busy_ms=0) as hasty:
        service = Service(replace(serving_of(desk), database=hasty), dispatcher, lambda: LATE)
        await service.tick()
        await dispatcher.idle()
        async with desk.database.read() as session:
            assert (await session.exec(select(ProbeRow))).all() == []
        blocker.execute("ROLLBACK")
        blocker.close()
        await service.tick()
        await dispatcher.idle()
    async with desk.database.read() as session:
        assert (await session.exec(select(ProbeRow))).all()
        assert {one.done is not None for one in await session.exec(select(Round))} == {True}
