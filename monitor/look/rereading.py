"""Reading pages again that something broken stands on: for line and text of the link, and to see that it is there.

It is done once it is sure what is broken, so that a site in order is not asked for anything twice.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from checks.evidence import Page
from checks.reading.urls import Resolver
from monitor.look.crawl import Crawl
from monitor.look.notes import links_of, numbers_of
from monitor.look.pages import page_in
from monitor.look.standing import Standing

MOST = 200
"""Pages of an origin that are read again in one look. Of those beyond, the page is told and not the line."""


class Rereading:
    """The pages of one crawl that are read again.

    ``found`` is what still stands there: by page and number, line and text of every link. ``anchors`` are the places in
    pages that links lead to, ``at`` is when a page was read again.
    """

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._sought: frozenset[int] = frozenset()
        self._goals: set[str] = set()
        self.found: dict[str, Mapping[int, list[tuple[int, str]]]] = {}
        self.anchors: dict[str, frozenset[str]] = {}
        self.at: dict[str, datetime] = {}

    def plan(self, standings: Collection[Mapping[int, Standing]], wanted: Collection[int]) -> list[str]:
        """The pages to be read again for the ``wanted`` numbers. All numbers of the ``standings`` are looked for there.

        At first come pages that lack a place, then the first page that each number stands on, then all the second ones.
        """
        self._sought = frozenset().union(*standings)
        meanings = self._crawl.meanings
        fragments = [meanings.fragments[number] for number in wanted if number in meanings.fragments]
        self._goals = {meanings.numbers.text(page) for page, _ in fragments}
        ranks: dict[str, int] = dict.fromkeys(self._goals, -1)
        for standing in (each for one in standings for number, each in one.items() if number in wanted):
            for rank, page in enumerate(standing.pages):
                if not page.told:
                    ranks[page.url] = min(ranks.get(page.url, rank), rank)
        return sorted(ranks, key=lambda url: (ranks[url], url))[:MOST]

    async def read(self, url: str) -> None:
        """Read one of these pages again."""
        response, _ = await self._crawl.fetch(url)
        page = page_in(response)
        if page is None or response.at is None or page.url != url:
            return
        self.at[url] = response.at
        self.found[url] = self._found_in(page)
        if url in self._goals:
            self.anchors[url] = page.anchors

    def _found_in(self, page: Page) -> Mapping[int, list[tuple[int, str]]]:
        meanings, links = self._crawl.meanings, links_of(page)
        found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        for link, number in zip(links, numbers_of(links, Resolver(page.url, page.charset), meanings), strict=True):
            for part in meanings.parts(number):
                if part in self._sought:
                    found[part].append((link.line, link.text))
        return found
