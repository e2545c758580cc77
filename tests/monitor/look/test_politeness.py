import asyncio
import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.look.office_hours import is_office_time
from monitor.look.pace import HostRestsError
from monitor.look.policy import Manners
from monitor.look.politeness import Politeness, read_retry_after
from monitor.look.slot import Slot
from tests.monitor.look.helpers import AS_OF, FakeClock


def slot(
    clock: FakeClock, *, rate: float = 10, concurrency: int = 4, longest: float = 60, office_hours: float = 1
) -> Slot:
    manners = Manners(rate=rate, concurrency=concurrency, backoff=5, office_hours=office_hours)
    return Slot(manners, longest, clock)


async def take(one: Slot, turns: int) -> list[float]:
    starts = []
    for _ in range(turns):
        async with one.turn() as started:
            starts.append(round(started - 1000, 3))
    return starts


async def test_turns_keep_the_rate() -> None:
    clock = FakeClock()
    assert await take(slot(clock, rate=2), 4) == [0, 0.5, 1.0, 1.5]


async def test_turns_that_are_wanted_together_keep_the_rate() -> None:
    one = slot(FakeClock(), rate=2)
    starts = [start for got in await asyncio.gather(*(take(one, 1) for _ in range(5))) for start in got]
    assert sorted(starts) == [0, 0.5, 1.0, 1.5, 2.0]
    assert one.sent == 5


async def test_a_crawl_delay_slows_down_and_never_speeds_up() -> None:
    one = slot(FakeClock(), rate=2)
    one.keep_delay(3)
    one.keep_delay(0.1)
    assert await take(one, 3) == [0, 3, 6]


async def test_a_crawl_delay_is_followed_as_far_as_patience_goes() -> None:
    one = slot(FakeClock(), longest=10)
    one.keep_delay(86_400)
    assert await take(one, 2) == [0, 10]


async def test_no_more_at_once_than_allowed() -> None:
    one, open_now, most = slot(FakeClock(), rate=1e6, concurrency=3), 0, 0

    async def visit() -> None:
        nonlocal open_now, most
        async with one.turn():
            open_now += 1
            most = max(most, open_now)
            for _ in range(20):
                await asyncio.sleep(0)
            open_now -= 1

    await asyncio.gather(*(visit() for _ in range(20)))
    assert most == 3


async def test_a_host_rests_as_long_as_it_asks() -> None:
    one = slot(FakeClock())
    one.pushed_back(1000, 30)
    assert await take(one, 1) == [30]


async def test_refusals_of_one_moment_are_one_event() -> None:
    clock = FakeClock()
    one = slot(clock)
    for _ in range(5):  # five requests under way together, all refused
        one.pushed_back(1000, None)
    assert await take(one, 1) == [5]


async def test_rest_doubles_and_ends_in_leaving_the_host_alone() -> None:
    clock = FakeClock()
    one = slot(clock)
    waits = []
    for _ in range(2):
        async with one.turn() as started:
            pass
        clock.passed += 0.001
        one.pushed_back(started, None)
        before = clock.passed
        await take(one, 1)
        waits.append(round(clock.passed - before))
    one.pushed_back(clock.monotonic(), None)
    with pytest.raises(HostRestsError):
        await take(one, 1)
    assert waits == [5, 10]


async def test_an_ordinary_answer_clears_the_record() -> None:
    clock = FakeClock()
    one = slot(clock)
    for _ in range(5):
        clock.passed += 1
        one.pushed_back(clock.monotonic(), 1)
        before = clock.passed
        await take(one, 1)
        one.answered()
        assert clock.passed - before <= 1


async def test_a_rest_beyond_our_patience_is_not_waited_for() -> None:
    clock = FakeClock()
    one = slot(clock, longest=60)
    one.pushed_back(1000, 61)
    with pytest.raises(HostRestsError):
        await take(one, 1)
    assert clock.slept == []
    clock.passed += 2
    assert await take(one, 1) == [61]


async def test_hosts_do_not_slow_each_other_down() -> None:
    politeness = Politeness(Manners(rate=1), 60, FakeClock())
    assert politeness.slot("a.test") is politeness.slot("a.test")
    await take(politeness.slot("a.test"), 1)
    assert await take(politeness.slot("b.test"), 1) == [0]


class Named:
    """Backends by host, and a record of what was told to other machines."""

    def __init__(self, addresses: dict[str, str]) -> None:
        self.addresses = addresses

    async def __call__(self, host: str) -> str:
        return self.addresses.get(host, "")


async def starts_at(politeness: Politeness, hosts: list[str]) -> list[float]:
    async def one(host: str) -> float:
        async with politeness.slot(host).turn() as started:
            return round(started - 1000, 3)

    return sorted(await asyncio.gather(*(one(host) for host in hosts)))


async def test_hosts_of_one_domain_bear_a_few_times_the_pace_of_one() -> None:
    politeness = Politeness(Manners(rate=1, share=4), 60, FakeClock())
    hosts = [f"{name}.city.gov.cn" for name in "abcdefgh"]
    assert await starts_at(politeness, hosts) == [0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75]
    assert await starts_at(politeness, ["www.elsewhere.gov.cn"]) == [
        1.75
    ]  # nothing to wait for: the clock stands there


async def test_hosts_behind_one_address_bear_a_few_times_the_pace_of_one() -> None:
    hosts = [f"www.county{number}.gov.cn" for number in range(6)]
    shared = Politeness(Manners(rate=1, share=2), 60, FakeClock(), backend=Named(dict.fromkeys(hosts, "192.0.2.1")))
    assert await starts_at(shared, hosts) == [0, 0.5, 1.0, 1.5, 2.0, 2.5]
    apart = Politeness(Manners(rate=1, share=2), 60, FakeClock(), backend=Named({}))
    assert await starts_at(apart, hosts) == [0] * 6


async def test_no_more_at_once_than_an_address_bears() -> None:
    hosts = [f"www.county{number}.gov.cn" for number in range(12)]
    backend = Named(dict.fromkeys(hosts, "192.0.2.1"))
    politeness = Politeness(Manners(rate=1e6, concurrency=2, share=2), 60, FakeClock(), backend=backend)
    open_now, most = 0, 0

    async def visit(host: str) -> None:
        nonlocal open_now, most
        async with politeness.slot(host).turn():
            open_now += 1
            most = max(most, open_now)
            for _ in range(20):
                await asyncio.sleep(0)
            open_now -= 1

    await asyncio.gather(*(visit(host) for host in hosts for _ in range(2)))
    assert most == 4


async def test_a_resting_host_holds_up_no_neighbour() -> None:
    clock = FakeClock()
    politeness = Politeness(Manners(rate=10, concurrency=4, share=1), 60, clock)
    resting = politeness.slot("a.city.gov.cn")
    resting.pushed_back(1000, 50)
    waiting = [asyncio.create_task(take(resting, 1)) for _ in range(4)]
    await asyncio.sleep(0)
    assert await take(politeness.slot("b.city.gov.cn"), 1) != [50]
    await asyncio.gather(*waiting)


async def test_crawl_delay_and_rest_are_two_clocks() -> None:
    """A rest that ends does not start the crawl delay anew, and a delay that passes does not end a rest."""
    clock = FakeClock()
    one = slot(clock, rate=2)
    one.keep_delay(3)
    assert await take(one, 1) == [0]
    one.pushed_back(1000, 2)
    assert await take(one, 1) == [3]
    clock.passed += 1
    one.pushed_back(clock.monotonic(), 10)
    assert await take(one, 2) == [14, 17]


NIGHT, OFFICE = datetime(2026, 11, 23, 15, tzinfo=UTC), datetime(2026, 11, 23, 1, tzinfo=UTC)  # 23:00 and 09:00 Monday


@pytest.mark.parametrize(("at", "gap"), [(NIGHT, 0.5), (OFFICE, 2.0)])
async def test_office_hours_are_slower(at: datetime, gap: float) -> None:
    clock = FakeClock()
    clock.wall = lambda: at
    one = slot(clock, rate=2, office_hours=0.25)
    assert await take(one, 3) == [0, gap, 2 * gap]
    assert one.cost.slowed == (3 if at is OFFICE else 0)


@pytest.mark.parametrize(
    ("local", "busy"),
    [
        ("2026-11-23T07:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T17:59", True),
        ("2026-11-23T18:00", False),
        ("2026-11-22T10:00", False),  # a Sunday
        ("2026-10-01T10:00", False),  # National Day, a Thursday
        ("2026-10-10T10:00", True),  # a Saturday that is worked for it
        ("2031-11-24T10:00", True),  # a year the calendar does not hold: a Monday
    ],
)
def test_when_offices_work(local: str, busy: bool) -> None:
    assert is_office_time(datetime.fromisoformat(f"{local}+08:00")) is busy


async def test_the_record_proves_how_manners_were_kept() -> None:
    clock = FakeClock()
    one = slot(clock, rate=4, concurrency=2)
    await asyncio.gather(*(take(one, 3) for _ in range(4)))
    cost = one.cost
    assert (cost.requests, cost.busiest, cost.rested) == (12, 4, 0)
    assert cost.at_once <= 2
    assert cost.paced > 2.7
    one.pushed_back(clock.monotonic(), 30)
    await take(one, 1)
    assert one.cost.since(cost).requests == 1
    assert one.cost.rested == pytest.approx(30)


@given(st.lists(st.sampled_from(["a.x.gov.cn", "b.x.gov.cn", "c.y.gov.cn", "d.y.gov.cn"]), min_size=2, max_size=25))
async def test_no_place_is_ever_asked_faster_than_it_bears(hosts: list[str]) -> None:
    backend = Named({"b.x.gov.cn": "192.0.2.1", "c.y.gov.cn": "192.0.2.1"})
    politeness = Politeness(Manners(rate=1, concurrency=2, share=2), 60, FakeClock(), backend=backend)
    begun: list[tuple[float, str]] = []

    async def visit(host: str) -> None:
        async with politeness.slot(host).turn() as started:
            begun.append((started, host))
            await asyncio.sleep(0)

    await asyncio.gather(*map(visit, hosts))
    for places, gap in (({"a.x.gov.cn"}, 1), ({"a.x.gov.cn", "b.x.gov.cn"}, 0.5), ({"b.x.gov.cn", "c.y.gov.cn"}, 0.5)):
        times = sorted(started for started, host in begun if host in places)
        assert all(later - earlier > gap - 1e-6 for earlier, later in itertools.pairwise(times))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30.0),
        (" 30 ", 30.0),
        ("3s", 3.0),
        ("1m1s", 61.0),
        ("1h", 3600.0),
        ("Mon, 23 Nov 2026 01:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 09:00:30 +0800", 30.0),
        ("Mon, 23 Nov 2026 01:00:30 -0000", 30.0),
        ("Mon, 23 Nov 2026 00:00:00 GMT", None),
        ("0", None),
        ("0s", None),
        ("-5", None),
        ("", None),
        ("soon", None),
        ("1.5", None),
        ("²", None),
        ("9" * 400, None),
    ],
)
def test_what_retry_after_asks_for(value: str, seconds: float | None) -> None:
    assert read_retry_after(value, AS_OF) == seconds


@given(st.text(max_size=40), st.datetimes(timezones=st.just(UTC)))
def test_no_retry_after_raises(value: str, now: datetime) -> None:
    seconds = read_retry_after(value, now)
    assert seconds is None or seconds > 0
