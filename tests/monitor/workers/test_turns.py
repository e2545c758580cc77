"""Two machines keep the manners of one."""

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from checks.security.headers.registrable import registrable
from monitor.look.pace import Burden, HostRestsError
from monitor.workers.turns import SharedTurns
from registry.database import Database
from tests.postgresql import Templates

pytestmark = pytest.mark.long


@pytest.fixture
def url(templates: Templates) -> str:
    return templates.server.url(templates.server.create(templates.empty()))


@pytest.fixture
async def databases(url: str) -> AsyncIterator[tuple[Database, Database]]:
    async with await Database.open(url) as one, await Database.open(url) as other:
        yield one, other


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def burdens(host: str, interval: float, at_once: int = 4, address: str = "") -> list[Burden]:
    shared = [f"domain {registrable(host)}", *([f"address {address}"] if address else [])]
    return [Burden(f"host {host}", interval, at_once), *(Burden(key, interval / 4, at_once * 4) for key in shared)]


async def test_what_two_reserve_never_falls_together(databases: tuple[Database, Database]) -> None:
    time = Time()
    machines = [SharedTurns(one, time) for one in databases]
    starts = [await machines[n % 2].reserve(burdens("www.x.test", 0.5), 60) for n in range(8)]
    # Two turns a second, by whoever: eight take four seconds, and no two lie closer than half a second.
    ordered = sorted(starts)
    assert all(later - earlier > 0.4 for earlier, later in itertools.pairwise(ordered))
    assert ordered[-1] < 4


async def test_turns_that_were_not_used_at_once_are_not_lost(databases: tuple[Database, Database]) -> None:
    time = Time()
    machine = SharedTurns(databases[0], time)
    for _ in range(3):
        assert await machine.reserve(burdens("www.x.test", 0.2), 60) == 0
        time.now += 0.3  # an answer takes longer than the pace


async def test_hosts_of_one_domain_share_its_pace(databases: tuple[Database, Database]) -> None:
    machines = [SharedTurns(one, Time()) for one in databases]
    starts = [await machines[n % 2].reserve(burdens(f"h{n}.city.gov.cn", 1.0), 60) for n in range(12)]
    assert max(starts) > 2  # eleven quarters of a second, less what asking took


async def test_hosts_behind_one_address_share_its_pace(databases: tuple[Database, Database]) -> None:
    machines = [SharedTurns(one, Time()) for one in databases]
    hosts = [f"www.county{n}.gov.cn" for n in range(12)]
    starts = [await machines[n % 2].reserve(burdens(h, 1.0, 4, "192.0.2.1"), 60) for n, h in enumerate(hosts)]
    assert max(starts) > 2  # eleven quarters of a second, less what asking took


async def test_a_rest_asked_of_one_is_kept_by_the_other(databases: tuple[Database, Database]) -> None:
    one, other = (SharedTurns(each, Time()) for each in databases)
    one.let_rest("host www.x.test", 30)
    one.let_rest("address 192.0.2.1", 600)
    await one.close()
    assert await other.reserve(burdens("www.x.test", 0.2), 60) > 25
    with pytest.raises(HostRestsError):
        await other.reserve(burdens("www.y.test", 0.2, 4, "192.0.2.1"), 60)


@pytest.mark.parametrize("place", ["host", "domain", "address"])
async def test_two_machines_are_no_more_at_once_than_one_may(databases: tuple[Database, Database], place: str) -> None:
    """Of whatever two machines ask for together, no more is under way than the place bears; all get their turn."""
    machines = [SharedTurns(one) for one in databases]
    bears = {"host": 2, "domain": 3, "address": 3}[place]
    open_now, most, done = 0, 0, 0

    async def visit(number: int) -> None:
        nonlocal open_now, most, done
        own = [Burden(f"host h{number % 3 if place != 'host' else 0}", 0.001, 2)]
        shared = [Burden(f"{place} shared", 0.001, 3)] if place != "host" else []
        async with machines[number % 2].hold([*own, *shared]):
            open_now += 1
            most = max(most, open_now)
            await asyncio.sleep(0.1)
            open_now -= 1
            done += 1

    await asyncio.gather(*(visit(number) for number in range(24)))
    for machine in machines:
        await machine.close()
    assert 1 < most <= bears
    assert done == 24


async def test_places_of_a_dead_machine_come_back(databases: tuple[Database, Database]) -> None:
    dead, living = SharedTurns(databases[0]), SharedTurns(databases[1])
    assert await dead._held.take([Burden("host h", 0.001, 1)])  # and never gives it back
    async with databases[1].write() as session:
        connection = await session.connection()
        await connection.execute(text("UPDATE held_place SET until = now()"))  # the lease ended
    async with asyncio.timeout(5), living.hold([Burden("host h", 0.001, 1)]):
        pass
    await living.close()
