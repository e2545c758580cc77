"""How cues are written: as they stand in a text, with four signs.

``…`` is a gap within the clause, ``#`` a number, ``<name>`` any word of a class, and a ``|`` at the end says that the
clause ends there. A cue begins with anything but a gap: ``关注…<account>``, ``<unit>要``, ``不少于#%``, ``#票以上`` (of
which the match begins with the last digit).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

DIGITS = tuple("0123456789一二两三四五六七八九十百千万半")
"""What a number begins and ends with."""

_BLANKS = tuple(sign for sign in map(chr, range(0x3001)) if sign.isspace())
"""What may stand before a number."""

GAP = 25
"""Characters that a ``…`` spans at most."""

STOPS = "。！？!?；;\n"
"""What ends a sentence."""

Classes = Mapping[str, tuple[str, ...]]
"""Words that may stand for each other, by the name of their class."""

NO_CLASSES: Classes = MappingProxyType({})

_GAP = f"[^,，:：{STOPS}]{{0,{GAP}}}?"
_NUMBER = r"\s?(?:[0-9][0-9.,/]{0,12}|[一二两三四五六七八九十百千万半]{1,8})\s?"
_LONGEST_NUMBER = 15
_CLAUSE_END = rf"(?=[,，、：:)）”’\"]|[{STOPS}]|\s|\Z)"
_SIGN = re.compile(r"…|#|<([a-z]+)>")
_CLASS = re.compile(r"<([a-z]+)>")


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
    return any_of(classes[sign[1]])


@cache
def any_of(words: tuple[str, ...]) -> str:
    """The pattern of any of many words, the longest first. What none of them begins with is passed over at once."""
    firsts = "".join(sorted({re.escape(word[0]) for word in words if word}))
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return f"(?=[{firsts}])(?:{longest_first})" if words and all(words) else f"(?:{longest_first})"


def first_piece(cue: str) -> str:
    """The text that a cue begins with, up to its first sign; nothing where it begins with one."""
    return re.split(r"[…#|<]", cue, maxsplit=1)[0]


def beginnings(cue: str, classes: Classes) -> tuple[str, ...]:
    """What a cue begins with: its first piece, and where a class follows at once each of its words behind that.

    Behind a single character, which stands in every text, a number counts as well.
    """
    first = first_piece(cue)
    following = _CLASS.match(cue, len(first))
    if following:
        return tuple(first + word for word in classes[following[1]])
    if len(first) == 1 and cue.startswith("#", 1):
        return tuple(first + sign for sign in (*DIGITS, *_BLANKS))
    return (first,)


def later_pieces(cue: str, classes: Classes) -> Iterator[tuple[tuple[str, ...], int]]:
    """What must stand behind the first sign of a cue: a piece or one of a class of words, at most how far behind."""
    body, at, far = cue.removesuffix("|"), 0, 0
    for sign in _SIGN.finditer(body):
        piece = body[at : sign.start()]
        if at and piece:
            yield (piece,), far
        far, at = far + len(piece), sign.end()
        if sign[1]:
            if sign.start():
                yield classes[sign[1]], far
            far += max(map(len, classes[sign[1]]), default=0)
        else:
            far += GAP if sign[0] == "…" else _LONGEST_NUMBER
    if at and body[at:]:
        yield (body[at:],), far


def may_pass_stops(cue: str, classes: Classes) -> bool:
    """Whether a cue may go on behind what ends a sentence: a gap does not, but around a number a line may end."""
    words = (word for sign in _SIGN.finditer(cue) if sign[1] for word in classes[sign[1]])
    return "#" in cue or any(stop in one for one in (cue, *words) for stop in STOPS)


def head_class(cue: str) -> str:
    """The name of the class that a cue begins with, nothing where it begins with none."""
    head = _CLASS.match(cue)
    return head[1] if head else ""


def spelt_out(cue: str, classes: Classes) -> Iterator[str]:
    """The forms of a cue that begin with text: a class or a number at its head gives one for each word of it.

    So does a class behind the beginning, if that is one character, which stands in every text, or if at each place
    only one of its words can stand.
    """
    head = _CLASS.match(cue)
    words: Iterable[str] = ("",)
    if head:
        words = classes[head[1]]
    elif cue[0] == "#":
        words = DIGITS
    rest = cue[head.end() :] if head else cue.removeprefix("#")
    for begun in (word + rest for word in words):
        first = first_piece(begun)
        following = _CLASS.match(begun, len(first))
        if following and (len(first) == 1 or is_prefix_free(classes[following[1]])):
            yield from (first + word + begun[following.end() :] for word in classes[following[1]])
        else:
            yield begun


@cache
def is_prefix_free(words: tuple[str, ...]) -> bool:
    """Whether no word begins with another, so that at each place at most one of them stands."""
    return not any(one != other and one.startswith(other) for one in words for other in words)
