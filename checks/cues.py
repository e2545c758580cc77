"""Finding the words of all word packs in one pass over a text (Aho-Corasick), and their longer patterns from there.

A cue is written as it stands in a text, with four signs: ``…`` is a gap within the clause, ``#`` a number, ``<name>``
any word of a class, and a ``|`` at the end says that the clause ends there. It begins with anything but a gap:
``关注…<account>``, ``<unit>要``, ``不少于#%``, ``#票以上`` (of which the match begins with the last digit).

>>> scanner = Scanner(["关注…<account>", "不少于#人"], {"account": ("公众号", "微博")})
>>> [(one.cue, one.start, one.end) for one in scanner.scan("请关注市局微博，不少于50人。")]
[('关注…<account>', 1, 7), ('不少于#人', 8, 14)]
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ahocorasick_rs import AhoCorasick, Implementation

GAP = 25
"""Characters that a ``…`` spans at most."""

STOPS = "。！？!?；;\n"
"""What ends a sentence."""

Classes = Mapping[str, tuple[str, ...]]
"""Words that may stand for each other, by the name of their class."""

NO_CLASSES: Classes = MappingProxyType({})

_GAP = f"[^,，:：{STOPS}]{{0,{GAP}}}?"
_NUMBER = r"\s?(?:\d[\d.,/]{0,12}|[一二两三四五六七八九十百千万半]{1,8})\s?"
_DIGITS = "0123456789一二两三四五六七八九十百千万半"
_CLAUSE_END = rf"(?=[,，、：:)）”’\"]|[{STOPS}]|\s|\Z)"
_SIGN = re.compile(r"…|#|<([a-z]+)>")
_HEAD = re.compile(r"<([a-z]+)>")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A cue found in a text, from ``start`` up to ``end``."""

    start: int
    end: int
    cue: str


@dataclass(frozen=True, slots=True)
class _Tail:
    """What may begin at an anchor: the cue it is, and the pattern of the whole where it is longer than the anchor.

    ``needs`` is the number of another piece of the cue that the text must hold: looking for the pattern where it does
    not would be most of the work, since many cues begin with a common character.
    """

    cue: str
    pattern: re.Pattern[str] | None
    needs: int | None = None


def pattern_of(cue: str, classes: Classes = NO_CLASSES) -> str:
    """The regular expression of a cue. Raises :class:`ValueError` when it does not begin and end with text."""
    body = cue.removesuffix("|")
    if not body or body == "#" or body[0] == "…" or body[-1] == "…" or body != body.strip():
        raise ValueError(f"the cue {cue!r} must begin with something of its own and must not end in a gap")
    parts, at = [], 0
    for sign in _SIGN.finditer(body):
        parts += [re.escape(body[at : sign.start()]), _of_sign(sign, classes)]
        at = sign.end()
    return "".join([*parts, re.escape(body[at:])]) + (_CLAUSE_END if body != cue else "")


def _of_sign(sign: re.Match[str], classes: Classes) -> str:
    if sign[0] == "…":
        return _GAP
    if sign[0] == "#":
        return _NUMBER
    if sign[1] not in classes:
        raise ValueError(f"there is no class of words called {sign[1]!r}")
    return f"(?:{'|'.join(map(re.escape, sorted(classes[sign[1]], key=len, reverse=True)))})"


class Scanner:
    """Finds any of many cues. Time grows with the text, hardly with the number of cues."""

    def __init__(self, cues: Iterable[str], classes: Classes = NO_CLASSES) -> None:
        starting: defaultdict[str, list[tuple[str, re.Pattern[str] | None]]] = defaultdict(list)
        for cue in sorted(set(cues)):
            for anchor, pattern in _beginnings(cue, classes):
                starting[anchor].append((cue, pattern))
        needed = {piece for tails in starting.values() for cue, _ in tails if (piece := _needed(cue))}
        words = sorted(needed | starting.keys())
        numbers = {word: number for number, word in enumerate(words)}
        self._tails = [
            tuple(_Tail(cue, pattern, numbers.get(_needed(cue))) for cue, pattern in starting.get(word, ()))
            for word in words
        ]
        # A noncontiguous automaton is several times slower, and a DFA of some thousand words is still small.
        self._automaton = AhoCorasick(words, implementation=Implementation.DFA) if words else None

    def _spots(self, text: str) -> list[tuple[int, int, int]]:
        """Where the words of the automaton stand: the number of each, its start and its end."""
        if self._automaton is None:
            return []
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates, which the automaton cannot take
            return self._automaton.find_matches_as_indexes(_SURROGATES.sub("\ufffd", text), overlapping=True)

    def matches(self, text: str) -> Iterator[Match]:
        """The cues in a folded text, in no order, some perhaps twice."""
        spots = self._spots(text)
        there = {number for number, _, _ in spots}
        for number, start, end in spots:
            for tail in self._tails[number]:
                if tail.pattern is None:
                    yield Match(start, end, tail.cue)
                elif (tail.needs is None or tail.needs in there) and (whole := tail.pattern.match(text, start)):
                    yield Match(start, whole.end(), tail.cue)

    def scan(self, text: str) -> list[Match]:
        """Every cue of a folded text, overlapping ones too, in order."""
        return sorted(set(self.matches(text)))


def _needed(cue: str) -> str:
    """The longest piece of a cue behind its first sign; nothing where there is none."""
    return max(_SIGN.sub("|", cue).split("|")[1:], key=len, default="").strip()


def _beginnings(cue: str, classes: Classes) -> Iterator[tuple[str, re.Pattern[str] | None]]:
    """The anchors a cue may begin with, each with the pattern of the whole. A class at its head gives one a word."""
    pattern_of(cue, classes)
    head = _HEAD.match(cue)
    words: Iterable[str] = ("",)
    if head:
        words = classes[head[1]]
    elif cue[0] == "#":
        words = _DIGITS
    rest = cue[head.end() :] if head else cue.removeprefix("#")
    for begun in (word + rest for word in words):
        for longer in _lengthened(begun, classes):
            anchor = re.split(r"[…#|<]", longer, maxsplit=1)[0]
            yield anchor, None if anchor == longer else re.compile(pattern_of(longer, classes))


def _lengthened(begun: str, classes: Classes) -> Iterable[str]:
    """A beginning of one character and a class, once for each word of it: one character stands in every text."""
    following = _HEAD.match(begun, 1)
    if not following:
        return (begun,)
    return (begun[0] + word + begun[following.end() :] for word in classes[following[1]])
