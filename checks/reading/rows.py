"""Which link a day in a list belongs to, whatever the list is built of."""

from collections import Counter
from typing import NamedTuple

from checks.reading.dom import Element, Near, Tree
from checks.reading.spots import CLIMB, Spot, Spots

_LOOSE_CLIMB = 4
_MAX_LABEL = 60
_ENTRY = 300

_ITEMS = frozenset({"li", "tr", "dl", "a"})
"""What is surely a row, however deep the day stands in it."""

_NEAREST = frozenset({"li", "tr", "a"})
_FEW_LINKS = 4

_LISTS = frozenset({"ul", "ol", "table", "tbody", "thead", "tfoot", "body", "html", "head"})
"""What holds rows, and so is none: a day and a link that meet only here are of different rows."""


class Row(NamedTuple):
    """The link of a row, whether the row is an item of a list or a table, and whether the day stands in the link."""

    link: Element
    is_item: bool
    within: bool = False


class Rows:
    """Finds the rows of one page.

    The link of a day is the one around it, else the nearest one before or behind that shares the smaller part of the
    page with it. Where both are as near, as in lists without elements for rows, the first day of the list decides.
    """

    def __init__(self, tree: Tree, spots: Spots) -> None:
        self._tree = tree
        self._spots = spots
        self._found = spots.found
        self._items: dict[int, Element | None] | None = None
        self._days: Counter[Element | None] = Counter()
        self._nodes: set[object] = set()
        self._link_first: dict[Element, bool] = {}

    def row_of(self, spot: Spot) -> Row | None:
        """The row in which a day stands, None when it stands in none."""
        if self._items is None:
            self._items = {id(one): self._item(one) for one in self._found}
            self._days.update(self._items.values())
            self._nodes.update([one.node for one in self._found])
        item = self._items.get(id(spot))
        if item is not None and item.tag == "a":
            return Row(item, is_item=True, within=True)
        return self._row_in_item(item) or self._row_around(spot)

    def item_of(self, spot: Spot) -> Row | None:
        """The same where the row is an item. For a day that stands in none the links nearby are not looked for."""
        if not any(around.tag in _ITEMS for around in self._spots.around(spot)):
            return None
        row = self.row_of(spot)
        return row if row is not None and row.is_item else None

    def _item(self, spot: Spot) -> Element | None:
        """The nearest item of a list, row of a table or link around a day."""
        return next((around for around in self._spots.around(spot) if around.tag in _NEAREST), None)

    def _row_in_item(self, item: Element | None) -> Row | None:
        """The row that an item makes if its link is beyond doubt: it has but one, or but one day for a few links."""
        if item is None:
            return None
        links = self._tree.links_below(item, _FEW_LINKS + 1)
        leading = [link for link in links if _leads_on(link)]
        if len(leading) == 1 and len(links) <= _FEW_LINKS:
            return Row(leading[0], is_item=True)
        if not leading or len(links) > _FEW_LINKS or self._days[item] > 1:
            return None
        return Row(max(reversed(leading), key=self._length), is_item=True)

    def _length(self, link: Element) -> int:
        return len(self._tree.label(link, _MAX_LABEL))

    def _row_around(self, spot: Spot) -> Row | None:
        chain = self._spots.around(spot)
        for around in chain:
            if around.tag == "a":
                return Row(around, is_item=True, within=True)
        depths = {around: depth for depth, around in enumerate(chain)}
        before = self._tree.links_near(spot.node, self._nodes, before=True)
        behind = self._tree.links_near(spot.node, self._nodes, before=False)
        depth_before = self._shared(before, depths, chain)
        depth_behind = self._shared(behind, depths, chain)
        if depth_before is None and depth_behind is None:
            return None
        depth = min(depth for depth in (depth_before, depth_behind) if depth is not None)
        link_first = depth_before == depth
        if depth_before == depth_behind:
            link_first = self._link_first.get(chain[depth], True)
        self._link_first.setdefault(chain[depth], link_first)
        is_item = chain[depth].tag in _ITEMS
        if not is_item and "年" in spot.raw and self._is_signature(chain[: depth + 1]):
            return None
        return Row(self._most_telling(before if link_first else behind, depth, depths, chain), is_item)

    def _is_signature(self, chain: list[Element]) -> bool:
        """Whether a day is a paragraph of an article, as below its signature, rather than one of a short entry."""
        if not any(around.tag == "p" for around in chain[:-1]):
            return False
        return self._tree.is_large(chain[-1]) or len(self._tree.beginning(chain[-1], _ENTRY + 1)) > _ENTRY

    def _shared(self, near: list[Near], depths: dict[Element, int], chain: list[Element]) -> int | None:
        """How far above the day the element is that holds the nearest link too, None when that is no row."""
        if not near or not _leads_on(near[0].link):
            return None
        branch = near[0].link
        for _ in range(CLIMB):
            around = self._tree.parent(branch)
            depth = depths.get(around) if around is not None else None
            if around is None or depth is not None:
                break
            branch = around
        else:
            return None
        if around is None or depth is None or around.tag in _LISTS:
            return None
        if around.tag in _ITEMS:
            return depth
        apart = depth > 0 and branch.tag == chain[depth - 1].tag == "p"
        return None if apart or depth >= _LOOSE_CLIMB else depth

    def _most_telling(self, near: list[Near], depth: int, depths: dict[Element, int], chain: list[Element]) -> Element:
        """Of the links in the same row, up to the next day, the one with the longest text."""
        row = [one.link for one in near if not one.is_past and self._shared([one], depths, chain) == depth]
        return max(row, key=self._length, default=near[0].link)


def _leads_on(link: Element) -> bool:
    """Whether a link leads to something else than a place on the same page."""
    href = (link.attr("href") or "").strip()
    return (href != "" and not href.startswith("#")) or link.attr("onclick") is not None
