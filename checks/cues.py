"""Finding the words of all word packs in one pass over a text (Aho-Corasick), and their longer patterns from there.

How cues are written is told in :mod:`checks.cuesigns`.

>>> scanner = Scanner(["关注…<account>", "不少于#人"], {"account": ("公众号", "微博")})
>>> [(one.cue, one.start, one.end) for one in scanner.scan("请关注市局微博，不少于50人。")]
[('关注…<account>', 1, 7), ('不少于#人', 8, 14)]
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from checks.cueanchors import Back, anchors_of
from checks.cueplaces import Places, Tail
from checks.cuesigns import GAP, NO_CLASSES, STOPS, Classes, pattern_of

__all__ = ["GAP", "NO_CLASSES", "STOPS", "Classes", "Match", "Scanner", "pattern_of"]

_UNITS = "utf-16-le"
"""Two bytes a character, so that places are halved and not counted, and a third less to walk over than in UTF-8."""


Spot = tuple[int, int, int]
"""Where a word of the automaton stands: its number, its start and its end."""


class Match(NamedTuple):
    """A cue found in a text, from ``start`` up to ``end``."""

    start: int
    end: int
    cue: str


class Scanner:
    """Finds any of many cues. Time grows with the text, hardly with the number of cues.

    The automaton is the small one: the table (DFA) takes ten times the memory, and is no faster where others have had
    the processor's cache between two texts.
    """

    def __init__(
        self,
        cues: Iterable[str],
        classes: Classes = NO_CLASSES,
        *,
        places: Places | None = None,
    ) -> None:
        known = anchors_of(cues, places or Places(classes))
        self._anchors = list(known.values())
        self._sole = [anchor.sole for anchor in self._anchors]
        back = [(len(word) + back.reach, back.passes) for word, anchor in known.items() for back in anchor.back]
        reaches = [(len(word), any(stop in word for stop in STOPS)) for word in known] + back
        # How far behind a stretch the words may stand by which a cue in it is found, and where a sentence ends there.
        self._margin = max([reach for reach, _ in reaches], default=0)
        self._narrow = max([reach for reach, passes in reaches if passes], default=0)
        self.reaches = tuple(max([back.reach for back in anchor.back], default=0) for anchor in self._anchors)
        self.reach = max(self.reaches, default=0)
        kind = Implementation.ContiguousNFA
        self._lengths = [len(word) for word in known]
        self._automaton = BytesAhoCorasick(map(_units, known), implementation=kind) if known else None

    def scan(self, text: str, begin: int = 0, until: int | None = None) -> list[Match]:
        """Every cue of a folded text, overlapping ones too, in order; those that begin in a stretch of it, if given."""
        return sorted(set(self.matches(text, begin, until)))

    def matches(self, text: str, begin: int = 0, until: int | None = None) -> list[Match]:
        """The same in no order, some perhaps twice."""
        if until is None:
            until = len(text)
        margin = self._narrow if until and text[until - 1] in STOPS else self._margin
        spots = self.spots(text[begin : until + margin])
        if begin:
            spots = [(number, start + begin, end + begin) for number, start, end in spots]
        return self.at(spots, text, begin, until, {})

    def at(self, spots: Iterable[Spot], text: str, begin: int, until: int, tried: dict[Back, int]) -> list[Match]:
        """The cues that begin in a stretch of a text and are found by words at some spots, in order.

        ``tried`` keeps how far the beginnings before these were looked for.
        """
        found: list[Match] = []
        for number, start, end in spots:
            sole = self._sole[number]
            if sole:
                if start < until:
                    found.append(Match(start, end, sole))
                continue
            plain, ahead, reach, back = self._anchors[number]
            if start < until:
                found += [Match(start, end, cue) for cue in plain]
                following = text[end : start + reach] if ahead else ""
                for needs, tails in ahead:
                    if needs in following:
                        found += _from(start, text, tails)
            for one in back:
                # A beginning is tried once, however many words follow it, but for one that ends within this word.
                low = max(begin, start - one.reach, tried.get(one, 0))
                if low < start and one.is_near(text, low, start):
                    tried[one] = start - one.overlap
                    found += _backwards(one, text, low, start, until)
                else:
                    tried[one] = max(low, start)
        return found

    def cues_of(self, number: int) -> frozenset[str]:
        """The cues that are found by the word of that number."""
        plain, ahead, _, backs = self._anchors[number]
        tails = [*(tails for _, tails in ahead), *(tails for back in backs for tails in back.tails.values())]
        return frozenset((*plain, *(tail.cue for some in tails for tail in some)))

    def spots(self, text: str) -> list[Spot]:
        """Where the words of the automaton stand: the number of each, its start and its end."""
        if self._automaton is None:
            return []
        units = _units(text)
        found = self._automaton.find_matches_as_indexes(units, overlapping=True)
        if len(units) == 2 * len(text):
            return [(number, start >> 1, end >> 1) for number, start, end in found if not start & 1]
        return list(self._beyond_two_bytes(units, found))

    def _beyond_two_bytes(self, units: bytes, found: Iterable[Spot]) -> Iterator[Spot]:
        """The same for a text in which some characters are two units, in the order of their ends."""
        last = at = 0
        for number, start, end in found:
            if not start & 1:
                at, last = at + len(units[last:end].decode(_UNITS, "surrogatepass")), end
                yield number, at - self._lengths[number], at


def _units(text: str) -> bytes:
    return text.encode(_UNITS, "surrogatepass")


def _from(start: int, text: str, tails: Iterable[Tail]) -> list[Match]:
    """Those of some cues that begin at a place."""
    return [Match(start, end, tail.cue) for tail in tails if (end := tail.end(text, start)) >= 0]


def _backwards(back: Back, text: str, low: int, high: int, until: int) -> list[Match]:
    """The cues that begin in a stretch of a text, and before another place."""
    return [
        Match(start, end, tail.cue)
        for head in back.heads(text, low, high)
        if (start := head.start()) < until
        for tail in back.tails[head[1]]
        if (end := tail.end(text, start)) >= 0
    ]
