"""Bytes to :class:`~checks.evidence.Page`: every reader over one tree, parsed once."""

import re
from dataclasses import replace

from checks.evidence import Page, Response
from checks.reading.charset import decode
from checks.reading.columns import level_of, scripting_of
from checks.reading.dates import list_dates, published
from checks.reading.footer import read_footer
from checks.reading.headerlinks import header_links
from checks.reading.headings import heading_of
from checks.reading.kinds import kind_of
from checks.reading.links import base_of, read_links
from checks.reading.scripted import is_scripted
from checks.reading.spots import Spots
from checks.reading.tags import official_tags, read_metas
from checks.reading.text import title, visible_text
from checks.reading.tree import parse
from checks.reading.urls import Resolver
from checks.time import shanghai_day

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

    Times of the look are those of the response: a list that shows months and days alone needs ``response.at``.
    """
    text, charset = decode(response.body[:MAX_BYTES], response.header("content-type"))
    tree = parse(text)
    url = response.final_url
    metas = read_metas(tree)
    links = (*read_links(tree, url, charset), *header_links(response.headers, Resolver(url, charset)))
    seen = shanghai_day(response.at) if response.at else None
    spots = Spots(tree, seen)
    own = published(tree, spots, metas, url)
    visible = visible_text(tree)
    tags = official_tags(metas)
    dates = list_dates(tree, spots, Resolver(base_of(tree, url, charset), charset), seen, own)
    named = title(tree) or metas.get("og:title", "")
    scripted = is_scripted(tree, visible, links)
    level = level_of(url, tags, dates, own, visible)
    page = Page(
        url=url,
        status=response.status,
        charset=charset,
        title=named,
        links=links,
        dates=dates,
        published=own,
        tags=tags,
        metas=metas,
        footer=read_footer(tree, visible, links),
        text=visible,
        anchors=tree.anchors(),
        scripted=scripted,
        size=len(response.body),
        seconds=response.seconds,
        level=level,
        scripting=scripting_of(tree, links),
        heading=heading_of(tree, visible, (tags.get("ArticleTitle", ""), metas.get("og:title", ""), named)),
    )
    return replace(page, kind=kind_of(tree, page))
