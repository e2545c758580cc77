import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.reading.urls import (
    Resolver,
    fragment_of,
    host_of,
    in_prefix,
    is_web,
    path_of,
    resolve,
    without_fragment,
)

BASE = "http://www.yichun.gov.cn/ycszfbgs/tzgg/index.html?page=2"


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("./202403/t20240305_1.html", "http://www.yichun.gov.cn/ycszfbgs/tzgg/202403/t20240305_1.html"),
        ("../../index.html", "http://www.yichun.gov.cn/index.html"),
        ("../../../../../x", "http://www.yichun.gov.cn/x"),
        ("/zwgk/", "http://www.yichun.gov.cn/zwgk/"),
        ("//jyj.yichun.gov.cn/a", "http://jyj.yichun.gov.cn/a"),
        ("", BASE),
        ("#top", BASE + "#top"),
        ("?page=3", "http://www.yichun.gov.cn/ycszfbgs/tzgg/index.html?page=3"),
        ("  \t\n/a b.doc\n ", "http://www.yichun.gov.cn/a%20b.doc"),
        ("/a\n b", "http://www.yichun.gov.cn/a%20b"),
        ("\\upload\\a.pdf", "http://www.yichun.gov.cn/upload/a.pdf"),
        ("http:\\\\www.gov.cn\\a", "http://www.gov.cn/a"),
        ("HTTP://WWW.GOV.CN:80/A", "http://www.gov.cn/A"),
        ("https://www.gov.cn:443", "https://www.gov.cn/"),
        ("https://www.gov.cn:8443/", "https://www.gov.cn:8443/"),
        ("http://user:pass@www.gov.cn/@x", "http://www.gov.cn/@x"),
        ("http://中国政府网.政务/", "http://xn--fiqs8sirgfmhq98a.xn--zfr164b/"),
        ("/附件/通知.doc", "http://www.yichun.gov.cn/%E9%99%84%E4%BB%B6/%E9%80%9A%E7%9F%A5.doc"),
        ("/s?q=宜春", "http://www.yichun.gov.cn/s?q=%E5%AE%9C%E6%98%A5"),
        ("http:x.html", "http://www.yichun.gov.cn/ycszfbgs/tzgg/x.html"),
        ("http://[bad", ""),
        ("http://a.cn:99999/", ""),
        ("http://exa mple.cn/", ""),
        ("mailto:a@yichun.gov.cn", "mailto:a@yichun.gov.cn"),
    ],
)
def test_addresses_resolve_as_in_browsers(raw: str, url: str) -> None:
    assert resolve(raw, BASE) == url


@pytest.mark.parametrize(
    ("raw", "charset", "url"),
    [
        ("/s?q=宜春", "gb18030", "http://www.yichun.gov.cn/s?q=%D2%CB%B4%BA"),
        ("/路?q=宜春#宜", "gb18030", "http://www.yichun.gov.cn/%E8%B7%AF?q=%D2%CB%B4%BA#%E5%AE%9C"),
        ("/s?q=丂", "gb18030", "http://www.yichun.gov.cn/s?q=%81@"),
        ("/s?q=宜", "big5hkscs", "http://www.yichun.gov.cn/s?q=%A9y"),
        ("/s?q=宜", "windows-1252", "http://www.yichun.gov.cn/s?q=%26%2323452%3B"),
        ("/s?q=a b&c=<\"'>", "gb18030", "http://www.yichun.gov.cn/s?q=a%20b&c=%3C%22%27%3E"),
        ("/s#q?宜", "gb18030", "http://www.yichun.gov.cn/s#q?%E5%AE%9C"),
        ("/s?q=宜", "utf-16-le", "http://www.yichun.gov.cn/s?q=%E5%AE%9C"),
    ],
)
def test_the_query_is_written_in_the_charset_of_the_page(raw: str, charset: str, url: str) -> None:
    assert resolve(raw, BASE, charset) == url


def test_an_absolute_address_needs_no_base() -> None:
    assert resolve("HTTP://www.gov.cn", "") == "http://www.gov.cn/"
    assert resolve("/x", "") == ""


@pytest.mark.parametrize(
    ("url", "host", "path", "bare", "fragment"),
    [
        ("http://a.gov.cn/", "a.gov.cn", "/", "http://a.gov.cn/", ""),
        ("https://a.gov.cn:8443/x/y?z=/q#%E5%AE%9C", "a.gov.cn:8443", "/x/y", "https://a.gov.cn:8443/x/y?z=/q", "宜"),
        ("http://[2001:db8::1]/x#", "[2001:db8::1]", "/x", "http://[2001:db8::1]/x", ""),
        ("mailto:a@b.cn", "", "", "mailto:a@b.cn", ""),
        ("", "", "", "", ""),
    ],
)
def test_parts_of_an_address(url: str, host: str, path: str, bare: str, fragment: str) -> None:
    assert (host_of(url), path_of(url), without_fragment(url), fragment_of(url)) == (host, path, bare, fragment)


@pytest.mark.parametrize(("url", "web"), [("http://a/", True), ("https://a/", True), ("ftp://a/", False), ("", False)])
def test_only_http_and_https_are_the_web(url: str, web: bool) -> None:
    assert is_web(url) is web


@pytest.mark.parametrize(
    ("url", "prefix", "inside"),
    [
        ("http://www.yichun.gov.cn/ycszfbgs/a.html", "/ycszfbgs/", True),
        ("http://www.yichun.gov.cn/ycszfbgs", "/ycszfbgs/", True),
        ("http://www.yichun.gov.cn/ycszfbgs/a", "/ycszfbgs", True),
        ("http://www.yichun.gov.cn/ycszfbgsx/a", "/ycszfbgs", False),
        ("https://www.yichun.gov.cn/anything", "/", True),
        ("http://jyj.yichun.gov.cn/ycszfbgs/", "/ycszfbgs/", False),
        ("http://www.yichun.gov.cn:8080/ycszfbgs/", "/ycszfbgs/", False),
        ("", "/", False),
    ],
)
def test_the_scope_of_a_site_is_a_host_and_a_path(url: str, prefix: str, inside: bool) -> None:
    assert in_prefix(url, "www.yichun.gov.cn", prefix) is inside


ADDRESSES = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="ahtp:/\\?#@.%[]0 宜\n", max_size=30),
    st.builds(
        "http://{}/{}?{}#{}".format,
        st.text(max_size=10),
        st.text(max_size=10),
        st.text(max_size=10),
        st.text(max_size=5),
    ),
)


@settings(max_examples=300)
@given(ADDRESSES, st.sampled_from(["utf-8", "gb18030", "windows-1252"]))
def test_resolving_never_raises_and_is_idempotent(raw: str, charset: str) -> None:
    url = resolve(raw, BASE, charset)
    if is_web(url):
        assert resolve(url, BASE, charset) == url
        assert url.isascii()
        assert host_of(url)
        assert "@" not in host_of(url)


@settings(max_examples=300)
@given(ADDRESSES, st.sampled_from([BASE, "http://a.cn", "https://a.cn/b/", "http://a.cn/b?c/d#e/f"]))
def test_a_resolver_gives_what_resolving_gives(raw: str, base: str) -> None:
    url = resolve(raw, base)
    assert Resolver(base)(raw) == (url if is_web(url) or not url else None)


PIECES = (
    "/ / a t2024_1.html . .. %2e % ? # = : @ ~ - \\ 中 A ' // http:// https:// www.a.cn xn--a WWW. 1.2.3.4 :80 :81 x:"
)
BASES = "http://www.a.cn/ https://a.gov.cn/x/y.html http://a.cn/x/?q=/ http://a.cn/?b/#/ http://1.2.3.4/a/"


@given(st.lists(st.sampled_from([" ", *PIECES.split()]), max_size=8).map("".join), st.sampled_from(BASES.split()))
@settings(max_examples=500)
def test_addresses_that_need_no_resolving_are_what_resolving_gives(raw: str, base: str) -> None:
    expected = resolve(raw, base)
    for _ in range(2):  # what is known from the first time says the same
        assert (Resolver(base)(raw) or "") == (expected if is_web(expected) else "")


def test_what_is_known_of_an_origin_is_bounded() -> None:
    resolver = Resolver("http://known.test/")
    for number in range(3_000):
        assert resolver(f"/{number}.html") == f"http://known.test/{number}.html"
    assert len(resolver.known) <= 1_024
    assert Resolver("http://known.test/x/y.html").known is resolver.known
