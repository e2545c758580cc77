"""What a page tells browsers of how to protect it, as it is written in its source."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import Protection, Response, ScriptTag
from checks.reading.protection import MAX_POLICIES, MAX_SCRIPTS, MAX_VALUE, read_protection
from checks.vocabulary import LinkOutcome

URL = "https://www.yunxi.test/"


def read(body: bytes | str, kind: str = "text/html") -> Protection:
    content = body.encode() if isinstance(body, str) else body
    return read_protection(Response(URL, URL, LinkOutcome.OK, 200, (("content-type", kind),), content))


@pytest.mark.parametrize(
    ("body", "scripts"),
    [
        ("<script></script>", (ScriptTag(None),)),
        ("<script src=''></script>", (ScriptTag(""),)),
        ("<SCRIPT SRC=' /a.js' Integrity=sha384-x></SCRIPT>", (ScriptTag(" /a.js", "sha384-x"),)),
        ("<script src=//a.test/b.js?c=1&amp;d type=module></script>", (ScriptTag("//a.test/b.js?c=1&d"),)),
        ("<head><noscript><script src=a></script></noscript>", (ScriptTag("a"),)),
        ("<body><script src=a></script><script src=b></script>", (ScriptTag("a"), ScriptTag("b"))),
        ("<!-- <script src=a></script> --><textarea><script src=b></script></textarea>", ()),
        ("<link rel=stylesheet href=a><p>text", ()),
        ("", ()),
    ],
)
def test_scripts(body: str, scripts: tuple[ScriptTag, ...]) -> None:
    assert read(body).scripts == scripts


def test_metas() -> None:
    page = read(
        "<meta http-equiv=' content-SECURITY-policy' content=\"default-src 'self'\">"
        "<meta http-equiv=Content-Security-Policy content='img-src *'><meta http-equiv=Content-Security-Policy>"
        "<meta http-equiv=Content-Security-Policy-Report-Only content=a><meta name=content-security-policy content=b>"
        "<meta name=REFERRER content=origin><p><meta name=referrer content=''><meta name=referrer>"
    )
    assert page == Protection((), ("default-src 'self'", "img-src *"), "")


def test_any_charset() -> None:
    page = read("<script src='/脚本.js'></script>".encode("gb18030"), "text/html; charset=gbk")
    assert page.scripts == (ScriptTag("/脚本.js"),)


def test_there_is_an_end() -> None:
    page = read(f"<script src={'a' * (MAX_VALUE + 1)}></script>" + "<script></script>" * MAX_SCRIPTS)
    assert (len(page.scripts), len(page.scripts[0].src or "")) == (MAX_SCRIPTS, MAX_VALUE)
    metas = "<meta http-equiv=content-security-policy content=a>" * (MAX_POLICIES + 1)
    assert len(read(metas).policies) == MAX_POLICIES


@settings(max_examples=50)
@given(st.binary(max_size=200) | st.text("<>/'\"= script meta src content", max_size=200).map(str.encode))
def test_any_bytes(body: bytes) -> None:
    assert read(body).policies is not None
