"""When a page is shown with the browser, though it was read already: the home page, and pages with a cue.

A browser costs a hundred times what a fetched page does. So it is given the pages on which it may see more than their
source says: those that hold a vote, a ranking or a demand to follow or scan, and those with scripts or elements named
like something that covers a page. Of pages with the same such names one is shown, since it is the template that covers
them.
"""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from checks.check import load_checks
from checks.evidence import History, Page, Rendered
from checks.finding import fingerprint
from checks.reading.urls import path_of
from checks.vocabulary import LinkOutcome, Reason
from monitor.look.browser.sight import Sight
from monitor.look.weburl import key_of
from monitor.phone import phone_view

_VOTE = re.compile(r"投票|拉票|网络评选|人气榜|票数|得票|点赞榜|为.{1,12}点赞|\b(?:[vV]ot(?:e|ing)|VOT(?:E|ING))\b")
_RANKING = re.compile(r"排行榜|积分榜|红黑榜|龙虎榜|打卡.{0,10}(?:排名|次数|天数|积分)|(?:学习|答题|每日)积分|积分排名")
_GATE = re.compile(
    r"(?:扫码|扫一扫|扫描|识别|关注|下载|安装|订阅)[^。！？；\n]{0,40}(?:方可|才能|才可|解锁|验证码|口令|阅读全文|查看全文|后即?可)"
    r"|(?:阅读|查看|浏览)全文[^。！？；\n]{0,20}(?:关注|扫码|下载)"
    r"|(?:请|仅|须|需)[^。！？；\n]{0,6}微信[^。！？；\n]{0,10}打开",
    re.IGNORECASE,
)
_COVER = re.compile(
    r"pop-?up|tan-?chuang|tan-?kuang|modal|dialog|mask|overlay|layer(?!slider)|fancybox|lightbox|float-?ad|piao-?fu"
    r"|guan-?zhu|subscribe|follow",
    re.IGNORECASE,
)
_OF_VOTES = ("票", "评选", "人气榜", "点赞", "vot", "Vot", "VOT")
_OF_RANKINGS = ("榜", "打卡", "积分")
_OF_GATES = ("方可", "才能", "才可", "解锁", "验证码", "口令", "全文", "后即可", "后可", "打开")
"""What a text must hold for the expressions above to find anything: looked for first, at a tenth of the cost."""

_CANDIDATES = 200  # pages with a cue that are kept
_NAMES = 20
_BEFORE = 20  # pages with something open that are shown again
_TEXT = 20_000  # characters looked through for words
_REASONS = {
    LinkOutcome.BLOCKED: Reason.BLOCKED,
    LinkOutcome.RATE_LIMITED: Reason.RATE_LIMITED,
    LinkOutcome.SKIPPED: Reason.NOT_REACHED,
}


@dataclass(frozen=True, slots=True)
class Cue:
    """What speaks for showing a page: its words, and the names of scripts and elements that may cover it."""

    spoken: bool
    covers: tuple[str, ...] = ()


class Cues:
    """Notes which pages of a target a browser should show, while they stream by."""

    def __init__(self) -> None:
        self._spoken: dict[str, None] = {}
        self._covers: dict[tuple[str, ...], str] = {}

    def add(self, page: Page) -> Cue:
        """Note one page and forget it. The home page is shown anyway."""
        cue = Cue(_holds_vote(page) or _speaks_of_gates(page), _cover_names(page))
        self.take(page.url, cue)
        return cue

    def take(self, url: str, cue: Cue) -> None:
        """Note what is known of a page."""
        if cue.spoken and len(self._spoken) < _CANDIDATES:
            self._spoken[url] = None
        names = cue.covers
        if names and (names in self._covers or len(self._covers) < _CANDIDATES):
            known = self._covers.get(names, url)
            self._covers[names] = min(known, url, key=lambda url: (len(url), url))

    def pages(self) -> list[str]:
        """The pages to show: those with words before what may be covered, each in the order of addresses."""
        rank = sorted(self._spoken, key=lambda url: (len(url), url))
        return list(dict.fromkeys([*rank, *sorted(self._covers.values(), key=lambda url: (len(url), url))]))


def _holds_vote(page: Page) -> bool:
    """Whether a page is one to vote on, and not one that only tells of a vote: it has something to press or to fill."""
    pressed = [link.text for link in page.links[:500] if link.tag in {"a", "form", "button"}]
    return any(_says(_VOTE, _OF_VOTES, text) for text in ("\n".join(pressed), page.title, page.text[:_TEXT]))


def _speaks_of_gates(page: Page) -> bool:
    """Whether a page names a ranking, or speaks of following or scanning before something can be had."""
    text = f"{page.title}\n{page.text[:_TEXT]}"
    return _says(_RANKING, _OF_RANKINGS, text) or _says(_GATE, _OF_GATES, text)


def _says(pattern: re.Pattern[str], marks: tuple[str, ...], text: str) -> bool:
    """Whether a pattern is found in a text. It finds nothing in one without any of the marks."""
    for mark in marks:
        if mark in text:
            return pattern.search(text) is not None
    return False


def _cover_names(page: Page) -> tuple[str, ...]:
    scripts = (path_of(link.url).rpartition("/")[2] for link in page.links if link.tag == "script")
    return tuple(sorted({name for name in (*scripts, *page.anchors) if _is_cover(name)})[:_NAMES])


@lru_cache(maxsize=8192)
def _is_cover(name: str) -> bool:
    """Remembered: the pages of a site repeat the names of their scripts and elements."""
    return len(name) < 80 and _COVER.search(name) is not None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the browser showed of a target, or the reason why it showed nothing."""

    views: tuple[Rendered, ...] = ()
    reason: Reason | None = None


def pages_before(target: str, history: History) -> list[str]:
    """The pages on which something open stood that only a browser shows: repaired, they may have no cue any more."""
    shown = [one.indicator for one in load_checks() if one.wants is Rendered]
    stood = [(name, about) for name in shown for about in sorted(history.open.get(name, ()))]
    places = (history.places.get(fingerprint(name, target, about), ()) for name, about in stood)
    return list(dict.fromkeys(first[0] for first in places if first))[:_BEFORE]


async def show_target(
    home: str, cues: Iterable[str], sight: Sight, *, stood: bool = False, before: Iterable[str] = ()
) -> Shown:
    """Show the home page of a target, of the pages with a cue as many as the budget allows, and those of ``before``.

    ``stood``: something is open that only a browser shows. Then the home page must be seen on a phone too, or nothing
    is said of it.
    """
    first = await sight.show(home, thorough=True, due=True)
    if not isinstance(first, Rendered):
        return Shown(reason=first)
    if first.page is None:
        return Shown(reason=_why(first))
    on_phone = await phone_view(first, sight, stood=stood)
    if stood and not (isinstance(on_phone, Rendered) and on_phone.page is not None):
        return Shown(reason=_why(on_phone))
    known = {key_of(home), key_of(first.final_url)}
    again = [url for url in before if key_of(url) not in known]
    known |= {key_of(url) for url in again}
    others = [(url, True) for url in again] + [(url, False) for url in cues if key_of(url) not in known]
    seen = await asyncio.gather(*(sight.show(url, thorough=True, due=due) for url, due in others))
    views = [first, *(one for one in (on_phone, *seen) if isinstance(one, Rendered) and _tells(one))]
    return Shown(tuple(views))


def _tells(seen: Rendered) -> bool:
    """Whether anything can be said of a page: it was seen, or it is there no longer, and with it all that was on it."""
    return seen.page is not None or seen.outcome in {LinkOutcome.NOT_FOUND, LinkOutcome.GONE}


def _why(seen: Rendered | Reason | None) -> Reason:
    """Why nothing is said of what was to be shown."""
    if isinstance(seen, Rendered):
        return _REASONS.get(seen.outcome, Reason.UNREACHABLE)
    return seen or Reason.NOT_REACHED
