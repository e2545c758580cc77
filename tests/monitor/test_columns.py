"""What a crawl shows of the columns of a site, page by page, and the word of the register on them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from checks.evidence import Column, KnownColumn, Page, PageLevel, SiteFacts, Updating
from checks.vocabulary import Reason
from monitor.columns import MAX_COLUMNS, ColumnNotes
from tests.checks.reading.pages import page_of

TODAY = date(2024, 3, 10)
SITE = "http://www.yunxi.test"
NAVIGATION = """
<a href="/tzgg/">通知公告</a> <a href="/dt/index.html">教育动态</a> <a href="/wj/">政策文件</a>
<a href="/bszn/">办事指南</a> <a href="/yxszfbgs/">市政府办公室</a> <a href="http://www.gov.cn/tzgg/">通知公告</a>"""
MENU = "<p>" + "首页 政务公开 政务服务 互动交流 " * 20 + "</p>"
AJAX = "<script>$.ajax({url: '/list'})</script>"


def rows(folder: str, *ages: int) -> str:
    days = [TODAY - timedelta(days=age) for age in ages]
    items = [f'<li><a href="/{folder}/post_{day:%m%d}.html">关于开展检查的通知</a> {day}</li>' for day in days]
    return f"<ul>{''.join(items)}</ul>"


def tags(**values: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in values.items())


def read(path: str, html: str, level: PageLevel | None = None) -> Page:
    page = page_of(html, SITE + path)
    return page if level is None else replace(page, level=level)


def owns(url: str) -> bool:
    return url.startswith(SITE) and "/yxszfbgs/" not in url


def seen(*pages: Page, known: Sequence[KnownColumn] = (), home: str = NAVIGATION) -> dict[str, Column]:
    notes = ColumnNotes(owns, TODAY, known)
    for page in (read("/", home, PageLevel.HOME), *pages):
        notes.add(page)
    return {column.url.removeprefix(SITE): column for column in notes.columns()}


READ = (
    read("/tzgg/", "<title>通知公告_云溪市</title>" + rows("tzgg", 3, 9, 20)),
    read("/dt/index.html", "<title>教育动态_云溪市</title>" + rows("dt", 30, 40, 50)),
    read("/wj/", "<title>政策文件_云溪市</title>" + rows("wj", 200, 300, 400)),
)


def test_columns_are_what_the_home_page_links_to_and_lists_show() -> None:
    columns = seen(*READ, read("/bm/dt/", tags(ColumnName="部门动态", ColumnType="工作动态") + rows("bm/dt", 4, 5, 6)))
    assert {path: (one.name, one.level, one.updating) for path, one in columns.items()} == {
        "/tzgg/": ("通知公告", 1, Updating.NOTICE),
        "/dt/index.html": ("教育动态", 1, Updating.NEWS),
        "/wj/": ("政策文件", 1, Updating.POLICY),
        "/bm/dt/": ("部门动态", 2, Updating.NEWS),
    }
    ages = {path: (TODAY - one.newest.day).days for path, one in columns.items() if one.newest}
    assert ages == {"/tzgg/": 3, "/dt/index.html": 30, "/wj/": 200, "/bm/dt/": 4}
    assert not any(one.approved or one.reason for one in columns.values())


def test_the_type_goes_before_the_name_and_the_home_page_before_the_title() -> None:
    listed = rows("tzgg", 3, 9, 20)
    assert seen(read("/tzgg/", tags(ColumnType="政策文件") + listed), *READ[1:])["/tzgg/"].updating is Updating.POLICY
    titled = seen(read("/tzgg/", "<title>云溪市-通知公告</title>" + listed), *READ[1:])["/tzgg/"]
    assert (titled.name, titled.updating) == ("通知公告", Updating.NOTICE)


def test_further_pages_of_a_list_are_no_columns_of_their_own() -> None:
    title = "<title>教育动态_云溪市</title>"
    columns = seen(
        *READ,
        read("/dt/index_2.html", title + rows("dt", 60, 70, 80)),
        read("/dt/list/3.html", title + rows("dt", 90, 91, 92)),
    )
    assert set(columns) == {"/tzgg/", "/dt/index.html", "/wj/"}
    column = columns["/dt/index.html"]
    assert column.newest is not None
    assert (TODAY - column.newest.day, column.items) == (timedelta(days=30), 9)


def test_days_of_the_future_do_not_count() -> None:
    column = seen(read("/tzgg/", rows("tzgg", -20, 12, 14)), *READ[1:])["/tzgg/"]
    assert column.newest is not None
    assert column.newest.day == TODAY - timedelta(days=12)


def test_a_column_that_was_not_reached_is_not_known() -> None:
    columns = seen(READ[0])
    assert {path: one.reason for path, one in columns.items()} == {
        "/tzgg/": None, "/dt/index.html": Reason.NOT_REACHED, "/wj/": Reason.NOT_REACHED,
    }  # fmt: skip
    assert (columns["/dt/index.html"].name, columns["/dt/index.html"].updating) == ("教育动态", Updating.NEWS)


@pytest.mark.parametrize(
    ("html", "items", "reason"),
    [
        (tags(ColumnName="规划计划"), 0, None),
        (tags(ColumnName="规划计划") + AJAX, 0, Reason.NO_BROWSER),
        (tags(ColumnName="规划计划") + '<script src="/js/list.js"></script>', 0, Reason.NO_BROWSER),
        (
            tags(ColumnName="规划计划") + '<div id="app"></div><script src="/js/jquery.js"></script>',
            0,
            Reason.NO_BROWSER,
        ),
        (tags(ColumnName="机构图") + '<img src="/files/map.png">', 1, None),
        (tags(ColumnName="规划计划") + '<iframe src="/list.html"></iframe>', 1, None),
        (tags(ColumnName="市长信箱", ColumnType="咨询投诉"), None, None),
    ],
)
def test_an_empty_list_is_told_from_one_that_is_not_in_the_source(
    html: str, items: int | None, reason: Reason | None
) -> None:
    column = seen(*READ, read("/gh/", html + MENU if "app" not in html else html)).get("/gh/")
    if items is None:
        assert column is None
    else:
        assert column is not None
        assert (column.items, column.reason) == (items, reason)


def test_pictures_of_the_frame_are_no_entries() -> None:
    home = NAVIGATION + '<img src="/files/mark.svg">'
    column = seen(*READ, read("/gh/", tags(ColumnName="规划计划") + '<img src="/files/mark.svg">'), home=home)["/gh/"]
    assert column.items == 0


def test_what_scripts_may_add_is_known_where_the_same_scripts_leave_the_list_alone() -> None:
    few, empty = (
        read("/tzgg/", rows("tzgg", 300, 400, 500) + AJAX),
        read("/gh/", tags(ColumnName="规划计划") + MENU + AJAX),
    )
    alone = seen(few, empty)
    assert (alone["/tzgg/"].reason, alone["/gh/"].reason) == (Reason.NO_BROWSER, Reason.NO_BROWSER)
    beside = seen(few, empty, read("/bm/", tags(ColumnName="部门动态") + rows("bm", 1, 2, 3, 4, 5) + AJAX))
    assert (beside["/tzgg/"].reason, beside["/gh/"].reason) == (None, None)


@pytest.mark.parametrize(
    ("articles", "age", "reason"),
    [
        ({"post_101": 40, "post_102": 50}, 40, None),
        ({"post_101": 40}, 40, Reason.NO_DATES),
        ({}, None, Reason.NO_DATES),
    ],
)
def test_a_list_without_days_is_as_new_as_its_articles(
    articles: dict[str, int], age: int | None, reason: Reason | None
) -> None:
    links = '<a href="/tzgg/post_101.html">关于开展检查的通知</a> <a href="/tzgg/post_102.html">关于停水的通知</a>'
    listed = read("/tzgg/", tags(ColumnName="通知公告") + links)
    texts = [
        read(f"/tzgg/{name}.html", f"<h1>通知</h1><p>发布时间：{TODAY - timedelta(days=old)}</p>")
        for name, old in articles.items()
    ]
    column = seen(listed, *texts)["/tzgg/"]
    assert (column.items, column.reason) == (2, reason)
    assert column.newest is None if age is None else column.newest is not None
    if column.newest is not None:
        assert (TODAY - column.newest.day).days == age


def said(path: str, **more: object) -> KnownColumn:
    return replace(KnownColumn(SITE + path, "公示公告", 1, Updating.NOTICE, approved=True), **more)  # type: ignore[arg-type]


def test_the_word_of_the_register_wins() -> None:
    known = [said("/dt/", period=30), said("/none/"), said("/wj/", archived=TODAY), said("/tzgg/", approved=False)]
    columns = seen(*READ, known=known)
    assert set(columns) == {"/dt/", "/none/", "/wj/", "/tzgg/"}
    assert columns["/dt/"].newest is not None
    assert (columns["/dt/"].name, columns["/dt/"].updating, columns["/dt/"].period) == ("公示公告", Updating.NOTICE, 30)
    assert columns["/dt/"].approved
    assert (columns["/none/"].reason, columns["/none/"].newest) == (Reason.NOT_REACHED, None)
    assert [columns[path].archived for path in ("/wj/", "/dt/")] == [True, False]
    assert not columns["/tzgg/"].approved


def test_a_column_closes_on_its_day() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert not seen(*READ, known=[said("/wj/", archived=tomorrow)])["/wj/"].archived


def test_a_registered_column_is_one_whatever_its_page_looks_like() -> None:
    column = seen(*READ, read("/gh/", "<p>规划</p>"), known=[said("/gh/", level=2, updating=Updating.OTHER)])["/gh/"]
    assert (column.items, column.reason, column.level) == (0, None, 2)


def test_the_pages_of_another_target_are_none_of_ours() -> None:
    home = '<a href="/yxszfbgs/bgdt/">工作动态</a><a href="/tzgg/">通知公告</a>'
    assert set(seen(READ[0], home=home)) == {"/tzgg/"}


def test_very_many_lists_are_not_all_kept() -> None:
    notes = ColumnNotes(owns, TODAY)
    listed = read("/a/", tags(ColumnName="公告") + rows("a", 1, 2, 3))
    for number in range(MAX_COLUMNS + 1):
        notes.add(replace(listed, url=f"{SITE}/{number}/"))
    site = notes.filled(SiteFacts(None))
    assert len(site.columns) == MAX_COLUMNS
    assert not site.complete
