import pytest

from checks.reading.headerlinks import MAX_LINKS, header_links
from checks.reading.urls import Resolver

HERE = Resolver("http://www.yichun.gov.cn/a/b.html")


def found(*headers: tuple[str, str]) -> list[tuple[str, str]]:
    return [(link.tag, link.url.removeprefix("http://www.yichun.gov.cn")) for link in header_links(headers, HERE)]


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("</style.css>; rel=preload; as=style", ["/style.css"]),
        ('<x,y.css>; rel="stylesheet preload", <z>; title="a, b"; rel=next', ["/a/x,y.css", "/a/z"]),
        ("<https://a.cn>; rel=preconnect, <//b.cn>; rel=dns-prefetch", []),
        ("</a/b.html>; rel=canonical", []),
        ("</x>", []),
        ("<>; rel=next", []),
        ('</x>; rel=next; broken="', ["/x"]),
        ("no link at all", []),
    ],
)
def test_the_link_header(value: str, urls: list[str]) -> None:
    assert [url for _, url in found(("link", value))] == urls


def test_the_refresh_header() -> None:
    assert found(("refresh", "0; url=/new/")) == [("meta", "/new/")]
    assert found(("refresh", "30")) == []


def test_other_headers_name_nothing_and_the_number_is_bounded() -> None:
    assert found(("location", "</x>; rel=next")) == []
    assert len(found(("link", "</x>; rel=next, " * 900))) == MAX_LINKS


def test_an_address_that_cannot_be_parsed_is_kept() -> None:
    (link,) = header_links([("link", "<http://[bad>; rel=next")], HERE)
    assert (link.url, link.raw) == ("", "http://[bad")
