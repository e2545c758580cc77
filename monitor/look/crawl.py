"""Reading the pages of one origin as they stream by: each is read once, handed on, noted and dropped."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence

from checks.evidence import Page, Probe, Response, Subject
from checks.reading.errorpage import error_said
from checks.reading.page import settled
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
from monitor.look.numbers import Marks
from monitor.look.pages import PageTurns, page_in, refresh_goal
from monitor.look.remembered import Remembered
from monitor.look.taking import OnPage, Recalling, Takers, Taking
from monitor.look.territory import Territory
from monitor.look.tools import Tools
from monitor.look.traps import Traps
from monitor.look.weburl import web_url

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
        recalling: Recalling | None = None,
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
        self._shown: set[str] = set()  # pages that are as a browser shows them
        self.meanings = Meanings(numbers, limits.links, territory.holds)
        self.edges = Edges(tools.policy.spool)
        self.homes: dict[str, Page] = {}
        self.trusted = True
        self.traps = Traps(self._today)
        owners = [subject.id for subject in subjects]
        self._following = Following(self.meanings, self._frontier, territory, self.traps, owners, limits.depth)
        takers = Takers(self._following, self.traps, self.edges, on_page, tools.robots.permits_crawling, recalling)
        self._taking = Taking(takers, owners, self._today, judged=judged)
        self.notes, self.facts, self.anchors = self._taking.notes, self._taking.facts, self._taking.anchors

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
            await self._taking.take(page, owner, 0, is_home=True, is_shown=page.url in self._shown)
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
    def unchanged(self) -> int:
        """How many pages were not read again, since they had not changed."""
        return self._taking.recalled

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
        known = self._taking.remembered(entry)
        response, verify = await self.fetch(entry.url.text, headers=known.conditions if known is not None else None)
        if known is not None and known.is_in(response):
            self._note(response, response.outcome, verify=verify)
            await self._taking.recall(known.called(response), entry.depth)
            return
        if known is not None and response.status == 304:  # of another page, or of a state that nobody asked for
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
        if page is not None:
            await self._take(entry, response, page, over, known)

    async def _take(
        self, entry: Entry, response: Response, page: Page, over: asyncio.Event, known: Remembered | None
    ) -> None:
        """Hand on a page that was visited, when it is one of ours that was not read before."""
        ended = web_url(response.final_url)
        if ended is None or not self._territory.holds(ended.text):
            return
        if ended.key != entry.url.key and not self._frontier.see(ended):
            return
        if over.is_set():  # fifty may have waited together for what the host says of missing pages
            await self._turns.take()
        owner = self._territory.owner(ended.text) or entry.owner
        is_shown = page.url in self._shown
        taken = await self._taking.take(page, owner, entry.depth, body=response.body, is_shown=is_shown, known=known)
        if taken is not None and page.url == entry.url.text:
            self._taking.keep(page, owner, response, taken)

    async def fetch(
        self, url: str, *, is_home: bool = False, headers: Mapping[str, str] | None = None
    ) -> tuple[Response, bool]:
        """Ask for a page of ours, and say whether its certificate was verified.

        When it is our own certificate that is bad, or the way to a home page, the page is read nevertheless.
        """
        fetch, gate, verify = self._tools.client.fetch, self._tools.robots.permits, self.trusted
        response = await fetch(url, headers=headers, verify=verify, body=Body.HTML, gate=gate)
        is_ours = self._territory.holds(response.final_url)
        if verify and response.outcome is LinkOutcome.TLS and (is_ours or is_home):
            self.trusted = self.trusted and not is_ours
            verify = False
            response = await fetch(url, headers=headers, verify=verify, body=Body.HTML, gate=gate)
        return response, verify

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
        if page in self._taking.read or (known is not None and known.outcome.is_broken):
            return False
        return page not in self._opened
