import asyncio
from pathlib import Path
from typing import Any

import pytest

from checks.evidence import AccountFacts, Subject
from checks.vocabulary import Reason, TargetKind
from monitor.look.looking import Looking
from tests.misbehaving import Handler, Server, answer, never, redirect, reset, status
from tests.monitor.look.helpers import IMPATIENT, FakeClock, policy_for
from tests.shared_data import REALDATA, needs_shared

FEED = "http://rss.test/feed.xml"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>某发布</title>
<item><title>通知</title><link>http://rss.test/1</link><guid>1</guid>
<pubDate>Mon, 23 Nov 2026 08:00:00 +0800</pubDate></item></channel></rss>"""


async def read(handler: Handler, feed: str = FEED, **changes: Any) -> AccountFacts:
    account = Subject("id", TargetKind.ACCOUNT, "某发布", "某局", platform="wechat", feed=feed)
    async with Server() as server:
        server.site(
            "rss.test",
            {
                "/robots.txt": answer("User-agent: *\nDisallow: /"),
                "/feed.xml": handler,
                "/mp/appmsgalbum?album_id=1": handler,
            },
        )
        async with Looking(policy_for(server, **changes), FakeClock()) as looking:
            return await looking.account(account)


def xml(text: str | bytes) -> Handler:
    return answer(text, kind="application/rss+xml")


async def test_posts_are_read() -> None:
    facts = await read(xml(RSS))
    assert (facts.reason, [post.title for post in facts.posts]) == (None, ["通知"])


async def test_a_feed_may_move() -> None:
    assert (await read(redirect("/robots.txt?feed"))).reason is Reason.FEED_BROKEN
    assert (await read(redirect("http://rss.test/gone"))).reason is Reason.FEED_BROKEN


@needs_shared
@pytest.mark.parametrize(
    "path", sorted((REALDATA / "feeds" / "wechat-rss").glob("*.xml"))[:5], ids=lambda path: path.stem
)
def test_real_feeds_are_read(path: Path) -> None:
    facts = asyncio.run(read(xml(path.read_bytes())))
    assert facts.reason is None
    assert facts.posts


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (status(404), Reason.FEED_BROKEN),
        (status(500), Reason.FEED_BROKEN),
        (redirect("/feed.xml"), Reason.FEED_BROKEN),
        (xml("<html>no feed"), Reason.FEED_BROKEN),
        (xml(b"\0\xff" * 500), Reason.FEED_BROKEN),
        (status(403), Reason.BLOCKED),
        (answer("<script>x</script>", 202), Reason.BLOCKED),
        (status(429), Reason.RATE_LIMITED),
        (never, Reason.UNREACHABLE),
        (reset, Reason.UNREACHABLE),
    ],
)
async def test_what_cannot_be_read_is_never_an_empty_account(handler: Handler, reason: Reason) -> None:
    facts = await read(handler, **(IMPATIENT if handler is never else {}))
    assert (facts.reason, facts.posts) == (reason, ())
    assert facts.detail


ALBUM = "http://rss.test/mp/appmsgalbum?album_id=1"
LISTED = (
    '<ul><li class="album__list-item" data-link="http://mp.weixin.test/s?a=1" data-title="通知">'
    '<span class="js_article_create_time">1795570200</span></li></ul>'
)


@pytest.mark.parametrize(
    ("page", "reason", "titles"),
    [
        (LISTED, None, ["通知"]),
        ("<html><p>当前环境异常，完成验证后即可继续访问。</p>", Reason.CAPTCHA, []),
        ("<html><p>请在微信客户端打开链接</p>", Reason.BLOCKED, []),
    ],
)
async def test_a_collection_of_wechat_is_a_source_of_some_posts(
    page: str, reason: Reason | None, titles: list[str]
) -> None:
    facts = await read(answer(page), feed=ALBUM)
    assert (facts.reason, [post.title for post in facts.posts]) == (reason, titles)
    assert facts.partial is (reason is None)


async def test_a_feed_beyond_the_limit_is_not_half_read() -> None:
    assert (await read(xml(RSS), body=200)).reason is Reason.FEED_BROKEN


async def test_an_account_without_feed() -> None:
    assert (await read(xml(RSS), feed="")).reason is Reason.NO_FEED


@pytest.mark.parametrize("feed", ["http://nowhere.invalid:81/", "http://127.0.0.1/feed"])
async def test_feeds_that_cannot_be_reached(feed: str) -> None:
    assert (await read(xml(RSS), feed=feed)).reason is Reason.UNREACHABLE
