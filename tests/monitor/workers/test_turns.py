"""Two machines keep the manners of one."""

import itertools
from collections.abc import AsyncIterator

import pytest

from monitor.look.politeness import HostRestsError
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


async def test_what_two_reserve_never_falls_together(databases: tuple[Database, Database]) -> None:
    time = Time()
    machines = [SharedTurns(one, time) for one in databases]
    starts = [await machines[n % 2].reserve("www.x.test", 0.5, 60) for n in range(8)]
    # Two turns a second, by whoever: eight take four seconds, and no two lie closer than half a second.
    ordered = sorted(starts)
    assert all(later - earlier > 0.4 for earlier, later in itertools.pairwise(ordered))
    assert ordered[-1] < 4


async def test_turns_that_were_not_used_at_once_are_not_lost(databases: tuple[Database, Database]) -> None:
    time = Time()
    machine = SharedTurns(databases[0], time)
    for _ in range(3):
        assert await machine.reserve("www.x.test", 0.2, 60) == 0
        time.now += 0.3  # an answer takes longer than the pace


async def test_hosts_of_one_domain_share_its_pace(databases: tuple[Database, Database]) -> None:
    machine = SharedTurns(databases[0], Time())
    starts = [await machine.reserve(f"h{n}.city.gov.cn", 1.0, 60) for n in range(12)]
    assert max(starts) > 2.5


async def test_a_rest_asked_of_one_is_kept_by_the_other(databases: tuple[Database, Database]) -> None:
    one, other = (SharedTurns(each, Time()) for each in databases)
    await one._tell("www.x.test", 30)
    assert await other.reserve("www.x.test", 0.2, 60) > 25
    await one._tell("www.y.test", 600)
    with pytest.raises(HostRestsError):
        await other.reserve("www.y.test", 0.2, 60)
