"""Feeds of accounts to posts: RSS and Atom by feedparser, JSON Feed 1.1 and lists of WeChat by hand."""

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from xml.sax import SAXException

import feedparser

from checks.evidence import Post
from checks.reading.instants import instant_of
from checks.reading.markup import to_text
from checks.reading.urls import is_web, resolve
from checks.reading.wechat import WeChatPageError, is_wechat_page, read_wechat_page
from checks.vocabulary import Reason

MAX_BYTES = 2_000_000
"""Bytes of a feed. A longer one is refused, since its end may hold the newest post."""

MAX_MARKS = 50_000
MAX_ATTRIBUTES = 200
"""Tags of a feed outside of its CDATA, and attributes of one tag. The parser takes long on more."""

MAX_POSTS = 200
"""Posts kept of a feed: the newest, or the first where none says when."""

MAX_TITLE = 500
MAX_TEXT = 20_000
MAX_ID = 500

_FAILURES = (
    *(ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError),
    *(RecursionError, SAXException),
)
_JSON_FEED = "jsonfeed.org/version/1"
_CDATA = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_MANY_ATTRIBUTES = re.compile(rb"<[^<>=]*(?:=[^<>=]*){%d}" % MAX_ATTRIBUTES)
_HTML_STARTS = (b"<!doctype html", b"<html")


class FeedError(ValueError):
    """What was fetched is no feed that can be read. The message says where, what is wrong and what to do."""


class FeedWallError(FeedError):
    """A wall stands before the feed: nothing was seen. ``reason`` says which."""

    def __init__(self, said: str, reason: Reason) -> None:
        super().__init__(said)
        self.reason = reason


class _Entry(NamedTuple):
    id: str
    link: str
    title: str
    content: str
    published: datetime | None


def read_feed(body: bytes, content_type: str, url: str) -> tuple[Post, ...]:
    """The posts of a feed at ``url``, in its order; none when the feed is valid and empty.

    Instants are aware UTC, those without a zone read as Shanghai's; a post without one keeps ``published`` None.
    ``content_type`` is the HTTP header. Posts are told apart by their ids; what has none is told apart by its address,
    else by what it says. Takes some seconds at worst, so call it in a thread. Raises :class:`FeedError`.
    """
    if is_wechat_page(url):
        return _posts(list(_of_wechat(body, content_type, url)), url)
    if len(body) > MAX_BYTES:
        raise FeedError(f"{url}: the feed is larger than {MAX_BYTES:,} bytes; ask its source for fewer posts")
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{") or (start and "json" in content_type.lower()):
        entries = list(_of_json(body, url))
    else:
        entries = list(_of_xml(body, content_type, url, start))
    return _posts(entries, url)


def _posts(entries: list[_Entry], url: str) -> tuple[Post, ...]:
    posts: dict[str, Post] = {}
    for entry in _newest([entry for entry in entries if entry.id or entry.link or entry.title or entry.content]):
        post = _post(entry, url)
        posts.setdefault(post.id, post)
    return tuple(posts.values())


def _newest(entries: list[_Entry]) -> list[_Entry]:
    if len(entries) <= MAX_POSTS:
        return entries
    ranked = sorted(enumerate(entries), key=lambda pair: (_age(pair[1]), pair[0]))
    return [entries[number] for number in sorted(number for number, _ in ranked[:MAX_POSTS])]


def _age(entry: _Entry) -> float:
    return -entry.published.timestamp() if entry.published else 0.0


def _of_xml(body: bytes, content_type: str, url: str, start: bytes) -> Iterator[_Entry]:
    if start.startswith(_HTML_STARTS):
        raise FeedError(f"{url}: this is an HTML page, not a feed; register the address of its RSS, Atom or JSON feed")
    _refuse_hostile(body, url)
    headers = {"content-type": content_type or "application/xml", "content-location": url}
    try:
        # A stream, because feedparser would open a text that looks like an address or a file name.
        feed = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _FAILURES as error:
        raise FeedError(f"{url}: the feed cannot be parsed ({error}); check the address in a browser") from error
    if not feed.get("version") and not feed.entries:
        raise FeedError(f"{url}: this is neither RSS nor Atom nor a JSON Feed; register the address of the feed itself")
    for entry in feed.entries:
        yield _xml_entry(entry)


def _refuse_hostile(body: bytes, url: str) -> None:
    if b"<!entity" in body.replace(b"\0", b"").lower():
        raise FeedError(f"{url}: the feed declares entities, which are not expanded for safety; use another source")
    markup = _CDATA.sub(b"", body)
    if markup.count(b"<") > MAX_MARKS:
        raise FeedError(f"{url}: the feed has more than {MAX_MARKS:,} tags; ask its source for fewer posts")
    if _MANY_ATTRIBUTES.search(markup):
        raise FeedError(f"{url}: the feed has a tag with more than {MAX_ATTRIBUTES} attributes; use another source")


def _xml_entry(entry: Any) -> _Entry:
    contents = [_string(one.get("value")) for one in entry.get("content") or []]
    content = next((text for text in [*contents, _string(entry.get("summary"))] if text), "")
    # By dict.get, because feedparser's own warns when it answers for one of these with another.
    raw = next((value for name in ("published", "updated", "created") if (value := dict.get(entry, name))), "")
    link = _string(entry.get("link"))
    return _Entry(_string(entry.get("id")), link, _string(entry.get("title")), content, instant_of(_string(raw)))


def _of_wechat(body: bytes, content_type: str, url: str) -> Iterator[_Entry]:
    try:
        listed = read_wechat_page(body, content_type, url)
    except WeChatPageError as error:
        raise FeedWallError(str(error), error.reason) from error
    for one in listed:
        yield _Entry(one.link, one.link, one.title, "", one.published)


def _of_json(body: bytes, url: str) -> Iterator[_Entry]:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"{url}: the answer is broken JSON; ask its source again later") from error
    items = feed.get("items") if isinstance(feed, dict) and _JSON_FEED in _string(feed.get("version")) else None
    if not isinstance(items, list):
        raise FeedError(f"{url}: this JSON is no JSON Feed 1.1; register a feed address, for RSSHub with ?format=json")
    for item in items:
        if isinstance(item, dict):
            content = item.get("content_html") or item.get("content_text") or item.get("summary")
            raw = item.get("date_published") or item.get("date_modified")
            link = _string(item.get("url") or item.get("external_url"))
            title = _string(item.get("title"))
            yield _Entry(_string(item.get("id")), link, title, _string(content), instant_of(_string(raw)))


def _string(value: object) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _post(entry: _Entry, feed_url: str) -> Post:
    link = resolve(entry.link, feed_url) if entry.link else ""
    title = " ".join(to_text(entry.title).split())[:MAX_TITLE]
    text = to_text(entry.content)[:MAX_TEXT]
    own = entry.id or link or sha256(f"{title}\0{text}\0{entry.published}".encode("utf-8", "replace")).hexdigest()
    return Post(own[:MAX_ID], link if is_web(link) else "", title, text, entry.published)
