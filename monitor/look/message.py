"""A request to make and the answer it came to, as plain values: tuples, for every request makes a few of them."""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from checks.vocabulary import LinkOutcome
from monitor.look.weburl import WebUrl

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses that send a visitor on."""

_UNTOLD = frozenset({"", "text/plain", "application/octet-stream", "application/xml", "text/xml"})
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<", re.IGNORECASE)


class Body(Enum):
    """How much of an answer's content is read."""

    ALL = "all"
    HTML = "html"  # only when it says to be HTML, or does not say what it is and begins like it
    NONE = "none"


class Question(NamedTuple):
    """One request to make. ``seconds`` it may take at most; ``cap`` bytes of content are read at most."""

    url: WebUrl
    method: str
    headers: Mapping[str, str]
    verify: bool
    body: Body
    cap: int
    seconds: float


class Answer(NamedTuple):
    """What one request came to. Without an answer ``status`` is 0 and ``failure`` says what happened instead.

    ``failure`` is also set when the answer broke off; its status and headers are kept then. ``connected`` is false
    when not even a connection came about.
    """

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    truncated: bool = False
    seconds: float = 0.0
    location: str = ""
    failure: LinkOutcome | None = None
    detail: str = ""
    connected: bool = True

    def header(self, name: str) -> str:
        """The first header of that lower-case name, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def cookies(self) -> tuple[str, ...]:
        """The values of its ``Set-Cookie`` headers."""
        return tuple([value for name, value in self.headers if name == "set-cookie"])


def read_headers(raw: Sequence[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Headers as text, in their order, names in lower case."""
    try:
        return tuple([(_name(name), value.decode()) for name, value in raw])
    except UnicodeDecodeError:
        return tuple([(_name(name), _text(value)) for name, value in raw])


def read_location(status: int, raw: Sequence[tuple[bytes, bytes]]) -> str:
    """Where a redirect leads; empty for other answers. Bytes beyond ASCII are escaped, whatever their charset."""
    if status not in REDIRECTS:
        return ""
    value = next((value for name, value in raw if name.lower() == b"location"), b"")
    return "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in value.strip())


def is_wanted(body: Body, kind: str, start: bytes | None = None) -> bool:
    """Whether content of the stated kind is to be read, and read on once its ``start`` is known."""
    if body is not Body.HTML:
        return body is Body.ALL
    kind = kind.partition(";")[0].strip().lower()
    if "html" in kind:
        return True
    return kind in _UNTOLD and (start is None or _MARKUP.match(start) is not None)


@lru_cache(maxsize=1024)
def _name(raw: bytes) -> str:
    return _text(raw).lower()


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
