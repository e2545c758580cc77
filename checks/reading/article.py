"""The article on a page: its title and its text, without the navigation above it and the footer below.

A heuristic over the visible text: the article stands between the line that states its day (or else its title) and the
first words that belong to the template: 打印本页, 上一篇, 主办单位 … What a site writes around its articles in words of
its own is taken for a part of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from checks.evidence import DateSource, Link, Page

MIN_TEXT = 20
"""Characters that an article has at least. Words of the template before them stand above it."""

_FAR = 800
_LIST = 4  # links in a row that make a list; a few may be the attachments of an article
_BULLETS = "·•▪■ "
_DAY = "0123456789-./年月日[]()（） "  # what stands behind the title in a row
_END = re.compile(  # of the template, where a blank stands before it, and perhaps a bracket
    r"打印(?:本页|本文|关闭|此页)|关闭(?:窗口|本页)|返回顶部|回到顶部|上一[篇条]|下一[篇条]|扫一扫(?:在|分享|，?用)手机"
    r"|相关(?:稿件|阅读|文章|新闻|解读|推荐|信息)\s*(?:[:：】]|$)|责任编辑|主办单位|主办[:：]|版权所有|网站地图|网站标识码|内容纠错|联系我们",
    re.MULTILINE,
)
_BRACKETS = "【[(（"


@dataclass(frozen=True, slots=True)
class Article:
    """What a page publishes. ``day`` is when, in Shanghai."""

    title: str
    text: str
    day: date


def read_article(page: Page) -> Article | None:
    """The article of a page, None when the page is no article: a home page, a list, a form."""
    published, title = page.published, " ".join(page.tags.get("ArticleTitle", "").split())
    # A tag alone may be that of a list or a home page whose template carries it.
    if published is None or (published.source is DateSource.META and not title):
        return None
    title = title or re.split(r"[_|]|\s*[-—–]{1,2}\s*(?=[^-—–]*\Z)", page.title)[0].strip()
    text = _between(page.text, title, published.raw)
    return Article(title, _without_lists(text, page.links), published.day) if text else None


def _between(text: str, title: str, day: str) -> str:
    heading = _heading(text, title)
    begin = heading + len(title) if heading >= 0 else 0
    body = text[_behind_day(text, begin, day) :]
    if len(body.strip()) < MIN_TEXT:  # the day stood below the article
        body = text[begin:]
    return next((said for said in _ended(body) if len(said) >= MIN_TEXT), body.strip())


def _ended(body: str) -> Iterator[str]:
    """The text before each of the words that belong to the template."""
    for match in _END.finditer(body):
        word = match.start()
        end = word
        while end and body[end - 1].isspace():
            end -= 1
        if end and body[end - 1] in _BRACKETS and (end == 1 or body[end - 2].isspace()):
            yield body[: end - 1].strip()
        elif end < word or not word:
            yield body[:end].strip()


def _without_lists(text: str, links: Iterable[Link]) -> str:
    """The text without lists of links: what they say is the titles of other pages."""
    named = {link.text for link in links if link.tag == "a"}
    kept: list[str] = []
    run: list[str] = []
    for line in (*text.split("\n"), ""):
        if line and (line in named or ((line[-1] in _DAY or line[0] in _BULLETS) and _bare(line) in named)):
            run.append(line)
            continue
        if run:
            if len(run) < _LIST:
                kept += run
            run = []
        kept.append(line)
    return "\n".join(kept[:-1])


def _bare(line: str) -> str:
    return line.lstrip(_BULLETS).rstrip(_DAY)


def _behind_day(text: str, begin: int, day: str) -> int:
    """Behind the line that states the day a little below the title; ``begin`` when none does."""
    stated = text.find(day, begin, begin + _FAR) if day else -1
    if stated >= 0:
        line_end = text.find("\n", stated)
        # Where a page is one line, the article stands on the line that states its day.
        return line_end + 1 if 0 <= line_end - stated <= _FAR // 4 else stated + len(day)
    return begin


def _heading(text: str, title: str) -> int:
    """Where the title stands, best as a line of its own; -1 when it does not stand there."""
    first = at = text.find(title) if title else -1
    while at >= 0:
        end = at + len(title)
        if text[at - 1 : at] in {"", "\n"} and text[end : end + 1] in {"", "\n"}:
            return at
        at = text.find(title, end)
    return first
