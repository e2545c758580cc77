"""Noting, page by page, what stands beside the main text, and which documents and pictures are worth opening."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from checks.evidence import Aside, AsideKind, Page
from monitor.asides.beside import PageAsides, asides_of

_PLACES = 20  # pages kept for the same words
_MOST_TEXTS, _MOST_DOCUMENTS, _MOST_CODES = 5_000, 3_000, 60


@dataclass(frozen=True, slots=True)
class Offered:
    """A document or a picture that a page holds. ``cue``: words on it or around it are of the kind that rules are
    about. ``words`` are its name, or those around a picture."""

    url: str
    words: str
    page: str
    title: str
    day: date | None
    cue: bool


@dataclass(slots=True)
class AsideNotes:
    """What is kept of the pages of one target. ``owns`` says whether an address is its own."""

    owns: Callable[[str], bool]
    _texts: dict[tuple[AsideKind, str, str], list[tuple[str, str, date | None]]] = field(default_factory=dict)
    _documents: dict[str, Offered] = field(default_factory=dict)
    _codes: dict[str, Offered] = field(default_factory=dict)
    _unreadable: set[str] = field(default_factory=set)

    def add(self, page: Page) -> PageAsides:
        """Note one page and forget it."""
        asides = asides_of(page, self.owns)
        self.take(page.url, page.title, _day(page), asides)
        return asides

    def take(self, page: str, title: str, day: date | None, asides: PageAsides) -> None:
        """Note what stands beside the text of a page, given by its address, its title and its day."""
        for kind, words, url in asides.texts:
            self._note(kind, words, url, (page, title, day))
        for url, name, cue in asides.documents:
            if url not in self._documents and len(self._documents) < _MOST_DOCUMENTS:
                self._documents[url] = Offered(url, name, page, title, day, cue)
        for url in asides.unreadable:
            if len(self._unreadable) < _MOST_DOCUMENTS:
                self._unreadable.add(url)
        if len(self._codes) < _MOST_CODES:
            for url, words, cue in asides.codes:
                self._codes.setdefault(url, Offered(url, words, page, title, day, cue))

    def texts(self) -> Iterator[Aside]:
        """What was kept, for each page that it stands on."""
        for (kind, words, url), places in self._texts.items():
            for page, title, day in places:
                yield Aside(kind, words, page, title, url, day=day)

    def documents(self) -> list[Offered]:
        """The documents, those with a cue first, then the newest."""
        return sorted(self._documents.values(), key=lambda one: (not one.cue, -_ordinal(one.day), one.url))

    def unreadable(self) -> frozenset[str]:
        """The documents that are not worth opening: their format cannot be read."""
        return frozenset(self._unreadable)

    def codes(self) -> list[Offered]:
        """Pictures that may be QR codes that a page asks to scan, in the order of their addresses."""
        return sorted(self._codes.values(), key=lambda one: (not one.cue, one.url))

    def _note(self, kind: AsideKind, words: str, url: str, place: tuple[str, str, date | None]) -> None:
        key = (kind, words, url if kind in (AsideKind.LINK, AsideKind.NAME) else "")
        places = self._texts.get(key)
        if places is None:
            if len(self._texts) >= _MOST_TEXTS:
                return
            places = self._texts[key] = []
        if len(places) < _PLACES:
            places.append(place)


def _day(page: Page) -> date | None:
    return page.published.day if page.published is not None else None


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day is not None else 0
