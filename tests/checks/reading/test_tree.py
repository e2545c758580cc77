from collections.abc import Callable

import pytest
import turbohtml

from checks.reading.dom import MAX_NODES, Tree
from checks.reading.lexbor import MAX_MARKS, LexborTree
from checks.reading.links import read_links
from checks.reading.text import title, visible_text
from checks.reading.tree import TurboTree, parse
from checks.reading.urls import Resolver

HTML = """<!doctype html><html><head><title> 宜春市
人民政府 </title><style>p{}</style></head><body>
<p id=one>通知<b>公告</b>。<br>二</p><div hidden>藏</div><div style="DISPLAY: none">藏</div>
<script type="text/JavaScript">var a = "<a href=s>";</script><script src=x.js></script>
<template><p>模板</p><a href=t name=t>t</a></template><noscript>无脚本</noscript>
<ul><li><a href=a name=two>甲</a><span>2024-03-05</span><li>乙</ul><!-- 注释 --></body></html>"""


@pytest.fixture(params=["turbohtml", "lexbor"])
def tree(request: pytest.FixtureRequest) -> Tree:
    return TurboTree(turbohtml.parse(HTML)) if request.param == "turbohtml" else LexborTree(HTML)


def test_both_trees_read_the_same(tree: Tree) -> None:
    assert [element.attr("href") for element in tree.elements("a")] == ["a"]
    assert title(tree) == "宜春市 人民政府"
    assert tree.anchors() >= {"one", "two"}
    assert [(script.kind, script.source) for script in tree.scripts()] == [("text/javascript", 'var a = "<a href=s>";')]
    assert [len(tree.having(tag, "hidden")) for tag in ("div", "p")] == [1, 0]
    assert [len(tree.having("script", "type", part)) for part in ("javascript", "json")] == [1, 0]


def test_both_trees_see_the_same_text(tree: Tree) -> None:
    seen = "".join(visible_text(tree).split())
    assert seen == "通知公告。二甲2024-03-05乙"
    assert "通知公告" in visible_text(tree)


def test_texts_know_their_parents_and_the_links_near_them(tree: Tree) -> None:
    day = next(node for text, node in tree.texts() if text == "2024-03-05")
    parent = tree.parent(day)
    assert parent is not None
    assert parent.tag == "span"
    (near,) = tree.links_near(day, {day}, before=True)
    assert (near.link.attr("href"), near.is_past) == ("a", False)
    assert tree.links_near(day, {day}, before=False) == []


def test_what_stands_around_a_text_is_told_from_the_inside_out(tree: Tree) -> None:
    day = next(node for text, node in tree.texts() if text == "2024-03-05")
    assert [element.tag for element in tree.around(day, 3)] == ["span", "li", "ul"]
    assert [element.tag for element in tree.around(day, 9)] == ["span", "li", "ul", "body", "html"]


def test_elements_are_keys(tree: Tree) -> None:
    (first,) = tree.elements("ul")
    (second,) = tree.elements("ul")
    assert first == second
    assert len({first, second}) == 1
    assert first != tree.elements("li")[0]


def test_labels_are_bounded(tree: Tree) -> None:
    (paragraph,) = tree.elements("p")
    assert tree.label(paragraph, 3) == tree.beginning(paragraph, 3) == "通知公"


@pytest.mark.parametrize("make", [parse, LexborTree])
def test_large_elements_are_told_from_small_ones(make: Callable[[str], Tree]) -> None:
    tree = make(f"<ul>{'<li>' * MAX_NODES}</ul><ol>{'<li>' * (MAX_NODES + 1)}</ol>")
    assert [tree.is_large(element) for element in tree.elements("ul", "ol")] == [False, True]


def test_a_frameset_has_no_body_and_is_read() -> None:
    links = read_links(
        parse("<frameset cols=2><frame src=a.html><frame src=b.html></frameset>"), Resolver("http://a.cn/")
    )
    assert [link.url for link in links] == ["http://a.cn/a.html", "http://a.cn/b.html"]


def test_lexbor_takes_over_when_the_parser_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> turbohtml.Document:
        raise MemoryError

    monkeypatch.setattr(turbohtml, "parse", fail)
    tree = parse("<a href=x>甲</a>")
    assert isinstance(tree, LexborTree)
    assert [tree.label(element, 9) for element in tree.elements("a")] == ["甲"]


@pytest.mark.parametrize("html", ["<div>" * (MAX_MARKS + 1), "<a " + "a=1 " * (MAX_MARKS + 1) + "href=x>"])
def test_lexbor_is_kept_from_what_it_takes_long_on(html: str) -> None:
    assert LexborTree(html).elements("a", "div") == []


def test_links_nested_in_links_have_short_labels() -> None:
    tree = parse("<svg>" + "<a href=x>字" * 5_000)
    links = read_links(tree, Resolver("http://a.cn/"))
    assert len(links) == 5_000
    assert all(len(link.text) <= 60 for link in links)
