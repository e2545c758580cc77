"""Headers and addresses as the tests read them."""

import re

from checks.evidence import Response

MAX_FIELD = 65_536
"""Characters read of one header with all its repeats."""

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HOST = re.compile(r"https?://(?:[^/?#\\]*@)?(\[[^\]/]*\]|[^/?#\\:]*)", re.IGNORECASE)


def joined(answer: Response, name: str) -> str | None:
    """All headers of that lower-case name as one, which is what repeating them means. None when there is none."""
    values = [value for key, value in answer.headers if key == name]
    return ", ".join(values)[:MAX_FIELD] if values else None


def is_html(answer: Response) -> bool:
    """Whether an answer says to be HTML, in lower case as the reference has it."""
    return answer.header("content-type").partition(";")[0] in _HTML_TYPES


def is_open(answer: Response) -> bool:
    """Whether there is a page to grade: pages that are refused to strangers have headers to judge as well."""
    return 200 <= answer.status < 400 or answer.status in (401, 403)


def host_name(url: str) -> str:
    """The host of a web address as written, in lower case and without port; empty for other addresses."""
    match = _HOST.match(url)
    return match[1].lower().rstrip(".") if match else ""
