"""The accounts of the made-up city as a bridge would give them: an RSS feed and a JSON Feed."""

import json
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.utils import format_datetime

from monitor.demo.pages import SHANGHAI, templates_of
from monitor.demo.plan import PAGES, AccountPlan, PostPlan, is_there
from monitor.demo.replies import MEDIA_TYPES, Host, Reply

FEED_HOST = "rss.yunxi.test"
"""The host that hands out the feeds of all accounts."""

_POSTED_AT = time(8, 30)
_CUT = 48
"""Characters of a feed that is cut off: in the middle of its first tag."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A post on the day of the look."""

    plan: PostPlan
    url: str
    published: datetime

    @property
    def rfc822(self) -> str:
        """When it was published, as RSS writes it."""
        return format_datetime(self.published)


def feed_host(accounts: list[AccountPlan], as_of: datetime, repaired: Set[str]) -> Host:
    """The host of all feeds."""
    replies = {f"/{account.path}": _feed(account, as_of, repaired) for account in accounts}
    return Host(FEED_HOST, replies, missing=Reply(b"no such feed", "text/plain", 404))


def _feed(account: AccountPlan, as_of: datetime, repaired: Set[str]) -> Reply:
    if account.state == "blocked":
        return Reply("平台拒绝了访问".encode(), "text/plain; charset=utf-8", 403)
    shown = [_post(account, post, as_of) for post in account.posts if is_there(post, repaired)]
    text = _rss(account, shown, as_of) if account.format == "rss" else _json_feed(account, shown)
    if account.state == "cut":
        text = text[:_CUT]
    return Reply(text.encode(), MEDIA_TYPES[f".{account.path.rpartition('.')[2]}"])


def _post(account: AccountPlan, post: PostPlan, as_of: datetime) -> Posted:
    day = as_of.astimezone(SHANGHAI).date() - timedelta(days=post.days)
    return Posted(post, f"{account.home}/{post.id}", datetime.combine(day, _POSTED_AT, SHANGHAI))


def _rss(account: AccountPlan, posts: list[Posted], as_of: datetime) -> str:
    # When the bridge made the feed is no date of a post.
    made = format_datetime(as_of.astimezone(SHANGHAI))
    return templates_of(PAGES / "common").get_template("feed.xml").render(account=account, posts=posts, made=made)


def _json_feed(account: AccountPlan, posts: list[Posted]) -> str:
    items = [
        {
            "id": post.plan.id,
            "url": post.url,
            "title": post.plan.title,
            "content_html": f"<p>{post.plan.text}</p>",
            **({} if account.state == "undated" else {"date_published": post.published.isoformat()}),
        }
        for post in posts
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": account.name,
        "description": account.description,
        "home_page_url": account.home,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)
