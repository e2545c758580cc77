"""What is noted of the links on a target's pages while the pages stream by: addresses and places, never contents."""

from bisect import insort
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from checks.evidence import Link, Page
from checks.finding import MAX_PLACES, Place
from checks.reading.urls import fragment_of, without_fragment

_FRAGMENTS_OF = frozenset({"a", "area"})
_PLACEHOLDERS = frozenset({"top", "none", "nogo", "null", "void", "undefined"})  # written where no place is meant


@dataclass(slots=True)
class Noted:
    """Where an address stands. ``total`` counts the places; of them the first twenty in order are kept.

    The order is that of the addresses of the pages, the home page first, and not that in which pages happened to come:
    the same site gives the same places.
    """

    ranked: list[tuple[bool, str, int, str]] = field(default_factory=list)
    total: int = 0
    on_home: bool = False

    def add(self, url: str, link: Link, *, on_home: bool) -> None:
        """Note one more place: a link on the page at ``url``."""
        self.total += 1
        self.on_home = self.on_home or on_home
        rank = (not on_home, url, link.line, link.text)
        if len(self.ranked) < MAX_PLACES or rank < self.ranked[-1]:
            insort(self.ranked, rank)
            del self.ranked[MAX_PLACES:]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that are kept, in order."""
        return tuple(Place(url, line, text) for _, url, line, text in self.ranked)


class Budget:
    """How many distinct URLs one look may note, over all targets of the origin."""

    def __init__(self, urls: int) -> None:
        self._left = urls
        self.urls: set[str] = set()

    def admits(self, url: str) -> bool:
        """Whether that URL is noted, or still may be."""
        if url in self.urls:
            return True
        if not self._left:
            return False
        self._left -= 1
        self.urls.add(url)
        return True


class TargetNotes:
    """The notes on one target.

    ``links`` are by URL without fragment, ``fragments`` by URL and place within it, ``malformed`` by what is written.
    ``cut`` is true when the budget made us leave something out.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.links: dict[str, Noted] = {}
        self.fragments: dict[tuple[str, str], Noted] = {}
        self.malformed: dict[str, Noted] = {}
        self.cut = False

    def take(self, page: Page, *, on_home: bool) -> list[tuple[Link, str]]:
        """Note the links of a page. Returns those that are worth following, each with its URL without fragment."""
        followed: list[tuple[Link, str]] = []
        for link, url, noted in self._notable(page):
            noted.add(page.url, link, on_home=on_home)
            if url:
                followed.append((link, url))
        return followed

    def keep(self, abouts: Collection[str]) -> None:
        """Forget every link but those with these ``abouts``: a URL, a URL with a place in it, or what is written."""
        self.links = {url: noted for url, noted in self.links.items() if url in abouts}
        self.fragments = {key: noted for key, noted in self.fragments.items() if "#".join(key) in abouts}
        self.malformed = {raw: noted for raw, noted in self.malformed.items() if raw in abouts}

    def _notable(self, page: Page) -> Iterator[tuple[Link, str, Noted]]:
        for link in page.links:
            if link.tag == "form":  # a form is never sent
                continue
            if not link.url:
                if (noted := self._noted(self.malformed, link.raw, link.raw)) is not None:
                    yield link, "", noted
                continue
            url = without_fragment(link.url) if "#" in link.url else link.url
            if (noted := self._noted(self.links, url, url)) is None:
                continue
            yield link, url, noted
            if url is not link.url and link.tag in _FRAGMENTS_OF and is_place(place := fragment_of(link.url)):
                yield link, "", self.fragments.setdefault((url, place), Noted())

    def _noted(self, kind: dict[str, Noted], key: str, url: str) -> Noted | None:
        if (noted := kind.get(key)) is not None:
            return noted
        if not self._budget.admits(url):
            self.cut = True
            return None
        return kind.setdefault(key, Noted())


def is_place(fragment: str) -> bool:
    """Whether a fragment names a place in a page: not a route of a script, a text fragment or a placeholder."""
    if fragment.lower() in _PLACEHOLDERS or fragment.startswith(("/", "!", ":~:")) or ":~:" in fragment:
        return False
    return any(character.isalnum() for character in fragment) and "=" not in fragment
