from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from registry.errors import SheetError
from registry.sheets.headers import is_header
from registry.sheets.tables import Merged, NoHeaderError, Table
from registry.sheets.workbook import reading
from registry.sheets.workbook.reading import Workbook, cell_text
from tests.registry.workbooks import Formula, Rows, with_cells, workbook

HEAD = ["单位", "类型", "名称", "网址"]
ROW = ["甲局", "网站", "甲", "a.test"]


def table(rows: Rows, **more: Any) -> Table:
    found = Workbook(workbook({"网站": rows}, **more)).table("网站", is_header)
    assert found is not None
    return found


def test_rows_are_counted_as_the_spreadsheet_program_counts() -> None:
    found = table([["网站名录"], [], HEAD, ROW, [], ROW])
    assert (found.sheet, found.header.number, found.header.cells) == ("网站", 3, tuple(HEAD))
    assert [(row.number, row.cells) for row in found.rows] == [(4, tuple(ROW)), (6, tuple(ROW))]


def test_a_table_may_begin_anywhere() -> None:
    found = table([HEAD, ROW], top=4, left=2)
    assert (found.header.number, found.header.cells) == (5, ("", "", *HEAD))
    assert [(row.number, row.cells) for row in found.rows] == [(6, ("", "", *ROW))]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *(
            (3609000001.0, "3609000001"),
            (13800138000, "13800138000"),
            (1.5, "1.5"),
            (0.1 + 0.2, "0.3"),
            (1e21, "1e+21"),
        ),
        *((float("inf"), "inf"), (float("nan"), "nan"), (True, "TRUE"), (False, "FALSE"), ("", ""), (" a ", " a ")),
        *((date(2026, 5, 1), "2026-05-01"), (datetime(2026, 5, 1), "2026-05-01"), (time(9, 5), "09:05")),
        *((datetime(2026, 5, 1, 9, 5), "2026-05-01 09:05"), (timedelta(hours=30), "1 day, 6:00:00")),
    ],
)
def test_cells_are_the_text_that_is_shown(value: Any, text: str) -> None:
    assert cell_text(value) == text


def test_of_a_formula_the_kept_result_is_read() -> None:
    found = table([HEAD, ["甲局", "网站", Formula('="甲"&"网"', "甲网"), Formula("=1+1", 2)]])
    assert found.rows[0].cells == ("甲局", "网站", "甲网", "2")
    assert found.faults == {}


def test_a_row_that_holds_only_a_formula_without_result_is_not_lost() -> None:
    data = with_cells(workbook({"网站": [HEAD, ROW]}), '<row r="7"><c r="A7"><f>B1</f></c></row>')
    found = Workbook(data).table("网站", is_header)
    assert found is not None
    assert [(row.number, row.cells) for row in found.rows] == [(2, tuple(ROW)), (7, ())]
    assert found.faults == {(7, 0): "是没有计算结果的公式"}


def test_merged_cells_are_told() -> None:
    found = table([HEAD, ROW, ["", "网站", "乙", "b.test"]], merged={"网站": ["A2:A3"]})
    assert found.merged == (Merged(2, 0, 3, 0),)
    assert found.merged[0].holds(3, 0)
    assert not found.merged[0].holds(3, 1)


def test_too_many_merged_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_MERGED", 0)
    with pytest.raises(SheetError, match="“网站”表的合并单元格超过0处"):
        table([HEAD, ROW], merged={"网站": ["A2:A3"]})


def test_an_empty_sheet_and_one_without_a_header() -> None:
    book = Workbook(workbook({"空": [], "文字": [["请填写"], ["谢谢"]], "网站": [HEAD]}))
    assert book.names == ("空", "文字", "网站")
    assert book.table("空", is_header) is None
    with pytest.raises(NoHeaderError, match="“文字”表中没有找到表头"):
        book.table("文字", is_header)
    found = book.table("网站", is_header)
    assert found is not None
    assert found.rows == ()


def test_the_limit_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 1)
    with pytest.raises(SheetError, match="“网站”表超过1行"):
        table([HEAD, ROW, ROW])
