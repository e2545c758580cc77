"""What the readers ask of a parsed page, whichever parser made it."""

from collections.abc import Collection, Container
from typing import NamedTuple, Protocol

MAX_NODES = 60
"""Nodes below an element that are read for its beginning."""

MAX_NEARBY = 60
"""Nodes looked at on one side of a text for the links nearby."""

MAX_LINKS_NEARBY = 3

SILENT = frozenset({"script", "style", "noscript", "noframes", "template", "textarea", "title", "iframe", "option"})
"""Elements whose own text is not part of what a page says."""


class Element(Protocol):
    """An element of a page. It is equal to itself only, and can be a key."""

    @property
    def tag(self) -> str:
        """The name in lower case."""

    @property
    def text(self) -> str:
        """All text below, as written and of any length."""

    @property
    def source_line(self) -> int | None:
        """The line of the source where the start tag is (1-based), None when unknown."""

    def attr(self, name: str, /) -> str | None:
        """The value of an attribute as written, None when the element has none of that name."""


class Near(NamedTuple):
    """A link near a text, and whether one of certain other nodes stands between them."""

    link: Element
    is_past: bool


class Script(NamedTuple):
    """A script that stands in the page itself: its ``type`` in lower case, its source, and the line it starts on."""

    kind: str
    source: str
    line: int


class Tree(Protocol):
    """A parsed page. Comments and what stands below a ``<template>`` do not belong to it."""

    @property
    def nests_links(self) -> bool:
        """Whether links stand in links, as on hostile pages: all text below each takes quadratic time to read."""

    def elements(self, *tags: str) -> list[Element]:
        """The elements of these names, in the order of the document."""

    def having(self, tag: str, attribute: str, value: str = "") -> Collection[Element]:
        """The elements of a name that have an attribute, with a ``value`` that contains one, in either case."""

    def styled(self) -> list[Element]:
        """The elements whose ``style`` attribute holds an address, in the order of the document."""

    def texts(self) -> list[tuple[str, object]]:
        """The texts of the page in the order of the document, each with its node. No blank ones.

        Texts of :data:`SILENT` elements are among them: sorting them out here would cost more than reading the rest.
        """

    def parent(self, node: object) -> Element | None:
        """The element around an element or a text, None at the root and outside of the tree."""

    def around(self, node: object, limit: int) -> list[Element]:
        """The nearest elements around an element or a text, from the inside out."""

    def links_near(self, node: object, others: Container[object], *, before: bool) -> list[Near]:
        """Up to :data:`MAX_LINKS_NEARBY` links before or behind a text, the nearest first."""

    def links_below(self, element: Element, limit: int) -> list[Element]:
        """The first ``limit`` links below an element."""

    def label(self, element: Element, limit: int) -> str:
        """The text of a small element in one line of at most ``limit`` characters."""

    def beginning(self, element: Element, limit: int) -> str:
        """The same for an element of any size, from its first :data:`MAX_NODES` nodes only."""

    def is_large(self, element: Element) -> bool:
        """Whether there are more than :data:`MAX_NODES` nodes below an element."""

    def anchors(self) -> frozenset[str]:
        """All ids, and the names of ``<a>``: what a fragment can point to."""

    def scripts(self) -> list[Script]:
        """The scripts standing in the page, without those it only refers to."""

    def visible_text(self) -> str:
        """The text a visitor sees, blocks on lines of their own, spaces as written."""


def line_of(element: Element | None) -> int:
    """The line of an element, 0 when unknown."""
    return (element.source_line or 0) if element is not None else 0


def hides(style: str, tag: str) -> bool:
    """Whether a ``style`` attribute takes its element out of sight.

    ``visibility:hidden`` does not count, nor does anything on the whole page: scripts show both once they have loaded.
    """
    return "display:none" in style.replace(" ", "").lower() and tag not in {"html", "body"}
