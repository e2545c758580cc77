"""Pages made to be slow: each must be read in little more time than its size asks for."""

import time

import pytest

from checks.reading.identity import host_named, site_code_of
from checks.reading.links import MAX_LINKS
from checks.reading.navigation import columns_shown
from checks.reading.page import settled
from tests.checks.reading.pages import page_of

LIMIT = 10.0
"""CPU seconds. The slowest takes a tenth of it; what is quadratic takes minutes."""

PAGES = {
    "nested elements": "<div>" * 200_000 + "<a href=x>y</a>",
    "nested links": "<svg>" + "<a href=x>" * 200_000,
    "links nested in cells": "<a href=x><table><tr><td>" * 30_000,
    "misnested": "<b><i><p>" * 60_000,
    "attributes": "<a " + "".join(f"a{number}=1 " for number in range(50_000)) + "href=x>y</a>",
    "angle brackets": "<" * 1_000_000,
    "many links": "<li><a href=x>y</a>" * 100_000,
    "many days": "<li><a href=x>y</a><i>2024-03-05</i>" * 60_000,
    "days without links": "<div><p>2024-03-05</p>" * 60_000,
    "nested days": "<div>2024-03-05" * 60_000,
    "days in one line": "<p>" + "2024-03-05 " * 200_000,
    "pieces of days": "<li><b>2024年03月</b>" * 60_000,
    "digits": "<p>" + "20" * 1_000_000,
    "templates": "<template>" * 50_000 + "<a href=x>",
    "hidden": "<div hidden style='display:none'>" * 50_000 + "x",
    "comments": "<!--" * 300_000,
    "scripts": '<script>var x = {"pubDate":"2024-03-05"}</script>' * 20_000,
    "braces": "<script>" + "{" * 500_000 + '"pubDate":"2024-03-05"' * 5_000 + "</script>",
    "markup in scripts": "<script type=text/xml>" + "<a href=x>y</a><i>2024-03-05</i>" * 60_000 + "</script>",
    "code comments": "<script>" + "/*" * 500_000 + "</script>",
    "footer": "版权所有" + "宜" * 4_000 + "主办联系ICP备标识码" * 300,
    "at signs": "版权所有 " + "a." * 2_000 + "@" * 2_000,
    "short triples": "<li><a href=x>y</a><i>24-03-05</i>" * 30_000,
    "days ago": "<li><a href=x>y</a><i>三天前</i>" * 40_000,
    "words of days": "<p>" + "前天昨天日" * 60_000 + "</p><p>天前</p>" * 60_000,
    "labels": "发布时间：<b>" * 60_000,
    "labelled rows": "<li><a href=x>y</a>发布时间：2024-03-05</li>" * 25_000,
    "epochs": "<script>var ct = '1700000000';" * 30_000,
    "title": "<title>" + "云溪_" * 300_000,
    "heading in pieces": "<title>" + "甲乙丙丁" * 200 + "</title>" + "<p>甲乙丙丁</p>" * 60_000,
    "headings": "<h1><h2>" * 100_000,
    "lines like the title": "<title>云溪市教育局关于招生的通知-云溪</title>"
    + "<p>云溪市教育局关于招生的通</p>" * 30_000,
    "passwords": "<input type=password>" * 40_000,
    "error words": "<p>" + "页面不存在" * 60,
    "columns": "".join(f"<a href=/c{number}/>动态</a>" for number in range(40_000)),
    "one long name": "<a href=/c/>" + "动态" * 500_000 + "</a>",
    "tags": "<meta name=PubDate content=2024-03-05>" * 25_000,
    "site codes": "版权所有 网站标识码" + "标识码：" * 100_000,
    "same day in every row": "<tr><td><a href=x>y</a></td><td>2024-03-05</td></tr>" * 20_000,
    "next century": "<li><a href=x>y</a><i>2124-03-05</i>" * 30_000,
    "srcset": "<img srcset='" + "(" * 1_000_000 + "'>",
    "refresh": "<meta http-equiv=refresh content='" + "1" * 1_000_000 + "'>",
    "declarations": "<meta " + "charset" * 100_000,
}


@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages_are_read_in_time(name: str) -> None:
    start = time.process_time()
    page = page_of(PAGES[name])
    settled(page)
    columns_shown(page)
    site_code_of(page)
    host_named(page)
    assert time.process_time() - start < LIMIT
    assert page.size == len(PAGES[name].encode())


def test_of_forty_megabytes_only_the_beginning_is_read() -> None:
    start = time.process_time()
    page = page_of(b"<title>x</title><li><a href=/1>y</a><i>2024-03-05</i>" + b"<li><a href=/2>z</a>" * 2_000_000)
    assert settled(page).size > 40_000_000 - 100
    assert (page.title, len(page.links), page.dates[0].day.isoformat()) == ("x", MAX_LINKS, "2024-03-05")
    assert time.process_time() - start < LIMIT
