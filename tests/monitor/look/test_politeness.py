import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.look.policy import Manners
from monitor.look.politeness import HostRestsError, Politeness, Slot, read_retry_after
from tests.monitor.look.helpers import AS_OF, FakeClock


def slot(clock: FakeClock, *, rate: float = 10, concurrency: int = 4, longest: float = 60) -> Slot:
    return Slot(Manners(rate=rate, concurrency=concurrency, backoff=5), longest, clock)


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
