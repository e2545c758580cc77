"""Deadlines end what takes too long and nothing else, whatever order they were set in."""

import asyncio
from collections.abc import Callable

import pytest

from monitor.look.deadlines import Deadlines

SOON, LATE = 0.01, 60.0


async def for_ever() -> None:
    await asyncio.Event().wait()


async def test_what_takes_too_long_ends() -> None:
    deadlines = Deadlines()
    with pytest.raises(TimeoutError), deadlines.within(SOON):
        await for_ever()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    await asyncio.sleep(0)  # the task goes on as if nothing had been


async def test_what_is_in_time_is_left_alone() -> None:
    deadlines = Deadlines()
    with deadlines.within(SOON):
        await asyncio.sleep(0)
    with pytest.raises(TimeoutError), deadlines.within(2 * SOON):  # the first moment goes by meanwhile
        await for_ever()


@pytest.mark.parametrize("spans", [(LATE, SOON), (SOON, LATE)])
async def test_each_ends_at_its_own_moment(spans: tuple[float, float]) -> None:
    deadlines = Deadlines()

    async def work(span: float) -> float:
        with pytest.raises(TimeoutError), deadlines.within(span):
            await for_ever()
        return span

    tasks = [asyncio.create_task(work(span)) for span in spans]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result() for task in done] == [SOON]
    for task in waiting:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    deadlines.close()


async def test_one_that_comes_after_another_went_by_is_kept() -> None:
    deadlines = Deadlines()
    for _ in range(3):
        with pytest.raises(TimeoutError), deadlines.within(SOON):
            await for_ever()


async def test_whoever_is_stopped_is_stopped_and_not_late() -> None:
    deadlines = Deadlines()

    async def work() -> None:
        with deadlines.within(LATE):
            await for_ever()

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    deadlines.close()


async def test_a_failure_of_the_work_stays_what_it_is() -> None:
    deadlines = Deadlines()
    with pytest.raises(KeyError), deadlines.within(LATE):
        raise KeyError
    deadlines.close()


async def test_a_thousand_take_one_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, deadlines, timers = asyncio.get_running_loop(), Deadlines(), list[float]()
    set_timer = loop.call_at

    def counted(when: float, work: Callable[[], object]) -> asyncio.TimerHandle:
        timers.append(when)
        return set_timer(when, work)

    monkeypatch.setattr(loop, "call_at", counted)
    for _ in range(1000):
        with deadlines.within(LATE):
            pass
    assert len(timers) == 1
    deadlines.close()
