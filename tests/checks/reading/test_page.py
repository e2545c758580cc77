from datetime import date

import pytest
import turbohtml
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import Response
from checks.reading.page import MAX_BYTES, is_html, read_page, settled
from checks.vocabulary import LinkOutcome
from tests.checks.reading.pages import page_of, response

HTML = """<html><head><meta charset=gb2312><title>关于印发的通知</title>
<meta name=SiteIDCode content=3609000004></head><body id=top><h1>关于印发的通知</h1>
<p>发布时间：2024-03-05 09:07</p><ul><li><a href="/s?q=宜春">甲</a><i>03-01</i></ul></body>"""


def test_a_page_is_read_as_a_whole() -> None:
    page = page_of(HTML.encode("gb18030"))
    assert (page.status, page.charset, page.title) == (200, "gb18030", "关于印发的通知")
    assert [link.url for link in page.links] == ["http://www.yichun.gov.cn/s?q=%D2%CB%B4%BA"]
    assert [read.day for read in page.dates] == [date(2024, 3, 1)]
    assert page.published is not None
    assert (page.published.day, page.published.time) == (date(2024, 3, 5), "09:07")
    assert (page.tags, page.metas) == ({"SiteIDCode": "3609000004"}, {"siteidcode": "3609000004"})
    assert page.text == "关于印发的通知\n发布时间：2024-03-05 09:07\n甲03-01"
    assert page.anchors == {"top"}
    assert (page.scripted, page.size) == (False, len(HTML.encode("gb18030")))


def test_the_url_of_a_page_is_where_it_was_found() -> None:
    answer = Response(
        "http://a.cn/", "http://b.cn/x/", LinkOutcome.REDIRECTED, 200, (), b"<a href=y>z</a>", seconds=0.5
    )
    page = read_page(answer)
    assert (page.url, page.links[0].url, page.seconds) == ("http://b.cn/x/", "http://b.cn/x/y", 0.5)


def test_a_page_without_title_takes_the_one_it_shows_elsewhere() -> None:
    assert page_of("<title></title><meta property=og:title content=标题>").title == "标题"


def test_a_page_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []
    parse_once = turbohtml.parse

    def parse(source: str) -> turbohtml.Document:
        lengths.append(len(source))
        return parse_once(source)

    monkeypatch.setattr(turbohtml, "parse", parse)
    page = page_of(HTML)
    assert lengths == []  # nobody asked for anything
    assert settled(page) is page
    assert lengths == [len(HTML)]


def test_what_stands_behind_the_limit_is_not_read() -> None:
    page = page_of(b"<a href=1>x</a>" + b" " * MAX_BYTES + b"<a href=2>y</a>")
    assert [link.raw for link in page.links] == ["1"]
    assert page.size > MAX_BYTES


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("text/html", b"x", True),
        ("Text/HTML; charset=gbk", b"x", True),
        ("application/xhtml+xml", b"<html>", True),
        ("text/html", b"", False),
        ("text/html", b"%PDF-1.4", False),
        ("text/html", b"PK\x03\x04", False),
        ("", b"\xef\xbb\xbf \n<!-- x --><!DOCTYPE html>", True),
        ("", b"<HTML lang=zh>", True),
        ("", b"hello", False),
        ("text/plain", b"<html>", True),
        ("application/octet-stream", b"\x00\x01", False),
        ("text/xml", b'<?xml version="1.0"?><html xmlns="x">', True),
        ("text/xml", b"<?xml version='1.0'?><rss>", False),
        ("application/json", b"<html>", False),
        ("image/png", b"\x89PNG", False),
        ("application/pdf", b"<html>", False),
    ],
)
def test_which_answers_hold_a_page(content_type: str, body: bytes, expected: bool) -> None:
    assert is_html(response(body, content_type=content_type)) is expected


PIECES = [
    *("<a href='", "'>", "<li>", "</li>", "<p>", "</p>", "<div", ">", "</", "<!--", "-->", "<script>", "</script>"),
    *("<base href='", "<meta name=PubDate content='", "2024-03-05", "03-05", "发布时间：", "来源", "2024年03月"),
    *('{"pubDate":"2024-03-05"}', "<template>", "<svg><a xlink:href=", "<img srcset='", "<table><td>", "http://["),
    *("\x00", "&#xD800;", "<style>", "<meta http-equiv=refresh content='0;", "<frameset>", "<textarea>"),
]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(MARKUP.map(str.encode), st.binary(max_size=400), MARKUP.map(lambda text: text.encode("utf-16-le"))))
def test_no_bytes_make_reading_fail(body: bytes) -> None:
    page = page_of(body)
    assert all(link.url == "" or link.url.startswith("http") for link in page.links)
    assert is_html(response(body)) in {True, False}
