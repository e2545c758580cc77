"""Where addresses stand, kept in a few bytes each: on every page of a site stand some hundred of them."""

from array import array
from bisect import bisect_left
from typing import TypeAlias

from checks.evidence import Link
from checks.finding import MAX_PLACES, Place

Rank: TypeAlias = tuple[bool, str, int, str, str]
"""A place as it is put in order: not on the home page, the page's address, line, text, the page's title."""

_LINE_BITS, _TEXT_BITS, _PAGE_BITS = 23, 19, 22
_LINES, _TEXTS, _PAGES = (1 << bits for bits in (_LINE_BITS, _TEXT_BITS, _PAGE_BITS))


class Book:
    """The pages and the texts of links that places are told by. A place is a number of 64 bits.

    Of more than half a million different texts the rest is left out, of more than four million pages all but the count.
    """

    def __init__(self) -> None:
        self._pages: list[tuple[bool, str, str]] = []
        self._texts = [""]
        self._numbers = {"": 0}

    def open(self, url: str, title: str, *, on_home: bool) -> int:
        """Begin with the next page. Returns its number, -1 when there are too many."""
        if len(self._pages) >= _PAGES:
            return -1
        self._pages.append((not on_home, url, title))
        return len(self._pages) - 1

    def page(self, place: int) -> tuple[bool, str]:
        """What of the rank of a place depends on its page alone."""
        return self._pages[place >> (_LINE_BITS + _TEXT_BITS)][:2]

    def place(self, page: int, link: Link) -> int:
        """The place of a link on a page."""
        text = self._numbers.get(link.text)
        if text is None:
            text = len(self._texts) if len(self._texts) < _TEXTS else 0
            if text:
                self._texts.append(link.text)
                self._numbers[link.text] = text
        return (page << _LINE_BITS | min(link.line, _LINES - 1)) << _TEXT_BITS | text

    def rank(self, place: int) -> Rank:
        """What a place is put in order by."""
        elsewhere, url, title = self._pages[place >> (_LINE_BITS + _TEXT_BITS)]
        return elsewhere, url, place >> _TEXT_BITS & (_LINES - 1), self._texts[place & (_TEXTS - 1)], title


class Noted:
    """Where an address stands. ``total`` counts the places; of them the first twenty in order are kept.

    The order is that of the addresses of the pages, the home page first, and not that in which pages happened to come:
    the same site gives the same places.
    """

    __slots__ = ("_book", "_kept", "on_home", "total")

    def __init__(self, book: Book) -> None:
        self._book = book
        self._kept = array("Q")
        self.total = 0
        self.on_home = False

    def add(self, page: int, url: str, link: Link, *, on_home: bool) -> None:
        """Note one more place: a link on the page of that number and address."""
        self.total += 1
        if page < 0:
            return
        kept, book = self._kept, self._book
        if on_home:
            self.on_home = True
        elif len(kept) == MAX_PLACES:
            elsewhere, last = book.page(kept[-1])
            if url > last or not elsewhere:
                return  # what stands on every page of a site comes here nearly every time
        place = book.place(page, link)
        kept.insert(bisect_left(kept, book.rank(place), key=book.rank), place)
        del kept[MAX_PLACES:]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that are kept, in order."""
        ranks = map(self._book.rank, self._kept)
        return tuple(Place(url, line, text, title) for _, url, line, text, title in ranks)
