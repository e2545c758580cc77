"""The one parse of a page. No reader knows the parser: turbohtml, and Lexbor should that ever fail."""

import copy
from collections.abc import Iterator
from itertools import islice
from typing import cast

import turbohtml

from checks.reading.dom import MAX_NODES, Element, Flow, Script, Tree, hides
from checks.reading.lexbor import LexborTree

MAX_CHARACTERS = 5_000_000
"""Characters of a page that are parsed; what stands behind them is not read. The parser takes linear time."""

_UNSEEN_TAGS = frozenset({"noscript", "noframes", "iframe", "textarea"})
_MAYBE_UNSEEN = "noscript,noframes,iframe,textarea,[hidden],[style]"

_FAILURES = (turbohtml.HTMLParseError, ValueError, TypeError, LookupError, RuntimeError, MemoryError, SystemError)
_PLAIN = turbohtml.PlainText(layout="strict", bullet="", table_cell_separator=" ")


def parse(text: str) -> Tree:
    """Parse a page, or as much of it as :data:`MAX_CHARACTERS` allow. Never raises."""
    source = text[:MAX_CHARACTERS]
    try:
        return TurboTree(turbohtml.parse(source))
    except _FAILURES:
        return LexborTree(source)


class TurboTree:
    """A tree of turbohtml. Its methods are those of :class:`~checks.reading.dom.Tree`."""

    __slots__ = ("_document", "_inert", "_nested", "_scripts")

    def __init__(self, document: turbohtml.Document) -> None:
        self._document = document
        # Hostile pages nest links in links: reading all text below each would take quadratic time.
        self._nested = document.select_one("a a") is not None
        self._scripts: list[Script] | None = None
        self._inert: set[Element] = set()
        for template in document.iter_elements("template"):
            if template not in self._inert:
                self._inert.update(template.iter_elements())

    def elements(self, *tags: str) -> Iterator[Element]:
        """See :meth:`Tree.elements`."""
        found = self._document.iter_elements(tags)
        if not self._inert:
            return found
        return (element for element in found if element not in self._inert)

    def flow(self) -> Flow:
        """See :meth:`Tree.flow`."""
        texts: list[tuple[int, str, object]] = []
        links: list[tuple[int, Element]] = []
        for order, node in enumerate(self._document.descendants):
            kind = type(node)
            if kind is turbohtml.Text:
                data = cast("turbohtml.Text", node).data
                if not data.isspace():
                    texts.append((order, data, node))
            elif kind is turbohtml.Element and cast("turbohtml.Element", node).tag == "a":
                links.append((order, cast("turbohtml.Element", node)))
        if self._inert:
            texts = [text for text in texts if self.parent(text[2]) is not None]
            links = [link for link in links if link[1] not in self._inert]
        return Flow(texts, links)

    def parent(self, node: object) -> Element | None:
        """See :meth:`Tree.parent`."""
        around = node.parent if isinstance(node, turbohtml.Node) else None
        return around if isinstance(around, turbohtml.Element) and around not in self._inert else None

    def line(self, element: Element) -> int:
        """See :meth:`Tree.line`."""
        return (element.source_line or 0) if isinstance(element, turbohtml.Element) else 0

    def label(self, element: Element, limit: int) -> str:
        """See :meth:`Tree.label`."""
        if not isinstance(element, turbohtml.Element):
            return ""
        if self._nested:
            nodes = islice(element.descendants, MAX_NODES)
            text = "".join([node.data for node in nodes if isinstance(node, turbohtml.Text)])
        else:
            text = element.text
        return " ".join(text.split())[:limit]

    def anchors(self) -> frozenset[str]:
        """See :meth:`Tree.anchors`."""
        ids = self._document.xpath("//@id")
        names = {element.attr("name") for element in self.elements("a")}
        names.update(name for name in (ids if isinstance(ids, list) else ()) if isinstance(name, str))
        return frozenset(name for name in names if name is not None)

    def scripts(self) -> list[Script]:
        """See :meth:`Tree.scripts`."""
        if self._scripts is None:
            self._scripts = [
                Script((element.attr("type") or "").strip().lower(), element.text, self.line(element))
                for element in self.elements("script")
                if element.attr("src") is None
            ]
        return self._scripts

    def visible_text(self) -> str:
        """See :meth:`Tree.visible_text`."""
        document = self._document
        hidden = [number for number, element in enumerate(document.select(_MAYBE_UNSEEN)) if _is_hidden(element)]
        if hidden:
            document = copy.copy(document)
            elements = document.select(_MAYBE_UNSEEN)
            for number in hidden:
                elements[number].extract()
        return document.to_text(_PLAIN)


def _is_hidden(element: turbohtml.Element) -> bool:
    style = element.attr("style")
    if style is None or element.tag in _UNSEEN_TAGS:
        return True
    # Nearly all styles fail the first test, which is ten times cheaper than the second.
    return ("none" in style and hides(style, element.tag)) or element.attr("hidden") is not None
