from datetime import date

import pytest

from checks.evidence import DateSource
from tests.checks.reading.pages import URL, page_of, published_of, rows_of

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    "html",
    [
        "<p>发布时间：2024-03-05 来源：宜春日报</p>",
        "<span>发布日期:</span><span>2024年3月5日</span>",
        "<table><tr><td>发布日期</td><td>2024/3/5</td></table>",
        "<span>发表时间：<b>2024-03-05</b></span>",
        "<div>【发布时间】 2024-03-05</div>",
        "<p>发 布 时 间 ： 2024-03-05</p>",
        "<p>发布于 2024-03-05</p>",
        "<p>公开日期：2024-03-05</p>",
        "<p>上传时间：24-03-05</p>",
        "<p>发布时间：２０２４－０３－０５</p>",
    ],
)
def test_a_label_says_when_an_article_was_published(html: str) -> None:
    read = published_of(f"<h1>关于印发通知的通知</h1>{html}<p>自2024年4月1日起施行。</p>")
    assert read is not None
    assert (read.day, read.source, read.confidence) == (DAY, DateSource.LABEL, 1.0)


@pytest.mark.parametrize("name", ["PubDate", "pubdate", "publishdate", "article:published_time"])
@pytest.mark.parametrize("attribute", ["name", "property"])
def test_a_tag_says_when_an_article_was_published(name: str, attribute: str) -> None:
    read = published_of(f"<head>\n<meta {attribute}='{name}' content='2024-03-05 09:07'>")
    assert read is not None
    assert (read.day, read.time, read.source, read.line, read.raw) == (
        DAY,
        "09:07",
        DateSource.META,
        2,
        "2024-03-05 09:07",
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>2024-03-05 来源：宜春日报</p>",
        "<i>2024-03-05</i><i>字号：大 中 小</i>",
        "<b>作者：王</b><b>2024-03-05</b>浏览次数：3",
        "<span><i>时间：</i>2024-03-05</span>",
        "<p>日期：2024.03.05</p>",
    ],
)
def test_a_day_beside_source_or_author_is_that_of_the_article(html: str) -> None:
    read = published_of(f"<h1>标题</h1><div>{html}</div>")
    assert read is not None
    assert (read.day, read.source) == (DAY, DateSource.TEXT)
    assert read.confidence < 1


def test_what_visitors_see_goes_before_the_tag() -> None:
    read = published_of("<meta name=PubDate content='2024-03-07 10:21'><p>发布时间：2024-03-05</p>")
    assert read is not None
    assert (read.day, read.time, read.source, read.confidence) == (DAY, "", DateSource.LABEL, 0.8)


def test_the_time_comes_from_what_states_the_same_day() -> None:
    read = published_of("<meta name=PubDate content='2024-03-05 10:21'><p>发布时间：2024-03-05</p>")
    assert read is not None
    assert (read.day, read.time, read.confidence) == (DAY, "10:21", 1.0)


@pytest.mark.parametrize(
    "html",
    [
        "<meta name=others content='页面生成时间 2024-03-05 11:23:36'>",
        "<meta name=HtmlGenerateTime content='2024-03-05'>",
        "<p>页面生成时间：2024-03-05</p>",
        "<p>更新时间：2024-03-05</p>",
        "<p>当前时间：2024-03-05 来源</p>",
        "<p>今天是2024年3月5日 星期二</p>",
        "<p>成文日期：2024-03-05</p><p>实施日期：2024年3月5日</p><p>有效期至：2024年3月5日</p>",
        "<p>报名时间：2024-03-05至2024-03-08</p>",
        "<p>截止日期：2024-03-05</p>",
        "<p>会议时间：2024-03-05</p><p>一、时间：2024年3月5日上午9:00</p><p>二、地点：市政府</p>",
        "<p>（2024年3月5日市人民政府第3次常务会议通过）</p>",
        "<p>宜春市人民政府办公室</p><p>2024年3月5日</p>",
        "<p>宜春市人民政府办公室2024年3月5日印发</p>",
        "<p>版权所有 © 2003-2024</p>",
        "<!-- 发布时间：2024-03-05 -->",
        "<script>var t = '发布时间：2024-03-05'</script>",
        "<template><p>发布时间：2024-03-05</p></template>",
        "<p>发布时间：</p><p>2024年3月</p>",
    ],
)
def test_other_days_are_not_taken_for_that_of_publication(html: str) -> None:
    assert published_of(f"<h1>标题</h1>{html}<p>正文</p>") is None


def test_a_list_with_labels_has_no_day_of_its_own() -> None:
    rows = "".join(
        f"<li><a href={day}>关于某事的第{day}号通知公告</a><i>发布时间：2024-03-0{day}</i>" for day in range(1, 6)
    )
    assert published_of(f"<ul>{rows}</ul>") is None
    assert (
        published_of("<ul><li><a href=1>关于开展全市安全生产大检查工作的紧急通知</a><i>发布时间：2024-03-05</i></ul>")
        is None
    )
    assert rows_of(f"<ul>{rows}</ul>")[-1] == ("2024-03-05", "5")


def test_the_address_is_the_last_resort() -> None:
    read = published_of("<h1>标题</h1>", "http://a.gov.cn/202403/t20240305_1.html")
    assert read is not None
    assert (read.day, read.source, read.raw) == (DAY, DateSource.URL, "t20240305")


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/ld+json">{"datePublished":"2024-03-05T09:07:00+08:00"}</script>',
        '<script>\nvar ct = "1709600820";\nvar svr_time = "1712000000";</script>',
    ],
)
def test_data_for_scripts_states_the_day(script: str) -> None:
    read = published_of(script)
    assert read is not None
    assert (read.day, read.time, read.source) == (DAY, "09:07", DateSource.DATA)
    assert read.line > 0


ROW_PAIRS = [
    "<ul><li><a href=1>甲</a><span>{0}</span></li><li><a href=2>乙</a><span>{1}</span></li></ul>",
    "<ul><li><span>{0}</span><a href=1>甲</a><li><span>{1}</span><a href=2>乙</a></ul>",
    "<ul><li><a href=1>甲</a>[{0}]<li><a href=2>乙</a>[{1}]</ul>",
    "<ul><li><a href=1><em>甲</em><i>{0}</i></a><li><a href=2><em>乙</em><i>{1}</i></a></ul>",
    "<ul><li><i>{0}</i><h1><a href=1>甲</a></h1></li><li><i>{1}</i><h1><a href=2>乙</a></h1></li></ul>",
    "<ul><li><a href=1>甲</a><span>发布时间：{0}</span><li><a href=2>乙</a><span>发布时间：{1}</span></ul>",
    "<ul><li><a href=1>甲</a><i>发布日期：</i><i>{0}</i><li><a href=2>乙</a><i>发布日期：</i><i>{1}</i></ul>",
    "<table><tr><td>·<td><a href=1>甲</a><td>{0}<tr><td>·<td><a href=2>乙</a><td>{1}</table>",
    "<table><tr><td><a href=1>甲</a><td>市政府办<td>{0}<tr><td><a href=2>乙</a><td>市政府办<td>{1}</table>",
    "<dl><dt><a href=1>甲</a></dt><dd>{0}</dd><dt><a href=2>乙</a></dt><dd>{1}</dd></dl>",
    "<div><div><p><a href=1>甲</a></p><div>{0}</div></div><div><p><a href=2>乙</a></p><div>{1}</div></div></div>",
    "<div><div><b>{0}</b><p><a href=1>甲</a></p></div><div><b>{1}</b><p><a href=2>乙</a></p></div></div>",
    "<div><div><h4><a href=1>甲</a></h4><p>{0}</p></div><div><h4><a href=2>乙</a></h4><p>{1}</p></div></div>",
    "<div><p><a href=1>甲</a><span>{0}</span></p><p><a href=2>乙</a><span>{1}</span></p></div>",
    "<ul><li><a href=1><i>甲</i><i>发布时间：{0}</i></a><li><a href=2><i>乙</i><i>发布时间：{1}</i></a></ul>",
    "<div><a href=1>甲</a><span>{0}</span><br><a href=2>乙</a><span>{1}</span><br></div>",
    "<div><span>{0}</span><a href=1>甲</a><br><span>{1}</span><a href=2>乙</a><br></div>",
    "<ul><li><a href=c>[类]</a><a href=1>关于甲</a><i>{0}</i><li><a href=c>[类]</a><a href=2>关于乙</a><i>{1}</i></ul>",
    "<ul><li><a href=1>甲</a><p>二〇二三年一月一日，市长强调要落实。</p><p>{0}</p><li><a href=2>乙</a><p>{1}</p></ul>",
    "<ul><li><a href='javascript:;' onclick=o()>甲</a><a href=1>甲甲</a><i>{0}</i><li><a href=2>乙</a><i>{1}</i></ul>",
]


@pytest.mark.parametrize("pair", ROW_PAIRS)
@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d %H:%M"])
def test_days_go_with_the_links_of_their_rows(pair: str, form: str) -> None:
    html = pair.format(date(2024, 3, 5).strftime(form), date(2024, 3, 4).strftime(form))
    assert rows_of("<nav><a href=/>首页</a><a href=/zwgk>政务公开</a></nav>" + html + "<a href=next>下一页</a>") == [
        ("2024-03-05", "1"),
        ("2024-03-04", "2"),
    ]


def test_days_at_the_end_of_a_title() -> None:
    for title in ("关于甲的公告 [2024-03-05]", "关于开展全市普法宣传活动 2024-03-05", "[2024-03-05]关于甲的公告"):
        assert rows_of(f"<li><a href=1>{title}</a>") == [("2024-03-05", "1")]


@pytest.mark.parametrize(
    "cell",
    [
        "<span>2024年03月</span><strong>05<font>日</font></strong>",
        "<b>05</b><i>2024-03</i>",
        "<em>05日</em><em>2024.03</em>",
    ],
)
def test_days_written_in_pieces(cell: str) -> None:
    html = f"<ul><li><a href=1><div>{cell}</div><div>甲</div></a></li><li><a href=2>乙</a><div>{cell}</div></li></ul>"
    assert rows_of(html) == [("2024-03-05", "1"), ("2024-03-05", "2")]


@pytest.mark.parametrize(
    ("shown", "href", "day"),
    [
        ("[03-05]", "1.html", "2024-03-05"),
        ("03-11", "1.html", "2023-03-11"),
        ("3月5日", "1.html", "2024-03-05"),
        ("03-05", "/2019/03/1.html", "2019-03-05"),
        ("03-05", "t20190305_1.html", "2019-03-05"),
        ("12-31", "/202212/1.html", "2022-12-31"),
    ],
)
def test_rows_without_a_year(shown: str, href: str, day: str) -> None:
    html = f"<ul><li><a href={href}>甲</a><i>{shown}</i></ul>"
    assert rows_of(html) == [(day, href.rpartition("/")[2])]


def test_rows_without_a_year_need_the_day_of_the_look() -> None:
    assert rows_of("<ul><li><a href=1>甲</a><i>03-05</i></ul>", seen=None) == []


def test_a_guessed_year_is_less_sure() -> None:
    page = page_of("<ul><li><a href=1>甲</a><i>03-05</i><li><a href=2>乙</a>\n<i>2024-03-04</i></ul>")
    assert [(read.confidence < 1, read.line) for read in page.dates] == [(True, 1), (False, 2)]


@pytest.mark.parametrize(
    "html",
    [
        "<p>今天是2024年3月5日 星期二 <a href=1>登录</a></p>",
        "<p><a href=1>甲</a>当前时间：2024-03-05 10:00</p>",
        "<li><a href=1>甲</a><i>截止日期：2024-03-05</i>",
        "<li><a href=1>甲</a><i>更新时间：2024-03-05</i>",
        "<li><a href=1>甲</a><i>2024-03-05至2024-03-09</i>",
        "<li><a href=1>2024年3月5日全市空气质量日报告</a>",
        "<li><a href=1><span>2024年3月5日空气质量</span></a>",
        f"<div><p>{'正文' * 200}</p><p>2024年3月5日</p><a href=1>附件</a></div>",
        "<p>据悉，2024年3月5日，宜春市召开全市安全生产工作会议，<a href=1>市长</a>出席会议并讲话。</p>",
        "<ul><li><a href=1>甲</a></li><li>2024-03-05</li></ul>",
        "<table><tr><td><a href=1>甲</a></td></tr><tr><td>2024-03-05</td></tr></table>",
        "<div><p><a href=1>附件1</a></p><p>2024年3月5日</p></div>",
        "<div><p>2024年3月5日</p><a href=#share>分享</a></div>",
        "<li><a href=1>甲</a><!-- 2024-03-05 -->",
        "<li><a href=1>甲</a><script>w('2024-03-05')</script>",
        "<footer><a href=1>赣ICP备17015617号</a> © 2003-2024</footer>",
        "<p>2024-03-05</p>",
    ],
)
def test_days_that_are_in_no_row(html: str) -> None:
    assert rows_of(f"<div>{html}</div>") == []


def test_days_in_the_future_are_kept() -> None:
    assert rows_of("<li><a href=1>甲</a><i>2030-01-01</i>") == [("2030-01-01", "1")]


def test_the_day_of_the_article_is_no_row() -> None:
    page = page_of(
        "<div>发布时间：2024-03-05 <a href=print.html>打印本页</a></div><li><a href=1>甲</a><i>2024-03-01</i>"
    )
    assert page.published is not None
    assert [read.day for read in page.dates] == [date(2024, 3, 1)]


JSON = r"""<script>
var nav = [{"name":"公告","releaseTime":1764058603030,"updateTime":"2024-03-09 10:00"}];
var list = {"rows":[
{"title":"甲","files":[{"url":"/f.pdf"}],"pubDate":"2024-03-05 16:59","urls":"{\"pc\":\"/content_1.html\"}"},
{"title":"乙","url":"/content_2.html","pubDate":"2024-03-04"},{title:'丙', pubDate:'2024-03-03'}]};</script>"""


def test_lists_in_data_for_scripts() -> None:
    assert rows_of(JSON) == [("2024-03-05", "content_1.html"), ("2024-03-04", "content_2.html"), ("2024-03-03", "")]
    reads = page_of(JSON).dates
    assert {read.source for read in reads} == {DateSource.DATA}
    assert [(read.line, read.time) for read in reads] == [(4, "16:59"), (5, ""), (5, "")]


STORE = """<p>x</p><script type="text/xml"><datastore><record><![CDATA[
<li><a href='/art/1.html'>甲</a><span>2024-03-05</span></li>]]></record><record><![CDATA[
<li><a href='/art/2.html'>乙</a><span>2024-03-04</span></li>]]></record></datastore></script>"""


def test_lists_in_markup_for_scripts() -> None:
    assert rows_of(STORE) == [("2024-03-05", "1.html"), ("2024-03-04", "2.html")]
    page = page_of(STORE)
    assert [(read.source, read.line) for read in page.dates] == [(DateSource.DATA, 2), (DateSource.DATA, 3)]
    assert page.links == ()


def test_rows_carry_their_evidence() -> None:
    (read,) = page_of("<ul>\n<li><a href='./1.html'>甲</a>\n<i> 2024/3/5 9:07 </i></ul>").dates
    assert (read.raw, read.line, read.time, read.about_url) == ("2024/3/5 9:07", 3, "09:07", URL[:-10] + "1.html")


def test_links_follow_the_base_of_the_page() -> None:
    (read,) = page_of("<base href=/b/><li><a href=1>甲</a><i>2024-03-05</i>").dates
    assert read.about_url == "http://www.yichun.gov.cn/b/1"
