import pytest

from checks.reading.attributes import refresh_target, srcset_urls


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0;url=index.html", "index.html"),
        ("5; URL = ./a.html ", "./a.html"),
        ("0,url=a", "a"),
        ("3 url='a b.html'>", "a b.html"),
        ('0;url="a.html"b', "a.html"),
        ("0;\"a'b", "a'b"),
        ("0;a.html", "a.html"),
        ("0;;url=a", ";url=a"),
        ("1 x;url=a", "x;url=a"),
        (".5;url=a", "a"),
        ("1.9..5.;url=a", "a"),
        ("0;url a", "url a"),
        ("5", ""),
        ("5;", ""),
        ("", ""),
        (";url=a", ""),
        ("1url=a", ""),
        ("-1;url=a", ""),
        ("+0;url=a", ""),
        ("1e0;url=a", ""),
        ("url=a", ""),
    ],
)
def test_where_a_refresh_leads(content: str, target: str) -> None:
    assert refresh_target(content) == target


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png,b.png", ["a.png,b.png"]),
        ("a.png, b.png", ["a.png", "b.png"]),
        (" ,,a.png 320w\n, b.png 640w,, ", ["a.png", "b.png"]),
        ("data:image/png;base64,AA,BB 1x, c.png", ["data:image/png;base64,AA,BB", "c.png"]),
        ("a 1x ( , b 1x, ), c", ["a", "c"]),
        ("a 1x (, b", ["a"]),
        ("", []),
        (",,,", []),
    ],
)
def test_candidates_of_a_srcset(value: str, urls: list[str]) -> None:
    assert srcset_urls(value) == urls


def test_a_srcset_without_end_is_cut() -> None:
    assert len(srcset_urls("a 1x," * 100_000)) == 100
