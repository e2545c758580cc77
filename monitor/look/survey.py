"""From notes to a survey: every address asked for, whatever failed looked at twice, and the whole put together."""

from collections.abc import Iterator
from datetime import datetime

from checks.evidence import CheckedLink, LinkSurvey, Page, Probe
from checks.reading.page import settled
from checks.vocabulary import LinkOutcome
from monitor.look.crawl import Crawl, page_in
from monitor.look.notes import TargetNotes
from monitor.look.rounds import for_each_host
from monitor.look.standing import Noted
from monitor.look.tools import Tools


class Surveyor:
    """Finds out what became of the links that one crawl noted."""

    def __init__(self, crawl: Crawl, tools: Tools) -> None:
        self._crawl = crawl
        self._tools = tools
        self._read_at = (tools.clock.now(), tools.clock.monotonic())
        self._again: dict[str, tuple[Page, datetime]] = {}

    async def look(self) -> None:
        """Ask once for every noted URL that nobody asked for before. Call it when the pages are read."""
        self._read_at = (self._tools.clock.now(), self._tools.clock.monotonic())
        noted = {url for notes in self._crawl.notes.values() for url in notes.links}
        rest = sorted(url for url in noted if self._crawl.known(url) is None)
        await for_each_host(rest, self._look, self._tools.policy.manners.concurrency, self._is_late)

    async def look_again(self) -> None:
        """Look a second time at what failed, one address of a host after the other."""
        noted = {url for notes in self._crawl.notes.values() for url in notes.links}
        await for_each_host(sorted(noted), self._look_again, 1, self._is_late)
        pages = {url for notes in self._crawl.notes.values() for url in self._pages_at_fault(notes)}
        if pages:
            wait = self._read_at[1] + self._tools.policy.manners.confirm_after - self._tools.clock.monotonic()
            await self._tools.clock.sleep(wait)
        await for_each_host(sorted(pages), self._read_again, 1, self._is_late)

    def _is_late(self) -> bool:
        return self._crawl.is_late

    async def _look(self, url: str) -> None:
        foreign = not self._crawl.territory.holds(url)
        await self._tools.links.look(url, verify=self._crawl.verify(url), foreign=foreign)

    async def _look_again(self, url: str) -> None:
        known = self._crawl.known(url)
        if known is not None and known.outcome.is_broken:
            await self._tools.links.look_again(url, verify=known.verified)

    # -- faults that stand in a page's source: seen again by reading the page again ------------------------------------

    def _pages_at_fault(self, notes: TargetNotes) -> Iterator[str]:
        yield from (noted.places[0].url for noted in notes.malformed.values())
        yield from (url for url, place in notes.fragments if self._is_missing(url, place))

    def _is_missing(self, url: str, place: str) -> bool:
        anchors = self._crawl.anchors.get(url)
        return anchors is not None and place not in anchors

    async def _read_again(self, url: str) -> None:
        response, _ = await self._crawl.fetch(url)
        page = page_in(response)
        if page is not None and response.at is not None:
            self._again[url] = (settled(page), response.at)

    # -- the whole ----------------------------------------------------------------------------------------------------

    def survey(self, target: str) -> LinkSurvey:
        """Everything found out about the links of one target."""
        notes = self._crawl.notes[target]
        links = (*self._asked(notes), *self._malformed(notes), *self._without_place(notes))
        all_asked = all(link.looks for link in links)
        return LinkSurvey(
            links=links,
            complete=all_asked and not notes.cut and self._crawl.is_complete(target),
            pages_read=frozenset(facts.url for facts in self._crawl.facts[target]),
        )

    def _asked(self, notes: TargetNotes) -> Iterator[CheckedLink]:
        for url, noted in notes.links.items():
            known = self._crawl.known(url)
            if known is None:
                yield _checked(url, "", LinkOutcome.SKIPPED, (), noted)
            else:
                yield _checked(url, known.final_url, known.outcome, known.looks, noted)

    def _malformed(self, notes: TargetNotes) -> Iterator[CheckedLink]:
        for raw, noted in notes.malformed.items():
            url = noted.places[0].url
            still = [any(link.raw == raw and not link.url for link in page.links) for page, _ in self._second(url)]
            if all(still):
                yield self._fault(raw, LinkOutcome.MALFORMED, url, "cannot be read as an address", noted)

    def _without_place(self, notes: TargetNotes) -> Iterator[CheckedLink]:
        for (url, place), noted in notes.fragments.items():
            still = [place not in page.anchors for page, _ in self._second(url)]
            if self._is_missing(url, place) and all(still):
                detail = f"the page has no place named {place[:100]}"
                yield self._fault(f"{url}#{place}", LinkOutcome.MISSING_FRAGMENT, url, detail, noted)

    def _fault(self, about: str, outcome: LinkOutcome, page: str, detail: str, noted: Noted) -> CheckedLink:
        instants = (self._read_at[0], *(at for _, at in self._second(page)))
        looks = tuple(Probe(at, page, outcome, detail=detail) for at in instants)
        return _checked(about, page if outcome is LinkOutcome.MISSING_FRAGMENT else "", outcome, looks, noted)

    def _second(self, url: str) -> list[tuple[Page, datetime]]:
        return [self._again[url]] if url in self._again else []


def _checked(url: str, final: str, outcome: LinkOutcome, looks: tuple[Probe, ...], noted: Noted) -> CheckedLink:
    # Where a link stands matters when something is wrong with it: of a site that is in order that spares most places.
    places = () if outcome.is_good else noted.places
    return CheckedLink(url, final, outcome, looks, places, noted.total, noted.on_home)
