"""Noting, page by page, what stands beside the main text, and which documents and pictures are worth opening."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote

from checks.evidence import Aside, AsideKind, Link, Page
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
_PLACES = 20  # pages kept for the same words
_MOST_TEXTS, _MOST_DOCUMENTS, _MOST_CODES, _CODES_ON_PAGE = 5_000, 3_000, 60, 3


@dataclass(frozen=True, slots=True)
class Offered:
    """A document or a picture that a page holds. ``cue``: words on it or around it are of the kind that rules are
    about. ``words`` are its name, or those around a picture."""

    url: str
    words: str
    page: str
    title: str
    day: date | None
    cue: bool


@dataclass(slots=True)
class AsideNotes:
    """What is kept of the pages of one target. ``owns`` says whether an address is its own."""

    owns: Callable[[str], bool]
    _texts: dict[tuple[AsideKind, str, str], list[tuple[str, str, date | None]]] = field(default_factory=dict)
    _documents: dict[str, Offered] = field(default_factory=dict)
    _codes: dict[str, Offered] = field(default_factory=dict)
    _unreadable: set[str] = field(default_factory=set)

    def add(self, page: Page) -> None:
        """Note one page and forget it."""
        about = bool(_ACT.search(page.title))
        for words in page.controls:
            self._note(AsideKind.CONTROL, words, "", page)
        for link in page.links:
            if link.tag in ("img", "area", "input"):
                self._note(AsideKind.PICTURE, link.text, link.url, page)
            elif link.tag == "a" and link.url:
                self._add_link(link, page, about=about)
        self._add_codes(page)

    def texts(self) -> Iterator[Aside]:
        """What was kept, for each page that it stands on."""
        for (kind, words, url), places in self._texts.items():
            for page, title, day in places:
                yield Aside(kind, words, page, title, url, day=day)

    def documents(self) -> list[Offered]:
        """The documents, those with a cue first, then the newest."""
        return sorted(self._documents.values(), key=lambda one: (not one.cue, -_ordinal(one.day), one.url))

    def unreadable(self) -> frozenset[str]:
        """The documents that are not worth opening: their format cannot be read."""
        return frozenset(self._unreadable)

    def codes(self) -> list[Offered]:
        """Pictures that may be QR codes that a page asks to scan, in the order of their addresses."""
        return sorted(self._codes.values(), key=lambda one: (not one.cue, one.url))

    def _note(self, kind: AsideKind, words: str, url: str, page: Page) -> None:
        if not words or (kind is not AsideKind.LINK and not _ACT.search(words)):
            return
        key = (kind, words, url if kind in (AsideKind.LINK, AsideKind.NAME) else "")
        places = self._texts.get(key)
        if places is None:
            if len(self._texts) >= _MOST_TEXTS:
                return
            places = self._texts[key] = []
        if len(places) < _PLACES:
            places.append((page.url, page.title, _day(page)))

    def _add_link(self, link: Link, page: Page, *, about: bool) -> None:
        if platform_of(link.url) is not None:
            self._note(AsideKind.LINK, link.text, link.url, page)
        if not _DOCUMENT.search(link.url):
            return
        place = web_url(link.url)
        kind = kind_of(place) if place is not None else ""
        if kind not in _READABLE | _UNREADABLE or not self.owns(link.url):
            return
        name = link.text or unquote(path_of(link.url).rpartition("/")[2])
        self._note(AsideKind.NAME, name, link.url, page)
        if kind in _UNREADABLE:
            if len(self._unreadable) < _MOST_DOCUMENTS:
                self._unreadable.add(link.url)
        elif link.url not in self._documents and len(self._documents) < _MOST_DOCUMENTS:
            cue = about or bool(_ACT.search(name))
            self._documents[link.url] = Offered(link.url, name, page.url, page.title, _day(page), cue)

    def _add_codes(self, page: Page) -> None:
        text = page.text
        if len(self._codes) >= _MOST_CODES or ("扫" not in text and "二维码" not in text and "长按" not in text):
            return
        asked = _SCAN.search(text)
        if asked is None:
            return
        words = text[max(0, asked.start() - _AROUND) : asked.end() + _AROUND]
        pictures = [one for one in page.links if one.tag == "img" and _PICTURE.search(path_of(one.url))]
        named = [one for one in pictures if _CODEISH.search(f"{path_of(one.url)} {one.text}")]
        for one in (named or pictures)[:_CODES_ON_PAGE]:
            offered = Offered(one.url, words, page.url, page.title, _day(page), cue=one in named)
            self._codes.setdefault(one.url, offered)


def _day(page: Page) -> date | None:
    return page.published.day if page.published is not None else None


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day is not None else 0
