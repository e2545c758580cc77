"""Sitemaps (sitemaps.org protocol 0.9): the addresses that a site lists itself.

Read are XML sitemaps and indexes and plain lists, also when something in them is broken: an address that stands there
whole counts.
"""

import re
from dataclasses import dataclass
from html import unescape
from itertools import islice

MAX_ADDRESSES = 50_000
"""Addresses read from one sitemap; the protocol allows no more."""

MAX_BYTES = 10_000_000

_LOC = re.compile(r"<(?:\w{1,20}:)?loc\s*>\s*(?:<!\[CDATA\[)?\s*([^<>\s\]]{1,2048}+)(?=[\s\]<])", re.IGNORECASE)
_INDEX = re.compile(r"<(?:\w{1,20}:)?sitemapindex[\s>]", re.IGNORECASE)
_XML = re.compile(r"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: pages with the lines they stand in, or further sitemaps when it is an index."""

    is_index: bool = False
    entries: tuple[tuple[str, int], ...] = ()


def read_sitemap(body: bytes, content_type: str = "") -> Sitemap:
    """Read a sitemap, unpacked. Nothing is in what is none. Never raises."""
    text = body[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    if _XML.search(text[:4096]) is None:
        lines = text.split("\n", MAX_ADDRESSES)[:MAX_ADDRESSES] if content_type.startswith("text/plain") else []
        listed = ((line.strip(), number) for number, line in enumerate(lines, 1))
        return Sitemap(entries=tuple(pair for pair in listed if pair[0].startswith(("http://", "https://"))))
    entries, line, position = [], 1, 0
    for match in islice(_LOC.finditer(text), MAX_ADDRESSES):
        line, position = line + text.count("\n", position, match.start()), match.start()
        entries.append((unescape(match[1]), line))
    return Sitemap(_INDEX.search(text[:4096]) is not None, tuple(entries))
