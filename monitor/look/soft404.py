"""Finds pages that say "not found" with a status that says "here you are" (soft 404).

Each host is asked once for a page that cannot exist. If it answers as if it existed, that answer is the shape of a soft
404 there, and links that come to the same are gone too. A directory is asked for itself when a link in it leads to the
home page, or to a page that says next to nothing: parts of a site are run by different programs. An accusation needs
certainty, so there is no shape when the answer is an empty home page (programs that draw every page by script), when it
is a page to log in at, or when there is nothing in it to compare.
"""

import hashlib
import re
from dataclasses import dataclass

from checks.evidence import Page, Response
from checks.reading.page import is_html, read_page
from checks.reading.reading import says_much
from monitor.look.client import Client
from monitor.look.once import Once
from monitor.look.robots import Robots
from monitor.look.weburl import WebUrl, web_url

_COMPARED = 20_000  # characters of text
_WINDOW = 4  # characters of a shingle
_ALIKE = 0.95  # share of shingles that two answers have in common
_NOISE = re.compile(r"[\s\d]+")  # dates, counters and request numbers differ from answer to answer
_LITTLE = 200  # characters of text below which a page says next to nothing
_LINKS = 10  # links that a home page has at least which is no shell
_ENDING = re.compile(r"\.(?:s?html?|aspx?|jspx?|php|do|action)$", re.IGNORECASE)
_ERROR = re.compile(r"404|error|notfound|not-found|cuowu", re.IGNORECASE)
_LOGIN = re.compile(r"login|logon|signin|sso|cas/|oauth|passport|登录|登陆", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a host answers for a page that is not there: by sending visitors to ``goal``, or by showing that text."""

    goal: str = ""
    title: str = ""
    shingles: frozenset[str] = frozenset()

    def is_like(self, title: str, shingles: frozenset[str], *, cut: bool = False) -> bool:
        """Whether another answer shows the same. ``cut``: only its beginning is known."""
        together = len(shingles) if cut else len(self.shingles | shingles)
        return self.title == title and len(self.shingles & shingles) >= _ALIKE * together


class SoftNotFound:
    """The shapes of soft 404s of all hosts of one scan."""

    def __init__(self, client: Client, robots: Robots) -> None:
        self._client = client
        self._robots = robots
        self._shapes: Once[tuple[str, bool], Shape | None] = Once()

    async def shape(self, url: str, *, verify: bool) -> Shape | None:
        """How the host of ``url`` answers for pages that are not there, or None when it does so honestly."""
        place = web_url(url)
        if place is None:
            return None
        host = place.host if place.port in (80, 443) else f"{place.host}:{place.port}"
        if (key := (host, verify)) in self._shapes.done:  # as for nearly every page
            return self._shapes.done[key]
        return await self._shapes.get(key, lambda: self._look(place, verify=verify))

    async def is_soft(self, response: Response, page: Page | None, *, verify: bool) -> bool:
        """Whether a good answer is that host's soft 404. ``page`` is its content when there is some; home never is."""
        asked, ended = web_url(response.url), web_url(response.final_url)
        if asked is None or ended is None or asked.is_home:
            return False
        shape = await self.shape(response.url, verify=verify)
        if shape is not None and _fits(shape, response, page, asked, ended):
            return True
        folder = asked.path.rpartition("/")[0]
        if not folder or not _is_suspect(response, page, asked, ended):
            return False
        place = f"{asked.origin}{folder}/"
        own = await self._shapes.get((place, verify), lambda: self._look(asked, folder, verify=verify))
        return own is not None and _fits(own, response, page, asked, ended)

    async def needs_content(self, url: str, *, verify: bool) -> bool:
        """Whether :meth:`is_soft` can only tell by the content of the answer."""
        shape = await self.shape(url, verify=verify)
        return shape is not None and not shape.goal

    async def _look(self, place: WebUrl, folder: str = "", *, verify: bool) -> Shape | None:
        token = hashlib.sha256(f"{place.host}{folder}".encode()).hexdigest()[:16]
        ending = _ENDING.search(place.path) if folder else None
        asked = web_url(f"{place.origin}{folder}/{token}{ending[0] if ending else '.html'}")
        if asked is None:
            return None
        response = await self._client.fetch(asked.text, verify=verify, gate=self._robots.permits)
        ended = web_url(response.final_url)
        if not response.outcome.is_good or ended is None:
            return None
        if response.hops and ended.key != asked.key:
            return None if _LOGIN.search(ended.text) else Shape(goal=_goal(ended, asked))
        if not is_html(response):
            return None
        return await self._shape_of(read_page(response), asked, verify=verify)

    async def _shape_of(self, page: Page, asked: WebUrl, *, verify: bool) -> Shape | None:
        title, shingles = _content(page, asked)
        if page.scripted or not shingles or _LOGIN.search(title):
            return None
        shape = Shape(title=title, shingles=shingles)
        home = await self._client.fetch(asked.origin + "/", verify=verify, gate=self._robots.permits)
        if home.outcome.is_good and is_html(home):
            shown = read_page(home)
            if shape.is_like(*_content(shown, asked)) and not _says_much(shown):
                return None
        return shape


def _fits(shape: Shape, response: Response, page: Page | None, asked: WebUrl, ended: WebUrl) -> bool:
    if shape.goal:
        return bool(response.hops) and ended.key != asked.key and _goal(ended, asked) == shape.goal
    if page is None or shape.title != _without(page.title, asked):  # comparing whole texts costs as much as reading
        return False
    return shape.is_like(*_content(page, asked), cut=response.truncated)


def _is_suspect(response: Response, page: Page | None, asked: WebUrl, ended: WebUrl) -> bool:
    """Whether an answer is worth asking its directory for a page that cannot exist."""
    if response.hops and ended.key != asked.key:
        return ended.is_home or _ERROR.search(ended.path) is not None
    if page is None or says_much(page):
        return False
    return len(page.text) < _LITTLE and not page.dates and not page.scripted


def _says_much(page: Page) -> bool:
    """Whether a home page is one that visitors read, and no shell for a script to fill."""
    return not page.scripted and len(page.text) >= _LITTLE and sum(link.tag == "a" for link in page.links) >= _LINKS


def _goal(ended: WebUrl, asked: WebUrl) -> str:
    """Where a redirect led, without a query that only repeats what was asked for."""
    name = asked.path.rpartition("/")[2]
    query = "" if name and name in ended.query else ended.query
    return f"{ended.key[: len(ended.key) - len(ended.query)]}{query}"


def _content(page: Page, asked: WebUrl) -> tuple[str, frozenset[str]]:
    """Title and shingles of a page's text, without what was asked for and without digits."""
    text = _without(page.text[:_COMPARED], asked)
    return _without(page.title, asked), frozenset(
        text[i : i + _WINDOW] for i in range(max(len(text) - _WINDOW + 1, min(len(text), 1)))
    )


def _without(text: str, asked: WebUrl) -> str:
    """A text without what was asked for and without digits and blanks."""
    name = asked.path.rpartition("/")[2] or "\0"
    return _NOISE.sub("", text.replace(asked.path, "").replace(name, ""))
