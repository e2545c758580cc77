"""A short look at one host: its home pages and known lists, and of what they link to the pages that nobody had read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from checks.evidence import Link, Page, PageLevel, Subject
from checks.vocabulary import LinkOutcome
from monitor.look.crawl import Crawl
from monitor.look.territory import Territory
from monitor.look.tools import Tools
from monitor.look.weburl import WebUrl, key_of, web_url

MAX_LISTS = 60
"""Lists read of one target in one look, those with the shortest addresses first."""

MAX_NEW = 100
"""New pages read of one host in one look; what is left is new in the next."""

MAX_SECONDS = 600.0
"""How long one look at a host may take."""

_LEADING = frozenset({"a", "area"})
_GONE = frozenset({LinkOutcome.NOT_FOUND, LinkOutcome.GONE, LinkOutcome.SOFT_404})


class Known(Protocol):
    """What is known of a target's pages."""

    @property
    def lists(self) -> Sequence[str]:
        """The addresses of its lists."""

    def holds(self, key: str) -> bool:
        """Whether the page of that key was read before."""


@dataclass(slots=True)
class _Notes:
    """What one look gathers: new addresses in the order of the pages they stand on, and what was settled of them."""

    found: dict[str, tuple[bool, str, int]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)


class NewPagesLook:
    """Looks for new pages of the targets on one host. A target without known pages is left alone.

    ``on_page`` is called with the target's id for every page that nobody had read.
    """

    def __init__(
        self,
        host: str,
        subjects: Sequence[Subject],
        known: Mapping[str, Known],
        tools: Tools,
        on_page: Callable[[str, Page], None],
    ) -> None:
        self._known = known
        self._subjects = [one for one in subjects if one.id in known]
        limits = tools.policy.limits
        lists = sum(min(len(known[one.id].lists), MAX_LISTS) for one in self._subjects)
        self._most = min(limits.pages, MAX_NEW)
        seconds = min(limits.origin_seconds, MAX_SECONDS)
        limits = replace(limits, depth=0, pages=self._most + lists + len(subjects), origin_seconds=seconds)
        self._tools = replace(tools, policy=replace(tools.policy, limits=limits))
        self._territory = Territory(host, subjects)
        self._crawl = Crawl(self._territory, self._subjects, self._tools, self._take)
        self._on_page = on_page
        self._notes = _Notes()
        self._reading = False
        self.read: dict[str, dict[str, str]] = {one.id: {} for one in self._subjects}
        """Pages with which nothing is to be done any more: by target and key, the address of one that is a list."""

    async def look(self) -> None:
        """Read the home pages and lists, then what is new there."""
        homes = await self._crawl.open_homes(self._subjects)
        for one in self._subjects:
            lists = sorted(self._known[one.id].lists, key=lambda url: (len(url), url))
            if homes[one.id].outcome.is_good:
                self._crawl.ask_for(lists[:MAX_LISTS], one.id)
        await self._crawl.run()
        if not all([await self._tools.robots.permits_crawling(one.url) for one in self._subjects]):
            return
        self._reading = True
        asked = sorted(self._notes.found, key=self._notes.found.__getitem__)[: self._most]
        for owner in self.read:
            self._crawl.ask_for([url for url in asked if self._notes.owners[url] == owner], owner)
        await self._crawl.run()
        for url in asked:
            self._settle(url)

    def _take(self, owner: str, page: Page, _depth: int) -> None:
        if not self._reading:
            for place, link in enumerate(page.links):
                self._note(link, (not self._is_home(page), page.url, place))
            return
        if owner in self.read and not self._known[owner].holds(key_of(page.url)):
            self.read[owner][key_of(page.url)] = page.url if page.level is PageLevel.COLUMN else ""
            self._on_page(owner, page)

    def _is_home(self, page: Page) -> bool:
        return any(home.url == page.url for home in self._crawl.homes.values())

    def _note(self, link: Link, rank: tuple[bool, str, int]) -> None:
        place = web_url(link.url) if link.tag in _LEADING else None
        owner = self._territory.owner(place.text) if place is not None else ""
        if place is None or owner not in self.read or not self._is_new(place, owner):
            return
        if place.key not in self._notes.keys:
            self._notes.keys.add(place.key)
            self._notes.owners[place.text] = owner
            self._notes.found[place.text] = rank

    def _is_new(self, place: WebUrl, owner: str) -> bool:
        return not (place.is_file or self._known[owner].holds(place.key) or self._crawl.traps.catches(place))

    def _settle(self, url: str) -> None:
        """An address that opened, or is positively gone, is not asked for again."""
        known = self._crawl.known(url)
        if known is not None and (known.outcome.is_good or known.outcome in _GONE):
            self.read[self._notes.owners[url]].setdefault(key_of(url), "")
