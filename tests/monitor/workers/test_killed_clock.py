"""The clock is killed while workers work, and another takes its place: everything is done, and once."""

import asyncio
import signal
import sys
from collections import Counter
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlmodel import select

from monitor.commands.options import Desk, opened
from monitor.demo.city import City
from registry.models import MailState, Outbox, ProbeRow, Round, Scan, ScanState, Visit, VisitState
from tests.monitor.workers.office import an_office, workers
from tests.monitor.workers.test_lost import begun
from tests.postgresql import Templates

pytestmark = pytest.mark.long


async def a_clock(config: Path) -> asyncio.subprocess.Process:
    with (config.parent / "clock.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", "serve", "--clock-only", "--config", str(config),
            stdout=asyncio.subprocess.PIPE, stderr=log,
        )  # fmt: skip
    assert process.stdout is not None
    assert "开始持续监测" in (await process.stdout.readline()).decode()
    return process


async def settled(desk: Desk) -> bool:
    """Whether every scan is finished and every mail has left."""
    async with desk.database.read() as session:
        scans = (await session.exec(select(Scan.state))).all()
        mails = (await session.exec(select(Outbox.state))).all()
    return set(scans) == {ScanState.FINISHED} and len(scans) > 0 and set(mails) == {MailState.SENT}


async def test_a_killed_clock_costs_nothing(city: City, tmp_path: Path, templates: Templates) -> None:
    url = templates.server.url(templates.server.create())
    config = await an_office(tmp_path / "office", city, url)
    async with workers(config, 2):
        first = await a_clock(config)
        await begun(config)
        first.send_signal(signal.SIGKILL)
        await first.wait()
        second, third = await a_clock(config), await a_clock(config)  # two at once do no harm
        async with opened(config) as desk, asyncio.timeout(180):
            while not await settled(desk):  # noqa: ASYNC110  what is waited for is in a database
                await asyncio.sleep(0.5)
        for clock in (second, third):
            with suppress(ProcessLookupError):
                clock.send_signal(signal.SIGTERM)
            assert await clock.wait() == 0
    async with opened(config) as desk, desk.database.read() as session:
        rounds = (await session.exec(select(Round))).all()
        scans = Counter((await session.exec(select(Scan.selection))).all())
        visits = (await session.exec(select(Visit))).all()
        probes = (await session.exec(select(ProbeRow))).all()
        mails = (await session.exec(select(Outbox))).all()
    assert scans == {"sites": 1, **({"accounts": 1} if "accounts" in scans else {})}
    assert {visit.state for visit in visits} == {VisitState.ENTERED}
    assert max(Counter((one.what, one.key) for one in rounds).values()) == 1
    slots = Counter((one.origin_id, one.at.replace(minute=0, second=0, microsecond=0)) for one in probes)
    assert set(slots.values()) <= {1}
    sent = Counter(
        message_from_bytes(file.read_bytes())["Message-ID"] for file in (tmp_path / "office/outbox").iterdir()
    )
    assert sent == dict.fromkeys((mail.message_id for mail in mails), 1)
    assert sent
