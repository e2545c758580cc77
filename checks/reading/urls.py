"""Addresses by the WHATWG rules, as browsers resolve them.

The path is percent-encoded as UTF-8, the query in the page's own charset. Hosts are in lower case and in punycode,
default ports are gone, and so is userinfo. All functions but :func:`resolve` take addresses that it gave.
"""

import codecs
import re
from enum import IntEnum
from functools import lru_cache
from urllib.parse import unquote

import ada_url

_BLANKS = "".join(map(chr, range(0x21)))
_ABSOLUTE = re.compile(r"https?:[/\\]{2}", re.IGNORECASE)
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_USERINFO = re.compile(r"(https?://)[^/?#]*@")
_PARTS = re.compile(r"https?://([^/?#]*)([^?#]*)")
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9-]++\.)++[a-z]{2,24}(?=/)(?:/\w[\w.~-]*+)*+/?(?:\?[\w=&.%+-]*+)?(?:#[\w.-]*+)?", re.ASCII
)
"""An address that is what it means: to find that out of most takes a quarter of the time of resolving them."""

_REFERENCE = "govwatch-reference"
_ENCODABLE = frozenset({"gb18030", "big5hkscs", "windows-1252", "windows-1251", "windows-1256", "koi8-r"}) | frozenset(
    {"euc-kr", "shift_jis", "euc-jp"}
)
_H, _WITHIN, _WEB = frozenset("hH"), frozenset("?#"), frozenset({"http://", "https:/"})
_CACHED, _KNOWN = 32_768, 1_024


def resolve(raw: str, base: str, charset: str = "utf-8") -> str:
    """The absolute address that ``raw`` means on a page at ``base``, or ``''`` when it cannot be parsed.

    ``charset`` is the page's, as :func:`checks.reading.charset.decode` names it. Schemes other than http and https
    come back as they are parsed: see :func:`is_web`.
    """
    text = raw.strip(_BLANKS)
    if charset in _ENCODABLE and not text.isascii():
        text = _encode_query(text, charset)
    try:
        url = ada_url.join_url(base, text) if base else ada_url.normalize_url(text)
    except ValueError:
        return ""
    return _USERINFO.sub(r"\1", url, count=1) if "@" in url else url


class Reach(IntEnum):
    """What the meaning of an address depends on beside itself."""

    ORIGIN = 0  # /a.html, //a.cn/, http://a.cn/
    DIRECTORY = 1
    PAGE = 2  # ?a=b, and what is blank


def reach_of(raw: str) -> Reach:
    """What the meaning of an address as written depends on."""
    first = raw[:1]
    if first == "/" or (first in _H and _ABSOLUTE.match(raw)):
        return Reach.ORIGIN
    return Reach.PAGE if first <= " " or first in _WITHIN else Reach.DIRECTORY


class Resolver:
    """Resolves the addresses of one page, and remembers those of the same site from page to page.

    What is rooted or absolute depends on the origin alone, most of the rest on the directory.
    """

    __slots__ = ("_bases", "_charset", "_origin", "known")

    def __init__(self, base: str, charset: str = "utf-8") -> None:
        bare = base.partition("#")[0].partition("?")[0]
        match = _PARTS.match(bare)
        origin = bare[: match.start(2)] + "/" if match else base
        directory = bare[: bare.rfind("/") + 1] if match and match[2] else origin
        self._bases = (origin, directory, base)
        self._origin = origin
        self._charset = charset
        self.known = _known(origin, charset)
        """What is known of addresses that depend on the origin alone, for readers of very many."""

    def __call__(self, raw: str) -> str | None:
        """The absolute web address of ``raw``, ``''`` when it cannot be parsed, None when it is none of the web."""
        # Nearly all are of these two kinds, and a page holds hundreds.
        is_of_origin = raw[:1] == "/" or raw[:7] in _WEB
        url = _on_web(raw, self._origin if is_of_origin else self._bases[reach_of(raw)], self._charset)
        if is_of_origin and url is not None and len(self.known) < _KNOWN:
            self.known[raw] = url
        return url

    def within(self, reach: Reach) -> "Resolver":
        """A resolver that means the same by all addresses of that reach, for as many pages of a site as can be."""
        return Resolver(self._bases[reach], self._charset)

    def anew(self, raw: str) -> str | None:
        """The same as to call it, for who remembers the answer: here nothing is kept of it."""
        return _on_web.__wrapped__(raw, self._bases[reach_of(raw)], self._charset)

    @property
    def key(self) -> tuple[str, str]:
        """What resolvers have in common that mean the same by all addresses: see :meth:`within`."""
        return self.key_of(Reach.PAGE)

    def key_of(self, reach: Reach) -> tuple[str, str]:
        """What they have in common that mean the same by all addresses of that reach."""
        return self._bases[reach], self._charset


@lru_cache(maxsize=32)
def _known(_origin: str, _charset: str) -> dict[str, str]:
    """Addresses by how they are written, first come, first kept: those of the frame stand on every page."""
    return {}


@lru_cache(maxsize=_CACHED)
def _on_web(raw: str, base: str, charset: str) -> str | None:
    url = raw if raw[:7] in _WEB else (base[:-1] if raw[:1] == "/" else base) + raw
    if _PLAIN.fullmatch(url) and "xn--" not in url:
        return url
    scheme = _SCHEME.match(raw)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        return None
    url = resolve(raw, base, charset)
    return url if is_web(url) or not url else None


def is_web(url: str) -> bool:
    """Whether the address is one of http or https."""
    return url.startswith(("http://", "https://"))


def without_fragment(url: str) -> str:
    """The address that is asked for: without ``#`` and what stands behind it."""
    return url.partition("#")[0]


def fragment_of(url: str) -> str:
    """The place within the page, percent-decoded as browsers look it up; ``''`` when there is none."""
    return unquote(url.partition("#")[2])


def host_of(url: str) -> str:
    """The host of a web address, with its port when that is not the default one; ``''`` for other addresses."""
    match = _PARTS.match(url)
    return match[1] if match else ""


def path_of(url: str) -> str:
    """The path of a web address, without query and fragment, ``/`` at least; ``''`` for other addresses."""
    match = _PARTS.match(url)
    return (match[2] or "/") if match else ""


def in_prefix(url: str, host: str, prefix: str) -> bool:
    """Whether the address lies in the scope of a site: on that host, at or below that path prefix."""
    if host_of(url) != host:
        return False
    path = path_of(url)
    folder = prefix if prefix.endswith("/") else prefix + "/"
    return path.startswith(folder) or path + "/" == folder


def _encode_query(text: str, charset: str) -> str:
    """Percent-encode what is not ASCII in the query, in the charset; what it lacks becomes a character reference."""
    front, hash_mark, fragment = text.partition("#")
    path, question, query = front.partition("?")
    if query.isascii():
        return text
    encoded = query.encode(charset, _REFERENCE)
    ascii_query = "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in encoded)
    return f"{path}{question}{ascii_query}{hash_mark}{fragment}"


def _as_reference(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(f"%26%23{ord(character)}%3B" for character in lacking), error.end


codecs.register_error(_REFERENCE, _as_reference)
