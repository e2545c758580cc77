"""Cues, and finding all of them in one pass over a text.

A cue is written as it stands in a text, with three signs: ``…`` is a gap within the clause, ``#`` a number, and a
``|`` at the end says that the clause ends there. It begins with a character of its own: ``关注…后方可``, ``不少于#%``.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

GAP = 25
"""Characters that a ``…`` spans at most."""

STOPS = "。！？!?；;\n"
"""What ends a sentence."""

_GAP = f"[^,，:：{STOPS}]{{0,{GAP}}}?"
_NUMBER = r"\s?(?:\d[\d.,/]{0,12}|[一二两三四五六七八九十百千万半]{1,8})\s?"
_CLAUSE_END = rf"(?=[,，、：:)）”’\"]|[{STOPS}]|\s|\Z)"
_SIGNS = {"…": _GAP, "#": _NUMBER}


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A cue found in a text, from ``start`` up to ``end``."""

    start: int
    end: int
    cue: str


def pattern_of(cue: str) -> str:
    """The regular expression of a cue. Raises :class:`ValueError` when it does not begin and end with text."""
    body = cue.removesuffix("|")
    if not body or body[0] in _SIGNS or body[-1] == "…" or body != body.strip():
        raise ValueError(f"the cue {cue!r} must begin with a character of its own and must not end in a gap")
    return "".join(_SIGNS.get(sign) or re.escape(sign) for sign in body) + (_CLAUSE_END if body != cue else "")


class Scanner:
    """Finds any of many cues. Time grows with the text, hardly with the number of cues."""

    def __init__(self, cues: Iterable[str]) -> None:
        self._starting: defaultdict[str, list[tuple[str, re.Pattern[str] | None]]] = defaultdict(list)
        for cue in sorted(set(cues)):
            anchor = re.split("[…#|]", cue, maxsplit=1)[0]
            self._starting[anchor].append((cue, None if anchor == cue else re.compile(pattern_of(cue))))
        anchors = sorted(self._starting)
        # Only the longest anchor matches at a place, so each carries with it those it begins with.
        self._within = {one: [other for other in _beginnings(one) if other in self._starting] for one in anchors}
        heads = "".join(sorted({one[0] for one in anchors}))
        self._anchor = re.compile(f"(?=[{re.escape(heads)}])(?=({_tree(anchors)}))" if anchors else r"(?!)")

    def scan(self, text: str) -> list[Match]:
        """Every cue of a folded text, overlapping ones too, in order."""
        found: list[Match] = []
        for anchor in self._anchor.finditer(text):
            start = anchor.start()
            for one in self._within[anchor[1]]:
                for cue, pattern in self._starting[one]:
                    if pattern is None:
                        found.append(Match(start, start + len(cue), cue))
                    elif whole := pattern.match(text, start):
                        found.append(Match(start, whole.end(), cue))
        return sorted(found)


def _beginnings(word: str) -> list[str]:
    return [word[:length] for length in range(1, len(word) + 1)]


def _tree(words: list[str]) -> str:
    """An expression that matches the longest of sorted words, with common beginnings written once."""
    if not words:
        return r"(?!)"
    branches, at = [], 0
    ends = words[0] == ""
    at = 1 if ends else 0
    while at < len(words):
        head = words[at][0]
        until = bisect_left(words, chr(ord(head) + 1), at)
        branches.append(re.escape(head) + _tree([word[1:] for word in words[at:until]]))
        at = until
    if not branches:
        return ""
    joined = f"(?:{'|'.join(branches)})"
    return f"{joined}?" if ends else joined
