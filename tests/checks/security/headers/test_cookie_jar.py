"""What a browser would keep."""

import pytest

from checks.security.headers.cookie_jar import MAX_COOKIES, Cookie, read_jar

HERE = "https://www.yunxi.gov.cn/a/b"


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        ("a=1", Cookie("a", secure=False, http_only=False, same_site="")),
        (" a = 1 ; SECURE ;httponly; samesite = STRICT", Cookie("a", secure=True, http_only=True, same_site="strict")),
        ("a=1; SameSite=other", Cookie("a", secure=False, http_only=False, same_site="")),
        ("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", Cookie("a", secure=False, http_only=False, same_site="")),
        ("a=1; Domain=.YUNXI.gov.cn", Cookie("a", secure=False, http_only=False, same_site="")),
        ("a=1; Domain=other.gov.cn", None),
        ("a=1; Domain=xi.gov.cn", None),
        ("a", None),
        ("=1", None),
        ("", None),
    ],
)
def test_one_cookie(header: str, kept: Cookie | None) -> None:
    assert read_jar([(HERE, header)]) == ((kept,) if kept else ())


@pytest.mark.parametrize(
    ("second", "count"),
    [
        ((HERE, "a=2; Secure"), 1),
        ((HERE, "a=2; Secure; Path=/a"), 1),
        (("https://www.yunxi.gov.cn/a/c", "a=2; Secure"), 1),
        (("https://www.yunxi.gov.cn:8443/a/", "a=2; Secure"), 1),
        ((HERE, "a=2; Secure; Path=/"), 2),
        ((HERE, "a=2; Secure; Domain=yunxi.gov.cn"), 2),
        (("https://yunxi.gov.cn/a/b", "a=2; Secure"), 2),
        ((HERE, "A=2; Secure"), 2),
    ],
)
def test_a_later_cookie_takes_the_place_of_the_same_one(second: tuple[str, str], count: int) -> None:
    jar = read_jar([(HERE, "a=1"), second])
    assert len(jar) == count
    assert jar[-1].secure


def test_there_is_an_end() -> None:
    assert len(read_jar((HERE, f"c{number}=1") for number in range(1000))) == MAX_COOKIES
