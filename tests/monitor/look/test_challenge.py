"""What is left out of looking at an answer changes nothing of what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.look.challenge import is_challenge

DEVICE = b"<html><head><script>var $_ts=window['$_ts'];</script></head><body></body></html>"
PADDING = b"<!-- " + b"x" * 20_000 + b" -->"
LINKS = b"<a href=/x>\xe6\x9c\xba\xe6\x9e\x84</a>" * 61


@pytest.mark.parametrize(
    ("status", "headers", "body", "blocked"),
    [
        (200, (), DEVICE, True),
        (200, (), PADDING + DEVICE, True),
        (200, (), DEVICE + PADDING, True),
        (503, (), DEVICE, True),
        (404, (), DEVICE, False),
        (200, (), DEVICE + LINKS, False),
        (200, (), LINKS + PADDING + DEVICE, False),  # the links stand far from the end
        (200, (), DEVICE + b"<p>" + "一段文字".encode() * 20, False),
        (200, (), b"", False),
        (202, (), b"", True),
        (202, (), b" \n", True),
        (405, (), b"", False),
        (405, (), b"<a href=https://errors.aliyun.com>x</a>", True),
        (200, (("cf-mitigated", "challenge"),), b"", True),
        (200, (("server", "cloudflare"), ("cf-mitigated", "challenge")), LINKS, True),
    ],
)
def test_what_is_an_answer_of_a_device(
    status: int, headers: tuple[tuple[str, str], ...], body: bytes, *, blocked: bool
) -> None:
    assert is_challenge(status, headers, body) is blocked


@given(st.lists(st.sampled_from([DEVICE, PADDING, LINKS, b"<a></a>" * 30, b"<p>x</p>"]), max_size=5), st.integers(0, 9))
def test_where_links_stand_does_not_matter(parts: list[bytes], shift: int) -> None:
    body = b"".join(parts)
    assert is_challenge(200, (), body + b" " * shift) == is_challenge(200, (), b" " * shift + body)
