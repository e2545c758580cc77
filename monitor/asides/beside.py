"""What stands beside the text of one page: words on controls, pictures and links, documents, and possible QR codes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from checks.evidence import AsideKind, Page
from checks.formalism.platforms import platform_of
from checks.reading.urls import path_of
from monitor.look.attachment import kind_of
from monitor.look.weburl import web_url

_READABLE = frozenset({"docx", "pdf"})
_UNREADABLE = frozenset({"doc", "wps", "rtf", "ofd"})
"""Texts that no program of ours can read. Tables and slides are not looked at."""

_DOCUMENT = re.compile(r"\.(?:docx?|pdf|wps|rtf|ofd)", re.IGNORECASE)
_ACT = re.compile(
    r"关注|订阅|下载|安装|注册|投票|拉票|票数|点赞|集赞|转发|评论|打卡|签到|积分|排名|排行|答题|竞赛|学习|截图|助力|扫码|扫描|扫一扫|二维码|推广|覆盖率"
)
"""Words without which no rule of formalism concerns a text: what has none of them is not kept."""

_SCAN = re.compile(r"扫码|扫一扫|扫描.{0,8}码|长按.{0,8}码|二维码")
_CODEISH = re.compile(r"qr|ewm|er-?wei-?ma|two-?code|code|gzh|weixin|wechat|wx|二维码|公众号", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp)\Z", re.IGNORECASE)
_AROUND = 80  # characters on each side of the words that ask for a scan
_CODES = 3  # pictures of one page

Text: TypeAlias = tuple[AsideKind, str, str]
"""A kind of text, its words, and the address of a link."""

Opening: TypeAlias = tuple[str, str, bool]
"""The address of what may be worth opening, words, and whether these are of the kind that rules are about."""


@dataclass(frozen=True, slots=True)
class PageAsides:
    """What one page shows beside its text. Words of documents are their names, those of ``codes`` stand around them.

    ``unreadable`` are documents whose format cannot be read.
    """

    texts: tuple[Text, ...] = ()
    documents: tuple[Opening, ...] = ()
    codes: tuple[Opening, ...] = ()
    unreadable: tuple[str, ...] = ()


def asides_of(page: Page, owns: Callable[[str], bool]) -> PageAsides:
    """Note what stands beside the text of a page. ``owns`` says whether an address is the target's own."""
    about = bool(_ACT.search(page.title))
    texts: list[Text] = [(AsideKind.CONTROL, words, "") for words in page.controls if words and _ACT.search(words)]
    documents: list[Opening] = []
    unreadable: list[str] = []
    for link in page.links:
        if link.tag in ("img", "area", "input"):
            if link.text and _ACT.search(link.text):
                texts.append((AsideKind.PICTURE, link.text, link.url))
        elif link.tag == "a" and (lead := _lead_of(link.url)) is not None:
            if lead.is_platform and link.text:
                texts.append((AsideKind.LINK, link.text, link.url))
            if not (kind := lead.document) or not owns(link.url):
                continue
            name = link.text or unquote(path_of(link.url).rpartition("/")[2])
            speaks = bool(_ACT.search(name))
            if speaks:
                texts.append((AsideKind.NAME, name, link.url))
            if kind in _UNREADABLE:
                unreadable.append(link.url)
            else:
                documents.append((link.url, name, about or speaks))
    return PageAsides(tuple(texts), tuple(documents), tuple(_codes_on(page)), tuple(unreadable))


class _Lead(NamedTuple):
    """What speaks for an address: it is on a platform of votes or quizzes, or the kind of document it leads to."""

    is_platform: bool
    document: str


@lru_cache(maxsize=20_000)
def _lead_of(url: str) -> _Lead | None:
    """What is of interest in an address, None for most. Remembered: the pages of a site repeat the same links."""
    is_platform, document = bool(url) and platform_of(url) is not None, ""
    if _DOCUMENT.search(url):
        place = web_url(url)
        kind = kind_of(place) if place is not None else ""
        document = kind if kind in _READABLE | _UNREADABLE else ""
    return _Lead(is_platform, document) if is_platform or document else None


def _codes_on(page: Page) -> Iterator[Opening]:
    text = page.text
    if "扫" not in text and "二维码" not in text and "长按" not in text:
        return
    asked = _SCAN.search(text)
    if asked is None:
        return
    words = text[max(0, asked.start() - _AROUND) : asked.end() + _AROUND]
    pictures = [one for one in page.links if one.tag == "img" and _PICTURE.search(path_of(one.url))]
    named = [one for one in pictures if _CODEISH.search(f"{path_of(one.url)} {one.text}")]
    for one in (named or pictures)[:_CODES]:
        yield (one.url, words, one in named)
