"""Responses and trees made of literal pages."""

from datetime import UTC, datetime

from checks.evidence import DateRead, Link, Page, Response
from checks.reading.dates import list_dates, published
from checks.reading.links import read_links, resolver_of
from checks.reading.page import read_page
from checks.reading.spots import Spots
from checks.reading.tags import read_metas
from checks.reading.tree import parse
from checks.reading.urls import Resolver
from checks.time import shanghai_day
from checks.vocabulary import LinkOutcome

URL = "http://www.yichun.gov.cn/zwgk/tzgg/index.html"
SEEN = datetime(2024, 3, 10, 4, tzinfo=UTC)


def response(
    body: bytes | str, url: str = URL, content_type: str = "text/html", at: datetime | None = SEEN
) -> Response:
    """The answer that brought a page."""
    raw = body.encode() if isinstance(body, str) else body
    return Response(url, url, LinkOutcome.OK, 200, (("content-type", content_type),), raw, at=at)


def page_of(body: bytes | str, url: str = URL) -> Page:
    """The page as all readers saw it."""
    return read_page(response(body, url))


def links_of(html: str, url: str = URL, charset: str = "utf-8") -> tuple[Link, ...]:
    """The links of a page."""
    tree = parse(html)
    return read_links(tree, resolver_of(tree, url, charset))


def published_of(html: str, url: str = URL) -> DateRead | None:
    """The day an article states for itself."""
    tree = parse(html)
    return published(tree, Spots(tree), read_metas(tree), url)


def rows_of(html: str, url: str = URL, seen: datetime | None = SEEN) -> list[tuple[str, str]]:
    """The days of a page's rows with the ends of their addresses."""
    tree = parse(html)
    rows = list_dates(tree, Spots(tree), Resolver(url), shanghai_day(seen) if seen else None)
    return [(row.day.isoformat(), row.about_url.rpartition("/")[2]) for row in rows]
