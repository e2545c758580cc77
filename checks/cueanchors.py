"""What an automaton looks for: each word, with the cues that it is, begins or is a piece of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from checks.cueplaces import Place, Places, Tail
from checks.cuesigns import any_of


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
        """Where they may begin in a stretch of a text; the last group is the word, the longest that stands there."""
        if self._heads is None:
            self._heads = re.compile(f"(?=({any_of(tuple(self.tails))}))")
        return self._heads.finditer(text, low, high)

    def add(self, place: Place, tail: Tail) -> None:
        """Look for one more cue."""
        for head in place.heads:
            self.tails.setdefault(head, []).append(tail)
        # Words are found in the order of their ends, so that a longer one may begin before one that was found.
        self.reach = max(self.reach, place.far + max(map(len, place.words)))
        self.overlap = max(self.overlap, max(map(len, place.heads)) - 1)
        self.passes = self.passes or place.passes

    def close(self) -> None:
        """Say that all cues are there: where a longer word stands so do those that it begins with."""
        whole = {
            head: [tail for end in range(1, len(head)) for tail in self.tails.get(head[:end], ())]
            for head in self.tails
        }
        for head, shorter in whole.items():
            self.tails[head] = self.tails[head] + shorter


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


def anchors_of(cues: Iterable[str], places: Places) -> dict[str, Anchor]:
    """The words to find for some cues, each with what it may be."""
    known: defaultdict[str, _Entered] = defaultdict(_Entered)
    backs: dict[tuple[tuple[str, ...], tuple[str, ...]], Back] = {}
    for cue in sorted(set(cues)):
        for place in places.of(cue):
            _enter(cue, place, known, backs)
    for back in backs.values():
        back.close()
    return {
        word: Anchor(
            tuple(one.plain),
            tuple((needs, tuple(tails)) for needs, tails in one.ahead.items()),
            one.reach,
            tuple(one.back),
        )
        for word, one in sorted(known.items())
    }


def _enter(
    cue: str,
    place: Place,
    known: defaultdict[str, _Entered],
    backs: dict[tuple[tuple[str, ...], tuple[str, ...]], Back],
) -> None:
    if place.tail is None:
        known[place.words[0]].plain.append(cue)
    elif place.heads:
        back = backs.get((place.words, place.group))  # all that begin with a word of their own share a search
        if back is None:
            back = backs[place.words, place.group] = Back()
            for word in place.words:
                known[word].back.append(back)
        back.add(place, place.tail)
    else:
        for word in place.words:
            entered = known[word]
            entered.ahead.setdefault(place.needs, []).append(place.tail)
            entered.reach = max(entered.reach, place.far + len(place.needs))
