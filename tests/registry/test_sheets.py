import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import SheetError
from registry.sheets import tables as sheets
from registry.sheets.headers import is_header
from registry.sheets.tables import Table, read_table

TEXT = "单位,类型,名称,网址\n市民政局,网站,民政局,mz.x.test\n"


def read(data: bytes) -> Table:
    return read_table(data, is_header)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312"])
def test_the_encodings_of_chinese_offices(encoding: str) -> None:
    table = read(TEXT.encode(encoding))
    assert table.header.cells == ("单位", "类型", "名称", "网址")
    assert [row.cells for row in table.rows] == [("市民政局", "网站", "民政局", "mz.x.test")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_delimiters(delimiter: str, line_end: str) -> None:
    table = read(TEXT.replace(",", delimiter).replace("\n", line_end).encode())
    assert [row.cells for row in table.rows] == [("市民政局", "网站", "民政局", "mz.x.test")]


def test_prose_in_cells_does_not_deceive_about_the_delimiter() -> None:
    text = "单位,类型,名称,网址,备注\n甲,网站,乙,x.test,一，二，三，四，五，六；七;八\n"
    assert read(text.encode()).rows[0].cells[-1] == "一，二，三，四，五，六；七;八"
    text = "单位;类型;名称;网址\n甲;网站;乙,丙,丁,戊,己;x.test\n"
    assert read(text.encode()).rows[0].cells[2] == "乙,丙,丁,戊,己"


def test_rows_are_counted_as_a_spreadsheet_program_counts() -> None:
    text = '市网站名录,,,\n\n单位,类型,名称,网址\n甲,网站,"乙\n丙",x.test\n,,,\n丁,网站,戊,y.test\n'
    table = read(text.encode())
    assert table.header.number == 3
    assert [row.number for row in table.rows] == [4, 6]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b" \r\n\n", "文件是空的"),
        (b"PK\x03\x04\x14\x00\x06\x00" + b"\0" * 40, "不是UTF-8或GB18030编码的文本"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, r"旧版表格（\.xls、\.et）：请另存为 \.xlsx"),
        (b"%PDF-1.7", "PDF文件"),
        (TEXT.encode("utf-16"), "UTF-16文本"),
        (TEXT.encode() + b"\0", "不是UTF-8或GB18030编码的文本"),
        (b"\xef\xbb\xbf" + TEXT.encode("gb18030"), "不是UTF-8或GB18030编码的文本"),
        (TEXT.encode() + b"\xff\xff\n", "不是UTF-8或GB18030编码的文本"),
        (b"\xef\xbb\xbfunit,kind,name,url\n" + "市民政局,网站,a,b\n".encode("gb18030"), "不是UTF-8或GB18030编码的文本"),
        ("甲,网站,乙,x.test\n".encode(), "没有找到表头"),
        ("单位,类型,名称,网址\n,,,\n".encode(), "只有表头，没有内容"),
        (TEXT.encode() + '甲,网站,"乙\n'.encode(), "第2行之后不是规范的CSV"),
        (TEXT.encode() + b"a" * 200_000, "第2行之后不是规范的CSV"),
        (TEXT.encode() + b"," * 250 + b"x", "第3行超过200列"),
        (TEXT.split("\n", maxsplit=1)[0].encode() + b"," * 250 + b"\na,b\n", "表头超过200列"),
    ],
)
def test_what_is_no_table_says_what_it_is(data: bytes, sentence: str) -> None:
    with pytest.raises(SheetError, match=sentence):
        read(data)


def test_the_limits_of_size_and_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (sheets.MAX_BYTES, sheets.MAX_ROWS, sheets.MAX_COLUMNS) == (20 * 1024 * 1024, 60_000, 200)
    monkeypatch.setattr(sheets, "MAX_ROWS", 1)
    with pytest.raises(SheetError, match="文件超过1行"):
        read(TEXT.encode() + "甲,网站,乙,x.test\n".encode())
    with pytest.raises(SheetError, match="文件超过20MB"):
        read(b"a" * (sheets.MAX_BYTES + 1))


@given(st.binary(max_size=200) | st.text(',"\n\r\t;，单位类型名称', max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_a_sheet_error(data: bytes) -> None:
    try:
        table = read(data)
    except SheetError as error:
        assert str(error)
    else:
        assert table.rows
