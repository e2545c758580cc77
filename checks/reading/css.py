"""The addresses in a style sheet: what ``url()``, ``@import`` and ``image-set()`` load.

Only these few forms of the grammar are told apart (CSS Syntax Module, tokenization), since a whole parse costs more
than everything else on a page together; tests hold the result against tinycss2. Namespaces name nothing that is loaded,
and what stands in ``behavior`` only browsers load that are long gone.
"""

import re
from functools import lru_cache
from typing import NamedTuple

MAX_CHARACTERS = 1_000_000
"""Characters of a style sheet that are read."""

MAX_ADDRESSES = 2_000
"""Addresses taken from one style sheet."""

_MENTIONS = re.compile(r"url\(|@import|image-set\(|src\(", re.IGNORECASE)
_TOKEN = re.compile(
    r"""  /\*.*?(?:\*/|\Z)
        | "(?P<double>(?:[^"\\\n]|\\.)*+)(?P<double_end>["\n]|\Z)
        | '(?P<single>(?:[^'\\\n]|\\.)*+)(?P<single_end>['\n]|\Z)
        | (?<![\w-])url\(\s*+(?P<bare>(?:[^"'()\\\s]|\\[0-9a-f]{1,6}\s?|\\.)++)\s*+(?P<closed>\)|\Z)
        | (?<![\w-])url\(\s*+(?!["'])(?:[^)\\]|\\.)*+\)?
        | @(?P<import>import)(?![\w-])
        | @namespace\b[^;{}]*+
        | (?<![\w-])behavior\s*+:[^;}]*+
        | (?P<function>[\w-]{1,40})\(
        | (?P<sign>[(){};,])
        | (?:\\[0-9a-f]{1,6}\s?|\\.)[\w-]*+\(?""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})(?:\r\n|\s)?|(\r\n|[\n\r\f])|(.))", re.IGNORECASE | re.DOTALL)
_LOADING = frozenset({"url", "src", "image-set", "-webkit-image-set"})


class CssAddress(NamedTuple):
    """An address as written, its place in characters, and whether a further style sheet is loaded from there."""

    raw: str
    position: int
    is_import: bool


def css_addresses(sheet: str) -> tuple[CssAddress, ...]:
    """The addresses in a style sheet, in its order, at most :data:`MAX_ADDRESSES`. Takes linear time."""
    if _MENTIONS.search(sheet) is None:
        return ()
    return _addresses(sheet[:MAX_CHARACTERS])


@lru_cache(maxsize=64)
def _addresses(sheet: str) -> tuple[CssAddress, ...]:
    """Remembered, since the pages of a site repeat their styles."""
    found: list[CssAddress] = []
    around: list[str] = []
    importing = False
    for token in _TOKEN.finditer(sheet):
        kind = token.lastgroup
        raw, is_string = _held(token)
        if kind == "import":
            importing = True
        elif kind == "function":
            around.append(token["function"].lower())
        elif raw is not None:
            loads = not is_string or (around[-1] in _LOADING if around else importing)
            if loads and raw and not raw.startswith("#"):
                found.append(CssAddress(_unescaped(raw), token.start(), importing))
            importing = importing and not loads
        elif kind == "sign":
            importing = importing and token["sign"] not in "{};"
            _step(around, token["sign"])
        if len(found) == MAX_ADDRESSES:
            break
    return tuple(found)


def _held(token: re.Match[str]) -> tuple[str | None, bool]:
    """What an address could be in this token, and whether it is written as a string."""
    if token["bare"] is not None:
        return (token["bare"] if token["closed"] is not None else None), False
    for name in ("double", "single"):
        if token[name] is not None:
            return (None if token[f"{name}_end"] == "\n" else token[name]), True
    return None, False


def _step(around: list[str], sign: str) -> None:
    """Keep track of the functions that a string stands in."""
    if sign == "(":
        around.append("")
    elif sign == ")" and around:
        around.pop()
    elif sign in "{};":
        around.clear()


def _unescaped(raw: str) -> str:
    if "\\" not in raw:
        return raw.strip()
    return _ESCAPE.sub(_character, raw).strip()


def _character(escape: re.Match[str]) -> str:
    if escape[1]:
        code = int(escape[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return escape[3] or ""
