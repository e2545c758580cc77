"""Bytes to :class:`~checks.evidence.Page`."""

import re

from checks.evidence import Page, Response
from checks.reading.charset import decode
from checks.reading.reading import PageRead

MAX_BYTES = 5_000_000
"""Bytes of a body that are read; what stands behind them is left out. ``Page.size`` is that of the whole body."""

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_UNTOLD_TYPES = frozenset({"", "text/plain", "application/octet-stream", "application/xml", "text/xml"})
_HTML_START = re.compile(
    rb"""(?: \xef\xbb\xbf )? (?: \s | <!--.{0,2000}?--> | <\?xml[^>]{0,200}> )*
         < (?: !doctype\s+html | html[\s>] | head[\s>] )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_OTHER_STARTS = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!")


def is_html(response: Response) -> bool:
    """Whether an answer holds an HTML page: by its content type, or by its first bytes where that says nothing."""
    kind = response.header("content-type").partition(";")[0].strip().lower()
    start = response.body[:4096]
    if kind in _HTML_TYPES:
        return bool(start) and not start.startswith(_OTHER_STARTS)
    return kind in _UNTOLD_TYPES and _HTML_START.match(start) is not None


def read_page(response: Response) -> Page:
    """Read an answer that holds an HTML page. Never raises, whatever the bytes are.

    Times of the look are those of the response: a list that shows months and days alone needs ``response.at``. Each
    field is read when it is first asked for; a page that is kept is to be :func:`settled`.
    """
    text, charset = decode(response.body[:MAX_BYTES], response.header("content-type"))
    return PageRead.of(response, text, charset)


def settled(page: Page) -> Page:
    """The page, read as a whole and without its source: for one that is kept while others stream by."""
    if isinstance(page, PageRead):
        page.settle()
    return page
