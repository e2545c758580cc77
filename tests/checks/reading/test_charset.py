import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.reading.charset import decode

CHINESE = "<html><body>宜春市人民政府办公室关于印发通知</body></html>"


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030", "x-gbk", "gb_2312-80"])
def test_the_family_of_gb_is_read_as_gb18030(label: str) -> None:
    page = f"<meta charset={label}>䶮县镕基㐂{CHINESE}"
    assert decode(page.encode("gb18030"), "") == (page, "gb18030")


@pytest.mark.parametrize(
    ("declaration", "codec"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=gb2312">', "gb18030"),
        ("<?xml version='1.0' encoding='gb2312'?>", "gb18030"),
        ("<!-- <meta charset=utf-8> --><meta charset='gbk'>", "gb18030"),
        ("<!--" + "x" * 2000 + "--><meta charset=big5>", "big5hkscs"),
    ],
)
def test_the_page_declares_its_charset(declaration: str, codec: str) -> None:
    page = declaration + "宜春市人民政府"
    assert decode(page.encode(codec), "text/html") == (page, codec)


@pytest.mark.parametrize(
    ("content_type", "codec"),
    [
        ("text/html; charset=gbk", "gb18030"),
        ('text/html;charset="UTF-8"', "utf-8"),
        ("text/html; CHARSET = big5", "big5hkscs"),
    ],
)
def test_the_header_declares_the_charset(content_type: str, codec: str) -> None:
    assert decode("宜春市人民政府".encode(codec), content_type) == ("宜春市人民政府", codec)


@pytest.mark.parametrize(
    ("mark", "codec"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_a_byte_order_mark_goes_before_every_declaration(mark: bytes, codec: str) -> None:
    assert decode(mark + CHINESE.encode(codec), "text/html; charset=gbk") == (CHINESE, codec)


@pytest.mark.parametrize(
    ("declared", "real"),
    [("GB2312", "utf-8"), ("utf-8", "gb18030"), ("iso-8859-1", "utf-8"), ("iso-8859-1", "gb18030")],
)
def test_a_declaration_that_is_plainly_wrong_does_not_garble(declared: str, real: str) -> None:
    page = f'<meta charset="{declared}">{CHINESE}'
    assert decode(page.encode(real), f"text/html; charset={declared}") == (page, real)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_without_any_declaration_the_bytes_decide(codec: str) -> None:
    assert decode(CHINESE.encode(codec), "text/html") == (CHINESE, codec)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_one_broken_byte_does_not_change_the_charset(codec: str) -> None:
    page = f"<meta charset={codec}>{CHINESE * 20}".encode(codec)
    text, name = decode(page[:400] + b"\xff" + page[400:], "")
    assert name == codec
    assert text.count("宜春市") >= 19


def test_a_body_cut_within_a_character_is_still_utf8() -> None:
    text, name = decode(CHINESE.encode()[:40], "text/html")
    assert (text, name) == (CHINESE.encode()[:40].decode("utf-8", "ignore"), "utf-8")


def test_western_pages_keep_their_charset() -> None:
    page = "<meta charset=iso-8859-1><p>Événements à la préfecture</p>"
    assert decode(page.encode("latin-1"), "") == (page, "windows-1252")


@pytest.mark.parametrize(("content_type", "name"), [("text/html", "utf-8"), ("text/html; charset=gb2312", "gb18030")])
def test_ascii_keeps_the_declared_name_for_its_queries(content_type: str, name: str) -> None:
    assert decode(b"<p>hello</p>", content_type) == ("<p>hello</p>", name)


def test_utf16_without_a_mark_is_read_when_the_header_says_so() -> None:
    assert decode("<p>hello</p>".encode("utf-16-le"), "text/html; charset=utf-16le") == ("<p>hello</p>", "utf-16-le")


@pytest.mark.parametrize("label", ["hex", "unicode_escape", "x-unknown", "utf-7", "\x00", "idna"])
def test_labels_that_are_no_charset_of_the_web_are_passed_over(label: str) -> None:
    assert decode(CHINESE.encode(), f"text/html; charset={label}") == (CHINESE, "utf-8")


@settings(max_examples=150)
@given(st.binary(max_size=300), st.text(max_size=40))
def test_decode_never_raises(body: bytes, content_type: str) -> None:
    text, name = decode(body, content_type)
    assert isinstance(text, str)
    assert "中".encode(name)
