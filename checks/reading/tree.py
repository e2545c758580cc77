"""The one parse of a page. No reader knows the parser: turbohtml, and Lexbor should that ever fail."""

from collections.abc import Collection, Container
from itertools import islice
from typing import NamedTuple

import turbohtml

from checks.reading.dom import MAX_LINKS_NEARBY, MAX_NEARBY, MAX_NODES, Element, Near, Script, Tree, hides
from checks.reading.lexbor import LexborTree

MAX_CHARACTERS = 5_000_000
"""Characters of a page that are parsed; what stands behind them is not read. The parser takes linear time."""

_UNSEEN = ("noscript", "noframes", "iframe", "textarea", "[hidden]")  # a list of selectors would take twice as long

_FAILURES = (turbohtml.HTMLParseError, ValueError, TypeError, LookupError, RuntimeError, MemoryError, SystemError)
_PLAIN = turbohtml.PlainText(layout="strict", bullet="", table_cell_separator=" ")
_Element, _Node = turbohtml.Element, turbohtml.Node  # asked for thousands of times a page
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

    __slots__ = ("_document", "_inert", "_scripts", "_styled", "nests_links")

    def __init__(self, document: turbohtml.Document) -> None:
        self._document = document
        self.nests_links = document.select_one("a a") is not None
        self._scripts: list[Script] | None = None
        self._styled: list[tuple[turbohtml.Element, str]] | None = None
        self._inert: set[object] = set()
        for template in document.select("template"):
            if template not in self._inert:
                self._inert.update(template.descendants)

    def elements(self, *tags: str) -> list[Element]:
        """See :meth:`Tree.elements`."""
        # For a single name the parser has an index, which takes a tenth of the time of a walk.
        found = self._document.select(tags[0]) if len(tags) == 1 else list(self._document.iter_elements(tags))
        return [element for element in found if element not in self._inert] if self._inert else list(found)

    def having(self, tag: str, attribute: str, value: str = "") -> Collection[Element]:
        """See :meth:`Tree.having`."""
        return frozenset(self._document.select(f'{tag}[{attribute}*="{value}" i]' if value else f"{tag}[{attribute}]"))

    def styled(self) -> list[Element]:
        """See :meth:`Tree.styled`."""
        holding = [element for element, style in self._styles() if "(" in style and "url(" in style.lower()]
        return [element for element in holding if element not in self._inert]

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
        around = node.parent if isinstance(node, _Node) else None
        return around if isinstance(around, _Element) else None

    def around(self, node: object, limit: int) -> list[Element]:
        """See :meth:`Tree.around`."""
        above = islice(node.ancestors, limit) if isinstance(node, _Node) else ()
        return [element for element in above if isinstance(element, _Element)]

    def links_near(self, node: object, others: Container[object], *, before: bool) -> list[Near]:
        """See :meth:`Tree.links_near`."""
        found: list[Near] = []
        if not isinstance(node, _Node):
            return found
        is_past = False
        for near in islice(node.preceding if before else node.following, MAX_NEARBY):
            if isinstance(near, _Element):
                if near.tag == "a" and near not in self._inert:
                    found.append(Near(near, is_past))
                    if len(found) == MAX_LINKS_NEARBY:
                        break
            elif not is_past and near in others:
                is_past = True
        return found

    def links_below(self, element: Element, limit: int) -> list[Element]:
        """See :meth:`Tree.links_below`."""
        links = islice(element.iter_elements("a"), limit) if isinstance(element, _Element) else ()
        return [link for link in links if link not in self._inert] if self._inert else list(links)

    def label(self, element: Element, limit: int) -> str:
        """See :meth:`Tree.label`."""
        return self.beginning(element, limit) if self.nests_links else " ".join(element.text.split())[:limit]

    def beginning(self, element: Element, limit: int) -> str:
        """See :meth:`Tree.beginning`."""
        nodes = islice(element.descendants, MAX_NODES) if isinstance(element, _Element) else ()
        text = "".join([node.data for node in nodes if isinstance(node, turbohtml.Text)])
        return " ".join(text.split())[:limit]

    def is_large(self, element: Element) -> bool:
        """See :meth:`Tree.is_large`."""
        nodes = islice(element.descendants, MAX_NODES + 1) if isinstance(element, _Element) else ()
        return sum(1 for _ in nodes) > MAX_NODES

    def anchors(self) -> frozenset[str]:
        """See :meth:`Tree.anchors`."""
        named = [(element, "name") for element in self._document.select("a[name]") if element not in self._inert]
        named += [(element, "id") for element in self._document.select("[id]")]
        names = [element.attr(attribute) for element, attribute in named]
        return frozenset([name for name in names if name is not None])

    def scripts(self) -> list[Script]:
        """See :meth:`Tree.scripts`."""
        if self._scripts is None:
            self._scripts = [
                Script((element.attr("type") or "").strip().lower(), element.text, element.source_line or 0)
                for element in self._document.select("script:not([src])")
                if element not in self._inert
            ]
        return self._scripts

    def _styles(self) -> list[tuple[turbohtml.Element, str]]:
        """The elements with a style of their own: found once for all, since that walks over all attributes."""
        if self._styled is None:
            self._styled = [(element, element.attr("style") or "") for element in self._document.select("[style]")]
        return self._styled

    def visible_text(self) -> str:
        """See :meth:`Tree.visible_text`."""
        document = self._document
        unseen = [element for selector in _UNSEEN for element in document.select(selector)]
        unseen += [element for element, style in self._styles() if "none" in style and hides(style, element.tag)]
        places = [_taken_out(element) for element in unseen]
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
