"""A page parsed by Lexbor: what takes over when the usual parser fails, and what it is compared with in tests."""

from collections.abc import Collection, Container
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from checks.reading.dom import MAX_LINKS_NEARBY, MAX_NEARBY, MAX_NODES, SILENT, Element, Near, Script, hides

MAX_CHARACTERS = 1_000_000
"""Characters given to Lexbor, which knows no limits of its own."""

MAX_MARKS = 10_000
"""``<`` and ``=`` in a page given to Lexbor: it takes quadratic time on deep nesting and on very many attributes."""

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p"),
        *("pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_TEXT = "-text"


class LexborElement:
    """An element of Lexbor's tree. Its methods are those of :class:`~checks.reading.dom.Element`."""

    __slots__ = ("node",)

    def __init__(self, node: LexborNode) -> None:
        self.node = node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LexborElement) and other.node.mem_id == self.node.mem_id

    def __hash__(self) -> int:
        return self.node.mem_id

    @property
    def tag(self) -> str:
        """See :attr:`Element.tag`."""
        return self.node.tag or ""

    @property
    def text(self) -> str:
        """See :attr:`Element.text`."""
        return self.node.text()

    @property
    def source_line(self) -> int | None:
        """See :attr:`Element.source_line`: Lexbor keeps no positions."""
        return None

    def attr(self, name: str, /) -> str | None:
        """See :meth:`Element.attr`."""
        attributes = self.node.attributes
        return (attributes[name] or "") if name in attributes else None


class LexborTree:
    """A tree of Lexbor, which does not know lines. Its methods are those of :class:`~checks.reading.dom.Tree`.

    A page over the limits of this module gives an empty tree.
    """

    __slots__ = ("_nodes", "_parser", "_places")

    nests_links = True  # so that labels are read from their beginnings only

    def __init__(self, text: str) -> None:
        source = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode()
        if max(source.count("<"), source.count("=")) > MAX_MARKS:
            source = ""
        self._parser = LexborHTMLParser(source)
        root = self._parser.root
        self._nodes = list(root.traverse(include_text=True)) if root is not None else []
        self._places = {node.mem_id: place for place, node in enumerate(self._nodes)}

    def elements(self, *tags: str) -> list[Element]:
        """See :meth:`Tree.elements`."""
        wanted = frozenset(tags)
        return [LexborElement(node) for node in self._nodes if node.tag in wanted]

    def having(self, tag: str, attribute: str, value: str = "") -> Collection[LexborElement]:
        """See :meth:`Tree.having`."""
        found = (node for node in self._nodes if node.tag == tag and attribute in node.attributes)
        return {LexborElement(node) for node in found if value in (node.attributes[attribute] or "").lower()}

    def styled(self) -> list[Element]:
        """See :meth:`Tree.styled`."""
        holding = (node for node in self._nodes if "url(" in (node.attributes.get("style") or "").lower())
        return [LexborElement(node) for node in holding]

    def texts(self) -> list[tuple[str, object]]:
        """See :meth:`Tree.texts`."""
        pairs = ((node.text_content or "", LexborElement(node)) for node in self._nodes if node.tag == _TEXT)
        return [(text, node) for text, node in pairs if text.strip()]

    def parent(self, node: object) -> Element | None:
        """See :meth:`Tree.parent`."""
        around = node.node.parent if isinstance(node, LexborElement) else None
        return LexborElement(around) if around is not None and around.is_element_node else None

    def around(self, node: object, limit: int) -> list[Element]:
        """See :meth:`Tree.around`."""
        found: list[Element] = []
        while len(found) < limit and (above := self.parent(found[-1] if found else node)) is not None:
            found.append(above)
        return found

    def links_near(self, node: object, others: Container[object], *, before: bool) -> list[Near]:
        """See :meth:`Tree.links_near`."""
        found: list[Near] = []
        place = self._places.get(node.node.mem_id, -1) if isinstance(node, LexborElement) else -1
        if place < 0:
            return found
        is_past = False
        start = max(0, place - MAX_NEARBY)
        nodes = self._nodes[start:place][::-1] if before else self._nodes[place + 1 : place + 1 + MAX_NEARBY]
        for near in map(LexborElement, nodes):
            if near.tag == "a":
                found.append(Near(near, is_past))
            is_past = is_past or near in others
        return found[:MAX_LINKS_NEARBY]

    def links_below(self, element: Element, limit: int) -> list[Element]:
        """See :meth:`Tree.links_below`."""
        below = element.node.traverse() if isinstance(element, LexborElement) else iter(())
        return list(islice((LexborElement(node) for node in below if node.tag == "a"), limit))

    def label(self, element: Element, limit: int) -> str:
        """See :meth:`Tree.label`."""
        return self.beginning(element, limit)

    def beginning(self, element: Element, limit: int) -> str:
        """See :meth:`Tree.beginning`."""
        if not isinstance(element, LexborElement):
            return ""
        nodes = islice(element.node.traverse(include_text=True), MAX_NODES + 1)
        return " ".join("".join([node.text_content or "" for node in nodes if node.tag == _TEXT]).split())[:limit]

    def is_large(self, element: Element) -> bool:
        """See :meth:`Tree.is_large`."""
        nodes = element.node.traverse(include_text=True) if isinstance(element, LexborElement) else iter(())
        return sum(1 for _ in islice(nodes, MAX_NODES + 2)) > MAX_NODES + 1

    def anchors(self) -> frozenset[str]:
        """See :meth:`Tree.anchors`."""
        names = {node.attributes.get("id") for node in self._nodes}
        names |= {node.attributes.get("name") for node in self._nodes if node.tag == "a"}
        return frozenset(name for name in names if name is not None)

    def scripts(self) -> list[Script]:
        """See :meth:`Tree.scripts`."""
        return [
            Script((element.attr("type") or "").strip().lower(), element.text, 0)
            for element in self.elements("script")
            if element.attr("src") is None
        ]

    def visible_text(self) -> str:
        """See :meth:`Tree.visible_text`."""
        parts: list[str] = []
        block = 0
        for text, node in self.texts():
            around, seen = _around(node)
            if seen:
                parts.append(text if around == block else "\n" + text)
                block = around
        return "".join(parts)


def _around(place: object) -> tuple[int, bool]:
    """The block that a text stands in, and whether it can be seen."""
    node = place.node.parent if isinstance(place, LexborElement) else None
    block = 0
    while node is not None and node.is_element_node:
        hidden = "hidden" in node.attributes or node.tag in SILENT - {"option"}
        if hidden or hides(node.attributes.get("style") or "", node.tag or ""):
            return block, False
        if not block and node.tag in _BLOCKS:
            block = node.mem_id
        node = node.parent
    return block, True
