"""Two hundred pages in a row: memory stays flat, and nothing is left."""

import asyncio

import pytest

from monitor.look.browser.memory import children, children_memory
from monitor.look.policy import Browsing
from tests.monitor.look.browser.helpers import needs_browser, served, until, visited

HOST = "site.example.test"
ROWS = "".join(
    f"<li><a href=/a/{number}.html>关于有关事项的通知（{number}）</a><span>2026-11-24</span>" for number in range(300)
)
PAGE = f"<!doctype html><title>首页</title><script>window.kept = new Array(500000).fill(1)</script><ul>{ROWS}</ul>"


@needs_browser
@pytest.mark.long
async def test_two_hundred_pages_in_a_row_leave_memory_flat() -> None:
    held: list[int] = []
    others = set(children())  # of other tests
    browsing = Browsing(use=True, pages=4, budget=1000, linger=0, memory=100_000)
    async with served({"*": PAGE}) as site, visited(f"{HOST}:80=127.0.0.1:{site.port}", browsing=browsing) as visit:
        for _ in range(10):
            await asyncio.gather(*(visit.render(f"http://{HOST}/", thorough=True) for _ in range(20)))
            held.append(children_memory() // 1_000_000)
            visit.pictures.taken_.clear()
        assert visit.means.pool.starts == 1
    print("MB after every 20 pages:", held)  # noqa: T201  the figure of docs/browser.md
    # Processes of pages just closed may still be ending: what remains is the least of what is held.
    assert min(held[5:]) <= 1.2 * min(held[:5])
    await until(lambda: set(children()) <= others)
