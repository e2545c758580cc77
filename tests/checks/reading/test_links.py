import pytest
from bs4 import BeautifulSoup

from checks.reading.charset import decode
from checks.reading.links import MAX_LINKS
from tests.checks.reading.pages import links_of

HERE = "http://www.yichun.gov.cn/zwgk/tzgg/"


@pytest.mark.parametrize(
    ("html", "tag", "attribute", "raw"),
    [
        ("<a href=x>", "a", "href", "x"),
        ("<map><area href=x alt=t></map>", "area", "href", "x"),
        ("<link rel=stylesheet href=x>", "link", "href", "x"),
        ("<link rel='dns-prefetch icon' href=x>", "link", "href", "x"),
        ("<img src=x>", "img", "src", "x"),
        ("<img srcset='x 2x'>", "img", "srcset", "x"),
        ("<picture><source srcset=x></picture>", "source", "srcset", "x"),
        ("<video><source src=x></video>", "source", "src", "x"),
        ("<video poster=x></video>", "video", "poster", "x"),
        ("<audio src=x></audio>", "audio", "src", "x"),
        ("<video><track src=x></video>", "track", "src", "x"),
        ("<iframe src=x></iframe>", "iframe", "src", "x"),
        ("<frameset><frame src=x></frameset>", "frame", "src", "x"),
        ("<script src=x></script>", "script", "src", "x"),
        ("<object data=x></object>", "object", "data", "x"),
        ("<embed src=x>", "embed", "src", "x"),
        ("<form action=x></form>", "form", "action", "x"),
        ("<form method=GET action=x></form>", "form", "action", "x"),
        ("<input type=IMAGE src=x>", "input", "src", "x"),
        ("<blockquote cite=x></blockquote>", "blockquote", "cite", "x"),
        ("<q cite=x></q>", "q", "cite", "x"),
        ("<del cite=x></del>", "del", "cite", "x"),
        ("<ins cite=x></ins>", "ins", "cite", "x"),
        ("<body background=x>", "body", "background", "x"),
        ("<table background=x></table>", "table", "background", "x"),
        ("<table><tr><td background=x></table>", "td", "background", "x"),
        ("<svg><image xlink:href=x /></svg>", "image", "xlink:href", "x"),
        ("<svg><image href=x /></svg>", "image", "href", "x"),
        ("<svg><use href='x#y' /></svg>", "use", "href", "x#y"),
        ("<svg><a xlink:href=x>y</a></svg>", "a", "href", "x"),
        ("<svg><feImage href=x /></svg>", "feImage", "href", "x"),
        ("<html manifest=x>", "html", "manifest", "x"),
        ("<link rel=manifest href=x>", "link", "href", "x"),
        ("<link rel=preload as=image imagesrcset='x 2x'>", "link", "imagesrcset", "x"),
        ("<style>a{background:url(x)}</style>", "style", "url()", "x"),
        ("<style>@import 'x';</style>", "style", "@import", "x"),
        ("<svg><style>a{background:url(x)}</style></svg>", "style", "url()", "x"),
        ("<p style='background:url(x)'>", "p", "style", "x"),
        ("<p style='BACKGROUND:URL( \"x\" )'>", "p", "style", "x"),
        ("<meta name=twitter:image content=x>", "meta", "content", "x"),
        ("<meta name=Image content=x>", "meta", "content", "x"),
        ("<meta http-equiv=Refresh content='0;url=x'>", "meta", "content", "x"),
        ("<meta property=og:image content=x>", "meta", "content", "x"),
        ("<noscript><a href=x></a></noscript>", "a", "href", "x"),
        ("<div style='display:none'><a href=x></a></div>", "a", "href", "x"),
        ("<select><option><a href=x></a></select>", "a", "href", "x"),
    ],
)
def test_everything_that_opens_or_loads_is_a_link(html: str, tag: str, attribute: str, raw: str) -> None:
    (link,) = links_of(html)
    assert (link.tag, link.attribute, link.raw, link.url) == (tag, attribute, raw, HERE + raw)


@pytest.mark.parametrize(
    "html",
    [
        "<!-- <a href=x></a> -->",
        "<script>document.write('<a href=\"x\">y</a>')</script>",
        "<style>a{background:url(#x)} @namespace url(x); /* url(x) */ b{content:'url(x)'}</style>",
        "<p style='color:red'>url(x)</p>",
        "<script>var a = 'url(x)'</script>",
        "<template><a href=x></a><img src=x></template>",
        "<a href='javascript:void(0)'>",
        "<a href=' JavaScript:void(0)'>",
        "<a href='mailto:a@yichun.gov.cn'>",
        "<a href=tel:12345>",
        "<a href='weixin://dl/business'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<iframe src=about:blank></iframe>",
        "<a href='file:///C:/a.doc'>",
        "<a href=''>",
        "<a name=top>",
        "<link rel=preconnect href=//a.cn>",
        "<link rel=dns-prefetch href=//a.cn>",
        "<link rel=canonical href=x>",
        "<link href=x>",
        "<form method=post action=x></form>",
        "<form></form>",
        "<input type=text src=x>",
        "<svg><use href='#x' /></svg>",
        "<meta name=description content=x>",
        "<meta http-equiv=refresh content=300>",
        "<textarea><a href=x></a></textarea>",
    ],
)
def test_what_is_no_link_is_not_read(html: str) -> None:
    assert links_of(html) == ()


def test_an_address_that_cannot_be_parsed_is_a_link_without_url() -> None:
    (link,) = links_of("<p>\n<a href='http://[bad'>坏链</a>")
    assert (link.url, link.raw, link.text, link.line) == ("", "http://[bad", "坏链", 2)


def test_the_rest_of_a_page_with_a_bad_address_is_read() -> None:
    assert [link.url for link in links_of("<a href='http://[bad'></a><a href=x></a>")] == ["", HERE + "x"]


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<base href=/a/><base href=/b/>", "http://www.yichun.gov.cn/a/x"),
        ("<base target=_blank><base href=/b/>", "http://www.yichun.gov.cn/b/x"),
        ("<base href=http://a.cn/c>", "http://a.cn/x"),
        ("<base href=javascript:0>", HERE + "x"),
        ("<base href='http://[bad'>", HERE + "x"),
        ("<base href='data:,'>", HERE + "x"),
        ("<!-- <base href=/a/> -->", HERE + "x"),
    ],
)
def test_the_first_base_counts(head: str, url: str) -> None:
    (link,) = links_of(f"{head}<a href=x>")
    assert link.url == url


def test_queries_of_a_gbk_page_are_in_gbk() -> None:
    text, charset = decode("<meta charset=gb2312><a href='/路?q=宜春'>".encode("gbk"), "text/html")
    (link,) = links_of(text, charset=charset)
    assert link.url == "http://www.yichun.gov.cn/%E8%B7%AF?q=%D2%CB%B4%BA"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href=x>\n  关于<b>印发</b>\u3000通知 </a>", "关于印发 通知"),
        ("<a href=x><img src=y alt=图标></a>", ""),
        ("<a href=x title=标题></a>", "标题"),
        ("<area href=x alt=区>", "区"),
        (f"<a href=x>{'字' * 500}</a>", "字" * 200),
    ],
)
def test_the_text_of_a_link(html: str, text: str) -> None:
    assert links_of(html)[0].text == text


def test_line_and_rel_are_kept() -> None:
    first, second = links_of("<p>\r\n\r\n<a\nhref=x rel='nofollow noopener'>\n<img\nsrc=y>")
    assert (first.line, first.rel, second.line) == (3, "nofollow noopener", 5)


def test_all_candidates_of_a_srcset_are_links() -> None:
    assert [link.raw for link in links_of("<img src=a srcset='b 1x, data:,c 2x, d 3x'>")] == ["a", "b", "d"]


def test_entities_and_long_addresses() -> None:
    (link,) = links_of(f"<a href='x?a=1&amp;b={'y' * 3000}'>")
    assert link.url.startswith(HERE + "x?a=1&b=yyy")
    assert (len(link.url), len(link.raw)) == (len(HERE) + 3008, 2000)


def test_the_number_of_links_is_bounded() -> None:
    assert len(links_of("<a href=x>" * (MAX_LINKS + 10))) == MAX_LINKS


SOUP = (
    """
<HTML><BODY BGCOLOR=white><UL><LI><A HREF=a.html>一<LI><A HREF='b.html'>二<li><a href = c.html >三
<table><a href=d.html>四<tr><td><a href=e.html>五</table><font><b><p><a href="f.html?x=1&y=2">六</font>
<div><div><div><a href='g.html'>七</a></p></div><a href=h.html>八<a href=i.html>九</a>
"""
    + "<div><font>" * 150
    + "<a href=deep.html>底</a>"
)


def test_broken_markup_reads_as_by_other_parsers() -> None:
    expected = [anchor["href"] for anchor in BeautifulSoup(SOUP, "lxml").find_all("a", href=True)]
    assert sorted({link.raw for link in links_of(SOUP)}) == sorted({str(href) for href in expected})


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<META HTTP-EQUIV=' Refresh ' CONTENT='3;URL=r.html'>", "r.html"),
        ("<meta property=' OG:Image ' content=o.png>", "o.png"),
        ("<meta name=IMAGE content=i.png>", "i.png"),
        ("<input type=' IMAGE ' src=b.png>", "b.png"),
    ],
)
def test_what_seldom_holds_an_address_is_found_among_others_in_either_case(html: str, address: str) -> None:
    links = links_of(f"<meta name=keywords content=k.png><input name=q src=n.png>{html}", HERE)
    assert [link.url for link in links] == [HERE + address]
