import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from registry.sheets.formulas import protect, unprotect


@pytest.mark.parametrize("cell", ["=1+1", "+86 795", "-", "@name", "\t=x", "\r=x", "'=x", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_run_is_written_with_an_apostrophe(cell: str) -> None:
    assert protect(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "市民政局", "'引号", "0795-3998001", "a=b"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert protect(cell) == cell
    assert unprotect(cell) == cell


@given(st.text("'=+-@\t\ra", max_size=6))
@example("''=x")
def test_what_was_protected_comes_back(cell: str) -> None:
    assert unprotect(protect(cell)) == cell
