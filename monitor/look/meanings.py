"""What addresses mean as pages write them: a number each, found once and remembered for all pages that repeat it.

A site writes the same some hundred addresses on each of its pages. So what one of them leads to, whether it names a
place in a page, and whether a leaving page stands before it, is asked when it is met for the first time.
"""

from collections.abc import Callable, Iterator, Sequence

from checks.reading.sheets import MAX_RAW
from checks.reading.urls import Reach, Resolver, fragment_of, reach_of, without_fragment
from monitor.look.leaving import unwrapped
from monitor.look.numbers import Marks, Numbers

NOTHING, CUT = -1, -2
"""In place of a number: what is no address of the web, and what there was no room left for."""

_REMEMBERED = 20_000  # ways to write an address, after which it begins anew
_LONG = 300  # characters of an address that is not worth remembering
_PLACEHOLDERS = frozenset({"top", "none", "nogo", "null", "void", "undefined"})  # written where no place is meant


class Meanings:
    """The addresses met in one crawl. At most ``budget`` of them are noted, over all its targets.

    ``holds`` says whether an address is one of the site. ``fragments`` are places within pages, by number: the number
    of the page and the place. ``malformed`` are numbers of what cannot be read as an address.
    """

    def __init__(self, numbers: Numbers, budget: int, holds: Callable[[str], bool] | None = None) -> None:
        self.numbers = numbers
        self.fragments: dict[int, tuple[int, str]] = {}
        self.malformed: set[int] = set()
        self._budget, self._left = budget, budget
        self._holds = holds
        self._noted = Marks()
        self._parts: dict[int, tuple[int, ...]] = {}
        self._wrappers: set[str] = set()
        self._remembered: dict[tuple[Reach, str, str], dict[str, int]] = {}
        self._room = _REMEMBERED
        self._met_again: set[int] = set()  # numbers of earlier looks that are the same in this one

    def parts(self, number: int) -> tuple[int, ...]:
        """What a link stands for, mostly itself: with a place in a page for that page as well."""
        return self._parts.get(number) or (number,)

    @property
    def joined(self) -> dict[int, tuple[int, ...]]:
        """The :meth:`parts` of those links that do not just stand for themselves."""
        return self._parts

    def urls(self) -> Iterator[int]:
        """All addresses that are to be asked for."""
        return (number for number in self._noted if number not in self.malformed)

    def of(self, written: Sequence[str], resolver: Resolver) -> list[int]:
        """The numbers of addresses as written, for each one, :data:`NOTHING` or :data:`CUT` where it has none."""
        everywhere = self._place(resolver, Reach.ORIGIN)
        found = list(map(everywhere.get, written))
        if None not in found:
            return [number for number in found if number is not None]
        nearby = self._place(resolver, Reach.DIRECTORY)
        return [
            self._of(raw, resolver, everywhere, nearby) if number is None else number
            for raw, number in zip(written, found, strict=True)
        ]

    def _place(self, resolver: Resolver, reach: Reach) -> dict[str, int]:
        # By reach as well: in the uppermost directory both have the same base.
        return self._remembered.setdefault((reach, *resolver.key_of(reach)), {})

    def _of(self, raw: str, resolver: Resolver, everywhere: dict[str, int], nearby: dict[str, int]) -> int:
        if (number := nearby.get(raw)) is not None:
            return number
        url, reach = resolver.anew(raw), reach_of(raw)
        number = NOTHING if url is None else self.of_url(url) if url else self.of_malformed(raw)
        if reach is not Reach.PAGE and len(raw) <= _LONG:
            if not self._room:
                self._remembered.clear()
                self._room = _REMEMBERED
            self._room -= 1
            (everywhere if reach is Reach.ORIGIN or url is None else nearby)[raw] = number
        return number

    def again(self, numbers: Sequence[int], was_malformed: Callable[[int], bool]) -> list[int]:
        """The numbers of addresses that were met in an earlier look, each as if it was met anew."""
        if self._met_again.issuperset(numbers):
            return list(numbers)
        return [self._again(number, was_malformed) for number in numbers]

    def _again(self, number: int, was_malformed: Callable[[int], bool]) -> int:
        if number in self._met_again:
            return number
        text = self.numbers.text(number)
        met = self.of_malformed(text) if was_malformed(number) else self.of_url(text)
        if met == number:
            self._met_again.add(number)
        return met

    def of_url(self, url: str) -> int:
        """The number of an absolute address, with a fragment where it names a place in a page."""
        bare = without_fragment(url)
        if "?" in bare and self._holds is not None and self._holds(bare) and (target := unwrapped(bare)):
            return self._wrapped(bare, target)
        number = self._admitted(bare)
        if number >= 0 and len(bare) < len(url) and is_place(place := fragment_of(url)):
            return self._fragment(number, bare, place)
        return number

    def of_malformed(self, raw: str) -> int:
        """The number of what cannot be read as an address."""
        number = self._admitted(raw[:MAX_RAW])
        if number >= 0:
            self.malformed.add(number)
        return number

    def _admitted(self, url: str) -> int:
        number = self.numbers.find(url)
        if number is not None and number in self._noted:
            return number
        if not self._left:
            return CUT
        self._left -= 1
        number = self.numbers.of(url)
        self._noted.add(number)
        return number

    def _fragment(self, page: int, url: str, place: str) -> int:
        number = self.numbers.of(f"{url}#{place}")
        if number not in self.fragments:
            if len(self.fragments) >= self._budget:
                return page
            self.fragments[number] = (page, place)
            self._parts[number] = (page, number)
        return number

    def _wrapped(self, url: str, target: str) -> int:
        """A link through a leaving page of this site, which is asked for once itself, whatever it leads to."""
        number = self.numbers.of(url)
        if number in self._parts:
            return number
        goal, page = self._admitted(target), url.partition("?")[0]
        itself = () if page in self._wrappers else (self._admitted(url),)
        self._wrappers.add(page)
        if min(goal, *itself, 0) < 0:
            return CUT
        self._parts[number] = (goal, *itself)
        return number


def is_place(fragment: str) -> bool:
    """Whether a fragment names a place in a page: not a route of a script, a text fragment or a placeholder."""
    if fragment.lower() in _PLACEHOLDERS or fragment.startswith(("/", "!", ":~:")) or ":~:" in fragment:
        return False
    return any(character.isalnum() for character in fragment) and "=" not in fragment
