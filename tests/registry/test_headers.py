import pytest

from registry.sheets.headers import SYNONYMS, Column, Layout, is_header, read_header
from registry.sheets.sheet_kinds import COLUMNS, SheetKind, heading_of
from registry.sheets.tables import Record


def layout(*cells: str, number: int = 1, kind: SheetKind = SheetKind.SIMPLE) -> Layout:
    return read_header(Record(number, cells), kind)


@pytest.mark.parametrize(
    "cells",
    [
        ("单位", "类型", "名称", "网址或账号"),
        ("责任单位", "对象类型", "网站(账号)名称", "首页网址"),
        ("Unit", "Kind", "Name", "URL"),
        (" 单 位* ", "类别（必填）", "网站名称", "域名"),
        ("organisation", "type", "site-name", "website"),
    ],
)
def test_chinese_and_english_headings(cells: tuple[str, ...]) -> None:
    found = layout(*cells)
    assert found.places == {Column.UNIT: 0, Column.KIND: 1, Column.NAME: 2, Column.ADDRESS: 3}
    assert (found.problems, found.warnings) == ((), ())


@pytest.mark.parametrize("kind", list(SheetKind))
def test_our_own_headings_are_understood_on_their_sheets(kind: SheetKind) -> None:
    headings = tuple(heading_of(kind, column) for column in COLUMNS[kind])
    found = layout(*headings, kind=kind)
    assert tuple(found.places) == COLUMNS[kind]
    assert (found.problems, found.warnings, found.parts) == ((), (), {})


@pytest.mark.parametrize("column", list(Column))
def test_every_column_stands_on_a_sheet_and_is_read_in_english(column: Column) -> None:
    assert any(column in columns for columns in COLUMNS.values())
    assert any(word.isascii() for word in SYNONYMS[column]) or column.isascii()


def test_an_unknown_column_is_told() -> None:
    found = layout("序号", "单位", "类型", "名称", "网址", "密级", "ICP备案号")
    assert found.extras == {"密级": 5}
    assert found.warnings == ("“密级”不是台账的标准列，内容按原样保留",)


def test_rows_above_the_header_are_told() -> None:
    assert "表头在第3行" in layout("单位", "类型", "名称", "网址", number=3).warnings[0]


def test_each_missing_column_is_a_problem() -> None:
    problems = layout("单位", "备注").problems
    assert [(problem.row, problem.column) for problem in problems] == [(1, "类型"), (1, "名称"), (1, "网址或账号")]


@pytest.mark.parametrize("column", ["网址", "账号ID", "数据源"])
def test_any_way_to_look_at_a_target_will_do(column: str) -> None:
    assert layout("单位", "类型", "名称", column).problems == ()


def test_two_columns_of_one_meaning_are_a_problem() -> None:
    (problem,) = layout("单位", "类型", "名称", "网址", "主办单位").problems
    assert str(problem) == "第1行“主办单位”列“主办单位”：与“单位”列含义相同；请只保留其中一列"


def test_a_row_of_values_is_no_header() -> None:
    assert not is_header(("市民政局", "部门网站", "民政局", "http://mz.x.test/"))
    assert not is_header(("宜春市网站名录", "", ""))
