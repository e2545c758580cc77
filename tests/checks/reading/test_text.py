import pytest

from checks.reading.text import MAX_TEXT, title, visible_text
from checks.reading.tree import parse


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>宜<b>春</b>市</p><p>二</p>", "宜春市\n二"),
        ("<div>甲</div>乙<br>丙", "甲\n乙\n丙"),
        ("<p>a &nbsp; \u3000 b\n\tc</p>\n\n\n<p> </p><p>d</p>", "a b c\nd"),
        ("<table><tr><td>甲<td>乙<tr><td>丙</table>", "甲 乙\n丙"),
        ("<ul><li>甲<li>乙</ul>", "甲\n乙"),
        ("<title>标题</title><style>p{}</style><script>x</script><p>甲", "甲"),
        ("<body><noscript>藏</noscript><template>藏</template><textarea>藏</textarea><iframe>藏</iframe>甲", "甲"),
        ("<div hidden>藏<p>藏</p></div><p hidden=until-found>藏</p>甲", "甲"),
        ("<p style='color:red;display : none'>藏<b style='display:none'>藏</b></p>甲", "甲"),
        ("<p STYLE='DISPLAY: none'>藏</p>甲", "甲"),
        ("<p style='text-decoration:none'>甲</p><p style='visibility:hidden'>乙</p>", "甲\n乙"),
        ("<body style='display:none'>甲", "甲"),
        ("<!-- 注释 --><input value=x type=hidden>甲", "甲"),
        ("", ""),
    ],
)
def test_what_a_visitor_sees(html: str, text: str) -> None:
    assert visible_text(parse(html)) == text


def test_reading_the_text_changes_nothing() -> None:
    tree = parse("<p hidden><a href=x>藏</a></p><p>甲</p>")
    assert visible_text(tree) == visible_text(tree) == "甲"
    assert [element.attr("href") for element in tree.elements("a")] == ["x"]


def test_long_texts_are_cut() -> None:
    assert len(visible_text(parse("字" * (MAX_TEXT + 10)))) == MAX_TEXT


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<title>\n 宜春市人民政府&nbsp;首页 </title><title>二</title>", "宜春市人民政府 首页"),
        ("<svg><title>图</title></svg><title>页</title>", "页"),
        ("<p>无", ""),
        (f"<title>{'长' * 500}</title>", "长" * 300),
    ],
)
def test_the_title(html: str, expected: str) -> None:
    assert title(parse(html)) == expected
