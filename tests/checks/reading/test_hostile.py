"""Pages made to be slow: each must be read in little more time than its size asks for."""

import time

import pytest

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
    "srcset": "<img srcset='" + "(" * 1_000_000 + "'>",
    "refresh": "<meta http-equiv=refresh content='" + "1" * 1_000_000 + "'>",
    "declarations": "<meta " + "charset" * 100_000,
}


@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages_are_read_in_time(name: str) -> None:
    start = time.process_time()
    page = page_of(PAGES[name])
    assert time.process_time() - start < LIMIT
    assert page.size == len(PAGES[name].encode())
