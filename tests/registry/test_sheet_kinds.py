from pathlib import Path

import pytest

from registry.sheets.headings import Column
from registry.sheets.sheet_kinds import COLUMNS, REQUIRED, SheetKind, columns_read, heading_of, kind_of_sheet

PAGE = Path(__file__).parents[2] / "docs" / "register.md"
FIVE = [kind for kind in SheetKind if kind is not SheetKind.SIMPLE]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(
            ("单位", SheetKind.UNITS),
            ("网站 ", SheetKind.SITES),
            ("栏目表", SheetKind.COLUMNS),
            ("Accounts", SheetKind.ACCOUNTS),
        ),
        *(("应用和群", SheetKind.OTHERS), ("台账", SheetKind.SIMPLE), ("Sheet1", None), ("", None)),
    ],
)
def test_sheets_are_known_by_their_names(name: str, kind: SheetKind | None) -> None:
    assert kind_of_sheet(name) is kind


@pytest.mark.parametrize("kind", list(SheetKind))
def test_what_is_written_and_what_is_required_is_read(kind: SheetKind) -> None:
    assert set(COLUMNS[kind]) <= columns_read(kind)
    assert set(REQUIRED[kind]) <= set(COLUMNS[kind])
    assert len(set(COLUMNS[kind])) == len(COLUMNS[kind])


def test_one_word_may_mean_two_things_on_two_sheets() -> None:
    assert Column.CONTACT in columns_read(SheetKind.COLUMNS)
    assert Column.SHORT_NAME not in columns_read(SheetKind.SITES)


@pytest.mark.parametrize("kind", FIVE)
def test_the_page_of_the_register_names_every_column_in_its_order(kind: SheetKind) -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    row = next(line for line in lines if line.startswith(f"| {kind} | ") and " · " in line)
    headings = row.split("|")[2].replace("**", "").strip().split(" · ")
    assert headings == [heading_of(kind, column) for column in COLUMNS[kind]]
