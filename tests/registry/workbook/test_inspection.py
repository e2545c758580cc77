import pytest

from registry.errors import SheetError
from registry.sheets.workbook import inspection
from registry.sheets.workbook.inspection import inspect, text_lengths
from registry.sheets.workbook.package import Package
from tests.registry.workbooks import Formula, rewritten, with_cells, workbook

GOOD = workbook({"单位": [["全称", "邮箱"], ["甲局", Formula("=1+1", 2)], ["甲局", Formula('=""', "")]]})


def faults(data: bytes) -> dict[tuple[int, int], str]:
    package = Package(data)
    return dict(inspect(package, "单位", "xl/worksheets/sheet1.xml", text_lengths(package)).faults)


def test_a_formula_with_its_result_is_a_value() -> None:
    assert faults(with_cells(GOOD, '<row r="9"><c r="A9" t="str"><f>""</f><v></v></c></row>')) == {
        (3, 1): "是没有计算结果的公式"
    }


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ('<c r="C9"><f>A1</f></c>', "是没有计算结果的公式"),
        ('<c r="C9"><f>A1</f><v/></c>', "是没有计算结果的公式"),
        ('<c r="C9"><f>A1</f><v>\n </v>\n</c>', "是没有计算结果的公式"),
        ('<c r="C9" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "是公式错误值（#DIV/0!）"),
        ('<c r="C9" t="e"><v>#N/A</v></c>', "是公式错误值（#N/A）"),
    ],
)
def test_cells_without_a_value(cell: str, fault: str) -> None:
    assert faults(with_cells(GOOD, f'<row r="9">{cell}</row>'))[9, 2] == fault


def test_cells_without_a_reference_follow_one_another() -> None:
    cells = "<row><c><v>1</v></c><c><f>A1</f></c></row><row><c><f>A1</f></c></row>"
    assert set(faults(with_cells(GOOD, cells))) == {(3, 1), (4, 1), (5, 0)}


def test_elements_may_have_a_prefix() -> None:
    xml = b'<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="B1"><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    data = rewritten(GOOD, lambda name, old: xml if name == "xl/worksheets/sheet1.xml" else old)
    assert faults(data) == {(1, 1): "是没有计算结果的公式"}


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ('<c r="XFD1048576"><v>1</v></c>', "“单位”表超过60000行：请拆分，或删去末尾多余的行"),
        ('<c r="XFD9"><v>1</v></c>', "“单位”表超过200列（单元格XFD9有内容）：请删去多余的列"),
        ('<c r="XFD9" t="str"><v></v></c>', "超过200列"),
        ('<c r="XFD9" t="inlineStr"><is><t></t></is></c>', "超过200列"),
        ('<c r="9C"><v>1</v></c>', "文件已损坏"),
        ('<c r="XFE9"><v>1</v></c>', "文件已损坏"),
        ('<c r="C9" t="s"><v>99</v></c>', "文件已损坏"),
    ],
)
def test_what_would_fill_the_memory_is_refused_before_it_is_read(cell: str, sentence: str) -> None:
    with pytest.raises(SheetError, match=sentence):
        faults(with_cells(GOOD, f'<row r="9">{cell}</row>'))


def test_empty_cells_far_away_do_no_harm() -> None:
    far = with_cells(GOOD, '<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert faults(far) == faults(GOOD)


def test_a_text_that_stands_in_many_cells_counts_in_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "MAX_TEXT", 50)
    faults(workbook({"单位": [["全称" * 10]]}))
    with pytest.raises(SheetError, match="“单位”表的文字过多"):
        faults(workbook({"单位": [["全称" * 10]] * 3}))
