"""Hosts of one address that refuse together: visits that accuse nobody, and one letter to the office."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from checks.vocabulary import LinkOutcome
from monitor import clock
from monitor.alerting import tell_of_trouble
from monitor.commands.options import Desk, opened
from monitor.commands.serving import serving_of
from monitor.demo.city import City
from monitor.look.clock import Clock
from monitor.look.looking import Looking
from monitor.look.shield import SUSPECTED
from monitor.probing import Probed, origins_to_probe, probe
from registry.models import Outbox
from registry.seen.manners import note_address
from tests.city import city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch


@pytest.fixture
async def desk(city: City, tmp_path: Path) -> AsyncIterator[Desk]:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    async with opened(config) as desk:
        yield desk


async def visited(desk: Desk, refusing: list[Probed], one: Probed, others: list[Probed], closed: str) -> LinkOutcome:
    """How a visit ends while some hosts refuse connections."""
    policy = serving_of(desk).policy
    rules = tuple(f"{host.host}:{port}=127.0.0.1:{closed}" for host in refusing for port in (80, 443))
    network = replace(policy.network, connect_to=(*rules, *policy.network.connect_to))
    async with Looking(replace(policy, network=network), Clock(clock.now)) as looking:
        made = await probe(desk.database, desk.office_id, one, looking, others)
    assert made.detail.startswith(SUSPECTED) is (made.outcome is LinkOutcome.BLOCKED)
    return made.outcome


async def test_hosts_that_refuse_together_are_accused_of_nothing(desk: Desk, city: City) -> None:  # noqa: F811
    closed = next(rule.rpartition(":")[2] for rule in city.connect_to if rule.startswith("slj.yunxi.test:80="))
    hosts = [one for one in await origins_to_probe(desk.database, desk.office_id) if one.host != "slj.yunxi.test"]
    beside, far = hosts[:3], hosts[3:]
    async with desk.database.write() as session:
        for one in beside:
            await note_address(session, one.origin_id, "192.0.2.1", clock.now())
    # One host alone that refuses is down; three of one address are not; and when all refuse, it is our own line.
    assert await visited(desk, beside[:1], beside[0], far, closed) is LinkOutcome.REFUSED
    assert await visited(desk, beside, beside[0], far, closed) is LinkOutcome.BLOCKED
    assert await visited(desk, hosts, beside[0], far, closed) is LinkOutcome.SKIPPED

    for one in beside:
        assert await visited(desk, beside, one, far, closed) is LinkOutcome.BLOCKED
    for _ in range(2):
        assert await tell_of_trouble(serving_of(desk), clock.now(), clock.now()) == ["shield/192.0.2.1"]
    async with desk.database.read() as session:
        (mail,) = (await session.exec(select(Outbox))).all()
    assert "疑似被防护设备拦截" in mail.subject
