"""Which column of a register file holds what, by its heading in Chinese or English."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.problems import CellProblem
from registry.sheets import Record
from registry.terms import plain


class Column(StrEnum):
    """A column of the register. The value is the heading we write."""

    ID = "编号"
    UNIT = "单位"
    KIND = "类型"
    NAME = "名称"
    ADDRESS = "网址"
    SITE_CODE = "标识码"
    PLATFORM = "平台"
    ACCOUNT = "账号ID"
    FEED = "数据源"
    PREFIX = "路径前缀"
    POSITION = "排序号"
    CONTACT = "经办人"
    PHONE = "电话"
    MAILBOX = "邮箱"
    STATE = "状态"
    NOTE = "备注"


_SYNONYMS = {
    Column.ID: ("id", "对象编号", "target id"),
    Column.UNIT: ("单位名称", "单位全称", "责任单位", "主办单位", "unit", "organisation", "organization", "organiser"),
    Column.KIND: ("类别", "对象类型", "kind", "type", "category"),
    Column.NAME: ("网站名称", "账号名称", "对象名称", "网站(账号)名称", "name", "site name", "account name"),
    Column.ADDRESS: (
        *("网址或账号", "网站网址", "网站地址", "首页网址", "首页地址", "主域名", "域名", "地址", "链接"),
        *("url", "address", "website", "domain", "url or account", "address or account"),
    ),
    Column.SITE_CODE: ("网站标识码", "政府网站标识码", "site code", "code"),
    Column.PLATFORM: ("所属平台", "平台名称", "platform"),
    Column.ACCOUNT: ("账号", "账号标识", "账号编号", "ID/biz", "biz", "account", "account id"),
    Column.FEED: ("数据源地址", "订阅源", "feed", "feed url", "rss"),
    Column.PREFIX: ("前缀", "prefix", "path prefix"),
    Column.POSITION: ("机构序列", "单位排序号", "position", "order"),
    Column.CONTACT: ("联系人", "经办人A角", "contact", "contact person", "person"),
    Column.PHONE: ("联系电话", "手机", "phone", "telephone", "tel"),
    Column.MAILBOX: ("电子邮箱", "邮件", "电子邮件", "email", "mail", "mailbox"),
    Column.STATE: ("当前状态", "state", "status"),
    Column.NOTE: ("说明", "note", "notes", "remark", "remarks"),
}
_ALWAYS = (Column.UNIT, Column.KIND, Column.NAME)
_SOME_ADDRESS = (Column.ADDRESS, Column.ACCOUNT, Column.FEED)
_HINT = re.compile(r"[（(](?:必填|选填|可选|必选|required|optional)[)）]", re.IGNORECASE)


def _key(heading: str) -> str:
    return plain(_HINT.sub("", heading))


_BY_KEY = {_key(word): column for column, words in _SYNONYMS.items() for word in (column, *words)}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each known column stands (from 0) and how it is headed in the file.

    ``unheaded`` are the columns without any heading, ``width`` counts all columns of the header.
    """

    places: Mapping[Column, int]
    headings: Mapping[Column, str]
    unheaded: frozenset[int]
    width: int
    problems: tuple[CellProblem, ...]
    warnings: tuple[str, ...]

    def heading(self, column: Column) -> str:
        """The heading in the file, or ours when the file has none."""
        return self.headings.get(column, column)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: two or more of its cells are known headings."""
    return len({_BY_KEY.get(_key(cell)) for cell in cells} - {None}) >= 2


def read_header(header: Record) -> Layout:
    """Find the columns. Unknown ones are warnings; missing and doubled ones are problems."""
    places: dict[Column, int] = {}
    problems: list[CellProblem] = []
    warnings: list[str] = []
    if header.number > 1:
        warnings.append(f"the header was found in row {header.number}; what stands above it is not read")
    for place, cell in enumerate(header.cells):
        heading = cell.strip()
        column = _BY_KEY.get(_key(heading))
        if column is None and heading:
            warnings.append(f"the column {heading!r} is not known and is not read")
        elif column is not None and column in places:
            first = header.cells[places[column]].strip()
            problems.append(
                CellProblem(header.number, heading, heading, f"means the same as {first}", "keep one of them")
            )
        elif column is not None:
            places[column] = place
    problems.extend(_missing(header, places))
    headings = {column: header.cells[place].strip() for column, place in places.items()}
    unheaded = frozenset(place for place, cell in enumerate(header.cells) if not cell.strip())
    return Layout(places, headings, unheaded, len(header.cells), tuple(problems), tuple(warnings))


def _missing(header: Record, places: Mapping[Column, int]) -> list[CellProblem]:
    missing: list[str] = [column for column in _ALWAYS if column not in places]
    if not any(column in places for column in _SOME_ADDRESS):
        missing.append("网址或账号")
    return [
        CellProblem(header.number, name, "", "the column is missing", f"add a column headed {name}") for name in missing
    ]
