import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from registry.sheets.workbook.writing import MAX_CELL, Sheet, SheetColumn, Value, write_workbook

MADE = datetime(2026, 11, 24, 1, tzinfo=UTC)
DANGEROUS = ["=1+1", "+86 795", "-", "@SUM(A1)", '=HYPERLINK("http://x.test","y")', "http://x.test/", "'=x", "{=1}"]


def written(*rows: Sequence[Value], choices: tuple[str, ...] = ()) -> bytes:
    columns = [SheetColumn(f"第{place}列", choices) for place in range(len(rows[0]))]
    return write_workbook([Sheet("台账", columns, rows)], MADE)


def read(data: bytes) -> list[list[Any]]:
    return [
        list(row) for row in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("台账").to_python()
    ][1:]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_values_keep_their_type() -> None:
    row: list[Value] = ["0795", 12, date(2026, 5, 1), datetime(2026, 5, 1, 9, 30), "末"]
    assert read(written(row)) == [["0795", 12.0, date(2026, 5, 1), datetime(2026, 5, 1, 9, 30), "末"]]


def test_what_is_empty_is_not_written() -> None:
    assert "<v>" not in part(written([None, ""]), "xl/worksheets/sheet1.xml").split("</row>", 1)[1]


def test_nothing_in_it_is_a_formula_or_an_active_link() -> None:
    data = written(DANGEROUS)
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert read(data) == [DANGEROUS]
    assert part(data, "xl/styles.xml").count('quotePrefix="1"') == 1  # typed over, it is still text


def test_the_header_stays_in_sight_and_columns_are_wide_enough() -> None:
    sheet = part(written(["云溪市人民政府办公室", "a" * 500, 1]), "xl/worksheets/sheet1.xml")
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert "<autoFilter" in sheet
    widths = [float(piece.split('"')[0]) for piece in sheet.split(' width="')[1:]]
    assert [round(width) for width in widths] == [23, 49, 9]


def test_choices_are_offered_but_not_forced() -> None:
    sheet = part(written(["是"], choices=("是", "否")), "xl/worksheets/sheet1.xml")
    assert '<formula1>"是,否"</formula1>' in sheet
    assert 'errorStyle="information"' in sheet


def test_the_same_content_gives_the_same_bytes() -> None:
    assert written(["甲", 1]) == written(["甲", 1])
    assert b"2026-11-24T01:00:00Z" in part(written(["甲"]), "docProps/core.xml").encode()


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert read(written(["字" * 40_000])) == [["字" * MAX_CELL]]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_comes_back(texts: list[str]) -> None:
    assert read(written([*texts, "末"])) == [[*texts, "末"]]
