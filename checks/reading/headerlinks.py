"""The addresses that an answer names in its headers: ``Link`` (RFC 8288) and ``Refresh``."""

import re
from collections.abc import Iterable, Iterator

from checks.evidence import Link
from checks.reading.attributes import refresh_target
from checks.reading.urls import Resolver

MAX_LINKS = 100
"""Addresses taken from the headers of one answer."""

NOT_LOADED = frozenset({"preconnect", "dns-prefetch", "canonical", "shortlink", "pingback"})
"""Relations of a ``<link>`` or ``Link`` header from which nothing is loaded."""

_MAX_HEADER = 16_384
_ONE = re.compile(r"[\s,]*<([^<>]*)>((?:[^,<\"]|\"(?:[^\"\\]|\\.)*\"?)*)", re.DOTALL)
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


def header_links(headers: Iterable[tuple[str, str]], resolver: Resolver) -> Iterator[Link]:
    """The addresses in ``headers`` (lower-case names), as links of line 0.

    ``resolver`` knows the address of the answer, whatever ``<base>`` the page has.
    """
    left = MAX_LINKS
    for name, value in headers:
        if name not in ("link", "refresh"):
            continue
        for raw, tag, rel in _named(name, value[:_MAX_HEADER]):
            url = resolver(raw)
            if url is not None and left:
                left -= 1
                yield Link(url, raw, tag, name, "", 0, rel)


def _named(name: str, value: str) -> Iterator[tuple[str, str, str]]:
    if name == "refresh":
        if target := refresh_target(value):
            yield target, "meta", ""
        return
    for one in _ONE.finditer(value):
        stated = _REL.search(one[2])
        rel = (stated[1] or stated[2] or "") if stated else ""
        if one[1].strip() and frozenset(rel.lower().split()) - NOT_LOADED:
            yield one[1].strip(), "link", rel
