"""What the readers ask of a parsed page, whichever parser made it."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

MAX_NODES = 60
"""Nodes below an element that are read for its label, so that links nested in links cannot make reading slow."""

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

    def attr(self, name: str, /) -> str | None:
        """The value of an attribute as written, None when the element has none of that name."""


class Script(NamedTuple):
    """A script that stands in the page itself: its ``type`` in lower case, its source, and the line it starts on."""

    kind: str
    source: str
    line: int


class Flow(NamedTuple):
    """What is said and what is linked, each with its place in the order of the document: texts, their nodes; ``<a>``.

    Texts of :data:`SILENT` elements are among them: sorting them out here would cost more than reading the rest.
    """

    texts: list[tuple[int, str, object]]
    links: list[tuple[int, Element]]


class Tree(Protocol):
    """A parsed page. Comments and what stands below a ``<template>`` do not belong to it."""

    def elements(self, *tags: str) -> Iterator[Element]:
        """The elements of these names, in the order of the document."""

    def flow(self) -> Flow:
        """The texts and links of the page, without blank texts."""

    def parent(self, node: object) -> Element | None:
        """The element around an element or a text, None at the root and outside of the tree."""

    def line(self, element: Element) -> int:
        """The line of the source where the start tag is (1-based), 0 when unknown."""

    def label(self, element: Element, limit: int) -> str:
        """The text below in one line of at most ``limit`` characters, from the first :data:`MAX_NODES` nodes."""

    def anchors(self) -> frozenset[str]:
        """All ids, and the names of ``<a>``: what a fragment can point to."""

    def scripts(self) -> list[Script]:
        """The scripts standing in the page, without those it only refers to."""

    def visible_text(self) -> str:
        """The text a visitor sees, blocks on lines of their own, spaces as written."""


def hides(style: str, tag: str) -> bool:
    """Whether a ``style`` attribute takes its element out of sight.

    ``visibility:hidden`` does not count, nor does anything on the whole page: scripts show both once they have loaded.
    """
    return "display:none" in style.replace(" ", "").lower() and tag not in {"html", "body"}
