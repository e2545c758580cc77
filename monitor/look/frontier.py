"""The pages still to be read of one origin: a queue, what was ever in it, and one answer to "is everything done?"."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass

from monitor.look.numbers import Marks, Numbers
from monitor.look.weburl import WebUrl, web_url


@dataclass(frozen=True, slots=True)
class Entry:
    """A page to read: its target's id and how many links away from a home page it is."""

    url: WebUrl
    owner: str
    depth: int


class Frontier:
    """Pages are taken in turn from each target's queue, so that a big site leaves its small neighbours their share.

    A page counts as seen when it is *offered*, so it is never queued twice; its http and https address are one page.
    Pages farther away wait until all that are nearer were dealt with: how far a page is, and so whether it is read at
    all, does not depend on which answer came first. ``limit``: pages handed out at most.
    """

    def __init__(self, limit: int, numbers: Numbers) -> None:
        self._limit = limit
        self._numbers = numbers
        self._seen = Marks()
        self._queues: dict[str, dict[int, deque[int]]] = {}  # by owner and depth, the numbers of addresses
        self._turns: deque[str] = deque()
        self._open: Counter[int] = Counter()  # pages under way, by depth
        self._changed = asyncio.Event()

    def see(self, url: WebUrl) -> bool:
        """Count a page as seen without queueing it. False when it was seen before."""
        return self._seen.add(self._numbers.page(self._numbers.of(url.text)))

    def has_seen(self, url: WebUrl) -> bool:
        """Whether the page was offered or seen before."""
        return self._numbers.page(self._numbers.of(url.text)) in self._seen

    def offer(self, url: WebUrl, owner: str, depth: int) -> bool:
        """Queue a page. False when it was seen before."""
        if not self.see(url):
            return False
        queues = self._queues.setdefault(owner, {})
        if not queues:
            self._turns.append(owner)
        queues.setdefault(depth, deque()).append(self._numbers.of(url.text))
        self._changed.set()
        return True

    async def take(self) -> Entry | None:
        """The next page, or None when all is done or the limit is reached. Answer each with :meth:`done`."""
        while self._limit > 0:
            if self._turns and not any(depth < self._nearest for depth in self._open):
                return self._next()
            if not self._turns and not self._open:
                return None
            self._changed.clear()
            await self._changed.wait()
        return None

    def _next(self) -> Entry:
        nearest = self._nearest
        while nearest not in self._queues[self._turns[0]]:
            self._turns.rotate(-1)
        owner = self._turns.popleft()
        queues = self._queues[owner]
        url = web_url(self._numbers.text(queues[nearest].popleft()))
        if not queues[nearest]:
            del queues[nearest]
        if queues:
            self._turns.append(owner)
        self._open[nearest] += 1
        self._limit -= 1
        if url is None:
            raise AssertionError("only addresses of the web are offered")
        return Entry(url, owner, nearest)

    @property
    def _nearest(self) -> int:
        """The depth of the nearest page that waits."""
        return min(min(self._queues[owner]) for owner in self._turns)

    def done(self, entry: Entry) -> None:
        """A page that was taken has been dealt with, and what it leads to offered."""
        self._open[entry.depth] -= 1
        if not self._open[entry.depth]:
            del self._open[entry.depth]
        self._changed.set()

    @property
    def left(self) -> dict[str, int]:
        """How many pages of each target still wait; targets without any are left out."""
        return {owner: sum(map(len, queues.values())) for owner, queues in self._queues.items() if queues}

    @property
    def all_done(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return not self._turns and not self._open
