import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.addresses import MAX_ADDRESS, read_address, read_prefix


@pytest.mark.parametrize(
    ("text", "url", "host"),
    [
        ("www.yichun.gov.cn", "http://www.yichun.gov.cn/", "www.yichun.gov.cn"),
        (" //www.yichun.gov.cn ", "http://www.yichun.gov.cn/", "www.yichun.gov.cn"),
        ("HTTPS://WWW.Yichun.GOV.cn:443/a/?q=1#x", "https://www.yichun.gov.cn/a/?q=1", "www.yichun.gov.cn"),
        ("http://x.test:80/", "http://x.test/", "x.test"),
        ("x.test:8080/a", "http://x.test:8080/a", "x.test:8080"),
        ("http://x.test./", "http://x.test/", "x.test"),
        ("http://中国宜春.政务/", "http://xn--fiqs8so0diwn.xn--zfr164b/", "xn--fiqs8so0diwn.xn--zfr164b"),
        ("ｗｗｗ．yichun。gov．cn", "http://www.yichun.gov.cn/", "www.yichun.gov.cn"),
        ("http://x.test/栏目/", "http://x.test/%E6%A0%8F%E7%9B%AE/", "x.test"),
        ("http://10.1.2.3:81/", "http://10.1.2.3:81/", "10.1.2.3:81"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/", "[2001:db8::1]"),
        ("http://a_b.x.test/", "http://a_b.x.test/", "a_b.x.test"),
    ],
)
def test_addresses_have_one_form(text: str, url: str, host: str) -> None:
    found = read_address(text)
    assert (found.url, found.host) == (url, host)
    assert read_address(found.url) == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "不是网址"),
        ("暂无", "没有完整的域名"),
        ("http://localhost/", "没有完整的域名"),
        ("http://a..test/", "没有完整的域名"),
        ("http://-a.test/", "没有完整的域名"),
        ("ftp://x.test/", "不是http或https网址"),
        ("file:///etc/passwd", "不是http或https网址"),
        ("javascript:alert(1)", "不是网址"),
        ("http://user:secret@x.test/", "用户名或密码"),
        ("www.x.test 或 www.y.test", "不是网址"),
        ("x.test/" + "a" * MAX_ADDRESS, "超过2000个字"),
        ("http://" + "a." * 130 + "test/", "没有完整的域名"),
    ],
)
def test_what_is_no_address_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_address(text)


@given(st.text(max_size=60) | st.text("abc.:/?#@[]%\\ 中。．-_", max_size=40))
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    try:
        found = read_address(text)
    except ValueError:
        return
    assert read_address(found.url) == found


@pytest.mark.parametrize(
    ("url", "prefix"),
    [
        ("http://x.test", "/"),
        ("http://x.test/", "/"),
        ("http://x.test/index.html", "/"),
        ("http://x.test/ycszfbgs/", "/ycszfbgs/"),
        ("http://x.test/ycszfbgs/index.html", "/ycszfbgs/"),
        ("http://x.test/a/b/Default.ASPX", "/a/b/"),
        ("http://x.test/ycszfbgs", "/"),
        ("http://x.test/art/123.html", "/"),
        ("http://x.test/ycszfbgs/?id=3", "/"),
    ],
)
def test_only_a_directory_is_a_prefix(url: str, prefix: str) -> None:
    assert read_address(url).prefix == prefix


def test_one_place_whatever_the_scheme_and_index_page() -> None:
    places = {
        read_address(f"{scheme}://x.test/a/{page}").place for scheme in ("http", "https") for page in ("", "index.htm")
    }
    assert places == {"x.test/a/"}
    assert read_address("x.test/a/list.html").place not in places
    assert read_address("x.test/a/?id=1").place not in places


@pytest.mark.parametrize("text", ["ycszfbgs", "/ycszfbgs", "ycszfbgs/", " /ycszfbgs/ ", "/a/../ycszfbgs/"])
def test_prefixes_have_one_form(text: str) -> None:
    assert read_prefix(text) == "/ycszfbgs/"


def test_a_prefix_of_a_whole_host() -> None:
    assert read_prefix("/") == "/"


@pytest.mark.parametrize("text", ["/a?b/", "/a#b/", "http://x.test/a/", "\\a", "/" + "a" * 3000])
def test_what_is_no_prefix(text: str) -> None:
    with pytest.raises(ValueError, match=r"不是网站内的目录|超过"):
        read_prefix(text)
