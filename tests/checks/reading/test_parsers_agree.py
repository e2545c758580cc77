"""Two parsers that have nothing in common read the same from the pages of the variants: links, text and days."""

import pytest

from checks.reading import lexbor
from checks.reading.dates import list_dates
from checks.reading.dom import Tree
from checks.reading.lexbor import LexborTree
from checks.reading.links import read_links, resolver_of
from checks.reading.spots import Spots
from checks.reading.text import title, visible_text
from checks.reading.tree import TurboTree, parse
from checks.reading.urls import Resolver
from tests.checks.reading.variants import grammar
from tests.checks.reading.variants.generate import variants


def read(tree: Tree, url: str) -> dict[str, object]:
    days = list_dates(tree, Spots(tree, grammar.SEEN), Resolver(url), grammar.SEEN)
    links = read_links(tree, resolver_of(tree, url, "utf-8"))
    return {
        "links": [(link.url, link.tag, link.attribute, link.text) for link in links],
        "text": "".join(visible_text(tree).split()),
        "title": title(tree),
        "anchors": tree.anchors(),
        "days": [(day.day, day.about_url) for day in days],
    }


def test_both_parsers_read_the_same_from_all_variants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexbor, "MAX_MARKS", 1_000_000)
    for one in variants():
        usual = parse(one.html)
        assert isinstance(usual, TurboTree)
        assert read(usual, one.url) == read(LexborTree(one.html), one.url), one.name
