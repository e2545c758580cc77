"""The kind of a page, and a stated outcome for odd ones."""

import pytest

from checks.evidence import PageKind
from tests.checks.reading.pages import URL, page_of

ROW = "<li><a href='/tzgg/{0}.html'>关于开展第{0}次检查的通知</a><span>2024-03-0{0}</span></li>"
ROWS = "".join(ROW.format(number) for number in range(1, 8))
PROSE = "<p>" + "为做好有关工作，现将有关事项通知如下，请各单位认真贯彻执行。" * 6 + "</p>"


@pytest.mark.parametrize(
    ("html", "url", "kind"),
    [
        (ROWS, URL, PageKind.LIST),
        (ROWS, "http://www.yichun.gov.cn/", PageKind.HOME),
        (ROWS, "http://www.yichun.gov.cn/index.html", PageKind.HOME),
        ("<h1>通知</h1><p>发布时间：2024-03-05</p>" + PROSE, URL, PageKind.ARTICLE),
        ("<h1>通知</h1>" + PROSE, URL, PageKind.ARTICLE),  # no day at all: an article all the same
        ("<title>404</title><p>您访问的页面不存在</p>", URL, PageKind.ERROR),
        ("<title>404页面</title><img src=a.jpg>", URL, PageKind.ERROR),
        ("<p>该内容已被发布者删除</p>", URL, PageKind.ERROR),
        ("<title>我为政府网站纠错</title><p>纠错</p>", URL, PageKind.OTHER),
        ("<p>用户登录</p><input name=u><input type=password>", URL, PageKind.LOGIN),
        (ROWS + "<input type=password>", URL, PageKind.LIST),  # a list with a box for logging in
        ("<title>x</title><div id=app></div><script src=a.js></script>", URL, PageKind.SHELL),
        ("", URL, PageKind.OTHER),
    ],
)
def test_kinds(html: str, url: str, kind: PageKind) -> None:
    assert page_of(html, url).kind is kind


@pytest.mark.parametrize(
    ("html", "heading"),
    [
        ("<title>关于招生的通知 - 云溪市教育局</title><h1>云溪市教育局</h1><h2>关于招生的通知</h2>", "关于招生的通知"),
        ("<title>详细页面</title><meta name=ArticleTitle content='采购项目公告'><p>采购项目公告</p>", "采购项目公告"),
        ("<meta name=ArticleTitle content='云溪网——全市召开会议'><p>全市召开会议</p>", "全市召开会议"),
        (
            "<title>关于印发某某管理办法的通知__公报</title><p>关于印发某某</p><p>管理办法的通知</p>",
            "关于印发某某管理办法的通知",
        ),
        ("<title>404页面</title><img src=a.jpg>", ""),
        ("<h1></h1><h1>通知公告</h1>", "通知公告"),
        ("<meta property=og:title content='只在数据里的标题'>正文正文", "只在数据里的标题"),
    ],
)
def test_headings(html: str, heading: str) -> None:
    assert page_of(html).heading == heading


def test_a_page_with_two_days_keeps_the_first_and_is_not_sure() -> None:
    read = page_of("<p>发布时间：2024-03-05</p><p>发布时间：2024-03-07</p>" + PROSE).published
    assert read is not None
    assert read.day.isoformat() == "2024-03-05"
    assert read.confidence < 1


@pytest.mark.parametrize(
    "html",
    [
        "<p>页面生成时间：2024-03-05</p>",
        "<p>您上次访问时间：2024-03-05</p>",
        "<p>当前时间：2024-03-05 10:00</p>",
        "<p>版权所有 2009-2024</p>",
        "<p>活动时间：2024年3月5日</p>",
        "<!-- <p>发布时间：2024-03-05</p> -->",
        "<p>发布时间：2124-03-05</p>",
        "<p>发布时间：2024-13-45</p>",
        "<p>今天是2024年3月5日 星期二</p>",
        "<p>最后更新：2024年3月5日</p>",
    ],
)
def test_what_is_no_day_of_publication_is_never_read(html: str) -> None:
    page = page_of("<h1>关于招生的通知</h1>" + PROSE + html)
    assert (page.published, page.dates) == (None, ())
