import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.reading.feeds import MAX_BYTES, MAX_MARKS, MAX_POSTS, MAX_TEXT, FeedError, read_feed
from tests.shared_data import REALDATA, needs_shared

URL = "https://rss.test/yichun/feed.xml"
INSTANT = datetime(2024, 3, 5, 2, 30, tzinfo=UTC)


def rss(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>宜春发布</title>{items}</channel></rss>'.encode()


def json_feed(items: list[Any]) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "宜春发布", "items": items}).encode()


RSS = rss(
    "<item><guid isPermaLink='false'>tag:rss.test,2024:1</guid><link>/s/1</link>"
    "<title>关于&lt;b&gt;放假&lt;/b&gt;的通知</title>"
    "<description><![CDATA[<p>各单位：</p><p>现通知<script>x</script></p>]]></description>"
    "<pubDate>Tue, 05 Mar 2024 10:30:00 +0800</pubDate></item>"
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>宜春发布</title><entry><id>tag:rss.test,2024:1</id><title>关于放假的通知</title>
<link href="https://rss.test/s/1"/><updated>2024-03-05T02:30:00Z</updated>
<content type="html">&lt;p&gt;各单位：&lt;/p&gt;&lt;p&gt;现通知&lt;/p&gt;</content></entry></feed>""".encode()
JSON = json_feed(
    [
        {
            "id": "tag:rss.test,2024:1",
            "url": "https://rss.test/s/1",
            "title": "关于放假的通知",
            "content_html": "<p>各单位：</p><p>现通知</p>",
            "date_published": "2024-03-05T10:30:00+08:00",
        }
    ]
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (RSS, "application/rss+xml"),
        (RSS, ""),
        (ATOM, "application/atom+xml"),
        (JSON, "application/feed+json"),
        (JSON, "text/plain"),
    ],
)
def test_every_kind_of_feed_gives_the_same_post(body: bytes, content_type: str) -> None:
    (post,) = read_feed(body, content_type, URL)
    assert (post.id, post.url, post.title) == ("tag:rss.test,2024:1", "https://rss.test/s/1", "关于放假的通知")
    assert (post.text, post.published, post.first_seen) == ("各单位：\n现通知", INSTANT, None)


@pytest.mark.parametrize(
    ("raw", "published"),
    [("2024-03-05 10:30:00", INSTANT), ("Tue, 05 Mar 2024 10:30:00", INSTANT), ("昨天", None), ("", None)],
)
def test_dates_without_a_zone_are_of_shanghai(raw: str, published: datetime | None) -> None:
    (post,) = read_feed(rss(f"<item><title>a</title><pubDate>{raw}</pubDate></item>"), "", URL)
    assert post.published == published
    (post,) = read_feed(json_feed([{"id": 7, "date_published": raw}]), "", URL)
    assert (post.id, post.published) == ("7", published)


def test_a_feed_in_gbk_is_read() -> None:
    body = rss("<item><title>通知</title></item>").decode().replace('"1.0"', '"1.0" encoding="gb2312"', 1)
    assert [post.title for post in read_feed(body.encode("gbk"), "application/xml", URL)] == ["通知"]


def test_a_broken_feed_keeps_its_good_posts() -> None:
    items = read_feed(rss("<item><title>甲 & 乙</title></item><item><title>丙")[:-30], "", URL)
    assert [post.title for post in items][:1] == ["甲 & 乙"]


@pytest.mark.parametrize("body", [rss(""), json_feed([])])
def test_an_empty_feed_is_no_error(body: bytes) -> None:
    assert read_feed(body, "", URL) == ()


def test_posts_are_told_apart() -> None:
    items = [
        {"title": "甲"},
        {"title": "甲"},
        {"title": "乙"},
        {"url": "https://a.cn/1"},
        {"id": "x"},
        {"id": "x"},
        {},
        5,
    ]
    posts = read_feed(json_feed([*items, {}, 5]), "", URL)
    assert [(post.title, post.url) for post in posts] == [("甲", ""), ("乙", ""), ("", "https://a.cn/1"), ("", "")]
    assert len({post.id for post in posts}) == 4


def test_only_addresses_of_the_web_are_kept() -> None:
    assert [post.url for post in read_feed(json_feed([{"id": "1", "url": "javascript:x"}]), "", URL)] == [""]


def test_of_many_posts_the_newest_are_kept_in_their_order() -> None:
    days = [INSTANT + timedelta(days=number) for number in range(MAX_POSTS + 50)]
    items = [{"id": str(number), "date_published": day.isoformat()} for number, day in enumerate(days)]
    posts = read_feed(json_feed([{"id": "undated"}, *items]), "", URL)
    assert [post.id for post in posts] == [str(number) for number in range(50, MAX_POSTS + 50)]


def test_long_posts_are_cut() -> None:
    (post,) = read_feed(json_feed([{"id": "i" * 2000, "title": "题" * 2000, "content_text": "文" * 50_000}]), "", URL)
    assert (len(post.id), len(post.title), len(post.text)) == (500, 500, MAX_TEXT)


BOMB = rss("<item><title>&b;</title></item>").replace(
    b"<rss", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss', 1
)


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        (b"<!DOCTYPE html><html></html>", "text/html", "HTML page"),
        (b"\xef\xbb\xbf\n<HTML>", "", "HTML page"),
        (b"", "", "neither RSS nor Atom"),
        (b"hello", "text/plain", "neither RSS nor Atom"),
        (b"<opml/>", "text/xml", "neither RSS nor Atom"),
        (b"{", "application/json", "broken JSON"),
        (b"[" * 100_000, "application/json", "broken JSON"),
        (b'{"items": []}', "application/json", "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "", "no JSON Feed"),
        (BOMB, "", "entities"),
        (BOMB.decode().replace('"1.0"', '"1.0" encoding="utf-16"', 1).encode("utf-16"), "", "entities"),
        (rss("<x/>" * MAX_MARKS), "", "tags"),
        (rss("<item " + 'a="1" ' * 300 + "/>"), "", "attributes"),
        (b" " * (MAX_BYTES + 1), "", "larger"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_sentence(body: bytes, content_type: str, words: str) -> None:
    with pytest.raises(FeedError, match=words) as caught:
        read_feed(body, content_type, URL)
    assert str(caught.value).startswith(URL)


def test_content_between_cdata_may_have_any_number_of_tags() -> None:
    content = "<p>段</p>" * 30_000
    (post,) = read_feed(rss(f"<item><title>a</title><description><![CDATA[{content}]]></description></item>"), "", URL)
    assert post.text.startswith("段\n段")


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    "<item>",
                    "</item>",
                    "<title>",
                    "</title>",
                    "&",
                    "<![CDATA[",
                    "]]>",
                    "<pubDate>",
                    "2024-03-05",
                    "<",
                    "题",
                ]
            ),
            max_size=30,
        ).map(lambda parts: rss("".join(parts))),
        st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)).map(
            lambda value: json_feed([{"id": value, "title": value, "url": value, "date_published": value}])
        ),
    )
)
def test_no_bytes_make_it_fail_otherwise(body: bytes) -> None:
    try:
        posts = read_feed(body, "", URL)
    except FeedError:
        return
    assert all(post.id for post in posts)


@needs_shared
def test_real_feeds_are_read_whole() -> None:
    rows = [line.split("\t") for line in (REALDATA / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()]
    feeds = {
        row[0]: dict(part.split("=", 1) for part in row[4].split("; "))
        for row in rows
        if row[0].startswith("feeds/wechat")
    }
    assert len(feeds) == 50
    for name, facts in feeds.items():
        posts = read_feed((REALDATA / name).read_bytes(), "application/xml", URL)
        newest = datetime.strptime(facts["newest"], "%Y-%m-%d %H:%M:%S %z")
        assert (len(posts), max(post.published or INSTANT for post in posts)) == (int(facts["items"]), newest), name


@needs_shared
@pytest.mark.parametrize("name", ["weibo_getIndex_profile_media_account.json", "msglist_gongqingtuan.json"])
def test_answers_of_platforms_are_no_feeds(name: str) -> None:
    with pytest.raises(FeedError):
        read_feed((REALDATA / "feeds" / name).read_bytes(), "application/json", URL)
