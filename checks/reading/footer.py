"""The functional area at the bottom of a page (底部功能区, 国办发〔2017〕47号): which of its items are there.

Items of text count where visitors see them: in the area around the marks of registration, not in the article above
it. The badge and the error report are put in by scripts of their issuers, so what loads them counts as well.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from checks.evidence import FooterItem, Link
from checks.reading.dom import Tree
from checks.reading.remembered import Remembered

MAX_TEXT = 120
"""Characters kept of what was found."""

_TAIL = 4_000
_BEFORE = 400

_MARKS = (
    re.compile(r"ICP\s*[备证]|网安备|标识码|公安备案"),
    re.compile(r"主办单位|主办[:：]"),
    re.compile(r"版权所有|©|copyright", re.IGNORECASE),
)
"""What tells where the area is, most telling first."""

# Letters stand here in both cases, since a search that minds no case takes ten times as long.
_PATTERNS = {
    FooterItem.SITE_CODE: re.compile(r"标识(?:编)?码\s*[:：]?\s*((?:[bB][mM]\d{8}|\d{10})(?!\d))"),
    FooterItem.ICP: re.compile(r"[iI][cC][pP]\s*备\s*(?:案号?)?\s*[:：]?\s*\d{5,10}\s*号?(?:\s*-\s*\d{1,3})?"),
    FooterItem.POLICE: re.compile(r"公(?:网安备|安备案号?)\s*[:：]?\s*\d{10,16}\s*号?"),
    FooterItem.ORGANISER: re.compile(
        r"主办(?:(?:单位\s*[:：\s]|\s*[:：])\s*[^\s|，。；]{2,40}|(?<=[一-龥]{4}主办)(?![一-龥]))"
    ),
    FooterItem.CONTACT: re.compile(
        r"[联电热传地邮eE](?:(?<=联)系(?:我们|方式|方法|电话|地址)[^\n|]{0,40}"
        r"|(?:(?<=电)\s*话|(?<=热)线|(?<=传)真|(?<=地)\s*址|(?<=邮)箱|(?<=[eE])-?[mM][aA][iI][lL])\s*[:：][^\n]{2,60})",
        re.ASCII,
    ),
    FooterItem.SITEMAP: re.compile(r"(?:站点|网站|本站)(?:地图|导航)"),
}
_EMAIL = re.compile(r"[A-Za-z0-9._+-]{1,40}@[A-Za-z0-9-]{1,40}\.[A-Za-z0-9.-]{2,40}")
"""What counts as :attr:`FooterItem.CONTACT` too."""

_WORDS_BEFORE = {
    FooterItem.ICP: re.compile(r"[一-龥] ?\Z"),
    FooterItem.POLICE: re.compile(r"[一-龥]\Z"),
    FooterItem.ORGANISER: re.compile(r"[一-龥]{1,40}\Z"),
}
"""What belongs to an item and stands before what it is searched by: 赣ICP备…, 宜春市人民政府办公室主办."""

_LOADS = Remembered(lambda source: "conac" in source or "jiucuo" in source, longest=20_000, entries=512)
_BADGE = re.compile(r"(?:bszs|dcs)\.conac\.[^\s\"'<>]{0,100}")
_REPORT_HOSTS = ("zfwzgl.www.gov.cn/", "kaipuyun.cn/")
_REPORT_WORDS = ("找错", "纠错")
_MAX_REPORT_WORDS = 12


def read_footer(tree: Tree, text: str, links: Sequence[Link]) -> dict[FooterItem, str]:
    """The items found, each with the text or the address it was found by. ``text`` is the visible text."""
    found = _in_text(text)
    # One search over all links spares looking at each of some hundred on nearly every page.
    loaded = [script.source for script in tree.scripts() if _LOADS[script.source]]
    urls, texts = "\n".join([link.url for link in links]), "\n".join([link.text for link in links])
    badge = _badge(links if "conac." in urls else (), loaded)
    if badge:
        found[FooterItem.PARTY_GOVERNMENT_BADGE] = badge[:MAX_TEXT]
    reports = "jiucuo" in urls or "/exposure" in urls or any(word in texts for word in _REPORT_WORDS)
    report = _error_report(links if reports else (), loaded)
    if "jiucuo" in report and (code := _entry_code(tree)):
        report = f"{report} sitecode={code}"
    if report:
        found[FooterItem.ERROR_REPORT] = report[:MAX_TEXT]
    return found


def _in_text(text: str) -> dict[FooterItem, str]:
    area = _area(text)
    found: dict[FooterItem, str] = {}
    for item, pattern in _PATTERNS.items():
        match = pattern.search(area)
        if item is FooterItem.CONTACT and "@" in area:
            both = (match, _EMAIL.search(area))
            match = min((one for one in both if one), key=re.Match.start, default=None)
        if match:
            words = match[1] if pattern.groups else match.group()
            before = _WORDS_BEFORE.get(item)
            front = before.search(area, max(0, match.start() - 40), match.start()) if before else None
            found[item] = " ".join(f"{front.group() if front else ''}{words}".split())[:MAX_TEXT]
    return found


def _area(text: str) -> str:
    """The bottom of the text, from a little above its first mark; ``''`` when nothing marks one."""
    tail = text[-_TAIL:]
    for mark in _MARKS:
        match = mark.search(tail)
        if match:
            return tail[max(0, match.start() - _BEFORE) :]
    return ""


def _badge(links: Iterable[Link], loaded: Iterable[str]) -> str:
    for link in links:
        if "conac." in link.url and _BADGE.search(link.url):
            return link.url
    matches = (_BADGE.search(unquote(source)) for source in loaded)
    return next((match.group() for match in matches if match), "")


def _entry_code(tree: Tree) -> str:
    """The identification code that the script of the error report is told in an attribute of its own."""
    elements = tree.elements("script") if tree.having("script", "sitecode") else ()
    codes = ((element.attr("sitecode") or "").strip() for element in elements)
    return next((code[:20] for code in codes if code), "")


def _error_report(links: Iterable[Link], loaded: Iterable[str]) -> str:
    for link in links:
        if "jiucuo" in link.url or ("/exposure" in link.url and any(host in link.url for host in _REPORT_HOSTS)):
            return link.url
        if link.text.endswith(_REPORT_WORDS) and link.tag == "a" and len(link.text) <= _MAX_REPORT_WORDS:
            return link.text
    return "jiucuo" if any("jiucuo" in source for source in loaded) else ""
