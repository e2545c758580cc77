"""The columns that one page leads to: what its navigation and its lists call by a name."""

import re
from typing import NamedTuple

from checks.evidence import ColumnKind, Page, PageKind
from checks.reading.column_kinds import kind_of_column
from checks.reading.columns import is_document
from checks.reading.urls import host_of, path_of, without_fragment

MAX_COLUMNS = 300
"""Columns told of one page."""

COLUMN_NAME = re.compile(r"(?!更多|查看|详[情细]|首页|返回|more|登录|注册|搜索|English)[^\W\d_]{2,12}", re.IGNORECASE)
"""What a link is called that leads to a column: a name, not a title, and not what every list has."""

_INDEX = re.compile(r"/(?:(?:index|list|default|main|column|node|channel)[-_]?\w{0,12}\.\w{2,5})?$", re.IGNORECASE)
_FURNITURE = re.compile(r"备案|标识|找错|纠错|版权|联系我们|网站地图|站点地图|关于我们|帮助|收藏|无障碍|适老|简体|繁体")


class ColumnShown(NamedTuple):
    """A column as a page names it. ``level`` is 1 on a home page, else by how deep its address lies."""

    name: str
    url: str
    kind: ColumnKind
    level: int


def columns_shown(page: Page) -> tuple[ColumnShown, ...]:
    """The columns that a page leads to, and the one that it is a list of, in the order of the page.

    Of links, those on the same host count that have the name of a column and the address of an index; where one of the
    official kinds is named, any address that is no document will do.
    """
    found: dict[str, ColumnShown] = {}
    name, host = page.tags.get("ColumnName", "").strip(), host_of(page.url)
    if page.kind is PageKind.LIST and (name or page.heading):
        name = name or page.heading
        kind = kind_of_column(page.tags.get("ColumnType", ""), name)
        found[without_fragment(page.url)] = ColumnShown(name, page.url, kind, _level(page, page.url))
    entries = {without_fragment(read.about_url) for read in page.dates}
    for link in page.links:
        if link.tag not in {"a", "area"} or not link.url or len(found) >= MAX_COLUMNS:
            continue
        called, url = link.text.strip(), without_fragment(link.url)
        if url in found or url in entries or (host and host_of(url) != host) or not COLUMN_NAME.fullmatch(called):
            continue
        path = path_of(url)
        if path in {"", "/"} or is_document(url) or _FURNITURE.search(called):
            continue
        kind = kind_of_column("", called)
        if kind is not ColumnKind.OTHER or _INDEX.search(path):
            found[url] = ColumnShown(called, url, kind, _level(page, url))
    return tuple(found.values())


def _level(page: Page, url: str) -> int:
    if page.kind is PageKind.HOME:
        return 1
    return 1 if len([part for part in _INDEX.sub("/", path_of(url)).split("/") if part]) <= 1 else 2
