"""Reading the pages of one origin as they stream by: each is read once, handed on, noted and dropped."""

import asyncio
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

from checks.evidence import Page, PageFacts, Probe, Response, Subject
from checks.reading.errorpage import error_said
from checks.reading.page import settled
from checks.reading.reading import says_much
from checks.reading.urls import host_of
from checks.time import shanghai_day
from checks.vocabulary import LinkOutcome
from monitor.look.answers import Known
from monitor.look.browser.sight import Sight
from monitor.look.edges import Edges
from monitor.look.following import Following
from monitor.look.frontier import Entry, Frontier
from monitor.look.links import probe_of
from monitor.look.meanings import Meanings
from monitor.look.message import Body
from monitor.look.notes import TargetNotes
from monitor.look.numbers import Marks
from monitor.look.pages import PageTurns, page_in, refresh_goal
from monitor.look.territory import Territory
from monitor.look.tools import Tools
from monitor.look.traps import Traps
from monitor.look.weburl import web_url

OnPage: TypeAlias = Callable[[str, Page, int], None]
"""Called for every page that is read, with its target's id and how many links it is away from a home page."""

_REFRESHES = 3  # meta refreshes followed from one home page


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
        self._turns = PageTurns()
        self._today = shanghai_day(tools.clock.now())
        self._deadline = tools.clock.monotonic() + limits.origin_seconds
        numbers = tools.links.numbers
        self._numbers = numbers
        self._frontier = Frontier(limits.pages - len(subjects), numbers)
        self._opened = Marks()  # pages that opened when they were visited
        self._read = Marks()
        self._shown: set[str] = set()  # pages that are as a browser shows them
        self._anchor_sets: dict[frozenset[str], frozenset[str]] = {}
        self.anchors: dict[int, frozenset[str]] = {}
        self.meanings = Meanings(numbers, limits.links, territory.holds)
        self.edges = Edges(tools.policy.spool)
        self.notes = {subject.id: TargetNotes(self.meanings, self.edges) for subject in subjects}
        self.facts: dict[str, list[PageFacts]] = {subject.id: [] for subject in subjects}
        self.homes: dict[str, Page] = {}
        self.trusted = True
        self.traps = Traps(self._today)
        owners = [subject.id for subject in subjects]
        self._following = Following(self.meanings, self._frontier, territory, self.traps, owners, limits.depth)

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
            goal, left = refresh_goal(page) if page is not None else "", left - 1
        if self._sight is not None:
            fetched = response
            response, page = await self._sight.second(response, page, home=True)
            if response is not fetched:
                self._note(response, response.outcome, verify=verify)
                self._shown.add(response.final_url)
        return response, page

    def ask_for(self, urls: Collection[str], owner: str) -> None:
        """Queue pages that are known to be there, as near to the target's home page as can be."""
        for place in filter(None, map(web_url, sorted(urls))):
            self._frontier.offer(place, owner, 0)

    def offer(self, numbers: Iterable[int], owner: str) -> None:
        """Queue pages of a target that no page leads to, by number."""
        for number in numbers:
            self._following.offer(number, owner)

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
        over = await self._turns.take()
        page = page_in(response)
        if self._sight is not None:
            fetched = response
            response, page = await self._sight.second(response, page)
            if response is not fetched:
                self._shown.add(response.final_url)
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
        if over.is_set():  # fifty may have waited together for what the host says of missing pages
            await self._turns.take()
        await self._take(page, self._territory.owner(ended.text) or entry.owner, entry.depth, body=response.body)

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

    async def _take(self, page: Page, owner: str, depth: int, *, is_home: bool = False, body: bytes = b"") -> None:
        notes, number = self.notes[owner], self._numbers.of(page.url)
        if page.url in self._shown:
            leads = notes.take_shown(page, on_home=is_home)
        else:
            leads = notes.take(page, on_home=is_home, in_full=self._judged or is_home)
        self._read.add(self._numbers.page(number))
        self._look_for_mirrors(page, body)
        self.anchors[number] = self._anchor_sets.setdefault(page.anchors, page.anchors)
        crawling = await self._tools.robots.permits_crawling(page.url)
        self._following.follow(leads, depth + 1, home_of=owner if is_home else "", crawling=crawling)
        self.facts[owner].append(self._facts(page, owner, depth))
        self._on_page(owner, page, depth)

    def _look_for_mirrors(self, page: Page, body: bytes) -> None:
        if (place := web_url(page.url)) is None:
            return
        if body and not self._judged and says_much(page):  # nobody else asks for its text
            self.traps.read_as(place, hash((page.title, zlib.crc32(body))))
        else:
            self.traps.read(place, page.title, page.text)

    def _facts(self, page: Page, owner: str, depth: int) -> PageFacts:
        number = self._numbers.of(page.url)
        from_home = self._numbers.page(number) in self._following.home_links[owner]
        if not self._judged:
            return PageFacts(page.url, page.title, depth, from_home, None, None, scripted=False)
        # Days of rows speak for a home page and its second level alone, and looking for them is the dearest of reading.
        days = [read.day for read in page.dates if read.day <= self._today] if from_home or not depth else []
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
        if outcome.is_good:
            self._opened.add(self._numbers.page(self._numbers.of(response.url)))

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
        return self._following.is_complete(owner)

    def linked_unread(self, owner: str) -> int:
        """How many pages of a target its home page links to that were not seen and are not known to be gone."""
        return sum(self._is_unread(page, url) for page, url in self._following.home_links[owner].items())

    def _is_unread(self, page: int, url: str) -> bool:
        known = self.known(url)
        if page in self._read or (known is not None and known.outcome.is_broken):
            return False
        return page not in self._opened
