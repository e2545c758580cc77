"""Write examples/yichun.xlsx: the sites of examples/yichun.csv and the accounts below, as the workbook of an office.

The same input gives the same workbook. What the public lists do not say is left empty, for the office to fill in.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from registry.sheets.headings import Column
from registry.sheets.sheet_kinds import COLUMNS, SheetKind, heading_of
from registry.sheets.workbook.writing import Sheet, SheetColumn, write_workbook

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FILE = EXAMPLES / "yichun.xlsx"
MADE = datetime(2026, 11, 24, tzinfo=UTC)
SUPPOSED = "主办单位按账号名称推定，请核对"

ACCOUNTS = (
    ("微信公众号", "宜春发布", "宜春发布", "宜春市人民政府", ""),
    ("微信公众号", "廉洁宜春", "廉洁宜春", "宜春市纪委", ""),
    ("微信公众号", "宜春文旅一卡通", "宜春文旅一卡通", "宜春市文化广电新闻出版旅游局", ""),
    ("微信公众号", "宜春市图书馆", "宜春市图书馆", "宜春市图书馆", ""),
    ("微信公众号", "宜春学院", "宜春学院", "宜春学院", ""),
    ("微信公众号", "丰城发布", "丰城发布", "丰城市人民政府", ""),
    ("微信公众号", "樟树发布", "樟树发布", "樟树市人民政府", ""),
    ("微信公众号", "樟树市政府网", "樟树市政府网", "樟树市人民政府", ""),
    ("微信公众号", "奉新县政府网", "奉新县政府网", "奉新县人民政府", ""),
    ("微博", "平安宜春", "jxycga", "宜春市公安局", "https://weibo.com/jxycga"),
    ("微博", "平安宜丰", "1953066331", "宜丰县公安局", "https://weibo.com/1953066331"),
    ("微博", "平安丰城", "1745949203", "丰城市公安局", "https://weibo.com/1745949203"),
)
"""Platform, name, id (the name where the id is not public), unit and address."""


def workbook() -> bytes:
    """The workbook."""
    with (EXAMPLES / "yichun.csv").open(encoding="utf-8-sig", newline="") as file:
        sites = list(csv.DictReader(file))
    units = dict.fromkeys([*(site["单位"] for site in sites), *(account[3] for account in ACCOUNTS)])
    rows: Mapping[SheetKind, Sequence[Mapping[Column, str]]] = {
        SheetKind.UNITS: [{Column.UNIT: unit} for unit in units],
        SheetKind.SITES: [
            {
                Column.NAME: site["名称"],
                Column.KIND: site["类型"],
                Column.ADDRESS: site["网址"],
                Column.PREFIX: site["路径前缀"],
                Column.UNIT: site["单位"],
            }
            for site in sites
        ],
        SheetKind.COLUMNS: [],
        SheetKind.ACCOUNTS: [
            {
                Column.PLATFORM: platform,
                Column.NAME: name,
                Column.ACCOUNT: account,
                Column.UNIT: unit,
                Column.ADDRESS: address,
                Column.NOTE: SUPPOSED,
            }
            for platform, name, account, unit, address in ACCOUNTS
        ],
        SheetKind.OTHERS: [],
    }
    return write_workbook([_sheet(kind, rows[kind]) for kind in rows], MADE)


def _sheet(kind: SheetKind, rows: Sequence[Mapping[Column, str]]) -> Sheet:
    headings = [SheetColumn(heading_of(kind, column)) for column in COLUMNS[kind]]
    return Sheet(kind, headings, [[row.get(column, "") for column in COLUMNS[kind]] for row in rows])


if __name__ == "__main__":
    FILE.write_bytes(workbook())
