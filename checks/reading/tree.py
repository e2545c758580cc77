"""The one parse of a page. No reader knows the parser: turbohtml, and Lexbor should that ever fail."""

from collections.abc import Container
from itertools import islice
from typing import NamedTuple

import turbohtml

from checks.reading.dom import MAX_LINKS_NEARBY, MAX_NEARBY, MAX_NODES, Element, Near, Script, Tree, hides
from checks.reading.lexbor import LexborTree

MAX_CHARACTERS = 5_000_000
"""Characters of a page that are parsed; what stands behind them is not read. The parser takes linear time."""

_UNSEEN = "noscript,noframes,iframe,textarea,[hidden]"

_FAILURES = (turbohtml.HTMLParseError, ValueError, TypeError, LookupError, RuntimeError, MemoryError, SystemError)
_PLAIN = turbohtml.PlainText(layout="strict", bullet="", table_cell_separator=" ")
_IDS = turbohtml.XPath("//@id")
_TEXTS = turbohtml.NodeFilter.SHOW_TEXT


def parse(text: str) -> Tree:
    """Parse a page, or as much of it as :data:`MAX_CHARACTERS` allow. Never raises."""
    source = text[:MAX_CHARACTERS]
    try:
        return TurboTree(turbohtml.parse(source))
    except _FAILURES:
        return LexborTree(source)


class TurboTree:
    """A tree of turbohtml. Its methods are those of :class:`~checks.reading.dom.Tree`."""

    __slots__ = ("_document", "_inert", "_nested", "_scripts", "_styles")

    def __init__(self, document: turbohtml.Document) -> None:
        self._document = document
        # Hostile pages nest links in links: reading all text below each would take quadratic time.
        self._nested = document.select_one("a a") is not None
        self._scripts: list[Script] | None = None
        # Found once for all who ask: a selector that looks into attributes takes ten times as long.
        self._styles = [(element, element.attr("style") or "") for element in document.select("[style]")]
        self._inert: set[object] = set()
        for template in document.iter_elements("template"):
            if template not in self._inert:
                self._inert.update(template.descendants)

    def elements(self, *tags: str) -> list[Element]:
        """See :meth:`Tree.elements`."""
        found = self._document.iter_elements(tags)
        return [element for element in found if element not in self._inert] if self._inert else list(found)

    def has_attribute(self, name: str) -> bool:
        """See :meth:`Tree.has_attribute`."""
        return self._document.select_one(f"[{name}]") is not None

    def having(self, tag: str, attribute: str) -> Container[Element]:
        """See :meth:`Tree.having`."""
        return frozenset(self._document.select(f"{tag}[{attribute}]"))

    def styled(self) -> list[Element]:
        """See :meth:`Tree.styled`."""
        return [
            element
            for element, style in self._styles
            if "(" in style and "url(" in style.lower() and element not in self._inert
        ]

    def texts(self) -> list[tuple[str, object]]:
        """See :meth:`Tree.texts`."""
        nodes = turbohtml.NodeIterator(self._document, _TEXTS)
        found: list[tuple[str, object]] = [
            (text, node)
            for node in nodes
            if not (text := node.data).isspace()  # type: ignore[attr-defined]  # only texts are shown
        ]
        return [pair for pair in found if pair[1] not in self._inert] if self._inert else found

    def parent(self, node: object) -> Element | None:
        """See :meth:`Tree.parent`."""
        around = node.parent if isinstance(node, turbohtml.Node) else None
        return around if isinstance(around, turbohtml.Element) else None

    def links_near(self, node: object, others: Container[object], *, before: bool) -> list[Near]:
        """See :meth:`Tree.links_near`."""
        found: list[Near] = []
        if not isinstance(node, turbohtml.Node):
            return found
        is_past = False
        for near in islice(node.preceding if before else node.following, MAX_NEARBY):
            if isinstance(near, turbohtml.Element):
                if near.tag == "a" and near not in self._inert:
                    found.append(Near(near, is_past))
                    if len(found) == MAX_LINKS_NEARBY:
                        break
            elif near in others:
                is_past = True
        return found

    def links_below(self, element: Element, limit: int) -> list[Element]:
        """See :meth:`Tree.links_below`."""
        links = islice(element.iter_elements("a"), limit) if isinstance(element, turbohtml.Element) else ()
        return [link for link in links if link not in self._inert]

    def label(self, element: Element, limit: int) -> str:
        """See :meth:`Tree.label`."""
        return self.beginning(element, limit) if self._nested else " ".join(element.text.split())[:limit]

    def beginning(self, element: Element, limit: int) -> str:
        """See :meth:`Tree.beginning`."""
        nodes = islice(element.descendants, MAX_NODES) if isinstance(element, turbohtml.Element) else ()
        text = "".join([node.data for node in nodes if isinstance(node, turbohtml.Text)])
        return " ".join(text.split())[:limit]

    def is_large(self, element: Element) -> bool:
        """See :meth:`Tree.is_large`."""
        nodes = islice(element.descendants, MAX_NODES + 1) if isinstance(element, turbohtml.Element) else ()
        return sum(1 for _ in nodes) > MAX_NODES

    def anchors(self) -> frozenset[str]:
        """See :meth:`Tree.anchors`."""
        named = self._document.select("a[name]")
        names = {element.attr("name") for element in named if element not in self._inert}
        ids = _IDS(self._document)
        names.update([name for name in (ids if isinstance(ids, list) else ()) if isinstance(name, str)])
        return frozenset(name for name in names if name is not None)

    def scripts(self) -> list[Script]:
        """See :meth:`Tree.scripts`."""
        if self._scripts is None:
            self._scripts = [
                Script((element.attr("type") or "").strip().lower(), element.text, element.source_line or 0)
                for element in self.elements("script")
                if element.attr("src") is None
            ]
        return self._scripts

    def visible_text(self) -> str:
        """See :meth:`Tree.visible_text`."""
        document = self._document
        hidden = [element for element, style in self._styles if "none" in style and hides(style, element.tag)]
        places = [_taken_out(element) for element in (*document.select(_UNSEEN), *hidden)]
        try:
            return document.to_text(_PLAIN)
        finally:  # a copy to take them out of would cost as much as all the rest
            for place in reversed(places):
                place.put_back()


class _Place(NamedTuple):
    """An element that was taken out of the page, and where it stood there."""

    element: turbohtml.Element
    parent: turbohtml.Element | turbohtml.Document | turbohtml.DocumentFragment | None
    behind: turbohtml.Node | None

    def put_back(self) -> None:
        """Undo it. The last that was taken out must be the first to be put back."""
        if self.behind is not None:
            self.behind.insert_before(self.element)
        elif isinstance(self.parent, turbohtml.Element):
            self.parent.append(self.element)


def _taken_out(element: turbohtml.Element) -> _Place:
    place = _Place(element, element.parent, element.next_sibling)
    if isinstance(place.parent, turbohtml.Element):
        element.extract()
    return place
