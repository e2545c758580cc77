"""A page is read field by field, as it is asked for, and what is read does not depend on what was read before."""

import copy
import pickle
from dataclasses import fields, replace
from itertools import permutations

import pytest
import turbohtml
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import Page, PageLevel
from checks.reading import reading
from checks.reading.page import settled
from checks.reading.tree import TurboTree
from tests.checks.reading.pages import page_of

HTML = """<!doctype html><html><head><title>关于招生的通知_云溪市教育局</title>
<meta name=PubDate content='2024-03-05 10:00'><style>.a{background:url(/a.png)}</style></head><body>
<ul><li><a href=/t20240304_1.html rel=nofollow>一则旧通知</a><span>2024-03-04</span></ul><h1>关于招生的通知</h1>
<p>发布时间：2024-03-05</p><div style='display:none'><a href=/x id=hid>藏</a></div>
<noscript><a href=/y>无</a></noscript>
<p hidden>藏<textarea>二</textarea></p><p style='background:url(/b.png)'>正文。</p>
<form action=/s><input type=text name=q></form><div>主办单位：云溪市教育局 网站标识码：3609000001</div></body></html>"""
NAMES = [field.name for field in fields(Page)]
READ = ["links", "text", "dates", "published", "anchors", "footer", "kind", "heading", "scripting", "title"]


def test_nothing_is_read_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("nobody asked for days")

    monkeypatch.setattr(reading, "Spots", never)
    page = page_of(HTML)
    assert [link.raw for link in page.links][:2] == ["/a.png", "/t20240304_1.html"]
    assert "正文" in page.text
    with pytest.raises(AssertionError, match="nobody asked"):
        _ = page.dates


@settings(deadline=None)
@given(st.permutations(READ))
def test_the_order_of_asking_changes_nothing(order: list[str]) -> None:
    page, whole = page_of(HTML), settled(page_of(HTML))
    for name in order:
        assert getattr(page, name) == getattr(whole, name)
    assert page == whole


def test_a_settled_page_lets_go_of_its_source() -> None:
    page = settled(page_of(HTML))
    assert vars(type(page))["_reading"].__get__(page) is None
    assert all(hasattr(page, name) for name in NAMES)


def test_pages_are_values_like_others() -> None:
    page = page_of(HTML)
    assert replace(page, level=PageLevel.HOME).level is PageLevel.HOME
    assert pickle.loads(pickle.dumps(page)) == page  # noqa: S301  # our own, made a moment ago
    assert copy.copy(page) == page
    assert "2024-03-05" in repr(page)
    with pytest.raises(AttributeError):
        _ = page.nothing_of_the_kind  # type: ignore[attr-defined]


def test_a_page_that_is_no_answer_is_left_as_it_is() -> None:
    page = Page("http://a.cn/", 200, "utf-8", "", (), (), None, {}, {}, {}, "", frozenset())
    assert settled(page) is page


HIDING = ("<p hidden>{}</p>", "<div style='display:none'>{}</div>", "<noscript>{}</noscript>", "<b>{}</b>{}")


@pytest.mark.parametrize("nest", list(permutations(HIDING, 3)))
def test_reading_the_text_leaves_the_page_as_it_was(nest: tuple[str, ...]) -> None:
    inner = "字<i>二</i>"
    for around in nest:
        inner = around.format(*[inner] * around.count("{}"))
    document = turbohtml.parse(f"<body>甲{inner}<textarea>乙</textarea>丙")
    before = document.html
    tree = TurboTree(document)
    seen = tree.visible_text()
    assert document.html == before
    assert tree.visible_text() == seen
    assert "".join(seen.split()) == "甲丙"
