"""Reading the pages of one origin as they stream by: each is read once, handed on, noted and dropped."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from checks.evidence import Link, Page, PageFacts, Probe, Response, Subject
from checks.reading.errorpage import error_said
from checks.reading.page import is_html, read_page, settled
from checks.reading.urls import host_of
from checks.time import shanghai_day
from checks.vocabulary import LinkOutcome
from monitor.look.browser.sight import Sight
from monitor.look.frontier import Entry, Frontier
from monitor.look.leaving import says_leaving, target_in
from monitor.look.links import Known, probe_of
from monitor.look.message import Body
from monitor.look.notes import Budget, TargetNotes
from monitor.look.territory import Territory
from monitor.look.tools import Tools
from monitor.look.traps import Trap, Traps
from monitor.look.weburl import WebUrl, key_of, web_url

OnPage: TypeAlias = Callable[[str, Page, int], None]
"""Called for every page that is read, with its target's id and how many links it is away from a home page."""

_LEADING = frozenset({"a", "area", "iframe", "frame", "meta"})  # elements that lead to pages
_REFRESHES = 3  # meta refreshes followed from one home page
_REFRESH_TEXT = 100  # characters of text that a page may have that only sends visitors on


class Crawl:
    """The pages of one origin. ``trusted`` is false once its own certificate turned out to be bad.

    ``judged`` false is for a look at links alone: the days of pages are then not read.
    """

    def __init__(
        self,
        territory: Territory,
        subjects: Sequence[Subject],
        tools: Tools,
        on_page: OnPage,
        sight: Sight | None = None,
        *,
        judged: bool = True,
    ) -> None:
        limits = tools.policy.limits
        self._tools = tools
        self._limits = limits
        self._territory = territory
        self._on_page = on_page
        self._sight = sight
        self._judged = judged
        self._reading = asyncio.Lock()
        self._today = shanghai_day(tools.clock.now())
        self._deadline = tools.clock.monotonic() + limits.origin_seconds
        self._frontier = Frontier(limits.pages - len(subjects))
        self._visited: dict[str, LinkOutcome] = {}
        self._read: set[str] = set()
        self._cut: dict[str, dict[str, WebUrl]] = {subject.id: {} for subject in subjects}  # too far away when met
        self._settled: set[str] = set()  # addresses of links of which it is decided whether they are followed
        self._home_links: dict[str, dict[str, WebUrl]] = {subject.id: {} for subject in subjects}
        self._anchor_sets: dict[frozenset[str], frozenset[str]] = {}
        self.anchors: dict[str, frozenset[str]] = {}
        budget = Budget(limits.links)
        self.notes = {subject.id: TargetNotes(budget, territory.holds) for subject in subjects}
        self.facts: dict[str, list[PageFacts]] = {subject.id: [] for subject in subjects}
        self.homes: dict[str, Page] = {}
        self.trusted = True
        self.traps = Traps(self._today)
        self._endless: set[str] = set()  # targets with pages that were left out as endless

    @property
    def is_late(self) -> bool:
        """Whether the time for this origin is used up."""
        return self._tools.clock.monotonic() >= self._deadline

    async def open_homes(self, subjects: Sequence[Subject]) -> dict[str, Probe]:
        """Open the home pages of targets and read them; how each opened, by target id.

        All are opened before any is read, so that none of them is taken for an ordinary page of a neighbour.
        """
        probes, opened = {}, []
        for subject in subjects:
            self._see(subject.url)
            response, page = await self._open(subject.url)
            probes[subject.id] = probe_of(response, response.outcome)
            if page is not None:
                self._see(page.url)
                self._territory.adopt(host_of(page.url), subject)
                opened.append((subject.id, page))
        for owner, page in opened:
            self.homes[owner] = settled(page)
            await self._take(page, owner, 0, is_home=True)
        return probes

    async def _open(self, url: str) -> tuple[Response, Page | None]:
        """A home page, through redirects and refreshes."""
        goal, left = url, 1 + _REFRESHES
        while goal and left:
            response, verify = await self.fetch(goal, is_home=True)
            self._note(response, response.outcome, verify=verify)
            page = page_in(response)
            goal, left = _refresh_goal(page) if page is not None else "", left - 1
        if self._sight is not None:
            fetched = response
            response, page = await self._sight.second(response, page, home=True)
            if response is not fetched:
                self._note(response, response.outcome, verify=verify)
        return response, page

    def ask_for(self, urls: Collection[str], owner: str) -> None:
        """Queue pages that are known to be there, as near to the target's home page as can be."""
        for place in filter(None, map(web_url, sorted(urls))):
            self._frontier.offer(place, owner, 0)

    def offer(self, url: str, owner: str) -> None:
        """Queue a page of a target that no page leads to: nearly as far away as may be, so that others come first."""
        place = web_url(url)
        if place is not None and not place.is_file and self._territory.owner(url) == owner:
            self._frontier.offer(place, owner, max(self._limits.depth - 1, 0))

    @property
    def territory(self) -> Territory:
        """What belongs to the origin."""
        return self._territory

    async def run(self) -> None:
        """Read pages until none is left or a limit is reached."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._tools.policy.manners.concurrency):
                group.create_task(self._work())

    async def _work(self) -> None:
        while not self.is_late and (entry := await self._frontier.take()) is not None:
            try:
                await self._visit(entry)
            finally:
                self._frontier.done(entry)

    async def _visit(self, entry: Entry) -> None:
        response, verify = await self.fetch(entry.url.text)
        await self._turn()
        page = page_in(response)
        if self._sight is not None:
            response, page = await self._sight.second(response, page)
        outcome = response.outcome
        if outcome.is_good and page is not None and (said := error_said(page)) is not None:
            outcome, page = said, None
        elif outcome.is_good and await self._tools.soft.is_soft(response, page, verify=verify):
            outcome, page = LinkOutcome.SOFT_404, None
        self._note(response, outcome, verify=verify)
        ended = web_url(response.final_url)
        if page is None or ended is None or not self._territory.holds(ended.text):
            return
        if ended.key != entry.url.key and not self._frontier.see(ended):
            return
        await self._turn()  # fifty may have waited together for what the host says of missing pages
        await self._take(page, self._territory.owner(ended.text) or entry.owner, entry.depth)

    async def _turn(self) -> None:
        """Wait until no other page is read in this turn of the loop, which would else wait for fifty of them."""
        async with self._reading:
            await asyncio.sleep(0)

    async def fetch(self, url: str, *, is_home: bool = False) -> tuple[Response, bool]:
        """Ask for a page of ours, and say whether its certificate was verified.

        When it is our own certificate that is bad, or the way to a home page, the page is read nevertheless.
        """
        fetch, gate, verify = self._tools.client.fetch, self._tools.robots.permits, self.trusted
        response = await fetch(url, verify=verify, body=Body.HTML, gate=gate)
        is_ours = self._territory.holds(response.final_url)
        if verify and response.outcome is LinkOutcome.TLS and (is_ours or is_home):
            self.trusted = self.trusted and not is_ours
            verify = False
            response = await fetch(url, verify=verify, body=Body.HTML, gate=gate)
        return response, verify

    async def _take(self, page: Page, owner: str, depth: int, *, is_home: bool = False) -> None:
        leads = self.notes[owner].take(page, on_home=is_home)
        if says_leaving(page.text) and (behind := target_in(page.url)):
            link = Link(behind, behind, "a", "href", page.title)
            leads += self.notes[owner].take_links(page.url, page.title, [link], on_home=False)
        self._read.add(key_of(page.url))
        if (place := web_url(page.url)) is not None:
            self.traps.read(place, page.title, page.text)
        self.anchors[page.url] = self._anchor_sets.setdefault(page.anchors, page.anchors)
        crawling = await self._tools.robots.permits_crawling(page.url)
        for link, url in leads:
            if link.tag in _LEADING and (is_home or url not in self._settled):
                self._follow(url, owner if is_home else "", depth + 1, crawling=crawling)
        self.facts[owner].append(self._facts(page, owner, depth))
        self._on_page(owner, page, depth)

    def _follow(self, url: str, home_of: str, depth: int, *, crawling: bool) -> None:
        """Queue what a link leads to, when it is a page of ours. ``home_of``: whose home page the link stands on."""
        owner = self._territory.owner(url)
        place = web_url(url) if owner else None
        if place is None or place.is_file:
            self._settled.add(url)
            return
        if owner == home_of:
            self._home_links[owner][place.key] = place
        if not self._frontier.has_seen(place) and (trap := self.traps.catches(place)) is not None:
            self._settled.add(url)
            if trap is Trap.PARAMETERS:  # the others hold nothing that was not read
                self._endless.add(owner)
            return
        if self._frontier.has_seen(place) or (crawling and depth <= self._limits.depth):
            self._frontier.offer(place, owner, depth)
            self._settled.add(url)
        else:
            self._cut[owner][place.key] = place

    def _facts(self, page: Page, owner: str, depth: int) -> PageFacts:
        from_home = key_of(page.url) in self._home_links[owner]
        if not self._judged:
            return PageFacts(page.url, page.title, depth, from_home, None, None, scripted=False)
        days = [read.day for read in page.dates if read.day <= self._today]
        return PageFacts(
            url=page.url,
            title=page.title,
            depth=depth,
            linked_from_home=from_home,
            published=page.published.day if page.published else None,
            newest=max(days, default=None),
            scripted=page.scripted,
        )

    def _note(self, response: Response, outcome: LinkOutcome, *, verify: bool) -> None:
        self._tools.links.note(response, outcome, verify=verify)
        self._visited[key_of(response.url)] = outcome

    def _see(self, url: str) -> None:
        if (place := web_url(url)) is not None:
            self._frontier.see(place)

    def known(self, url: str) -> Known | None:
        """What is known of a URL, from here or from elsewhere in the scan."""
        links = self._tools.links
        return (links.known(url, verify=False) if self._territory.holds(url) else None) or links.known(url)

    def verify(self, url: str) -> bool:
        """Whether the certificate behind that URL must be good for the URL to count as open."""
        return self.trusted or not self._territory.holds(url)

    def is_complete(self, owner: str) -> bool:
        """Whether no page of a target was left out for a limit of ours."""
        was_left_out = any(not self._frontier.has_seen(place) for place in self._cut[owner].values())
        return not was_left_out and owner not in self._frontier.left and owner not in self._endless

    def linked_unread(self, owner: str) -> int:
        """How many pages of a target its home page links to that were not seen and are not known to be gone."""
        return sum(self._is_unread(place) for place in self._home_links[owner].values())

    def _is_unread(self, place: WebUrl) -> bool:
        known = self.known(place.text)
        if place.key in self._read or (known is not None and known.outcome.is_broken):
            return False
        return not self._visited.get(place.key, LinkOutcome.SKIPPED).is_good


def page_in(response: Response) -> Page | None:
    """The page that an answer is, if it is one."""
    if not response.outcome.is_good or not response.body or not is_html(response):
        return None
    return read_page(response)


def _refresh_goal(page: Page) -> str:
    """Where a page sends its visitors on to that says next to nothing itself, or an empty string."""
    if len(page.text) > _REFRESH_TEXT:
        return ""
    named = frozenset(page.metas.values())
    goal = next((link.url for link in page.links if link.tag == "meta" and link.raw not in named), "")
    return goal if key_of(goal) != key_of(page.url) else ""
