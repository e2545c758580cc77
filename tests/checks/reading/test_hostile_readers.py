"""Every reader is fed what was made to be slow: readers of fields, of whole pages, of feeds and of headers."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import fields

import pytest

from checks.evidence import Page
from checks.reading.article import read_article
from checks.reading.columns import count_entries, entries_of, is_evident, name_of, own_media
from checks.reading.errorpage import error_said
from checks.reading.feeds import FeedError, read_feed
from checks.reading.headerlinks import header_links
from checks.reading.identity import host_named, site_code_of
from checks.reading.navigation import columns_shown
from checks.reading.page import settled
from checks.reading.private import holds_private
from checks.reading.protection import read_protection
from checks.reading.reading import PageRead
from checks.reading.sitemap import read_sitemap
from checks.reading.template import Shown, learn
from checks.reading.urls import Resolver
from checks.reading.wechat import WeChatPageError, read_wechat_page
from tests.checks.reading.pages import URL, page_of, response
from tests.checks.reading.test_hostile import LIMIT, PAGES

ARTICLE = "<title>关于招生的通知_云溪</title><h1>关于招生的通知</h1><p>发布时间：2024-03-05</p>"
MORE = {
    "title in one line": ARTICLE + "<p>" + "关于招生的通知" * 150_000,
    "title in every line": ARTICLE + "<p>关于招生的通知</p>" * 45_000,
    "ends": ARTICLE + "<p>【打印</p>" * 60_000,
    "blanks and brackets": ARTICLE + "<pre>" + "【 " * 500_000,
    "rows beside an article": ARTICLE + "<li><a href=x>关于开展检查的通知</a> [03-05]</li>" * 20_000,
    "brackets": ARTICLE + "<p>" + "[" * 1_000_000,
    "forms": "<form action=/search>" * 50_000,
    "fields": "<form action=/search>" + "<input type=text name=q placeholder=搜索>" * 30_000,
    "buttons": "<button>提交" * 80_000,
    "labels of fields": "<label for=a>关注</label>" * 40_000,
    "options": "<select>" + "<option value=/x>云溪" * 50_000,
    "one long control": "<input type=submit value='" + "关注" * 500_000 + "'>",
}
HOSTILE = PAGES | MORE


def readers_of(page: Page) -> dict[str, Callable[[], object]]:
    """Everything that reads a page, but for what the page checks themselves do."""
    return {
        "article": lambda: read_article(page),
        "error": lambda: error_said(page),
        "entries": lambda: (entries_of(page), count_entries(page), is_evident(page)),
        "name": lambda: name_of(page),
        "media": lambda: list(own_media(page)),
        "columns": lambda: columns_shown(page),
        "code": lambda: site_code_of(page),
        "host": lambda: host_named(page),
        "private": lambda: holds_private(page.text),
        "template": lambda: learn(Shown(f"{URL}{n}", page.text, is_article=True) for n in range(6)).without(
            page.text, URL
        ),
    }


def test_a_page_that_is_settled_was_read_by_every_reader_of_a_field() -> None:
    told = {"url", "status", "charset", "size", "seconds"}
    for one in fields(Page):
        if one.name not in told:
            page = page_of("<title>x</title>")
            assert isinstance(page, PageRead)
            settled(page)
            assert object.__getattribute__(page, one.name) is not None or one.name in {"published", "search"}
    assert not hasattr(settled(page_of("<p>")), "nothing")


@pytest.mark.parametrize("name", MORE)
def test_more_hostile_pages_are_read_in_time(name: str) -> None:
    begin = time.process_time()
    settled(page_of(MORE[name]))
    assert time.process_time() - begin < LIMIT


@pytest.mark.parametrize("name", HOSTILE)
def test_everything_that_reads_a_page_does_so_in_time(name: str) -> None:
    page = settled(page_of(HOSTILE[name]))
    for reader, read in readers_of(page).items():
        begin = time.process_time()
        read()
        assert time.process_time() - begin < LIMIT / 4, reader


FEEDS = {
    "items": "<?xml version='1.0'?><rss><channel>" + "<item><title>通知</title></item>" * 30_000,
    "nested items": "<?xml version='1.0'?><rss><channel>" + "<item>" * 150_000,
    "one long item": "<?xml version='1.0'?><rss><channel><item><title>" + "云溪" * 500_000,
    "tags": "<?xml version='1.0'?><rss>" + "<a>" * 300_000,
    "attributes": "<?xml version='1.0'?><rss " + " ".join(f"a{number}='1'" for number in range(60_000)) + ">",
    "entities": "<?xml version='1.0'?><!DOCTYPE rss [" + "<!ENTITY a 'b'>" * 60_000 + "]><rss>&a;</rss>",
    "json": '{"items": [' + '{"title": "通知"},' * 60_000 + "{}]}",
    "nested json": "[" * 1_000_000,
    "open json": '{"items": ["' + "\\u4e91" * 160_000,
    "wechat": "var msgList = '" + '{"app_msg_ext_info":' * 50_000,
    "posts": "<li class='album__list-item' data-title=通知 data-link=x>" * 20_000,
    "angle brackets": "<" * 1_000_000,
    "addresses": "<urlset>" + "<url><loc>http://www.yunxi.test/</loc></url>" * 20_000,
    "open addresses": "<urlset>" + "<loc>" * 200_000,
    "long address": "<urlset><loc>" + "a" * 1_000_000,
    "blanks": "<urlset><loc" + " " * 1_000_000,
    "lines": "http://www.yunxi.test/\n" * 45_000,
}


SLOW = {"tags", "open addresses", "posts", "addresses"}


@pytest.mark.parametrize("name", [pytest.param(one, marks=pytest.mark.long if one in SLOW else ()) for one in FEEDS])
def test_hostile_feeds_sitemaps_and_lists_of_posts_are_read_in_time(name: str) -> None:
    body = FEEDS[name].encode()
    for read in (
        lambda: read_feed(body, "application/xml", URL),
        lambda: read_feed(body, "application/json", URL),
        lambda: read_wechat_page(body, "text/html", "https://mp.weixin.qq.com/mp/appmsgalbum?album_id=1"),
        lambda: read_wechat_page(body, "application/json", "https://mp.weixin.qq.com/mp/appmsgalbum?f=json"),
        lambda: read_sitemap(body),
        lambda: read_sitemap(body, "text/plain"),
    ):
        begin = time.process_time()
        with contextlib.suppress(FeedError, WeChatPageError):
            read()
        assert time.process_time() - begin < LIMIT


@pytest.mark.parametrize(
    "value", ["<a>;" * 250_000, "," * 1_000_000, "<" * 1_000_000, 'a="' * 300_000, " " * 1_000_000]
)
def test_hostile_headers_are_read_in_time(value: str) -> None:
    names = ("link", "refresh", "content-security-policy", "strict-transport-security", "content-location")
    headers = tuple((name, value) for name in names)
    begin = time.process_time()
    list(header_links(headers, Resolver(URL, "utf-8")))
    seen = response("<p>")
    read_protection(type(seen)(URL, URL, seen.outcome, 200, headers, seen.body))
    assert time.process_time() - begin < LIMIT / 2
