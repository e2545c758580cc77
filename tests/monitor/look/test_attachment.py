"""Attachments by their first bytes, and leaving pages unwrapped, on their own and over loopback."""

import pytest

from monitor.look.attachment import fault_in
from monitor.look.leaving import says_leaving, target_in, unwrapped
from tests.misbehaving import Handler, answer, page, redirect, status
from tests.monitor.look.test_origin import HOST, links, look_at

PDF = b"%PDF-1.7 " + b"x" * 5000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("kind", "declared", "body", "is_fault"),
    [
        ("pdf", "", PDF, False),
        ("pdf", "", b"\n\n%PDF-1.4", False),
        ("pdf", "", b"", True),
        ("pdf", "application/pdf", b"<!DOCTYPE html><title>x", True),
        ("pdf", "", OLE, True),
        ("doc", "", OLE, False),
        ("docx", "", OLE, False),
        ("doc", "", b"{\\rtf1", False),
        ("doc", "application/msword", b"<html><body>", False),
        ("xls", "text/html", b'<html xmlns:x="urn:schemas-microsoft-com:office:excel">', False),
        ("xls", "text/html", b"<html><title>404", True),
        ("xls", "", b"name,number\n", False),
        ("rar", "", b"PK\x03\x04", False),
        ("zip", "", b"\0" * 100, True),
        ("docx", "", b"no such file", True),
        ("ofd", "", b"PK\x03\x04", False),
    ],
)
def test_first_bytes(kind: str, declared: str, body: bytes, is_fault: bool) -> None:
    assert bool(fault_in(kind, declared, body)) is is_fault


@pytest.mark.parametrize(
    ("handler", "outcome"),
    [
        (answer(PDF, kind="application/pdf"), "ok"),
        (answer(b"", kind="application/pdf"), "bad-attachment"),
        (answer("<!doctype html><title>下载</title><p>" + "内容" * 300, kind="text/html"), "bad-attachment"),
        (page("页面不存在", "您访问的页面不存在"), "soft-404"),
        (redirect("/viewer.html"), "redirected"),
        (status(404), "not-found"),
        (status(416), "client-error"),
        (status(403), "blocked"),
    ],
)
async def test_attachments_of_a_site(handler: Handler, outcome: str) -> None:
    viewer = page("阅读", "<p>在线阅读</p>" * 60)
    seen = await look_at({HOST: {"/": links("/a.pdf"), "/a.pdf": handler, "/viewer.html": viewer}})
    link = seen.link(f"http://{HOST}/a.pdf")
    assert link.outcome == outcome
    assert link.confirmed is link.outcome.is_broken
    assert seen.times("HEAD /a.pdf") == 0


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://a.test/link?url=http://b.test/x", "http://b.test/x"),
        ("http://a.test/leave.html?target=http%3A%2F%2Fb.test%2Fx%3Fa%3D1", "http://b.test/x?a=1"),
        ("http://a.test/wailian/jump.jsp?id=1&to=//b.test/", "http://b.test/"),
        ("http://a.test/link?url=http://a.test/x", ""),
        ("http://a.test/search?url=http://b.test/x", ""),
        ("http://a.test/link?url=x", ""),
        ("http://a.test/link?url=http://[bad", ""),
        ("http://a.test/link", ""),
    ],
)
def test_links_through_leaving_pages(url: str, target: str) -> None:
    assert unwrapped(url) == target


def test_pages_that_say_so() -> None:
    assert says_leaving("您即将离开某市人民政府网站，是否继续？")
    assert not says_leaving("您即将离开" + "字" * 1000)
    assert target_in("http://a.test/x.html?u=http://b.test/") == "http://b.test/"


async def test_the_real_target_is_tested() -> None:
    body = links(
        "/link?url=http://friend.test/gone", "/link?url=http://friend.test/here", "/bye?u=http://friend.test/no"
    )
    site = {"/": body, "/link": "您即将离开本网站", "/bye": "您即将离开本网站，<a href=/>返回</a>"}
    seen = await look_at({HOST: site, "friend.test": {"/here": "here"}})
    outcomes = seen.outcomes()
    assert outcomes["http://friend.test/gone"] == outcomes["http://friend.test/no"] == "not-found"
    assert outcomes["http://friend.test/here"] == "ok"
    assert len({line for line in seen.server.asked(HOST) if "/link" in line}) == 1
