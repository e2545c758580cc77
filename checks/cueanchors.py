"""Where cues are looked for: the words that an automaton finds, and what may stand around each of them.

A cue without signs is a word itself. A longer one is looked for at its beginning. Where that is a single character,
which stands in every text, or any of a class of common words, it is looked for at a later piece instead, and from there
backwards.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from checks.cuesigns import (
    Classes,
    any_of,
    beginnings,
    first_piece,
    head_class,
    is_prefix_free,
    later_pieces,
    may_pass_stops,
    pattern_of,
    spelt_out,
)


@dataclass(slots=True, eq=False)
class Tail:
    """A cue that is longer than the word where it is looked for. ``written`` is it with a word for the class at its
    head; the pattern is made when it is tried first.
    """

    cue: str
    written: str
    classes: Classes
    _pattern: re.Pattern[str] | None = None

    def end(self, text: str, start: int) -> int:
        """Where the cue ends that begins at a place, -1 when it does not stand there."""
        if self._pattern is None:
            self._pattern = re.compile(pattern_of(self.written, self.classes))
        found = self._pattern.match(text, start)
        return found.end() if found else -1


@dataclass(slots=True, eq=False)
class Back:
    """Cues that may begin up to ``reach`` characters before a word: those behind each word that they may begin with.

    ``overlap`` is how many characters of the longest of these may stand before a place without being found there.
    ``passes``: a sentence may end between the beginning of one and the word.
    """

    tails: dict[str, list[Tail]] = field(default_factory=dict)
    reach: int = 0
    overlap: int = 0
    passes: bool = False
    _heads: re.Pattern[str] | None = None
    _firsts: re.Pattern[str] | None = None

    def is_near(self, text: str, low: int, high: int) -> bool:
        """Whether anything that one of them begins with stands in a stretch of a text: mostly there is nothing."""
        if self._firsts is None:
            self._firsts = re.compile(f"[{re.escape(''.join(sorted({head[0] for head in self.tails})))}]")
        return self._firsts.search(text, low, high) is not None

    def heads(self, text: str, low: int, high: int) -> Iterator[re.Match[str]]:
        """Where they may begin in a stretch of a text; the last group is the word."""
        if self._heads is None:
            self._heads = re.compile(f"(?=({any_of(tuple(self.tails))}))")
        return self._heads.finditer(text, low, high)


class Anchor(NamedTuple):
    """What a word may be: cues themselves; the beginning of longer ones, by a piece that must follow within ``reach``
    characters, for trying their patterns where it does not would be most of the work; or a later piece of them.
    """

    plain: tuple[str, ...]
    ahead: tuple[tuple[str, tuple[Tail, ...]], ...]
    reach: int
    back: tuple[Back, ...]

    @property
    def sole(self) -> str:
        """The cue that the word is, where it can be nothing else."""
        return self.plain[0] if len(self.plain) == 1 and not self.ahead and not self.back else ""


@dataclass(slots=True)
class _Entered:
    plain: list[str] = field(default_factory=list)
    ahead: dict[str, list[Tail]] = field(default_factory=dict)
    reach: int = 0
    back: list[Back] = field(default_factory=list)


class Anchors:
    """The words to find for some cues."""

    def __init__(self, cues: Iterable[str], classes: Classes) -> None:
        self._classes = classes
        self._known: defaultdict[str, _Entered] = defaultdict(_Entered)
        self._backs: dict[tuple[tuple[str, ...], tuple[str, ...]], Back] = {}
        for cue in sorted(set(cues)):
            pattern_of(cue, classes)
            self._enter(cue)

    def made(self) -> dict[str, Anchor]:
        """Each word with what it may be."""
        return {
            word: Anchor(
                tuple(one.plain),
                tuple((needs, tuple(tails)) for needs, tails in one.ahead.items()),
                one.reach,
                tuple(one.back),
            )
            for word, one in sorted(self._known.items())
        }

    def _enter(self, cue: str) -> None:
        name = head_class(cue)
        pieces = [(words[0], far) for words, far in later_pieces(cue, self._classes) if len(words) == 1]
        piece, far = max(pieces, key=lambda one: len(one[0]), default=("", 0))
        if name and cue[len(name) + 2 :].startswith("…") and len(piece) > 1 and is_prefix_free(self._classes[name]):
            self._enter_back((piece,), far, Tail(cue, cue, self._classes), self._classes[name])
            return
        for written in spelt_out(cue, self._classes):
            self._enter_written(cue, written)

    def _enter_written(self, cue: str, written: str) -> None:
        first, tail = first_piece(written), Tail(cue, written, self._classes)
        if first == written:
            self._known[first].plain.append(cue)
            return
        later = list(later_pieces(written, self._classes))
        rare = [(words, far) for words, far in later if min(map(len, words)) > 1]
        if len(first) == 1 and rare:
            words, far = max(rare, key=lambda one: min(map(len, one[0])))
            self._enter_back(words, far, tail, (first,))
            return
        needs, far = max(
            ((words[0], far) for words, far in later if len(words) == 1), key=lambda one: len(one[0]), default=("", 0)
        )
        for word in beginnings(written, self._classes):
            entered = self._known[word]
            entered.ahead.setdefault(needs, []).append(tail)
            entered.reach = max(entered.reach, far + len(needs))

    def _enter_back(self, words: tuple[str, ...], far: int, tail: Tail, heads: tuple[str, ...]) -> None:
        """Enter a cue at words behind its beginning, which is any of ``heads``; single ones share a search."""
        key = words, () if len(heads) == 1 else heads
        back = self._backs.get(key)
        if back is None:
            back = self._backs[key] = Back()
            for word in words:
                self._known[word].back.append(back)
        for head in heads:
            back.tails.setdefault(head, []).append(tail)
        # Words are found in the order of their ends, so that a longer one may begin before one that was found.
        back.reach = max(back.reach, far + max(map(len, words)))
        back.overlap = max(map(len, back.tails)) - 1
        back.passes = back.passes or may_pass_stops(tail.written, self._classes)
