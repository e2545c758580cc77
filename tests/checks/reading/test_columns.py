"""What a page shows of its column: level, class, entries, and whether scripts may write its list."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import PageLevel, Updating
from checks.reading.columns import (
    MAX_ENTRIES,
    count_entries,
    entries_of,
    is_evident,
    is_no_list,
    name_of,
    newest_read,
    updating_of,
)
from tests.checks.reading.pages import page_of, response
from tests.shared_data import REALDATA, needs_shared

SITE = "http://www.yunxi.test"
FIRST = date(2024, 3, 1)
PROSE = "<p>云溪市位于青山省北部，辖4个街道、6个镇，常住人口38.2万人，以丘陵为主。</p>" * 4


def rows(count: int) -> str:
    days = [FIRST - timedelta(days=number) for number in range(count)]
    items = [
        f'<li><a href="/tzgg/{day:%Y%m}/post_{day:%d}00.html">关于开展检查的通知</a><b>{day}</b></li>' for day in days
    ]
    return f"<ul>{''.join(items)}</ul>"


def tags(**values: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in values.items())


@pytest.mark.parametrize(
    ("path", "html", "level"),
    [
        ("/tzgg/", rows(3), PageLevel.COLUMN),
        ("/tzgg/", rows(2), PageLevel.OTHER),
        ("/tzgg/", tags(ColumnName="通知公告") + "<p>暂无信息</p>", PageLevel.COLUMN),
        ("/tzgg/", tags(ColumnType=""), PageLevel.OTHER),
        ("/tzgg/post_1012.html", tags(ColumnName="通知公告", ArticleTitle="通告"), PageLevel.ARTICLE),
        ("/tzgg/post_1012.html", tags(ArticleTitle="通告") + rows(8), PageLevel.ARTICLE),
        ("/tzgg/", tags(PubDate="2024-03-01") + rows(8), PageLevel.COLUMN),
        ("/tzgg/a.html", tags(PubDate="2024-03-01 10:00"), PageLevel.ARTICLE),
        ("/tzgg/a.html", "<h1>通告</h1><p>发布时间：2024-03-01</p>" + rows(4), PageLevel.ARTICLE),
        ("/tzgg/post_1012.html", tags(ColumnName="通知公告") + PROSE, PageLevel.ARTICLE),
        ("/tzgg/post_1012.html", "<p>短</p>", PageLevel.OTHER),
        ("/zjyx/", PROSE, PageLevel.OTHER),
        ("/col/list_10123.html", tags(ColumnName="通知公告") + PROSE, PageLevel.COLUMN),
        ("/", "<p>欢迎</p>", PageLevel.OTHER),
    ],
)
def test_the_level_of_a_page(path: str, html: str, level: PageLevel) -> None:
    assert page_of(html, SITE + path).level is level


@pytest.mark.parametrize(
    ("column_type", "name", "updating"),
    [
        ("动态要闻类", "云溪要闻", Updating.NEWS),
        ("工作动态", "社保服务", Updating.NEWS),
        ("通知公告", "其他公告", Updating.NOTICE),
        ("政策文件类", "通知公告", Updating.POLICY),
        ("政策解读", "政策文件解读", Updating.OTHER),
        ("其他（按要求更新）", "教育动态", Updating.OTHER),
        ("", "教育动态", Updating.NEWS),
        ("5", "时政要闻", Updating.NEWS),
        ("", "旅游快报", Updating.NEWS),
        ("", "公示公告", Updating.NOTICE),
        ("", "行政规范性文件", Updating.POLICY),
        ("", "新闻发布会", Updating.OTHER),
        ("", "政策文件解读", Updating.OTHER),
        ("", "规划计划", Updating.OTHER),
        ("", "", Updating.OTHER),
    ],
)
def test_the_class_of_a_column(column_type: str, name: str, updating: Updating) -> None:
    assert updating_of(column_type, name) is updating


@pytest.mark.parametrize(
    ("column_type", "name", "no_list"),
    [("咨询投诉", "市长信箱", True), ("", "网上办事", True), ("概况信息", "云溪", True), ("", "规划计划", False)],
)
def test_what_is_no_list(column_type: str, name: str, no_list: bool) -> None:
    assert is_no_list(column_type, name) is no_list


def test_the_tag_names_a_column_before_its_title_does() -> None:
    title = "<title>通知公告_云溪市人民政府</title>"
    assert name_of(page_of(title)) == "通知公告"
    assert name_of(page_of(title + tags(ColumnName="公告"))) == "公告"


@pytest.mark.parametrize(
    ("html", "entries"),
    [
        (rows(3), 3),
        ('<a href="/zwgk/">政务公开</a> <a href="/tzgg/">通知公告</a> <a href="/tzgg/index_2.html">2</a>', 0),
        ('<a href="https://beian.miit.gov.cn/x">公安备案36090202000101号</a>', 0),
        ('<a href="https://www.gov.cn/">中华人民共和国中央人民政府</a>', 0),
        ('<a href="/bm/123.html">张三</a>', 1),
        ('<a href="/tzgg/2024/">2024年</a>', 1),
        ('<a href="/fj/1.pdf">附件</a>', 1),
        ('<a href="https://mp.weixin.qq.com/s/abc">云溪市召开森林防火工作会议</a>', 1),
        (PROSE, 1),
        ("<p>暂无信息</p>", 0),
    ],
)
def test_what_a_list_holds(html: str, entries: int) -> None:
    assert count_entries(page_of(html, f"{SITE}/tzgg/")) == entries


def test_the_newest_day_is_none_of_the_future() -> None:
    page = page_of(rows(6), f"{SITE}/tzgg/")
    assert is_evident(page)
    assert len(entries_of(page)) == 6
    newest = newest_read(page, FIRST - timedelta(days=2))
    assert newest is not None
    assert newest.day == FIRST - timedelta(days=2)
    assert newest_read(page, date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("html", "may_write"),
    [
        (rows(3), False),
        ('<script src="/js/jquery-3.6.min.js"></script><script src="/jiucuo.js"></script>', False),
        ('<script>document.write(unescape("%3Cspan id=_ideConac"))</script>', False),
        ("<script>var today = new Date().getFullYear(); document.write(today)</script>", False),
        ('<script src="/js/list.js"></script>', True),
        ("<script>$.ajax({url: '/queryList'})</script>", True),
        ("<script>new Vue({el: '#app'})</script>", True),
    ],
)
def test_scripts_that_may_write_a_part(html: str, may_write: bool) -> None:
    assert bool(page_of(html).scripting) is may_write


def test_the_same_scripts_are_known_again() -> None:
    def scripting(channel: str) -> str:
        return page_of(f"<script>$.get('/list?channel={channel}', show)</script>").scripting

    assert scripting("a1") == scripting("b22")
    assert scripting("a1") != page_of("<script>fetch('/list')</script>").scripting


@needs_shared
def test_the_levels_of_real_pages() -> None:
    wrong = []
    for entry in json.loads((REALDATA / "truth.json").read_text("utf-8")):
        if entry["file"].startswith("gov-pages/www") and entry["kind"] in {"article", "list"}:
            url = f"http://{entry['host']}/{entry['file'].rpartition('/')[2]}"
            page = page_of((REALDATA / entry["file"]).read_bytes(), url)
            expected = PageLevel.ARTICLE if entry["kind"] == "article" else PageLevel.COLUMN
            if page.level is not expected:
                wrong.append((entry["file"], page.level))
    assert wrong == []


def test_a_body_of_the_kind_hostile_pages_have_is_read() -> None:
    body = "<script>" + "'\"" * 50_000 + ".ajax(</script>" + '<a href="http://[x">' + "a" * 500 + "</a>"
    page = page_of(response(body).body)
    assert page.level is PageLevel.OTHER
    assert page.scripting


PIECES = [
    *("<ul><li>", "</li></ul>", "<a href='/tzgg/1.html'>", "</a>", "<a href='?page=2'>2</a>", "<script>", "</script>"),
    *("<iframe src=//>", "<meta name=ColumnName content='", "'>", "<title>", "</title>", "$.ajax(", "2024-03-01", "。"),
    *("通知公告", "\x00", "\ud800", "http://[", "<!--", "]]>", "&#0;", " "),
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["/", "/tzgg/", "/a/post_1012.html", "/%ff/?x#y"])
)
def test_whatever_a_page_holds_is_read(pieces: list[str], path: str) -> None:
    page = page_of("".join(pieces).encode("utf-8", "replace"), SITE + path)
    assert page.level in {PageLevel.COLUMN, PageLevel.ARTICLE, PageLevel.OTHER}
    assert count_entries(page) >= 0
    assert len(entries_of(page)) <= MAX_ENTRIES
    assert updating_of(page.tags.get("ColumnType", ""), name_of(page)) in Updating
