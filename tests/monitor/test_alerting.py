"""The monitor that goes blind or falls behind says so to the office, once a day; figures and health are served."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlmodel import select

from checks.evidence import Probe
from checks.vocabulary import LinkOutcome
from monitor import clock
from monitor.alerting import tell_of_trouble
from monitor.commands.options import Desk, opened
from monitor.commands.serving import serving_of
from monitor.demo.city import City
from monitor.health import health_served
from monitor.probing import origins_to_probe
from registry.models import Outbox
from registry.seen.probes import enter_probes
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch

LONG_AGO = AS_OF - timedelta(days=3)


@pytest.fixture
async def desk(city: City, tmp_path: Path) -> AsyncIterator[Desk]:  # noqa: F811
    config = await deployed(tmp_path / "office", city, more='[operation]\nlisten = "127.0.0.1:0"')
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    async with opened(config) as desk:
        yield desk


async def probed(desk: Desk, outcome: LinkOutcome, at: object = AS_OF - timedelta(minutes=5)) -> None:
    for one in await origins_to_probe(desk.database, desk.office_id):
        async with desk.database.write() as session:
            await enter_probes(session, desk.office_id, one.origin_id, [Probe(at, one.url, outcome)])  # type: ignore[arg-type]


async def keys(desk: Desk) -> list[str]:
    async with desk.database.read() as session:
        return sorted((await session.exec(select(Outbox.key))).all())


async def test_all_is_well(desk: Desk) -> None:
    await probed(desk, LinkOutcome.OK)
    assert await tell_of_trouble(serving_of(desk), AS_OF, LONG_AGO) == []
    assert await keys(desk) == []


async def test_blind_is_told_once_a_day(desk: Desk) -> None:
    await probed(desk, LinkOutcome.SKIPPED)
    for _ in range(3):
        assert await tell_of_trouble(serving_of(desk), AS_OF, LONG_AGO) == ["blind"]
    assert await keys(desk) == ["alert/blind/2026-11-24"]


async def test_behind_is_told_but_not_of_the_time_before_the_start(desk: Desk) -> None:
    await probed(desk, LinkOutcome.OK, AS_OF - timedelta(hours=5))
    assert await tell_of_trouble(serving_of(desk), AS_OF, AS_OF - timedelta(minutes=30)) == []
    assert await tell_of_trouble(serving_of(desk), AS_OF, LONG_AGO) == ["behind"]
    assert await keys(desk) == ["alert/behind/2026-11-24"]


async def test_figures_and_health(desk: Desk) -> None:
    await probed(desk, LinkOutcome.OK, clock.now())
    async with health_served(desk) as port, aiohttp.ClientSession() as session:
        said = {}
        for path in ("metrics", "healthz", "readyz"):
            async with session.get(f"http://127.0.0.1:{port}/{path}") as answer:
                assert answer.status == 200
                said[path] = await answer.text()
    assert said["healthz"] == "ok\n"
    assert 'govwatch_probes_hour{office="YX",outcome="ok"}' in said["metrics"]
    assert 'govwatch_probes_behind_ratio{office="YX"} 0.0' in said["metrics"]
