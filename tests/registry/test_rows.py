from collections.abc import Mapping

import pytest

from checks.vocabulary import TargetKind
from registry.models import TargetState
from registry.sheets.headers import is_header, read_header
from registry.sheets.problems import CellProblem
from registry.sheets.rows import RegisterRow, RowsRead, read_rows, unread_columns
from registry.sheets.tables import read_table

SITE = {"单位": "市民政局", "类型": "部门网站", "名称": "民政局", "网址": "http://mz.x.test/"}
ACCOUNT = {"单位": "市公安局", "类型": "新媒体", "名称": "平安云溪", "网址": "", "平台": "微信公众号", "账号ID": "gh_1"}


def read(*rows: Mapping[str, str]) -> RowsRead:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    lines = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    table = read_table(text.encode(), is_header)
    return read_rows(table, read_header(table.header))


def good(row: Mapping[str, str]) -> RegisterRow:
    found = read(row)
    assert found.problems == ()
    return found.rows[0]


def bad(row: Mapping[str, str]) -> CellProblem:
    found = read(row)
    assert found.rows == ()
    assert len(found.problems) == 1
    return found.problems[0]


def test_a_full_row() -> None:
    more = {
        "编号": "tabcdefgh23",
        "标识码": "3609000001",
        "路径前缀": "mzj",
        "排序号": "007",
        "邮箱": "mz@yunxi.gov.cn",
        "电话": "'+86 795 3998001",
        "经办人": "李　明",
        "状态": "暂停",
        "备注": "改版\n至年底",
    }
    assert good(SITE | more) == RegisterRow(
        number=2,
        unit="市民政局",
        kind=TargetKind.DEPARTMENT_SITE,
        name="民政局",
        id="tabcdefgh23",
        url="http://mz.x.test/",
        prefix="/mzj/",
        site_code="3609000001",
        state=TargetState.PAUSED,
        note="改版 至年底",
    )
    (unit,) = read(SITE | more).units
    assert (unit.name, unit.says) == (
        "市民政局",
        {"排序号": "7", "经办人": "李 明", "电话": "+86 795 3998001", "邮箱": "mz@yunxi.gov.cn"},
    )


def test_a_column_that_is_not_there_differs_from_an_empty_cell() -> None:
    assert good(SITE).note is None
    assert good(SITE | {"备注": " "}).note == ""


def test_invisible_characters_are_dropped() -> None:
    assert good(SITE | {"名称": "\u200b民政\u200e局\ufeff"}).name == "民政局"


@pytest.mark.parametrize(
    ("row", "url", "account", "platform", "feed"),
    [
        (ACCOUNT, "", "gh_1", "wechat", None),
        ({**ACCOUNT, "平台": "", "类型": "微信公众号"}, "", "gh_1", "wechat", None),
        ({**ACCOUNT, "账号ID": "", "网址": "MzI1OTA5/zc4Mw=="}, "", "MzI1OTA5/zc4Mw==", "wechat", None),
        (
            {**ACCOUNT, "账号ID": "", "网址": "weibo.com/u/123", "平台": "微博"},
            "http://weibo.com/u/123",
            "",
            "weibo",
            None,
        ),
        ({**ACCOUNT, "账号ID": "", "数据源": "HTTP://Feeds.test/1.xml"}, "", "", "wechat", "http://feeds.test/1.xml"),
        ({**ACCOUNT, "平台": "西瓜视频"}, "", "gh_1", "西瓜视频", None),
        ({**ACCOUNT, "类型": "APP", "平台": "", "账号ID": ""}, "", "", "", None),
    ],
)
def test_accounts(row: Mapping[str, str], url: str, account: str, platform: str, feed: str | None) -> None:
    found = good(row)
    assert (found.url, found.account, found.platform, found.feed) == (url, account, platform, feed)


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (SITE | {"单位": ""}, "单位", "为空"),
        (SITE | {"名称": " "}, "名称", "为空"),
        (SITE | {"类型": ""}, "类型", "为空"),
        (SITE | {"类型": "站点"}, "类型", "不是可识别的类型"),
        (SITE | {"网址": ""}, "网址", "为空"),
        (SITE | {"网址": "暂无"}, "网址", "没有完整的域名"),
        (SITE | {"标识码": "360900000"}, "标识码", "不是网站标识码"),
        (SITE | {"标识码": "３６０９０００００１"}, "标识码", "不是网站标识码"),
        (SITE | {"标识码": "bm1234567"}, "标识码", "不是网站标识码"),
        (SITE | {"编号": "17"}, "编号", "不是本系统给出的编号"),
        (SITE | {"路径前缀": "/a?b"}, "路径前缀", "不是网站内的目录"),
        (SITE | {"排序号": "第三"}, "排序号", "不是排序号"),
        (SITE | {"邮箱": "mz@@yunxi"}, "邮箱", "不是邮箱地址"),
        (SITE | {"邮箱": "a@x.test, b@x.test"}, "邮箱", "不是邮箱地址"),
        (SITE | {"状态": "不明"}, "状态", "不是可识别的状态"),
        (SITE | {"平台": "微博"}, "平台", "网站没有这一项"),
        (SITE | {"数据源": "http://x.test/feed"}, "数据源", "网站没有这一项"),
        (SITE | {"名称": "名" * 201}, "名称", "超过200个字"),
        (SITE | {"备注": "bell\x07"}, "备注", "含有控制字符"),
        (ACCOUNT | {"平台": ""}, "平台", "没有填写账号所属平台"),
        (ACCOUNT | {"账号ID": ""}, "账号ID", "账号ID、网址、数据源都为空"),
        (ACCOUNT | {"类型": "微博"}, "平台", "与“类型”所指的平台不一致"),
        (ACCOUNT | {"网址": "gh_2"}, "网址", "与同一行的账号ID不一致"),
        (ACCOUNT | {"网址": "http://暂无/"}, "网址", "没有完整的域名"),
        (ACCOUNT | {"数据源": "暂无"}, "数据源", "没有完整的域名"),
        (ACCOUNT | {"路径前缀": "/a/"}, "路径前缀", "只有网站有路径前缀"),
    ],
)
def test_a_bad_cell_is_named(row: Mapping[str, str], column: str, why: str) -> None:
    problem = bad(row)
    assert (problem.row, problem.column) == (2, column)
    assert why in problem.why
    assert problem.right
    assert problem.value == row.get(column, "")


def test_every_bad_cell_is_named_at_once() -> None:
    problems = read(SITE | {"网址": "", "邮箱": "x"}, SITE, SITE | {"类型": "?"}).problems
    assert [(problem.row, problem.column) for problem in problems] == [(2, "网址"), (2, "邮箱"), (4, "类型")]


def test_the_heading_in_the_file_is_named() -> None:
    assert bad({"Unit": "a", "Type": "site", "Name": "b", "Website": "?"}).column == "Website"


def test_a_cell_beyond_the_last_heading_is_a_problem() -> None:
    text = "单位,类型,名称,网址\n市民政局,部门网站,民政局,mz.x.test,说明，含,逗号\n"
    table = read_table(text.encode(), is_header)
    (problem,) = read_rows(table, read_header(table.header)).problems
    assert (problem.column, problem.value) == ("E", "说明，含")


def test_a_column_without_a_heading_is_told() -> None:
    text = "单位,类型,名称,,网址,\n市民政局,部门网站,民政局,手写,mz.x.test,\n"
    table = read_table(text.encode(), is_header)
    layout = read_header(table.header)
    assert read_rows(table, layout).problems == ()
    assert unread_columns(table, layout) == ("D列没有列名，内容没有读取",)


def test_a_long_value_is_shortened_in_the_sentence() -> None:
    assert len(str(bad(SITE | {"备注": "备" * 5_000}))) < 250
