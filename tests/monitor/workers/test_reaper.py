"""Jobs of dead workers: brought back, and set aside when they ended several workers."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from monitor import clock
from monitor.commands.options import Desk, opened
from monitor.commands.working import _jobs
from monitor.demo.city import City
from monitor.dispatch import Errand
from monitor.errands import VISIT
from monitor.jobs import ScanOrder, plan
from monitor.workers.queue import ATTEMPTS, Queue, opened_queue, queue_name
from monitor.workers.reaper import reap
from registry.errors import StaleToken
from registry.ledger import enter_visit
from registry.models import Visit, VisitState, stored
from registry.scans import Selection
from registry.sharing.leases import take_lease
from registry.targets import list_targets
from tests.city import AS_OF
from tests.monitor.workers.office import an_office
from tests.postgresql import Templates

pytestmark = pytest.mark.long


@pytest.fixture
def url(templates: Templates) -> str:
    return templates.server.url(templates.server.create(templates.empty()))


async def a_visit(desk: Desk) -> Visit:
    async with desk.database.read() as session:
        targets = [one.target for one in await list_targets(session, desk.office_id)]
    order = ScanOrder(desk.office_id, Selection.named("sites", targets), AS_OF, desk.settings.policy, 1)
    scan = await plan(desk.database, order)
    async with desk.database.read() as session:
        return (await session.exec(select(Visit).where(Visit.scan_id == scan.id))).all()[0]


async def die_with_it(app: Any, desk: Desk) -> None:
    """Take a job as a worker that then gives no sign of life."""
    worker = await app.job_manager.register_worker()
    assert await app.job_manager.fetch_job(queues=[queue_name(desk.office.code, "visits")], worker_id=worker)
    async with desk.database.write() as session:
        connection = await session.connection()
        await connection.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"))


async def test_a_job_that_ends_its_workers_is_set_aside_and_its_scan_goes_on(
    city: City, tmp_path: Path, url: str
) -> None:
    config = await an_office(tmp_path / "office", city, url)
    async with opened(config) as desk, opened_queue(url) as app:
        visit, queue = await a_visit(desk), Queue(app, desk.office.code)
        errand = Errand(VISIT, str(visit.id), AS_OF, f"origin {visit.origin_id}")
        assert await queue.hand_out(errand)
        async with desk.database.write() as session:
            token = await take_lease(session, visit.origin_id, "elsewhere/1/1", clock.now(), 600)
        for turn in range(1, ATTEMPTS + 1):
            await die_with_it(app, desk)
            reaped = await reap(app, desk.database, clock.now, stalled=30)
            assert (len(reaped.again), len(reaped.aside)) == ((1, 0) if turn < ATTEMPTS else (0, 1))
        async with desk.database.read() as session:
            failed = await session.get_one(Visit, visit.id)
        assert failed.state is VisitState.FAILED
        assert "set aside" in failed.detail
        await queue.refresh()
        assert not await queue.hand_out(errand)
        # The slow one wakes up: what it saw is not entered.
        assert token is not None
        with pytest.raises(StaleToken):
            async with desk.database.write(beside=True) as session:
                await enter_visit(session, stored(visit.id), token, [], clock.now())
    shown = await _jobs(config, None)
    assert any("已搁置" in line for line in shown)
    number = int(next(line for line in shown if "已搁置" in line).split("：")[0].split()[1])
    assert await _jobs(config, number) == [f"任务{number}已重新排队。"]


async def test_a_live_worker_is_left_alone(city: City, tmp_path: Path, url: str) -> None:
    config = await an_office(tmp_path / "office", city, url)
    async with opened(config) as desk, opened_queue(url) as app:
        visit = await a_visit(desk)
        await Queue(app, desk.office.code).hand_out(Errand(VISIT, str(visit.id), AS_OF))
        worker = await app.job_manager.register_worker()
        await app.job_manager.fetch_job(queues=[queue_name(desk.office.code, "visits")], worker_id=worker)
        reaped = await reap(app, desk.database, clock.now, stalled=30)
        assert (reaped.again, reaped.aside) == ([], [])
