"""Pages of a WeChat account that anybody may open: a collection (合集) and the list of a home-page template (主页模板).

Both show some of an account's articles and not all, so what they show proves that an account was updated, never that
it was not. Instants are Unix seconds. Where WeChat asks a visitor to prove that he is a person, or for its own program,
nothing was seen of the account.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bs4 import Tag

from checks.reading.charset import decode
from checks.reading.markup import soup_of
from checks.vocabulary import Reason

MAX_BYTES = 5_000_000
"""Bytes of a page. Those of WeChat carry two to three million of scripts."""

_COLLECTION = "/mp/appmsgalbum"
_HOME = "/mp/homepage"
_BRIDGED = ("/wechat/mp/msgalbum/", "/wechat/mp/homepage/")
"""The same two lists, through RSSHub."""

_WALLS = (
    (re.compile(r"wappoc_appmsgcaptcha|secitptpage/verify|环境异常"), Reason.CAPTCHA),
    (re.compile(r"请在微信客户端打开"), Reason.BLOCKED),
    (re.compile(r"操作频繁|访问过于频繁|freq control"), Reason.RATE_LIMITED),
)
_GONE = re.compile(r"此(?:帐|账)号已[^<\n]{0,30}(?:注销|屏蔽|冻结|停止使用)|(?:帐|账)号[^<\n]{0,10}无法查看")
_LATEST = 4_102_444_800  # the year 2100: what is beyond is no instant of a post


class WeChatPageError(ValueError):
    """What was fetched is no list of articles. ``reason`` says why nothing was seen of the account."""

    def __init__(self, said: str, reason: Reason = Reason.FEED_BROKEN) -> None:
        super().__init__(said)
        self.reason = reason


class Listed(NamedTuple):
    """An article in such a list."""

    link: str
    title: str
    published: datetime | None


def is_wechat_page(url: str) -> bool:
    """Whether an address is that of such a list on WeChat itself, or of the wall in front of it."""
    return urlsplit(url).path.startswith((_COLLECTION, _HOME, "/mp/wappoc_appmsgcaptcha"))


def is_partial(url: str) -> bool:
    """Whether what stands at a feed's address shows some posts of an account only."""
    path = urlsplit(url).path
    return path.startswith((_COLLECTION, _HOME)) or any(name in path for name in _BRIDGED)


def read_wechat_page(body: bytes, content_type: str, url: str) -> list[Listed]:
    """The articles of a list at ``url``, in its order. Call it in a thread. Raises :class:`WeChatPageError`."""
    if len(body) > MAX_BYTES:
        raise WeChatPageError(f"{url}: the page is larger than {MAX_BYTES:,} bytes; register another address")
    text, _ = decode(body, content_type)
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    found = list(_of_json(text, url) if is_json else _of_html(text))
    if not found:
        raise _why_nothing(text, url)
    return found


def _why_nothing(text: str, url: str) -> WeChatPageError:
    for wall, reason in _WALLS:
        if wall.search(url) or wall.search(text):
            return WeChatPageError(f"{url}: WeChat shows a wall instead of the list; try again later", reason)
    if _GONE.search(text):
        return WeChatPageError(f"{url}: WeChat says that the account is no longer there; ask its unit")
    return WeChatPageError(f"{url}: there is no list of articles; register the address of a collection (合集)")


def _of_html(text: str) -> Iterator[Listed]:
    soup = soup_of(text)
    for item in soup.select("li[data-link]"):
        when = item.select_one(".js_article_create_time")
        yield Listed(
            _link(item.get("data-link")), str(item.get("data-title") or ""), _instant(_text(when)) if when else None
        )


def _text(element: Tag) -> str:
    return element.get_text().strip()


def _of_json(text: str, url: str) -> Iterator[Listed]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WeChatPageError(f"{url}: the answer is broken JSON; try again later") from error
    for entry in _entries(answer):
        if isinstance(entry, dict):
            raw = entry.get("create_time") or entry.get("sendtime")
            yield Listed(_link(entry.get("url") or entry.get("link")), str(entry.get("title") or ""), _instant(raw))


def _entries(answer: dict[str, Any]) -> list[Any]:
    """The articles in an answer to ``f=json``. Of a collection with one article WeChat gives that and no list."""
    collection = answer.get("getalbum_resp")
    listed = collection.get("article_list") if isinstance(collection, dict) else answer.get("appmsg_list")
    if isinstance(listed, dict):
        return [listed]
    return listed if isinstance(listed, list) else []


def _link(raw: object) -> str:
    return raw.replace("http://", "https://", 1) if isinstance(raw, str) else ""


def _instant(raw: object) -> datetime | None:
    try:
        seconds = int(raw)  # type: ignore[call-overload]  # whatever stands there
    except (TypeError, ValueError, OverflowError):
        return None
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else None
