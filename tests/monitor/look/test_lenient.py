import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.look.lenient import Raw, parse

HEADS = [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]


def read(data: bytes) -> Raw:
    raw = parse(data)
    assert raw is not None
    return raw


@pytest.mark.parametrize(
    ("data", "body", "whole", "ended"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", b"ab", True, True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", b"abc", False, False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc", b"abc", True, False),
        (b"http/1.0 200\n\nabc", b"abc", True, False),
        (b"\r\nHTTP/1.1 200 OK\r\nnonsense\r\nA : b\r\n\r\nabc", b"abc", True, False),
        (b"HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\nabc", b"", True, True),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            b"abc",
            True,
            True,
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", b"abc", True, False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", b"abc", False, False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc", b"", False, False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"", True, True),
    ],
)
def test_answers_are_read_as_browsers_read_them(data: bytes, body: bytes, whole: bool, ended: bool) -> None:
    raw = read(data)
    assert (raw.body, raw.whole, raw.ended) == (body, whole, ended)


def test_headers_are_kept_and_looked_up() -> None:
    raw = read(b"HTTP/1.1 302 Found\r\nLOCATION: /a:b\r\nX: 1\r\nx: 2\r\nnone\r\n: empty\r\n\r\n")
    assert raw.headers == ((b"LOCATION", b"/a:b"), (b"X", b"1"), (b"x", b"2"))
    assert (raw.status, raw.header(b"location"), raw.header(b"x"), raw.header(b"y")) == (302, b"/a:b", b"1", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: b",
        b"HTTP/1.1 200 OK\r\nA: " + b"a" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    ],
)
def test_what_is_no_answer(data: bytes) -> None:
    assert parse(data) is None


def test_ever_so_many_chunks_do_not_hold_us_up() -> None:
    raw = read(HEADS[2] + b"1\r\na\r\n" * 100_000)
    assert len(raw.body) == 10_000


@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_no_bytes_raise(head: bytes, noise: bytes) -> None:
    raw = parse(head + noise)
    assert raw is None or 0 <= raw.status <= 999
