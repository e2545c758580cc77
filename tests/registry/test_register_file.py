"""Which sheets of a file are read, and what every bad cell is called."""

import pytest

from checks.vocabulary import TargetKind
from registry.errors import SheetError
from registry.sheets.register_file import FileRead, read_file
from tests.registry.workbooks import OFFICE, Formula, Rows, with_cells, workbook

SITES = ["标识码", "名称", "门户/部门", "主域名", "主办单位"]
SITE = ["3609000001", "甲网", "部门", "a.test", "甲局"]
SIMPLE: Rows = [["单位", "类型", "名称", "网址或账号"], ["甲局", "网站", "甲网", "a.test"]]


def problems(sheet: str, *rows: Rows, **more: object) -> list[str]:
    return [str(problem) for problem in read_file(workbook({sheet: list(rows)}, **more)).problems]  # type: ignore[arg-type]


def test_the_five_sheets_of_an_office() -> None:
    read = read_file(workbook(OFFICE))
    assert read.problems == ()
    assert read.warnings == ("“网站”表的“密级”不是台账的标准列，内容按原样保留",)
    assert (len(read.said.rows), len(read.said.columns)) == (8, 2)
    assert [unit.sheet for unit in read.said.units] == ["单位"] * 3 + ["网站"] * 4 + ["新媒体"] * 2 + ["应用与群"] * 2
    assert (read.said.covers, read.said.covers_columns) == (
        frozenset(TargetKind),
        True,
    )


@pytest.mark.parametrize(
    ("sheet", "covers"),
    [
        ("网站", {TargetKind.PORTAL, TargetKind.COUNTY_PORTAL, TargetKind.DEPARTMENT_SITE, TargetKind.CHANNEL}),
        ("新媒体", {TargetKind.ACCOUNT}),
        ("应用与群", {TargetKind.APP, TargetKind.MINI_PROGRAM, TargetKind.WORK_GROUP}),
        ("单位", set()),
    ],
)
def test_any_sheet_will_do_alone_and_covers_its_own(sheet: str, covers: set[TargetKind]) -> None:
    read = read_file(workbook({sheet: OFFICE[sheet]}))
    assert read.problems == ()
    assert read.said.covers == covers
    assert not read.said.covers_columns


@pytest.mark.parametrize("name", ["Sheet1", "云溪市", "台账", "Register"])
def test_one_simple_sheet_of_any_name(name: str) -> None:
    read = read_file(workbook({name: [["云溪市网站名录"], *SIMPLE]}))
    assert [row.name for row in read.said.rows] == ["甲网"]
    assert read.said.covers == frozenset(TargetKind)
    assert read.warnings == (f"“{name}”表的表头在第2行，它上面的内容没有读取",)


def test_of_sheets_without_a_known_name_the_first_with_a_header_is_read_and_the_others_are_named() -> None:
    read = read_file(workbook({"说明": [["请逐行填写"]], "Sheet1": SIMPLE, "Sheet2": SIMPLE}))
    assert len(read.said.rows) == 1
    assert read.warnings == tuple(
        f"工作表“{name}”不是台账的工作表（单位、网站、栏目、新媒体、应用与群），没有读取" for name in ("说明", "Sheet2")
    )


def test_a_sheet_of_an_unknown_name_beside_known_ones_is_ignored_and_named() -> None:
    read = read_file(workbook({"网站": [SITES, SITE], "数据字典": [["网址", "名称"], ["x", "y"]]}))
    assert [row.name for row in read.said.rows] == ["甲网"]
    assert read.warnings == ("工作表“数据字典”不是台账的工作表（单位、网站、栏目、新媒体、应用与群），没有读取",)


def test_english_sheets_and_headings() -> None:
    read = read_file(
        workbook(
            {
                "Units": [["Full name", "Nature", "Mailbox"], ["Bureau", "government", "a@x.test"]],
                "Sites": [["Site name", "Type", "URL", "Organiser"], ["Bureau", "department", "a.test", "Bureau"]],
                "Columns": [["Name", "URL", "Type", "Must update"], ["News", "a.test/n/", "news", "yes"]],
            }
        )
    )
    assert read.problems == ()
    assert (len(read.said.rows), len(read.said.units), len(read.said.columns)) == (1, 2, 1)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (workbook({"网站": [SITES]}), "文件只有表头，没有内容"),
        (workbook({"网站": []}), "文件只有表头，没有内容"),
        (workbook({"网站": [["甲"], ["乙"]]}), "“网站”表中没有找到表头"),
        (workbook({"Sheet1": [["甲"], ["乙"]]}), "文件中没有找到表头"),
    ],
)
def test_a_workbook_that_says_nothing(data: bytes, sentence: str) -> None:
    with pytest.raises(SheetError, match=sentence):
        read_file(data)


@pytest.mark.parametrize(
    ("sheet", "head", "row", "sentence"),
    [
        (
            "网站",
            SITES,
            [*SITE[:2], "飞船", *SITE[3:]],
            "“网站”表第2行“门户/部门”列“飞船”：不是可识别的类型；请填写：门户网站、",
        ),
        (
            "网站",
            SITES,
            [*SITE[:2], "小程序", *SITE[3:]],
            "“网站”表第2行“门户/部门”列“小程序”：不属于“网站”表；请移到“应用与群”表",
        ),
        (
            "网站",
            [*SITES, "形态"],
            [*SITE[:2], "频道", *SITE[3:], "独立站"],
            "“网站”表第2行“形态”列“独立站”：与类型“频道”不一致；请更正其中一个",
        ),
        (
            "网站",
            [*SITES, "迁移日期"],
            [*SITE, "去年"],
            "“网站”表第2行“迁移日期”列“去年”：不是日期；请按 2026-05-01 的写法填写",
        ),
        (
            "网站",
            [*SITES, "是否对外办事"],
            [*SITE, "也许"],
            "“网站”表第2行“是否对外办事”列“也许”：不是可选的内容；请填写：是、否",
        ),
        ("网站", SITES[:2], SITE[:2], "“网站”表第1行“主办单位”列：缺少这一列；请增加“主办单位”列"),
        (
            "单位",
            ["全称", "单位性质"],
            ["甲局", "集体"],
            "“单位”表第2行“单位性质”列“集体”：不是可选的内容；请填写：党政机关、事业单位、",
        ),
        ("单位", ["全称", "通报口径"], ["甲局", "待定"], "请填写：纳入、仅监测、不监测"),
        (
            "新媒体",
            ["平台", "名称", "ID/biz", "主办单位", "子类"],
            ["微信公众号", "甲", "gh_1", "甲局", "企业号"],
            "请填写：订阅号、服务号",
        ),
        (
            "新媒体",
            ["平台", "名称", "ID/biz", "主办单位"],
            ["", "甲", "gh_1", "甲局"],
            "“平台”列：没有填写账号所属平台",
        ),
        (
            "应用与群",
            ["类型", "名称", "主办单位", "用户数"],
            ["APP", "甲", "甲局", "很多"],
            "“用户数”列“很多”：不是整数；请填写数字，如 1200",
        ),
        ("应用与群", ["类型", "名称", "主办单位"], ["网站", "甲", "甲局"], "不属于“应用与群”表；请移到“网站”表"),
        (
            "栏目",
            ["名称", "网址", "级别"],
            ["甲", "a.test/x/", "九级"],
            "“栏目”表第2行“级别”列“九级”：不是可选的内容；请填写：一级、二级、",
        ),
        ("栏目", ["名称", "网址", "类型"], ["甲", "a.test/x/", "飞船"], "请填写：动态要闻、通知公告、政策文件、其他"),
        (
            "栏目",
            ["名称", "网址", "更新期限"],
            ["甲", "a.test/x/", "经常"],
            "不是期限；请填写天数，或按 2周、6个月、1年 的写法填写",
        ),
        ("栏目", ["名称", "网址"], ["甲", ""], "“栏目”表第2行“网址”列：为空；此列每行都须填写"),
    ],
)
def test_every_bad_cell_is_named(sheet: str, head: list[str], row: list[str], sentence: str) -> None:
    found = problems(sheet, head, row)
    assert any(sentence in problem for problem in found), found


def test_a_unit_stands_once_on_its_sheet() -> None:
    (problem,) = problems("单位", ["全称", "电话"], ["甲局", "1"], ["乙局", "2"], ["甲局", "3"])
    assert problem == "“单位”表第4行“全称”列“甲局”：与第2行是同一单位；请只保留一行"


def test_a_required_cell_that_was_merged_away_names_the_range() -> None:
    rows = [SITES, SITE, ["3609000002", "乙网", "部门", "b.test", ""]]
    (problem,) = problems("网站", *rows, merged={"网站": ["E2:E3"]})
    assert (
        problem
        == "“网站”表第3行“主办单位”列：位于合并单元格E2:E3内，内容只在E2，请取消合并后逐行填写；此列每行都须填写"
    )


def test_merged_cells_among_the_rows_are_told_and_those_above_the_header_are_not() -> None:
    merged = {"网站": ["A1:E1", "A3:A4", "C3:C4"]}
    read = read_file(workbook({"网站": [["网站名录"], SITES, SITE, ["", "乙网", "", "b.test", "乙局"]]}, merged=merged))
    assert [warning for warning in read.warnings if "合并" in warning] == [
        "“网站”表的A3:A4等2处是合并单元格，只读取首格的内容，其余按空处理"
    ]


def test_formulas_without_a_result_are_named_and_others_are_values() -> None:
    read = read_file(workbook({"网站": [SITES, [*SITE[:4], Formula('="甲"&"局"', "甲局")]]}))
    assert [row.unit for row in read.said.rows] == ["甲局"]
    cells = "".join(f'<c r="{letter}3" t="str"><v>{text}</v></c>' for letter, text in zip("ABCD", SITE, strict=False))
    data = with_cells(workbook({"网站": [SITES, SITE]}), f'<row r="3">{cells}<c r="E3"><f>E2</f></c></row>')
    (problem,) = read_file(data).problems
    assert str(problem) == (
        "“网站”表第3行“主办单位”列：是没有计算结果的公式；请用WPS或Excel打开重新计算并保存，或直接填写内容"
    )


def test_days_may_be_days_serial_numbers_or_text() -> None:
    head = [*SITES, "迁移日期"]
    rows: Rows = [head, [*SITE, "2026年5月1日"], [*SITE[:3], "b.test", "乙局", 46143]]
    assert [row.details["迁移日期"] for row in read_file(workbook({"网站": rows})).said.rows] == ["2026-05-01"] * 2


def read_simple(**cells: str) -> FileRead:
    head = ["单位", "类型", "名称", "网址", *cells]
    return read_file(workbook({"台账": [head, ["甲局", "微信服务号", "甲", "gh_1", *cells.values()]]}))


def test_the_sort_of_an_account_may_stand_as_its_kind() -> None:
    assert read_simple().said.rows[0].details == {"子类": "服务号"}
    assert read_simple(子类="订阅号").said.rows[0].details == {"子类": "订阅号"}


def test_a_column_on_a_sheet_where_it_does_not_belong_is_kept_as_it_is() -> None:
    (row,) = read_file(workbook({"网站": [[*SITES, "开设日期", "来源"], [*SITE, "2019年", "移交"]]})).said.rows
    assert (row.details["开设日期"], row.details["来源"]) == ("2019年", "移交")
