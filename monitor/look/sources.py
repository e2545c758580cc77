"""What else of a site holds addresses beside its pages: style sheets, sitemaps and feeds of its own hosts.

They are read when the pages are, so that a page counts as near as the pages make it; what only a sitemap or a feed
leads to comes last.
"""

import asyncio
from collections.abc import Iterable, Iterator

from checks.evidence import Link, Response
from checks.reading.charset import decode
from checks.reading.css import css_addresses
from checks.reading.page import is_html
from checks.reading.sitemap import MAX_BYTES, read_sitemap
from checks.reading.urls import Resolver
from monitor.look.crawl import Crawl
from monitor.look.inflate import CodingError, Inflater
from monitor.look.tools import Tools

_SHEETS = 100  # style sheets read of one origin
_SHEET = 1_000_000  # bytes of one
_MAPS = 20  # sitemaps read of one origin, indexes included
_FEED_WORDS = ("rss", "atom", "xml", "feed+json")


class Sources:
    """Reads the sources of one origin and notes what they hold."""

    def __init__(self, crawl: Crawl, tools: Tools) -> None:
        self._crawl = crawl
        self._tools = tools

    async def read(self) -> None:
        """Read them all. What is no page is not read twice."""
        for owner in self._crawl.homes:
            await self._sheets(owner)
            await self._feeds(owner)
        for url in sorted({home.url for home in self._crawl.homes.values()}, key=len):
            await self._maps(url)

    async def _fetch(self, url: str, cap: int) -> Response | None:
        """The content of a source that opens, its outcome known from now on."""
        if self._crawl.is_late:
            return None
        verify = self._crawl.verify(url)
        gate = self._tools.robots.permits
        response = await self._tools.client.fetch(url, verify=verify, gate=gate, cap=cap)
        known = await self._tools.links.judged(response, verify=verify)
        self._tools.links.note(response, known.outcome, verify=verify)
        return response if known.outcome.is_good and response.body else None

    # -- style sheets -------------------------------------------------------------------------------------------------

    async def _sheets(self, owner: str) -> None:
        notes = self._crawl.notes[owner]
        for _ in range(_SHEETS):
            waiting = (url for url, is_read in notes.sheets.items() if not is_read and self._is_ours(url))
            url = next(waiting, "")
            if not url:
                return
            notes.sheets[url] = True
            response = await self._fetch(url, _SHEET)
            if response is not None and not is_html(response):
                links = await asyncio.to_thread(_in_sheet, response)
                notes.take_links(url, links)

    def _is_ours(self, url: str) -> bool:
        return self._crawl.territory.holds(url)

    # -- feeds --------------------------------------------------------------------------------------------------------

    async def _feeds(self, owner: str) -> None:
        notes = self._crawl.notes[owner]
        waiting, notes.feeds = sorted(notes.feeds), set()
        for url in filter(self._is_ours, waiting):
            if self._crawl.known(url) is not None:
                continue
            response = await self._fetch(url, MAX_BYTES // 5)
            kind = response.header("content-type").lower() if response is not None else ""
            if response is None or is_html(response) or not any(word in kind for word in _FEED_WORDS):
                continue
            self._take(owner, url, await asyncio.to_thread(_in_feed, response, kind))

    # -- sitemaps -----------------------------------------------------------------------------------------------------

    async def _maps(self, home: str) -> None:
        named = await self._tools.robots.sitemaps(home)
        origin = "/".join(home.split("/", 3)[:3])
        waiting = [url for url in named if self._is_ours(url)] or [f"{origin}/sitemap.xml"]
        seen: set[str] = set()
        while waiting and len(seen) < _MAPS:
            url = waiting.pop(0)
            if url in seen or self._crawl.known(url) is not None:
                continue
            seen.add(url)
            response = await self._fetch(url, MAX_BYTES)
            if response is None or is_html(response):
                continue
            found = await asyncio.to_thread(read_sitemap, _unpacked(response.body), response.header("content-type"))
            if found.is_index:
                waiting += [entry for entry, _ in found.entries[:_MAPS] if self._is_ours(entry)]
                continue
            resolver = Resolver(url)
            pairs = ((resolver(raw), raw, line) for raw, line in found.entries)
            links = [Link(place, raw, "sitemap", "loc", "", line) for place, raw, line in pairs if place is not None]
            for owner in self._crawl.homes:
                self._take(owner, url, [one for one in links if self._crawl.territory.owner(one.url) == owner])

    def _take(self, owner: str, url: str, links: Iterable[Link]) -> None:
        self._crawl.offer(self._crawl.notes[owner].take_links(url, links), owner)


def _in_feed(response: Response, kind: str) -> list[Link]:
    """The addresses in a feed; none in what cannot be read as one."""
    from checks.reading.feeds import FeedError, read_feed  # noqa: PLC0415  its parsers: only where there is a feed

    try:
        posts = read_feed(response.body, kind, response.final_url)
    except FeedError:
        return []
    return [Link(post.url, post.url, "feed", "link", post.title[:200]) for post in posts if post.url]


def _in_sheet(response: Response) -> list[Link]:
    """The addresses in a style sheet, relative to itself."""
    return list(_css_links(*decode(response.body, response.header("content-type")), response.final_url))


def _css_links(sheet: str, charset: str, url: str) -> Iterator[Link]:
    resolver = Resolver(url, charset)
    line, last = 1, 0
    for raw, position, is_import in css_addresses(sheet):
        line, last = line + sheet.count("\n", last, position), position
        if (place := resolver(raw)) is not None:
            yield Link(place, raw, "css", "@import" if is_import else "url()", "", line)


def _unpacked(body: bytes) -> bytes:
    """The content of a packed sitemap; others as they are."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return Inflater().feed(body, MAX_BYTES)
    except CodingError:
        return b""
