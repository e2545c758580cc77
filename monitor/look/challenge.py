"""Tells the page of a protection device from a page of the site.

Such a device answers a visitor it does not know with a script to run. Who gets that has been *refused a look*; it says
nothing about the site.
"""

import re

_SCRIPT = re.compile(
    rb"<script\b.*?(?:</script\s*>|$)|<style\b.*?(?:</style\s*>|$)|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(rb"<[^<>]*>")
_SIZE = 100_000  # bytes; challenges are small
_PART = 8_192  # bytes searched for links at a time
_TEXT = 60  # bytes of visible text that a stub may have
_MARKS = (  # each the mark of one make
    b"$_ts",
    b"__jsl_clearance",
    b"acw_sc__v2",
    b"aliyun_waf",
    b"/cdn-cgi/challenge-platform",
    b"_guard/",
    b"SafeLineChallenge",
)
_NOTICES = (b"errors.aliyun.com", b"waf.tencent-cloud", b"safedog", b"yunsuo", b"WAF")


def is_challenge(status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> bool:
    """Whether the answer comes from a protection device in front of the site."""
    if "cf-mitigated" in [name for name, _ in headers]:
        return True
    if not body:
        return status == 202
    if len(body) > _SIZE:
        return False
    if status == 405:  # nobody honest refuses the method GET on a page; devices do, with a notice
        return any(notice in body for notice in _NOTICES)
    if status == 202:  # "accepted" is no answer to a visitor who wants to read
        return not body.strip() or _is_stub(body)
    # The marks come first: taking the tags out of a page costs as much as reading its links.
    if status not in (200, 206, 503) or _is_page(body):
        return False
    return any(mark in body for mark in _MARKS) and _is_stub(body)


def _is_page(body: bytes) -> bool:
    """Whether that many links stand in an answer that it surely shows more than a stub. Cheaper than all the marks.

    It is searched from the end, where footers hold many: the rest is then not even looked at.
    """
    found, end = 0, len(body)
    while end > 0 and found <= _TEXT:
        found += body.count(b"</a>", max(end - _PART, 0), end)
        end -= _PART
    return found > _TEXT


def _is_stub(body: bytes) -> bool:
    """A script and next to no text."""
    if b"<script" not in body[:_SIZE].lower():
        return False
    return len(_TAG.sub(b"", _SCRIPT.sub(b"", body)).strip()) <= _TEXT
