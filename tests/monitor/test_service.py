"""The service on the made-up city, by a clock of the test: the right number of everything, and nothing twice."""

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from checks.vocabulary import LinkOutcome
from monitor.commands.options import Desk, opened
from monitor.commands.serving import serving_of
from monitor.demo.city import City
from monitor.dispatch import InProcess
from monitor.rounds import Serving
from monitor.service import Service
from monitor.timetable import VISITS_A_DAY
from registry.models import Origin, Outbox, ProbeRow, Round, Scan
from tests.city import AS_OF, HOSTS, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch

MONDAY = AS_OF.replace(day=23, hour=0)


@pytest.fixture
async def desk(city: City, tmp_path: Path) -> AsyncIterator[Desk]:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    async with opened(config) as desk:
        yield desk


class Time:
    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now


async def run(serving: Serving, start: datetime, length: timedelta, step: timedelta = timedelta(minutes=10)) -> None:
    """Serve from ``start`` for ``length`` of the test's own time."""
    time, dispatcher = Time(start), InProcess(4)
    service = Service(serving, dispatcher, time)
    while time.now < start + length:
        await service.tick()
        await dispatcher.idle()
        time.now += step
    await dispatcher.stop(1)


async def probes_by_host(desk: Desk) -> Counter[str]:
    async with desk.database.read() as session:
        query = select(Origin.key).join(ProbeRow, ProbeRow.origin_id == Origin.id)  # type: ignore[arg-type]
        return Counter((await session.exec(query)).all())


async def test_a_day_has_its_visits_accounts_and_report(desk: Desk) -> None:
    await run(serving_of(desk), MONDAY, timedelta(days=1))
    counted = await probes_by_host(desk)
    assert counted.keys() == HOSTS
    assert all(VISITS_A_DAY - 1 <= visits <= VISITS_A_DAY for visits in counted.values())
    async with desk.database.read() as session:
        outcomes = set((await session.exec(select(ProbeRow.outcome))).all())
        rounds = Counter((await session.exec(select(Round.what))).all())
        selections = Counter((await session.exec(select(Scan.selection))).all())
        mails = (await session.exec(select(Outbox))).all()
        unfinished = (await session.exec(select(Round).where(Round.done == None))).all()  # noqa: E711  SQL
        failed = (await session.exec(select(ProbeRow).where(ProbeRow.outcome == LinkOutcome.REFUSED))).all()
    assert outcomes == {LinkOutcome.OK, LinkOutcome.REFUSED, LinkOutcome.BLOCKED}
    assert {probe.witnessed for probe in failed} == {True}  # other hosts answered, so it was not our own line
    assert (rounds["accounts"], rounds["crawl"], rounds["report"], rounds["housekeeping"]) == (3, 1, 1, 1)
    assert selections == {"accounts": 3, "sites": 1}
    sent = [("weekly/2026-W47", "sent"), ("reminder/office/2026-11-23", "sent")]
    assert [(mail.key, mail.state.value) for mail in mails] == sent
    assert unfinished == []


@pytest.mark.long
async def test_a_week_has_one_report_and_enough_visits_to_judge_by(desk: Desk, tmp_path: Path) -> None:
    await run(serving_of(desk), MONDAY, timedelta(days=8))
    counted = await probes_by_host(desk)
    assert all(8 * (VISITS_A_DAY - 1) <= visits <= 8 * VISITS_A_DAY for visits in counted.values())
    async with desk.database.read() as session:
        mails = [mail.key for mail in (await session.exec(select(Outbox))).all()]
        crawls = [one for one in (await session.exec(select(Scan))).all() if one.selection == "sites"]
    assert sorted(key for key in mails if key.startswith("weekly/")) == ["weekly/2026-W47", "weekly/2026-W48"]
    assert len(set(mails)) == len(mails)
    assert len(crawls) == 2
    shown = await govwatch(tmp_path / "office" / "govwatch.toml", "findings", "--indicator", "site.availability")
    assert "云溪市水利局网站" in shown.out


async def test_two_services_side_by_side_do_nothing_twice(desk: Desk) -> None:
    time = Time(MONDAY + timedelta(hours=9))
    for _ in range(3):
        pair = [InProcess(2), InProcess(2)]
        services = [Service(serving_of(desk), one, time) for one in pair]
        await asyncio.gather(*(service.tick() for service in services))
        await asyncio.gather(*(one.idle() for one in pair))
        time.now += timedelta(minutes=10)
    async with desk.database.read() as session:
        selections = Counter((await session.exec(select(Scan.selection))).all())
        times = set((await session.exec(select(Round.times))).all())
        mails = (await session.exec(select(Outbox))).all()
    assert selections == {"accounts": 1, "sites": 1}
    assert times == {1}
    keys = [mail.key for mail in mails]
    assert "weekly/2026-W47" in keys
    assert len(keys) == len(set(keys))


async def test_when_nothing_answers_it_is_our_own_line(desk: Desk, city: City) -> None:  # noqa: F811
    closed = next(rule.rpartition(":")[2] for rule in city.connect_to if rule.startswith("slj.yunxi.test:80="))
    serving = serving_of(desk)
    cut = replace(serving.policy.network, connect_to=(f"*:80=127.0.0.1:{closed}", f"*:443=127.0.0.1:{closed}"))
    serving = replace(serving, policy=replace(serving.policy, network=cut))
    await run(serving, MONDAY + timedelta(hours=1), timedelta(hours=1))
    async with desk.database.read() as session:
        probes = (await session.exec(select(ProbeRow))).all()
    assert probes
    assert {probe.outcome for probe in probes} == {LinkOutcome.SKIPPED}


async def test_it_stops_when_told_and_goes_on_after_a_kill(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    for number, code in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 0)):
        serving = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", "serve", "--config", str(config), stdout=asyncio.subprocess.PIPE
        )
        assert serving.stdout is not None
        assert "开始持续监测" in (await serving.stdout.readline()).decode()
        serving.send_signal(number)
        async with asyncio.timeout(10):
            await serving.wait()
        assert serving.returncode == code
    assert (await govwatch(config, "scan", "--as-of", AS_OF.isoformat())).code == 0
