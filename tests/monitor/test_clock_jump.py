"""The clock of the machine jumps, on and back: nothing is done twice, and nothing counts against a site for it."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from monitor.commands.options import opened
from monitor.commands.serving import serving_of
from monitor.demo.city import City
from monitor.dispatch import InProcess
from monitor.service import Service
from registry.models import Outbox, ProbeRow, Round, Scan
from tests.city import city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch
from tests.monitor.test_service import MONDAY, Time


async def test_a_clock_that_jumps_does_nothing_twice(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    async with opened(config) as desk:
        time, dispatcher = Time(MONDAY + timedelta(hours=12)), InProcess(4)
        service = Service(serving_of(desk), dispatcher, time)
        for jump in (0, 10, 10, -130, 20, 20, 300, -200, 10):
            time.now += timedelta(minutes=jump)
            await service.tick()
            await dispatcher.idle()
        async with desk.database.read() as session:
            probes = (await session.exec(select(ProbeRow))).all()
            rounds = (await session.exec(select(Round))).all()
            scans = Counter((await session.exec(select(Scan.selection))).all())
            mails = Counter((await session.exec(select(Outbox.key))).all())
    slots = Counter((one.origin_id, one.at.replace(minute=0, second=0, microsecond=0)) for one in probes)
    assert max(slots.values()) == 1
    assert {one.times for one in rounds} == {1}
    assert scans["sites"] == 1
    assert set(mails.values()) <= {1}
