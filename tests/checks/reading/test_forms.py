"""The search form of a page, and what it would ask."""

import pytest

from checks.evidence import Response, SearchForm
from checks.reading.page import read_page
from checks.vocabulary import LinkOutcome

URL = "https://www.yunxi.test/zwgk/index.html"


def form_of(html: str, charset: str = "utf-8") -> SearchForm | None:
    body = f"<!doctype html><html><head><meta charset={charset}></head><body>{html}</body></html>"
    response = Response(URL, URL, LinkOutcome.OK, 200, (("content-type", "text/html"),), body.encode(charset))
    return read_page(response).search


@pytest.mark.parametrize(
    ("html", "asked"),
    [
        ('<form action="/so.html"><input name="q"><button>搜索</button></form>', "https://www.yunxi.test/so.html?q="),
        ('<form action="//so.yunxi.test/s?x=1#top"><input type=text name="qt" placeholder="请输入检索词"></form>',
         "https://so.yunxi.test/s?qt="),
        ('<form id="searchForm"><input type="hidden" name="site" value="a&b"><input name="wd"></form>',
         "https://www.yunxi.test/zwgk/index.html?site=a%26b&wd="),
        (('<form action="s.jsp"><input type="radio" name="in" value="0">'
          '<input type="radio" name="in" value="1" checked>'
         '<p><span><input type="search" name="searchWord"></span></p></form>'),
         "https://www.yunxi.test/zwgk/s.jsp?in=1&searchWord="),
        (('<form><input name="user"><input type="password" name="key"></form>'
         '<form action="/so"><input name="keyword"></form>'), "https://www.yunxi.test/so?keyword="),
    ],
)  # fmt: skip
def test_a_plain_form_is_asked_as_a_browser_would(html: str, asked: str) -> None:
    form = form_of(html)
    assert form is not None
    assert (form.plain, form.scripted) == (True, False)
    assert form.url_for("云溪 要闻") == asked + "%E4%BA%91%E6%BA%AA%20%E8%A6%81%E9%97%BB"


def test_a_page_in_gbk_is_asked_in_gbk() -> None:
    form = form_of('<form action="/so"><input name="q"></form>', "gbk")
    assert form is not None
    assert form.url_for("云溪") == "https://www.yunxi.test/so?q=%D4%C6%CF%AA"
    odd = SearchForm("https://www.yunxi.test/so", "q", charset="no-such-charset")
    assert odd.url_for("云") == "https://www.yunxi.test/so?q=%E4%BA%91"


@pytest.mark.parametrize(
    ("html", "plain", "scripted"),
    [
        ('<form method="POST" action="/so"><input name="q"></form>', False, False),
        ('<form action="/so" onsubmit="return f()"><input name="q"></form>', True, True),
        ('<form action="javascript:void(0)"><input name="q"></form>', False, False),
        ('<input id="search" placeholder="站内搜索"><button onclick="so()">', False, True),
        ('<form action="/so"><input placeholder="搜索"></form>', False, True),
    ],
)
def test_any_other_form_is_said_to_be_one(html: str, plain: bool, scripted: bool) -> None:
    form = form_of(html)
    assert form is not None
    assert (form.plain, form.scripted) == (plain, scripted)


@pytest.mark.parametrize(
    "html",
    [
        "<p>没有表单</p>",
        '<form action="/login"><input name="user"><input type="password" name="q"></form>',
        '<form action="/sub"><input type="email" name="mail"></form>',
        '<template><form action="/so"><input name="q"></form></template>',
    ],
)
def test_what_is_no_search_form_is_none(html: str) -> None:
    assert form_of(html) is None


def test_a_page_of_nothing_but_fields_is_read_in_linear_time() -> None:
    assert form_of("<div>" * 500 + '<input name="a">' * 60_000) is None
