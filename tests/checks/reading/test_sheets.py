"""Sheets that stand on every page are read once, and yet mean on each page what they mean there."""

import pytest

from checks.reading.sheets import of_sheet
from checks.reading.urls import Resolver

PAGES = ("http://a.cn/x/1.html", "http://a.cn/x/2.html?q=1", "http://a.cn/y/1.html", "http://b.cn/x/1.html")


@pytest.mark.parametrize(
    "raw", ["/i.png", "i.png", "../i.png", "?i", "//c.cn/i.png", "http://c.cn/i.png", "http:i.png"]
)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_remembered_sheet_is_read_as_if_it_were_new(raw: str, charset: str) -> None:
    sheet = f".a{{background:url({raw})}}\n.b{{background:url('{raw}')}}"
    for page in PAGES:
        resolver = Resolver(page, charset)
        for line in (1, 7):
            links = of_sheet(sheet, line, resolver)
            assert [(link.url, link.raw, link.line) for link in links] == [
                (resolver(raw), raw, line),
                (resolver(raw), raw, line + 1),
            ]
            assert of_sheet(sheet, line, resolver) is links


def test_a_sheet_too_long_to_be_remembered_is_read_all_the_same() -> None:
    sheet = " " * 100_001 + "a{background:url(i.png)}"
    assert [link.url for link in of_sheet(sheet, 0, Resolver(PAGES[0]))] == ["http://a.cn/x/i.png"]
