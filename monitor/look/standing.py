"""Where addresses stand: found in one pass over what was noted of all pages, once it is known which are not good.

Line and text of a link are only known of pages that are read again (:mod:`monitor.look.rereading`), and of what was
noted in full. Of other pages that an address stands on, the page alone is told.
"""

from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from checks.finding import MAX_PLACES, Place
from monitor.look.edges import Edges, Stood
from monitor.look.meanings import Meanings
from monitor.look.numbers import Marks

Found: TypeAlias = Mapping[str, Mapping[int, Sequence[tuple[int, str]]]]
"""By the address of a page that was read again: by number, line and text of every link that stands there."""


class Told(NamedTuple):
    """The first places of an address, how many there are, and whether one of them is on a home page."""

    places: tuple[Place, ...]
    total: int
    on_home: bool


@dataclass(order=True, slots=True)
class Referrer:
    """A page that an address stands on ``times`` times, in the order that places are told: the home page comes first.

    ``told`` are lines and texts, where they were noted.
    """

    elsewhere: bool
    url: str
    title: str
    times: int
    told: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Standing:
    """The first pages in order that an address stands on, and how often it stands on any."""

    pages: list[Referrer] = field(default_factory=list)
    total: int = 0

    def add(self, page: Referrer) -> None:
        """Take in one more page."""
        self.total += page.times
        if len(self.pages) < MAX_PLACES or page < self.pages[-1]:
            insort(self.pages, page)
            del self.pages[MAX_PLACES:]

    def told(self, number: int, found: Found) -> Told:
        """Where the address of that number stands, as far as the pages that were read again still hold it."""
        places, total, on_home = list[Place](), self.total, False
        for page in self.pages:
            at: Sequence[tuple[int, str]] = sorted(page.told) or [(0, "")]
            if page.url in found and not page.told:
                at = sorted(found[page.url].get(number, ()))
                total += len(at) - page.times
            places += [Place(page.url, line, text, page.title) for line, text in at]
            on_home = on_home or (bool(at) and not page.elsewhere)
        return Told(tuple(places[:MAX_PLACES]), total, on_home)


def standing_of(wanted: Collection[int], edges: Edges, pages: Iterable[int], meanings: Meanings) -> dict[int, Standing]:
    """Where the ``wanted`` numbers stand on these pages."""
    standing: dict[int, Standing] = {}
    within = _within(wanted, meanings)
    for stood in edges.holding(pages, within.keys()):
        for number, page in _referrers(stood, within):
            standing.setdefault(number, Standing()).add(page)
    return standing


def numbers_on(edges: Edges, pages: Iterable[int], meanings: Meanings) -> Marks:
    """Everything that stands on any of these pages."""
    links, marks = Marks(), Marks()
    for page in pages:
        for link in links.without(edges.numbers(page).tolist()):
            links.add(link)
            for number in meanings.parts(link):
                marks.add(number)
    return marks


def _within(wanted: Collection[int], meanings: Meanings) -> dict[int, tuple[int, ...]]:
    """By the number of a link: what of the wanted it stands for."""
    within: dict[int, tuple[int, ...]] = {number: (number,) for number in wanted}
    for link, parts in meanings.joined.items():
        if found := tuple(part for part in parts if part in wanted):
            within[link] = found
    return within


def _referrers(stood: Stood, within: Mapping[int, tuple[int, ...]]) -> Iterator[tuple[int, Referrer]]:
    places: dict[int, list[int]] = {}
    for place, link in enumerate(stood.numbers):
        for number in within.get(link, ()):
            places.setdefault(number, []).append(place)
    for number, at in places.items():
        told = tuple(stood.told[place] for place in at) if stood.told else ()
        yield number, Referrer(not stood.on_home, stood.url, stood.title, len(at), told)
