import pytest

from checks.reading.markup import to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>宜<b>春</b></p><p>二<br/>三</p>四", "宜春\n二\n三\n四"),
        ("plain &amp; simple", "plain & simple"),
        ("http://a.cn/?x=1&y=2", "http://a.cn/?x=1&y=2"),
        ("notice.html", "notice.html"),
        ("<?xml version='1.0'?><p>a</p>", "a"),
        ("<script>x</script><style>y</style><noscript>z</noscript><p>a", "a"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("a  \u3000 b \n\n c", "a b\nc"),
        (f"<img src='data:image/png;base64,{'A' * 500_000}=='><p>b", "b"),
        ("", ""),
    ],
)
def test_markup_to_text(markup: str, text: str) -> None:
    assert to_text(markup) == text


def test_deep_nesting_is_read() -> None:
    assert to_text("<div>" * 20_000 + "底") == "底"
