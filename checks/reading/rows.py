"""Which link a day in a list belongs to, whatever the list is built of."""

from bisect import bisect_left
from typing import NamedTuple

from checks.reading.dom import Element, Tree
from checks.reading.spots import Spot, Spots

_CLIMB = 7
_LOOSE_CLIMB = 4
_CANDIDATES = 3
_MAX_LABEL = 60

_ITEMS = frozenset({"li", "tr", "dl", "a"})
"""What is surely a row, however deep the day stands in it."""

_LISTS = frozenset({"ul", "ol", "table", "tbody", "thead", "tfoot", "body", "html", "head"})
"""What holds rows, and so is none: a day and a link that meet only here are of different rows."""


class Row(NamedTuple):
    """The link of a row, and whether the row is one of a list or a table by its element."""

    link: Element
    is_item: bool


class Rows:
    """Finds the rows of one page.

    The link of a day is the one around it, else the nearest one before or behind that shares the smaller part of the
    page with it. Where both are as near, as in lists without elements for rows, the first day of the list decides.
    """

    def __init__(self, tree: Tree, spots: Spots) -> None:
        self._tree = tree
        self._links = spots.links
        self._link_orders = spots.link_orders
        self._spot_orders = [spot.order for spot in spots.found]
        self._link_first: dict[Element, bool] = {}

    def row_of(self, spot: Spot) -> Row | None:
        """The row in which a day stands, None when it stands in none."""
        chain = self._chain(spot.node)
        for around in chain:
            if around.tag == "a":
                return Row(around, is_item=True)
        position = bisect_left(self._link_orders, spot.order)
        depths = {around: depth for depth, around in enumerate(chain)}
        before = self._shared(position - 1, depths, chain)
        behind = self._shared(position, depths, chain)
        if before is None and behind is None:
            return None
        depth = min(depth for depth in (before, behind) if depth is not None)
        if before == behind:
            link_first = self._link_first.setdefault(chain[depth], True)
        else:
            link_first = before == depth
            self._link_first.setdefault(chain[depth], link_first)
        numbers = (
            range(position - 1, position - 1 - _CANDIDATES, -1)
            if link_first
            else range(position, position + _CANDIDATES)
        )
        near = [number for number in numbers if self._shared(number, depths, chain) == depth]
        link = self._most_telling(near, spot)
        in_paragraph = "年" in spot.raw and any(around.tag == "p" for around in chain[:depth])
        is_item = chain[depth].tag in _ITEMS
        return Row(link, is_item) if is_item or not in_paragraph else None

    def _chain(self, node: object) -> list[Element]:
        chain: list[Element] = []
        around = self._tree.parent(node)
        while around is not None and len(chain) < _CLIMB:
            chain.append(around)
            around = self._tree.parent(around)
        return chain

    def _shared(self, number: int, depths: dict[Element, int], chain: list[Element]) -> int | None:
        """How far above the day the element is that holds the link too, None when that is no row."""
        if not 0 <= number < len(self._links) or not _leads_on(self._links[number]):
            return None
        branch: Element = self._links[number]
        for _ in range(_CLIMB):
            around = self._tree.parent(branch)
            if around is None:
                return None
            depth = depths.get(around)
            if depth is not None:
                is_row = around.tag in _ITEMS or (depth < _LOOSE_CLIMB and around.tag not in _LISTS)
                apart = depth > 0 and around.tag not in _ITEMS and branch.tag == chain[depth - 1].tag == "p"
                return depth if is_row and not apart else None
            branch = around
        return None

    def _most_telling(self, numbers: list[int], spot: Spot) -> Element:
        """Of the nearest links in a row the one with the longest text, up to the next day."""
        own = bisect_left(self._spot_orders, spot.order)
        found = self._links[numbers[0]]
        length = len(self._tree.label(found, _MAX_LABEL))
        for number in numbers[1:]:
            order = self._link_orders[number]
            if bisect_left(self._spot_orders, order) not in {own, own + 1}:
                break
            text = len(self._tree.label(self._links[number], _MAX_LABEL))
            if text > length:
                found, length = self._links[number], text
        return found


def _leads_on(link: Element) -> bool:
    """Whether a link leads to something else than a place on the same page."""
    href = (link.attr("href") or "").strip()
    return (href != "" and not href.startswith("#")) or link.attr("onclick") is not None
