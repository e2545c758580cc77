import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.look.pace import HostRestsError, Places
from monitor.look.policy import Manners
from monitor.look.slot import Slot
from tests.monitor.look.helpers import FakeClock


async def waiting(places: Places, number: int) -> list["asyncio.Task[None]"]:
    """So many who wait for a place, in the order in which they came."""
    tasks = [asyncio.create_task(places.wait()) for _ in range(number)]
    await asyncio.sleep(0)
    return tasks


async def test_places_go_to_those_who_wait_in_their_order() -> None:
    places = Places(1)
    assert places.take()
    assert not places.take()
    first, second = await waiting(places, 2)
    places.give_back()
    assert not places.take(), "it was handed over"
    await first
    assert not second.done()
    places.give_back()
    await second
    places.give_back()
    assert places.take()


async def test_who_stops_waiting_takes_nothing_along() -> None:
    places = Places(1)
    places.take()
    first, second = await waiting(places, 2)
    first.cancel()
    await asyncio.sleep(0)
    places.give_back()
    await second
    third, fourth = await waiting(places, 2)
    places.give_back()
    third.cancel()  # just when the place was handed over to it
    await fourth
    assert third.cancelled()
    places.give_back()
    assert places.take()


@given(st.lists(st.sampled_from(["come", "go", "stop"]), max_size=60), st.integers(1, 3))
async def test_there_are_never_more_than_places_and_none_is_lost(moves: list[str], count: int) -> None:
    places, inside, outside = Places(count), 0, list["asyncio.Task[None]"]()
    for move in moves:
        if move == "come":
            outside.append(asyncio.create_task(places.wait()))
        elif move == "go" and inside:
            inside -= 1
            places.give_back()
        elif move == "stop" and outside:
            outside.pop().cancel()
        for _ in range(3):
            await asyncio.sleep(0)
        inside += sum(task.done() for task in outside)
        outside = [task for task in outside if not task.done()]
        assert inside <= count
        assert not outside or inside == count, "nobody waits while a place is free"
    for task in outside:
        task.cancel()
    await asyncio.gather(*outside, return_exceptions=True)
    for _ in range(inside):
        places.give_back()
    assert [places.take() for _ in range(count + 1)] == [True] * count + [False]


async def test_a_turn_that_never_began_holds_no_place() -> None:
    one = Slot(Manners(rate=10, concurrency=1), 60, FakeClock())
    one.pushed_back(1000, 61)
    for _ in range(3):
        with pytest.raises(HostRestsError):
            async with asyncio.timeout(1), one.turn():
                pass
