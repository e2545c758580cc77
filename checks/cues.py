"""Finding the words of all word packs in one pass over a text (Aho-Corasick), and their longer patterns from there.

How cues are written is told in :mod:`checks.cuesigns`.

>>> scanner = Scanner(["关注…<account>", "不少于#人"], {"account": ("公众号", "微博")})
>>> [(one.cue, one.start, one.end) for one in scanner.scan("请关注市局微博，不少于50人。")]
[('关注…<account>', 1, 7), ('不少于#人', 8, 14)]
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from checks.cueanchors import Anchors, Back, Tail
from checks.cuesigns import GAP, NO_CLASSES, STOPS, Classes, pattern_of

__all__ = ["GAP", "NO_CLASSES", "STOPS", "Classes", "Match", "Scanner", "pattern_of"]

_SURROGATES = re.compile("[\ud800-\udfff]")


class Match(NamedTuple):
    """A cue found in a text, from ``start`` up to ``end``."""

    start: int
    end: int
    cue: str


class Scanner:
    """Finds any of many cues. Time grows with the text, hardly with the number of cues.

    For whole texts the automaton is a table (DFA), fast and of many megabytes. For ``stretches``, between which others
    have the processor's cache, it is a small one: there most of the time goes into waiting for memory.
    """

    def __init__(self, cues: Iterable[str], classes: Classes = NO_CLASSES, *, stretches: bool = False) -> None:
        known = Anchors(cues, classes).made()
        self._anchors = list(known.values())
        self._sole = [anchor.sole for anchor in self._anchors]
        back = [(len(word) + back.reach, back.passes) for word, anchor in known.items() for back in anchor.back]
        reaches = [(len(word), any(stop in word for stop in STOPS)) for word in known] + back
        # How far behind a stretch the words may stand by which a cue in it is found, and where a sentence ends there.
        self._margin = max([reach for reach, _ in reaches], default=0)
        self._narrow = max([reach for reach, passes in reaches if passes], default=0)
        kind = Implementation.ContiguousNFA if stretches else Implementation.DFA
        self._automaton = AhoCorasick(list(known), implementation=kind) if known else None

    def scan(self, text: str, begin: int = 0, until: int | None = None) -> list[Match]:
        """Every cue of a folded text, overlapping ones too, in order; those that begin in a stretch of it, if given."""
        return sorted(set(self.matches(text, begin, until)))

    def matches(self, text: str, begin: int = 0, until: int | None = None) -> list[Match]:
        """The same in no order, some perhaps twice."""
        if until is None:
            until = len(text)
        found: list[Match] = []
        tried: dict[Back, int] = {}
        margin = self._narrow if until and text[until - 1] in STOPS else self._margin
        for number, first, last in self._spots(text[begin : until + margin]):
            start, end, sole = first + begin, last + begin, self._sole[number]
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
                low = max(begin, start - one.reach)
                if one.is_near(text, low, start):
                    # A beginning is tried once, however many words follow it, but for one that ends within this word.
                    low = max(low, tried.get(one, 0))
                    tried[one] = start - one.overlap
                    found += _backwards(one, text, low, start, until)
        return found

    def _spots(self, text: str) -> list[tuple[int, int, int]]:
        """Where the words of the automaton stand: the number of each, its start and its end."""
        if self._automaton is None:
            return []
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates, which the automaton cannot take
            return self._automaton.find_matches_as_indexes(_SURROGATES.sub("\ufffd", text), overlapping=True)


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
