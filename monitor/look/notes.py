"""What is noted of the links on a target's pages while the pages stream by: which addresses stand there."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple

from checks.evidence import Link, Page
from checks.reading.reading import addresses_of
from checks.reading.urls import Resolver, without_fragment
from monitor.look.edges import Edges, Stood
from monitor.look.leaving import says_leaving, target_in
from monitor.look.meanings import CUT, Meanings
from monitor.look.remembered import Remembered

_SOURCES = frozenset({"link", "style", "css"})
_FEEDS = 20
_LEADING = frozenset({"a", "area", "iframe", "frame", "meta"})  # elements that lead to pages
_FRAGMENTS_OF = frozenset({"a", "area"})


class Noted(NamedTuple):
    """What was noted of a page: the numbers of what leads on to pages.

    Where links were read in full, the number of each and whether it leads on, below 0 for what is not noted; and the
    ``sources`` among them, which may hold further addresses.
    """

    leads: list[int]
    numbers: Sequence[int] = ()
    leading: Sequence[bool] = ()
    sources: Sequence[Link] = ()

    @property
    def kept(self) -> tuple["array[int]", bytes]:
        """The numbers that are noted, and for each of them whether it leads on."""
        if not self.numbers or min(self.numbers) >= 0:
            return array("I", self.numbers), bytes(self.leading)
        noted = [number >= 0 for number in self.numbers]
        return array("I", compress(self.numbers, noted)), bytes(compress(self.leading, noted))


class TargetNotes:
    """The notes on one target, whose pages are those with the numbers ``pages`` in ``edges``, home pages ``homes``.

    ``sheets`` and ``feeds`` are addresses that hold further ones. ``cut`` is true when there was no room left for some.
    """

    def __init__(self, meanings: Meanings, edges: Edges) -> None:
        self._meanings = meanings
        self._edges = edges
        self.pages = array("I")
        self.homes = array("I")
        self.sheets: dict[str, bool] = {}
        self.feeds: set[str] = set()
        self.cut = False

    def take(self, page: Page, *, on_home: bool, in_full: bool = True) -> Noted:
        """Note the links of a page.

        ``in_full`` false: nobody else asks for the links of the page, so that their addresses are enough.
        """
        if in_full:
            return self._take(page, links_of(page), on_home=on_home)
        leads, loads, links, resolver = addresses_of(page)
        links = [*_notable(links), *_behind(page)]
        found, leading = self._meanings.of(leads, resolver), self._numbers(links, resolver)
        loaded = self._meanings.of([raw.partition("#")[0] if "#" in raw else raw for raw in loads], resolver)
        self._add(page.url, page.title, [*found, *loaded, *leading], on_home=on_home)
        return Noted(_noted(found) + _leading(links, leading))

    def take_shown(self, page: Page, *, on_home: bool) -> Noted:
        """The same for a page that cannot be read again as it is: where its links stand is noted as well."""
        return self._take(page, links_of(page), on_home=on_home, told=True)

    def recall(self, page: Remembered, numbers: list[int]) -> list[int]:
        """The same for a page that did not change, and whose addresses have these numbers now."""
        self._note_addresses(page.sheets, page.feeds)
        self._add(page.url, page.title, numbers)
        return _noted(list(compress(numbers, page.leads)))

    def take_links(self, stands_in: str, links: Iterable[Link]) -> list[int]:
        """The same for links that stand in something else: a style sheet, a sitemap, a feed."""
        notable = list(_notable(links))
        numbers = self._numbers(notable, Resolver(stands_in))
        self._add(stands_in, "", numbers, told=[(link.line, link.text) for link in notable])
        return _noted(numbers)

    def _take(self, page: Page, links: Sequence[Link], *, on_home: bool, told: bool = False) -> Noted:
        numbers = numbers_of(links, Resolver(page.url, page.charset), self._meanings)
        places = [(link.line, link.text) for link in links] if told else ()
        self._add(page.url, page.title, numbers, on_home=on_home, told=places)
        tags = [link[2] for link in links]
        leading = [tag in _LEADING for tag in tags]
        sources = [links[place] for place, tag in enumerate(tags) if tag in _SOURCES]
        self._note_sources(sources)
        return Noted(_noted(list(compress(numbers, leading))), numbers, leading, sources)

    def _numbers(self, links: Sequence[Link], resolver: Resolver) -> list[int]:
        self._note_sources([link for link in links if link[2] in _SOURCES])
        return numbers_of(links, resolver, self._meanings)

    def _add(
        self,
        url: str,
        title: str,
        numbers: list[int],
        *,
        on_home: bool = False,
        told: Sequence[tuple[int, str]] = (),
    ) -> None:
        self.cut = self.cut or CUT in numbers
        if told:
            told = [place for place, number in zip(told, numbers, strict=True) if number >= 0]
        page = self._edges.add(Stood(url, title, on_home, array("I", _noted(numbers)), told))
        self.pages.append(page)
        if on_home:
            self.homes.append(page)

    def _note_sources(self, links: Iterable[Link]) -> None:
        """Style sheets and feeds of this site hold addresses too."""
        self._note_addresses(*sources_in(links))

    def _note_addresses(self, sheets: Iterable[str], feeds: Iterable[str]) -> None:
        for sheet in sheets:
            self.sheets.setdefault(sheet, False)
        for feed in feeds:
            if len(self.feeds) < _FEEDS:
                self.feeds.add(feed)


def sources_in(links: Iterable[Link]) -> tuple[list[str], list[str]]:
    """The addresses of style sheets and of feeds among links to what belongs to a page."""
    sheets, feeds = list[str](), list[str]()
    for link in links:
        rel = link.rel.lower().split()
        if link.attribute == "@import" or "stylesheet" in rel:
            sheets.append(without_fragment(link.url))
        elif "alternate" in rel:
            feeds.append(without_fragment(link.url))
    return sheets, feeds


def links_of(page: Page) -> list[Link]:
    """The links of a page that are noted, and what it leads to when it is a leaving page itself."""
    return [*_notable(page.links), *_behind(page)]


def numbers_of(links: Sequence[Link], resolver: Resolver, meanings: Meanings) -> list[int]:
    """The number of every link, below 0 for what is not noted. Only links to be clicked name places in pages."""
    return meanings.of(
        [
            (url or raw) if "#" not in url or tag in _FRAGMENTS_OF else without_fragment(url)
            for url, raw, tag, _, _, _, _ in links
        ],
        resolver,
    )


def _notable(links: Iterable[Link]) -> list[Link]:
    return [link for link in links if link[2] != "form"]  # a form is never sent


def _behind(page: Page) -> list[Link]:
    behind = target_in(page.url)
    return [Link(behind, behind, "a", "href", page.title)] if behind and says_leaving(page.text) else []


def _leading(links: Iterable[Link], numbers: Iterable[int]) -> list[int]:
    return [number for link, number in zip(links, numbers, strict=True) if number >= 0 and link[2] in _LEADING]


def _noted(numbers: list[int]) -> list[int]:
    return [number for number in numbers if number >= 0] if numbers and min(numbers) < 0 else numbers
