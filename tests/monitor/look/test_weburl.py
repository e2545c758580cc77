import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.reading.urls import resolve, without_fragment
from monitor.look.weburl import WebUrl, key_of, web_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://A.gov.cn", WebUrl("http://a.gov.cn/", "a.gov.cn", 80, "/", "", False)),
        ("https://a.cn:443/b?c=/d#e", WebUrl("https://a.cn/b?c=/d", "a.cn", 443, "/b", "?c=/d", True)),
        ("http://u:p@a.cn:8080/@x", WebUrl("http://a.cn:8080/@x", "a.cn", 8080, "/@x", "", False)),
        ("http://[::1]:81/x", WebUrl("http://[::1]:81/x", "[::1]", 81, "/x", "", False)),
        ("http://[::1]/", WebUrl("http://[::1]/", "[::1]", 80, "/", "", False)),
        ("http://2130706433/", WebUrl("http://127.0.0.1/", "127.0.0.1", 80, "/", "", False)),
        (
            "http://政务/通知",
            WebUrl("http://xn--zfr164b/%E9%80%9A%E7%9F%A5", "xn--zfr164b", 80, "/%E9%80%9A%E7%9F%A5", "", False),
        ),
    ],
)
def test_urls_are_taken_apart(text: str, expected: WebUrl) -> None:
    assert web_url(text) == expected


@pytest.mark.parametrize("text", ["", "a", "/a", "mailto:a@b", "http://", "http://[x", "http://a:99999/", "ftp://a/"])
def test_what_is_no_url_of_the_web(text: str) -> None:
    assert web_url(text) is None
    assert key_of(text) == text


def test_what_is_derived() -> None:
    url = web_url("http://a.cn:8080/b/c.HTML?d")
    assert url is not None
    assert (url.origin, url.key) == ("http://a.cn:8080", "a.cn:8080/b/c.HTML?d")
    assert key_of("http://a.cn/b") == key_of("https://a.cn/b") != key_of("http://a.cn/b?")


def at(path: str) -> WebUrl:
    url = web_url(f"http://a.cn{path}")
    assert url is not None
    return url


@pytest.mark.parametrize("path", ["/", "/index.html", "/Default.aspx", "/main"])
def test_addresses_of_home_pages(path: str) -> None:
    assert at(path).is_home


@pytest.mark.parametrize("path", ["/?a=1", "/index/a.html", "/indexes.html", "/web/"])
def test_addresses_of_other_pages(path: str) -> None:
    assert not at(path).is_home


@pytest.mark.parametrize("path", ["/a.pdf", "/a.DOCX", "/a.tar.gz", "/b/c.wps", "/a.jpeg"])
def test_addresses_of_files(path: str) -> None:
    assert at(path).is_file


@pytest.mark.parametrize("path", ["/", "/a.html", "/a.shtml", "/pdf", "/a.pdf/b", "/a.jsp?x=.pdf", "/a.pdfx"])
def test_addresses_of_what_may_be_a_page(path: str) -> None:
    assert not at(path).is_file


@given(st.text(max_size=40), st.sampled_from(["", "http://", "https://u:p@a.cn/", "//b.cn:81/", "?", "#"]))
def test_both_ways_to_read_a_link_agree(text: str, front: str) -> None:
    resolved = resolve(front + text, "http://a.cn/x/y.html")
    url = web_url(resolved)
    assert url is None or url.text == without_fragment(resolved)
