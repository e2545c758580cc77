"""The addresses standing in a page, each with its place.

Everything that a browser opens or loads, or that a visitor can follow, is a link, in styles too; what stands in
comments, scripts or ``<template>`` is not, nor is an address of another scheme than http and https (``javascript:``,
``mailto:``, ``weixin:`` …). Of ``<link>`` those are left out that nothing is loaded from: ``preconnect`` and
``dns-prefetch`` name a host only, ``canonical`` and ``shortlink`` say what the page is called, ``pingback`` is for
programs.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from checks.evidence import Link
from checks.reading.attributes import refresh_target, srcset_urls
from checks.reading.css import css_addresses
from checks.reading.dom import Element, Tree
from checks.reading.headerlinks import NOT_LOADED
from checks.reading.remembered import Remembered
from checks.reading.sheets import MAX_RAW, of_sheet
from checks.reading.urls import Resolver, is_web, resolve

MAX_LINKS = 20_000
"""Links read from one page."""

MAX_TEXT = 200
"""Characters kept of a link's text."""

_SRC = ("src",)
_CITE = ("cite",)
_SVG_HREF = ("href", "xlink:href")
_SPOKEN = frozenset({"area", "img", "input"})
_PLAIN = frozenset({"manifest", "href", "src", "xlink:href", "data", "action", "cite", "background", "poster"})

_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "area": ("href",),
    "link": ("href", "imagesrcset"),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": _SRC,
    "frame": _SRC,
    "script": _SRC,
    "video": ("src", "poster"),
    "audio": _SRC,
    "track": _SRC,
    "embed": _SRC,
    "input": _SRC,
    "object": ("data",),
    "form": ("action",),
    "meta": ("content",),
    "blockquote": _CITE,
    "q": _CITE,
    "del": _CITE,
    "ins": _CITE,
    "image": _SVG_HREF,
    "use": _SVG_HREF,
    "feImage": _SVG_HREF,
    "html": ("manifest",),
    "style": (),
}
_MOSTLY = {"a": "href", "script": "src", "img": "src", "link": "href"}
"""What a page is full of: mostly one address, in that attribute."""

_TAGS = ("a", *_ATTRIBUTES)
_PAINTED = ("body", "table", "tr", "td", "th")
_ATTRIBUTES |= dict.fromkeys(_PAINTED, ("background",))
_ALL_TAGS = ("a", *_ATTRIBUTES)
_CONDITIONAL = frozenset({"link", "form", "input", "meta", "use"})
_SELDOM = {
    "meta": (("http-equiv", "refresh"), ("property", "image"), ("name", "image")),
    "input": (("type", "image"),),
}
"""What these say if they hold an address, and where."""

_SRCSETS = frozenset({"srcset", "imagesrcset"})
_IMAGE_PROPERTIES = frozenset(  # Open Graph, cards, and the optional page tag Image (国办发〔2017〕47号, annex)
    {"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "image"}
)
_LABELS: Remembered[str] = Remembered(lambda text: " ".join(text.split())[:MAX_TEXT], longest=100, entries=8_192)
_new = tuple.__new__  # a third of the cost of calling the class, for the one kind of link that a page is full of


def read_links(tree: Tree, resolver: Resolver, without: Collection[str] = ()) -> tuple[Link, ...]:
    """The links of a page, in the order of the document, at most :data:`MAX_LINKS`. ``resolver``: :func:`resolver_of`.

    An address that cannot be parsed gives a link with an empty ``url``. ``text`` is what the link shows: its text, else
    the ``alt`` or ``title`` that stands for it. ``without``: elements left out.
    """
    known, links = resolver.known.get, list[Link]()
    related, nests = tree.having("a", "rel"), tree.nests_links
    several = frozenset((*tree.having("img", "srcset"), *tree.having("link", "imagesrcset")))
    for element in tree.elements(*_tags_of(tree, without)):
        tag = element.tag
        attribute = _MOSTLY.get(tag)
        if attribute is None or (several and element in several):
            links += _of_element(element, tag, resolver)
        elif raw := element.attr(attribute) or (element.attr("xlink:href") if tag == "a" else None):
            url, text, rel = known(raw) or resolver(raw), "", ""
            if url is None:
                continue
            if tag == "a":
                text = (tree.label(element, MAX_TEXT) if nests else _LABELS[element.text]) or _spoken(element)
                rel = (element.attr("rel") or "") if related and element in related else ""
            elif tag == "img":
                text = _spoken(element)
            elif tag == "link" and not _is_loaded(rel := element.attr("rel") or ""):
                continue
            links.append(_new(Link, (url, raw[:MAX_RAW], tag, attribute, text, element.source_line or 0, rel)))
        if len(links) >= MAX_LINKS:
            break
    links += islice(_of_attributes(tree, resolver), max(MAX_LINKS - len(links), 0))
    return tuple(links[:MAX_LINKS])


def _tags_of(tree: Tree, without: Collection[str]) -> list[str]:
    """The elements that may hold an address on this page, but for some."""
    tags = _ALL_TAGS if any(tree.having(tag, "background") for tag in _PAINTED) else _TAGS
    # Each page has many of these, and hardly one that holds an address.
    idle = {tag for tag, values in _SELDOM.items() if not any(tree.having(tag, *value) for value in values)}
    return [tag for tag in tags if tag not in without and tag not in idle]


def _of_element(element: Element, tag: str, resolver: Resolver) -> Sequence[Link]:
    """The links of an element that may hold more than one address, or none."""
    if tag == "style":
        return of_sheet(element.text, element.source_line or 0, resolver)
    if tag in _CONDITIONAL and not _loads(element, tag):
        return ()
    links: list[Link] = []
    for attribute in _ATTRIBUTES[tag]:
        value = element.attr(attribute)
        if not value:
            continue
        text = _spoken(element) if tag in _SPOKEN else ""
        rel = (element.attr("rel") or "") if tag == "link" else ""
        for raw in (value,) if attribute in _PLAIN else _addresses(element, attribute, value):
            url = resolver(raw)
            if url is not None:
                links.append(_new(Link, (url, raw[:MAX_RAW], tag, attribute, text, element.source_line or 0, rel)))
    return links


def _of_attributes(tree: Tree, resolver: Resolver) -> Iterator[Link]:
    """What ``style`` attributes load."""
    for element in tree.styled():
        for raw, _, _ in css_addresses(element.attr("style") or ""):
            url = resolver(raw)
            if url is not None:
                yield Link(url, raw[:MAX_RAW], element.tag, "style", "", element.source_line or 0)


def resolver_of(tree: Tree, url: str, charset: str) -> Resolver:
    """What says what the addresses of a page at ``url`` mean. The first ``<base href>`` counts."""
    return Resolver(_base_of(tree, url, charset), charset)


def _base_of(tree: Tree, url: str, charset: str) -> str:
    """What the addresses of a page at ``url`` are relative to: its first ``<base href>``, if that is a web address."""
    for element in tree.elements("base"):
        href = element.attr("href")
        if href is not None:
            base = resolve(href, url, charset)
            return base if is_web(base) else url
    return url


def _addresses(element: Element, attribute: str, value: str) -> list[str]:
    """The addresses in an attribute that does not hold just one."""
    if attribute in _SRCSETS:
        return srcset_urls(value)
    if element.attr("http-equiv") is None:
        return [value]
    target = refresh_target(value)
    return [target] if target else []


def _loads(element: Element, tag: str) -> bool:
    """Whether an element that only sometimes holds an address does."""
    if tag == "link":
        return _is_loaded(element.attr("rel") or "")
    if tag == "form":
        return (element.attr("method") or "get").strip().lower() == "get"
    if tag == "input":
        return (element.attr("type") or "").strip().lower() == "image"
    if tag == "use":
        return not (element.attr("href") or element.attr("xlink:href") or "#").startswith("#")
    if (element.attr("property") or element.attr("name") or "").strip().lower() in _IMAGE_PROPERTIES:
        return True
    return (element.attr("http-equiv") or "").strip().lower() == "refresh"


def _spoken(element: Element) -> str:
    return _LABELS[element.attr("alt") or element.attr("title") or ""]


@lru_cache(maxsize=256)
def _is_loaded(rel: str) -> bool:
    """Whether something is loaded by a ``<link>`` of that relation."""
    return bool(frozenset(rel.lower().split()) - NOT_LOADED)
