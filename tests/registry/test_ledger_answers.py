"""What units write under 整改情况 of the ledger: read by row, in whatever way the sheet was kept."""

import io

import pytest
import xlsxwriter

from registry.decisions.ledger_answers import AnswersRefusedError, Filled, read_answers
from registry.errors import SheetError

NUMBER = "YC2026-47-001"


def workbook(*rows: tuple[str, ...], sheet: str = "问题台账", merged: tuple[str, ...] = ()) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name in ("封面", sheet):
            page = book.add_worksheet(name)
            for number, row in enumerate(rows if name == sheet else [("市教育局填报",)]):
                page.write_row(number, 0, row)
        for cells in merged:
            page.merge_range(cells, NUMBER)
    return file.getvalue()


@pytest.mark.parametrize(
    "headings",
    [("序号", "问题编号", "整改情况"), ("序号", " 问题编号 ", "整 改 情 况"), ("No.", "Ticket number", "Remediation")],
)
def test_headings_in_both_languages(headings: tuple[str, ...]) -> None:
    (row,) = read_answers(workbook(headings, ("1", NUMBER, " 已更正\n链接 "), ("2", NUMBER, "")))
    assert row == Filled(NUMBER, "已更正 链接", "“问题台账”表第2行")


def test_a_table_of_text_does_too() -> None:
    (row,) = read_answers(f"问题编号,整改情况\n{NUMBER},已更正\n".encode("gb18030"))
    assert row == Filled(NUMBER, "已更正", "第2行")


def test_numbers_that_a_unit_merged_into_one_cell() -> None:
    file = workbook(("问题编号", "整改情况"), ("", "已更正"), ("", "已补传附件"), merged=("A2:A3",))
    assert [(one.number, one.text) for one in read_answers(file)] == [(NUMBER, "已更正"), (NUMBER, "已补传附件")]


def test_every_row_at_fault_is_named() -> None:
    file = workbook(("问题编号", "整改情况"), ("", "已更正"), (NUMBER, "=1/0"), (NUMBER, "已更正"))
    with pytest.raises(AnswersRefusedError) as refused:
        read_answers(file)
    assert refused.value.problems[0] == (
        "“问题台账”表第2行（B2）：填了整改情况而没有问题编号，请补上编号，或删去这一格。"
    )
    assert len(refused.value.problems) in (1, 2)  # a program that computes the formula finds no value for it
    assert "全部没有写入" in str(refused.value)


@pytest.mark.parametrize("file", [workbook(("单位", "名称"), ("市教育局", "网站")), "单位,名称\n甲,乙\n".encode()])
def test_a_file_that_is_no_ledger(file: bytes) -> None:
    with pytest.raises(SheetError, match="没有同时有“问题编号”和“整改情况”两列的表"):
        read_answers(file)
