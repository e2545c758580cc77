"""Which of the addresses that pages lead to are pages to be read: decided once for each."""

from collections.abc import Sequence

from monitor.look.frontier import Frontier
from monitor.look.meanings import Meanings
from monitor.look.numbers import Marks
from monitor.look.territory import Territory
from monitor.look.traps import Trap, Traps
from monitor.look.weburl import WebUrl, web_url


class Following:
    """Puts pages into the frontier, and remembers those that were left out. ``depth``: links away from a home page."""

    def __init__(
        self,
        meanings: Meanings,
        frontier: Frontier,
        territory: Territory,
        traps: Traps,
        owners: Sequence[str],
        depth: int,
    ) -> None:
        self.meanings = meanings
        self._numbers = meanings.numbers
        self._frontier = frontier
        self._territory = territory
        self._traps = traps
        self._depth = depth
        self._settled = Marks()  # links of which it is decided whether they are followed
        self._too_deep = Marks()  # links that were met on pages that were too far away
        self._cut: dict[str, set[int]] = {owner: set() for owner in owners}
        self._endless: set[str] = set()  # targets with pages that were left out as endless
        self.home_links: dict[str, dict[int, str]] = {owner: {} for owner in owners}
        """Pages of a target that its home page links to, by number, each with its address."""

    def follow(self, leads: list[int], depth: int, *, home_of: str, crawling: bool) -> None:
        """Queue what links lead to at that depth, when it is a page of ours.

        ``home_of``: whose home page the links stand on, if on one. ``crawling``: whether the host permits a crawl.
        """
        if not home_of:
            leads = self._settled.without(leads)
            if depth > self._depth:
                leads = self._too_deep.without(leads)
        for number in leads:
            parts = self.meanings.parts(number)
            left = [part for part in parts if not self._one(part, depth, home_of=home_of, crawling=crawling)]
            if not left:
                self._settled.add(number)
            elif depth > self._depth:
                self._too_deep.add(number)

    def _one(self, number: int, depth: int, *, home_of: str, crawling: bool) -> bool:
        """Deal with one address. Whether it need not be looked at again."""
        if number in self.meanings.fragments:
            return True
        url = self._numbers.text(number)
        owner = self._territory.owner(url)
        place = web_url(url) if owner else None
        if place is None or place.is_file:
            return True
        if owner == home_of:
            self.home_links[owner].setdefault(self._numbers.page(number), url)
        if not self._frontier.has_seen(place):
            if (trap := self._traps.catches(place)) is not None:
                if trap is Trap.PARAMETERS:  # the others hold nothing that was not read
                    self._endless.add(owner)
                return True
            if not crawling or depth > self._depth:
                self._cut[owner].add(number)
                return False
        self._frontier.offer(place, owner, depth)
        return True

    def offer(self, number: int, owner: str) -> None:
        """Queue a page of a target that no page leads to: nearly as far away as may be, so that others come first."""
        place = self._place(number)
        if place is not None and not place.is_file and self._territory.owner(place.text) == owner:
            self._frontier.offer(place, owner, max(self._depth - 1, 0))

    def is_complete(self, owner: str) -> bool:
        """Whether no page of a target was left out for a limit of ours."""
        places = filter(None, map(self._place, self._cut[owner]))
        was_left_out = any(not self._frontier.has_seen(place) for place in places)
        return not was_left_out and owner not in self._frontier.left and owner not in self._endless

    def _place(self, number: int) -> WebUrl | None:
        return web_url(self._numbers.text(number))
