"""What a page shows of the column (栏目) it belongs to: its level, the column's name and class, its entries and days.

A list that scripts write cannot be told from an empty one by its source. So a page also says whether it holds scripts
that might write a part of it, and which pages hold the same ones.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from datetime import date

from checks.evidence import DateRead, DateSource, Link, Page, PageLevel, Updating
from checks.reading.dom import Tree
from checks.reading.remembered import Remembered
from checks.reading.urls import host_of, path_of, without_fragment

MAX_ENTRIES = 50
"""Addresses of entries told of one list."""

MAX_NAME = 40
"""Characters kept of the name of a column."""

_LISTED = 3  # dated rows that make a page a list
_EVIDENT = 5  # dated rows that make it one whatever its other dates say, and that show its list to be in the source
_PROSE_LINE, _PROSE = 30, 100
_TITLE = 10

# -- level --------------------------------------------------------------------------------------------------------

_FILE = re.compile(r"/([^/]+)\.(?:s?html?|aspx?|jspx?|php|do)$", re.IGNORECASE)
_LIST_FILE = re.compile(r"(?:index|list|lists|column|col|node|channel|more|page|default|common)[-_]?\w*", re.IGNORECASE)
_DIGITS = re.compile(r"\d{3}|[0-9a-f]{16}", re.IGNORECASE)


def level_of(
    url: str, tags: Mapping[str, str], dates: Callable[[], Sized], published: DateRead | None, text: str
) -> PageLevel:
    """Whether a page is an article or the list of a column. It is never a home page by what it says itself.

    ``dates`` are those of its rows, which are not looked for where a page says what it is.
    """
    stated = published.source if published else None
    if tags.get("ArticleTitle") or stated is DateSource.LABEL:
        return PageLevel.ARTICLE
    rows = len(dates())
    if rows >= _EVIDENT:
        return PageLevel.COLUMN
    if stated is DateSource.META or (is_document(url) and (stated or prose_in(text) >= _PROSE)):
        return PageLevel.ARTICLE
    if rows >= _LISTED or tags.get("ColumnName") or tags.get("ColumnType"):
        return PageLevel.COLUMN
    return PageLevel.OTHER


def is_document(url: str) -> bool:
    """Whether an address is that of a single document, as systems name them: post_1012.html, t20240305_17.htm …"""
    match = _FILE.search(path_of(url))
    return match is not None and not _LIST_FILE.fullmatch(match[1]) and _DIGITS.search(match[1]) is not None


def prose_in(text: str) -> int:
    """Characters of the lines of a text that hold sentences."""
    return sum(len(line) for line in text.split("\n") if len(line) >= _PROSE_LINE and "。" in line)


# -- scripts ------------------------------------------------------------------------------------------------------

_HARMLESS = re.compile(
    r"jquery|swiper|slide|scroll|carousel|bootstrap|layer|layui|qrcode|share|player|audio|video|pinyin|html5|respond"
    r"|polyfill|hm\.js|push\.js|analytics|count|click|jiucuo|conac|wza|slh|barrier|font|date\.js|tab\b|nav\b|md5|base64"
)
"""Names of scripts that move, measure or decorate what is there."""

# One word after the other is looked for, since that is far faster than a pattern for all of them.
_FETCHING = (
    *(".ajax(", ".get(", ".getJSON(", ".post(", ".load(", "fetch(", "XMLHttpRequest", "axios", "new Vue", "createApp"),
    "ReactDOM",
)
_WRITING = (".innerHTML", ".append(", ".html(", "document.write")
_MARKS = ("conac", "Conac", "jiucuo", "hm.baidu", "getFullYear", "getDay(")
_SHAPE = 2_000


def scripting_of(tree: Tree, links: Iterable[Link]) -> str:
    """See :attr:`Page.scripting`. What only differs in texts and numbers counts as the same script."""
    files = {path for link in links if link.tag == "script" and (path := _FILES[link.url]) is not None}
    sources = [f"src {path}" for path in files]
    sources += [shape for script in tree.scripts() if (shape := _SHAPES[script.source]) is not None]
    return hashlib.sha256("\0".join(sorted(sources)).encode("utf-8", "replace")).hexdigest()[:16] if sources else ""


def _may_write(source: str) -> bool:
    """Whether a script fetches something, or writes something that is no mark or day of the frame of the page."""
    if any(word in source for word in _FETCHING):
        return True
    return any(word in source for word in _WRITING) and not any(word in source for word in _MARKS)


def _shape_of(source: str) -> str | None:
    """The beginning of a script that may write, without the texts and numbers in it; None for one that does not."""
    if not _may_write(source):
        return None
    shape = "".join(source[:_SHAPE].replace("'", '"').split('"')[::2])
    for digit in "0123456789":  # in half the time of a pattern
        shape = shape.replace(digit, "")
    return shape


def _file_of(url: str) -> str | None:
    """The path of a script that may write, None when its name says that it does not."""
    path = path_of(url)
    return None if _HARMLESS.search(path.rpartition("/")[2].lower()) else path


_FILES = Remembered(_file_of, longest=200, entries=2_048)
_SHAPES = Remembered(_shape_of, longest=20_000, entries=512)


def is_evident(page: Page) -> bool:
    """Whether the source of a page surely holds its list, so that pages with the same scripts hold theirs as well."""
    return page.level is PageLevel.COLUMN and len(page.dates) >= _EVIDENT


# -- name and class -----------------------------------------------------------------------------------------------

_TITLE_MARK = re.compile(r"\s*[_|—–»>]\s*|\s*-+\s*")

_TYPES = (
    (re.compile(r"动态|要闻"), Updating.NEWS),
    (re.compile(r"通知|公告"), Updating.NOTICE),
    (re.compile(r"政策文件|规范性文件"), Updating.POLICY),
    (
        re.compile(
            r"首页|概况|机构职能|负责人|领导|指南|目录|年报|年度报告|依申请|数据|解读|回应|服务|咨询|投诉|征集|调查|访谈|其他|按要求"
        ),
        Updating.OTHER,
    ),
)
_NAMES = (
    (re.compile(r"解读|图解|问答|发布会|监测|专题|专栏|信箱|留言|调查|征集|订阅|举报"), Updating.OTHER),
    (re.compile(r"要闻|动态|新闻|快[讯报]"), Updating.NEWS),
    (re.compile(r"通知|公告|通告"), Updating.NOTICE),
    (re.compile(r"政策文件|规范性文件|政府文件|政策法规|法规文件|文件库"), Updating.POLICY),
)
_NO_LIST = re.compile(
    r"首页|概况|职能|职责|领导|负责人|指南|依申请|申请|数据开放|服务|办事|咨询|投诉|举报|信箱|互动|留言|征集|调查|访谈|搜索|检索|地图|关于|简介|联系|走进"
)


def updating_of(column_type: str, name: str) -> Updating:
    """The class of a column: by its ``ColumnType`` where that is a known one, else by its name."""
    for patterns, words in ((_TYPES, column_type), (_NAMES, name)):
        for pattern, updating in patterns:
            if pattern.search(words):
                return updating
    return Updating.OTHER


def is_no_list(column_type: str, name: str) -> bool:
    """Whether what a column is called says that it is something else than a list: a form, a service, a portrait."""
    return _NO_LIST.search(column_type) is not None or _NO_LIST.search(name) is not None


def name_of(page: Page) -> str:
    """What a page says its column is called: ``ColumnName``, else the first part of the title."""
    named = page.tags.get("ColumnName", "") or _TITLE_MARK.split(page.title.strip(), maxsplit=1)[0]
    return " ".join(named.split())[:MAX_NAME]


# -- entries and days ---------------------------------------------------------------------------------------------

_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|mp4)$", re.IGNORECASE)
_PAGER = re.compile(r"[\d.…<>«»]{0,6}|首页|尾页|末页|上一?页|下一?页|更多\W*|more\W*", re.IGNORECASE)
_FURNITURE = re.compile(r"ICP|备案|网安备|标识|找错|纠错|版权|年度报表|网站年报|年度报告", re.IGNORECASE)


def newest_read(page: Page, today: date) -> DateRead | None:
    """The latest day in the lists of a page that is not in the future: a forged or event date shows no update."""
    days = [read for read in page.dates if read.day <= today]
    return max(days, key=lambda read: (read.day, read.about_url), default=None)


def entries_of(page: Page) -> tuple[str, ...]:
    """The addresses of what a page lists, each once, at most :data:`MAX_ENTRIES`.

    Where no row carries a day, an entry is a link to a document, to an attachment or below the page's own folder, or
    one that reads like a title: rather one too many than none, for a list without entries is a fault.
    """
    dated = [read.about_url for read in page.dates]
    found = dated or [link.url for link in page.links if _is_entry(link, page.url)]
    return tuple(dict.fromkeys(without_fragment(url) for url in found))[:MAX_ENTRIES]


def count_entries(page: Page) -> int:
    """How many entries a page shows; a text of its own counts as one."""
    return len(entries_of(page)) or int(prose_in(page.text) >= _PROSE)


def own_media(page: Page) -> Iterator[str]:
    """The addresses of pictures, films and frames of a page."""
    return (link.url for link in page.links if link.tag in {"img", "iframe", "video", "audio", "embed", "object"})


def _is_entry(link: Link, page_url: str) -> bool:
    if link.tag != "a" or _PAGER.fullmatch(link.text) or _FURNITURE.search(link.text):
        return False
    url, path = without_fragment(link.url), path_of(link.url)
    if url == without_fragment(page_url) or path in {"", "/"}:
        return False
    if len(link.text) >= _TITLE or _ATTACHMENT.search(path):
        return True
    if host_of(url) != host_of(page_url):
        return False
    folder = path_of(page_url).rpartition("/")[0] + "/"
    return is_document(url) or (folder != "/" and path.startswith(folder) and path != folder)
