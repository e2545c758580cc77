import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.look.frontier import Frontier
from monitor.look.numbers import Numbers
from monitor.look.weburl import WebUrl, web_url


def at(path: str, scheme: str = "http") -> WebUrl:
    url = web_url(f"{scheme}://a.test/{path}")
    assert url is not None
    return url


async def taken(frontier: Frontier, count: int) -> list[str]:
    entries = [await frontier.take() for _ in range(count)]
    return [entry.url.path[1:] if entry else "" for entry in entries]


async def one_of(frontier: Frontier) -> str:
    entry = await frontier.take()
    assert entry is not None
    frontier.done(entry)
    return entry.url.path[1:]


async def test_pages_farther_away_wait_for_the_nearer_ones() -> None:
    """Whatever answers first: a page that a slow neighbour leads to is as near as that neighbour makes it."""
    frontier = Frontier(10, Numbers())
    for path in ("slow", "quick"):
        frontier.offer(at(path), "x", 1)
    slow, quick = await frontier.take(), await frontier.take()
    assert slow is not None
    assert quick is not None
    frontier.offer(at("below-quick"), "x", 2)
    frontier.done(quick)
    waiting = asyncio.create_task(frontier.take())
    await asyncio.sleep(0)
    assert not waiting.done()
    frontier.offer(at("below-slow"), "y", 2)
    frontier.done(slow)
    first = await waiting
    assert first is not None
    assert first.depth == 2


async def test_pages_come_in_the_order_they_were_offered() -> None:
    frontier = Frontier(10, Numbers())
    assert [frontier.offer(at(path), "x", 1) for path in ("a", "b", "a")] == [True, True, False]
    assert await taken(frontier, 2) == ["a", "b"]


async def test_both_addresses_of_a_page_are_one() -> None:
    frontier = Frontier(10, Numbers())
    assert frontier.offer(at("a"), "x", 1)
    assert not frontier.offer(at("a", "https"), "x", 1)
    assert frontier.has_seen(at("a", "https"))


async def test_targets_take_turns() -> None:
    frontier = Frontier(10, Numbers())
    for path, owner in (("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b")):
        frontier.offer(at(path), owner, 1)
    assert await taken(frontier, 4) == ["a1", "b1", "a2", "a3"]


async def test_what_was_seen_is_not_queued() -> None:
    frontier = Frontier(10, Numbers())
    assert frontier.see(at("a"))
    assert not frontier.see(at("a"))
    assert not frontier.offer(at("a"), "x", 1)
    assert frontier.all_done


async def test_no_more_pages_than_the_limit() -> None:
    frontier = Frontier(2, Numbers())
    for path in "abc":
        frontier.offer(at(path), "x", 1)
    assert await taken(frontier, 3) == ["a", "b", ""]
    assert frontier.left == {"x": 1}


@pytest.mark.parametrize("limit", [0, -3])
async def test_a_limit_of_nothing(limit: int) -> None:
    frontier = Frontier(limit, Numbers())
    frontier.offer(at("a"), "x", 1)
    assert await frontier.take() is None


async def test_workers_wait_for_what_others_may_find_and_end_together() -> None:
    frontier = Frontier(100, Numbers())
    frontier.offer(at("0"), "x", 0)
    seen: list[str] = []

    async def worker() -> None:
        while (entry := await frontier.take()) is not None:
            await asyncio.sleep(0)
            seen.append(entry.url.path)
            if entry.depth < 4:
                for side in "lr":
                    frontier.offer(at(f"{entry.url.path[1:]}{side}"), "x", entry.depth + 1)
            frontier.done(entry)

    async with asyncio.timeout(5):
        await asyncio.gather(*(worker() for _ in range(8)))
    assert len(seen) == len(set(seen)) == 31
    assert frontier.all_done


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from("abc"), st.booleans()), max_size=60))
def test_everything_offered_is_taken_once(steps: list[tuple[int, str, bool]]) -> None:
    async def run() -> None:
        frontier, offered, got = Frontier(1000, Numbers()), set(), []
        for number, owner, takes in steps:
            if frontier.offer(at(str(number)), owner, 1):
                offered.add(str(number))
            if takes and frontier.left:
                got.append(await one_of(frontier))
        while frontier.left:
            got.append(await one_of(frontier))
        assert sorted(got) == sorted(offered)
        assert frontier.all_done
        assert await frontier.take() is None

    asyncio.run(run())
