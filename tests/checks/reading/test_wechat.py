"""Collections and home-page lists of WeChat: what is read, and that a wall is never an account without posts."""

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checks.reading.feeds import FeedError, FeedWallError, read_feed
from checks.reading.wechat import is_partial
from checks.vocabulary import Reason
from tests.shared_data import REALDATA, needs_shared

ALBUM = "https://mp.weixin.test/mp/appmsgalbum?__biz=Mz==&action=getalbum&album_id=1"
HOME = "https://mp.weixin.test/mp/homepage?__biz=Mz==&hid=4&action=appmsg_list"
WHEN = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
ITEM = (
    '<li class="album__list-item js_album_item" data-msgid="2" data-link="http://mp.weixin.test/s?mid=2&amp;idx=1"'
    ' data-title="市政府常务会议召开"><div class="album__item-title">市政府常务会议召开</div>'
    f'<span class="js_article_create_time album__item-info-item">{int(WHEN.timestamp())}</span></li>'
)


def album(*items: str) -> bytes:
    return f'<!DOCTYPE html><html><body><ul class="album__list">{"".join(items)}</ul></body></html>'.encode()


def test_a_collection_is_read_with_its_days() -> None:
    (post,) = read_feed(album(ITEM), "text/html; charset=utf-8", ALBUM)
    assert (post.url, post.title) == ("https://mp.weixin.test/s?mid=2&idx=1", "市政府常务会议召开")
    assert post.published == WHEN


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        (ALBUM, {"getalbum_resp": {"article_list": [{"title": "会议", "url": "http://x.test/s", "create_time": "@"}]}}),
        (ALBUM, {"getalbum_resp": {"article_list": {"title": "会议", "url": "http://x.test/s", "create_time": "@"}}}),
        (HOME, {"appmsg_list": [{"title": "会议", "link": "http://x.test/s", "sendtime": "@"}]}),
    ],
)
def test_answers_in_json_are_read(url: str, answer: object) -> None:
    body = json.dumps(answer).replace('"@"', str(int(WHEN.timestamp()))).encode()
    (post,) = read_feed(body, "application/json", url)
    assert (post.title, post.url, post.published) == ("会议", "https://x.test/s", WHEN)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html><p>当前环境异常，完成验证后即可继续访问。</p>", Reason.CAPTCHA),
        ("<html><p>请在微信客户端打开链接</p>", Reason.BLOCKED),
        ('{"base_resp":{"ret":200013,"err_msg":"freq control"}}', Reason.RATE_LIMITED),
        ("<html><p>此帐号已自主注销，内容无法查看</p>", Reason.FEED_BROKEN),
        ("<html><body></body></html>", Reason.FEED_BROKEN),
        ('{"getalbum_resp": {"article_list": []}}', Reason.FEED_BROKEN),
        ('{"getalbum_resp": ', Reason.FEED_BROKEN),
        ("[" * 5_000, Reason.FEED_BROKEN),
        ("{" * 5_000, Reason.FEED_BROKEN),
        ("<html>" + "<div>" * 50_000, Reason.FEED_BROKEN),
        (" " * 5_000_001, Reason.FEED_BROKEN),
    ],
)
def test_a_wall_is_never_an_account_without_posts(body: str, reason: Reason) -> None:
    with pytest.raises(FeedWallError) as raised:
        read_feed(body.encode(), "text/html", ALBUM)
    assert raised.value.reason is reason


def test_the_wall_is_told_by_its_address_too() -> None:
    with pytest.raises(FeedWallError) as raised:
        read_feed(b"<html>", "text/html", "https://mp.weixin.test/mp/wappoc_appmsgcaptcha?poc_token=x")
    assert raised.value.reason is Reason.CAPTCHA


@pytest.mark.parametrize("raw", ["", "x", "-1", "99999999999999999999", "0"])
def test_an_instant_that_is_none_is_left_out(raw: str) -> None:
    (post,) = read_feed(album(ITEM.replace(str(int(WHEN.timestamp())), raw)), "text/html", ALBUM)
    assert post.published is None


@given(st.binary(max_size=400))
@example(b"<?xml")
@example(b"<<?xml>?xml")
@example(b"\n<?xml version='1.0'?><p>")
def test_nothing_but_the_two_errors_comes_out(body: bytes) -> None:
    posts: tuple[object, ...] = ()
    with contextlib.suppress(FeedError):
        posts = read_feed(body, "text/html", ALBUM)
    assert not posts, "bytes without a list hold no post"


@pytest.mark.parametrize(
    ("url", "partial"),
    [
        (ALBUM, True),
        (HOME, True),
        ("https://rss.test/wechat/mp/msgalbum/Mz==/1", True),
        ("https://rss.test/wechat/mp/homepage/Mz==/16", True),
        ("https://rss.test/wechat/yunxifabu.xml", False),
        ("https://rss.test/weibo/user/1", False),
    ],
)
def test_which_sources_show_some_posts_only(url: str, partial: bool) -> None:
    assert is_partial(url) is partial


@needs_shared
@pytest.mark.parametrize("path", sorted((REALDATA / "wechat").glob("*.html")), ids=lambda path: path.stem)
def test_real_pages_that_are_no_list_say_nothing_of_an_account(path: Path) -> None:
    with pytest.raises(FeedWallError):
        read_feed(path.read_bytes(), "text/html; charset=utf-8", ALBUM)
