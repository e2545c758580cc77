"""What is noted of the links on a target's pages while the pages stream by: addresses and places, never contents."""

from collections.abc import Callable, Collection, Iterable, Iterator

from checks.evidence import Link, Page
from checks.reading.urls import fragment_of, without_fragment
from monitor.look.leaving import unwrapped
from monitor.look.standing import Book, Noted

_SOURCES = frozenset({"link", "style", "css"})
_FEEDS = 20
_FRAGMENTS_OF = frozenset({"a", "area"})
_PLACEHOLDERS = frozenset({"top", "none", "nogo", "null", "void", "undefined"})  # written where no place is meant


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

    def __init__(self, budget: Budget, holds: Callable[[str], bool] | None = None) -> None:
        self._budget = budget
        self._book = Book()
        self._holds = holds
        self._wrappers: set[str] = set()
        self.sheets: dict[str, bool] = {}
        self.feeds: set[str] = set()
        self.links: dict[str, Noted] = {}
        self.fragments: dict[tuple[str, str], Noted] = {}
        self.malformed: dict[str, Noted] = {}
        self.cut = False

    def take(self, page: Page, *, on_home: bool) -> list[tuple[Link, str]]:
        """Note the links of a page. Returns those that are worth following, each with its URL without fragment."""
        return self.take_links(page.url, page.title, page.links, on_home=on_home)

    def take_links(self, stands_in: str, title: str, links: Iterable[Link], *, on_home: bool) -> list[tuple[Link, str]]:
        """The same for links that stand in something else: a style sheet, a sitemap, a feed."""
        followed: list[tuple[Link, str]] = []
        known, page = self.links, self._book.open(stands_in, title, on_home=on_home)
        for link in links:
            url = link.url
            noted = known.get(url)
            if noted is not None and _is_plain(link) and "#" not in url and "?" not in url:
                noted.add(page, stands_in, link, on_home=on_home)
                followed.append((link, url))
                continue
            for place, one in self._notable(link):
                one.add(page, stands_in, link, on_home=on_home)
                if place:
                    followed.append((link, place))
        return followed

    def keep(self, abouts: Collection[str]) -> None:
        """Forget every link but those with these ``abouts``: a URL, a URL with a place in it, or what is written."""
        self.links = {url: noted for url, noted in self.links.items() if url in abouts}
        self.fragments = {key: noted for key, noted in self.fragments.items() if "#".join(key) in abouts}
        self.malformed = {raw: noted for raw, noted in self.malformed.items() if raw in abouts}

    def _notable(self, link: Link) -> Iterator[tuple[str, Noted]]:
        if link.tag == "form":  # a form is never sent
            return
        if not link.url:
            yield from (("", noted) for noted in [self._noted(self.malformed, link.raw, link.raw)] if noted)
            return
        url = without_fragment(link.url)
        if "?" in url and (target := self._behind(url)):
            if (noted := self._noted(self.links, target, target)) is not None:
                yield target, noted
            if not self._is_new_wrapper(url):
                return
        if (noted := self._noted(self.links, url, url)) is None:
            return
        yield url, noted
        if link.tag in _SOURCES:
            self._note_source(link, url)
        if "#" in link.url and link.tag in _FRAGMENTS_OF and is_place(place := fragment_of(link.url)):
            yield "", self.fragments.setdefault((url, place), Noted(self._book))

    def _behind(self, url: str) -> str:
        """What a link through a leaving page of this site really leads to."""
        return unwrapped(url) if self._holds is not None and self._holds(url) else ""

    def _is_new_wrapper(self, url: str) -> bool:
        """The leaving page itself is asked for once, whatever it leads to."""
        page = url.partition("?")[0]
        is_new = page not in self._wrappers
        self._wrappers.add(page)
        return is_new

    def _note_source(self, link: Link, url: str) -> None:
        """Style sheets and feeds of this site hold addresses too."""
        rel = link.rel.lower().split()
        if link.attribute == "@import" or "stylesheet" in rel:
            self.sheets.setdefault(url, False)
        elif "alternate" in rel and len(self.feeds) < _FEEDS:
            self.feeds.add(url)

    def _noted(self, kind: dict[str, Noted], key: str, url: str) -> Noted | None:
        if (noted := kind.get(key)) is not None:
            return noted
        if not self._budget.admits(url):
            self.cut = True
            return None
        return kind.setdefault(key, Noted(self._book))


def _is_plain(link: Link) -> bool:
    """Whether an address is surely one to be asked for, and none that addresses are read from."""
    return link.tag not in {"form", "link"} and link.attribute != "@import"


def is_place(fragment: str) -> bool:
    """Whether a fragment names a place in a page: not a route of a script, a text fragment or a placeholder."""
    if fragment.lower() in _PLACEHOLDERS or fragment.startswith(("/", "!", ":~:")) or ":~:" in fragment:
        return False
    return any(character.isalnum() for character in fragment) and "=" not in fragment
