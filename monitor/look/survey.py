"""From notes to a survey: every address asked for, whatever failed looked at twice, and the whole put together."""

import asyncio
from collections.abc import Collection, Iterator

from checks.evidence import CheckedLink, LinkSurvey, Probe
from checks.vocabulary import LinkOutcome
from monitor.look.crawl import Crawl
from monitor.look.numbers import Marks
from monitor.look.rereading import Rereading
from monitor.look.rounds import for_each_host
from monitor.look.standing import Standing, numbers_on, standing_of
from monitor.look.tools import Tools


class Surveyor:
    """Finds out what became of the links that one crawl noted.

    ``abouts``: only of these, each a URL, a URL with a place in it, or what is written for an address.
    """

    def __init__(self, crawl: Crawl, tools: Tools, abouts: Collection[str] | None = None) -> None:
        self._crawl = crawl
        self._tools = tools
        self._meanings = crawl.meanings
        self._abouts = abouts
        self._read_at = (tools.clock.now(), tools.clock.monotonic())
        self._standing: dict[str, dict[int, Standing]] = {}
        self._again = Rereading(crawl)

    async def look(self) -> None:
        """Ask once for every noted URL that nobody asked for before. Call it when the pages are read."""
        self._read_at = (self._tools.clock.now(), self._tools.clock.monotonic())
        rest = sorted(url for url in self._urls() if self._crawl.known(url) is None)
        await for_each_host(rest, self._look, self._tools.policy.manners.concurrency, self._is_late)

    async def look_again(self) -> None:
        """Look a second time at what failed, one address of a host after the other, and find where it stands."""
        failed = sorted(url for url in self._urls() if self._is_broken(url))
        await for_each_host(failed, self._look_again, 1, self._is_late)
        pages = await asyncio.to_thread(self._find)  # it goes over all pages, and holds up nobody there
        if pages:
            wait = self._read_at[1] + self._tools.policy.manners.confirm_after - self._tools.clock.monotonic()
            await self._tools.clock.sleep(wait)
        await for_each_host(pages, self._again.read, 1, self._is_late)

    def _find(self) -> list[str]:
        """Find where everything stands that is not good. Returns the pages that are to be read again."""
        unsure = {number for number in self._numbers() if not self._is_good(number)}
        for target, notes in self._crawl.notes.items():
            self._standing[target] = standing_of(unsure, self._crawl.edges, notes.pages, self._meanings)
        return self._again.plan(self._standing.values(), {number for number in unsure if self._is_fault(number)})

    def _is_late(self) -> bool:
        return self._crawl.is_late

    async def _look(self, url: str) -> None:
        foreign = not self._crawl.territory.holds(url)
        await self._tools.links.look(url, verify=self._crawl.verify(url), foreign=foreign)

    async def _look_again(self, url: str) -> None:
        known = self._crawl.known(url)
        if known is not None and known.outcome.is_broken:
            await self._tools.links.look_again(url, verify=known.verified)

    # -- what was noted, by number ------------------------------------------------------------------------------------

    def _numbers(self) -> Iterator[int]:
        """Addresses, places within pages and what cannot be read as an address."""
        numbers = (*self._meanings.urls(), *self._meanings.fragments, *self._meanings.malformed)
        return (number for number in numbers if self._abouts is None or self._about(number) in self._abouts)

    def _urls(self) -> Iterator[str]:
        urls = map(self._about, self._meanings.urls())
        return (url for url in urls if self._abouts is None or url in self._abouts)

    def _about(self, number: int) -> str:
        return self._meanings.numbers.text(number)

    def _is_broken(self, url: str) -> bool:
        known = self._crawl.known(url)
        return known is not None and known.outcome.is_broken

    def _is_good(self, number: int) -> bool:
        if number in self._meanings.malformed:
            return False
        if number in self._meanings.fragments:
            return not self._is_missing(number)
        known = self._crawl.known(self._about(number))
        return known is not None and known.outcome.is_good

    def _is_fault(self, number: int) -> bool:
        """Whether it is worth reading pages again."""
        is_address = number not in self._meanings.malformed and number not in self._meanings.fragments
        return self._is_broken(self._about(number)) if is_address else True

    def _is_missing(self, number: int) -> bool:
        page, place = self._meanings.fragments[number]
        anchors = self._crawl.anchors.get(page)
        return anchors is not None and place not in anchors

    # -- the whole ----------------------------------------------------------------------------------------------------

    async def survey(self, target: str) -> LinkSurvey:
        """Everything found out about the links of one target."""
        return await asyncio.to_thread(self._survey, target)

    def _survey(self, target: str) -> LinkSurvey:
        notes, edges = self._crawl.notes[target], self._crawl.edges
        here = numbers_on(edges, notes.pages, self._meanings)
        on_home = numbers_on(edges, notes.homes, self._meanings)
        links = [
            link for number in self._numbers() if number in here for link in self._checked(target, number, on_home)
        ]
        all_asked = all(link.outcome.is_good or link.looks for link in links)
        return LinkSurvey(
            links=tuple(links),
            complete=all_asked and not notes.cut and self._crawl.is_complete(target) and not self._is_unsure(target),
            pages_read=frozenset(facts.url for facts in self._crawl.facts[target]),
        )

    def _is_unsure(self, target: str) -> bool:
        """Whether something is gone from all pages that were read again, and stood on more than those."""
        found = self._again.found
        every = (standing.told(number, found) for number, standing in self._standing[target].items())
        return any(told.total > 0 and not told.places for told in every)

    def _checked(self, target: str, number: int, on_home: Marks) -> Iterator[CheckedLink]:
        """The link of that number, unless it opens after all or stands nowhere any more."""
        is_fault = number in self._meanings.malformed or number in self._meanings.fragments
        known = None if is_fault else self._crawl.known(self._about(number))
        if known is not None and known.outcome.is_good:
            looks = known.looks
            yield CheckedLink(self._about(number), known.final_url, known.outcome, looks, on_home=number in on_home)
            return
        standing = self._standing[target].get(number)
        told = standing.told(number, self._again.found) if standing is not None else None
        if told is None or not told.places:
            return
        about = self._about(number)
        if number in self._meanings.malformed:
            looks = self._looks(LinkOutcome.MALFORMED, told.places[0].url, "cannot be read as an address")
            yield CheckedLink(about, "", LinkOutcome.MALFORMED, looks, *told)
        elif number in self._meanings.fragments:
            page, place = self._meanings.fragments[number]
            if place not in self._again.anchors.get(self._about(page), ()):
                detail = f"the page has no place named {place[:100]}"
                looks = self._looks(LinkOutcome.MISSING_FRAGMENT, self._about(page), detail)
                yield CheckedLink(about, self._about(page), LinkOutcome.MISSING_FRAGMENT, looks, *told)
        elif known is None:
            yield CheckedLink(about, "", LinkOutcome.SKIPPED, (), *told)
        else:
            yield CheckedLink(about, known.final_url, known.outcome, known.looks, *told)

    def _looks(self, outcome: LinkOutcome, page: str, detail: str) -> tuple[Probe, ...]:
        """The looks at a fault that stands in a page's source: when it was read, and when it was read again."""
        instants = (self._read_at[0], *filter(None, [self._again.at.get(page)]))
        return tuple(Probe(at, page, outcome, detail=detail) for at in instants)
