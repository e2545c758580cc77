"""Finds pages that say "not found" with a status that says "here you are" (soft 404).

Each host is asked once for a page that cannot exist. If it answers as if it existed, that answer is the shape of a soft
404 there, and links that come to the same are gone too. An accusation needs certainty, so there is no shape when the
answer is what the host's home page shows (programs that draw every page by script), when it is a page to log in at, or
when there is nothing in it to compare.
"""

import hashlib
import re
from dataclasses import dataclass

from checks.evidence import Page, Response
from checks.reading.page import is_html, read_page
from monitor.look.client import Client
from monitor.look.once import Once
from monitor.look.robots import Robots
from monitor.look.weburl import WebUrl, web_url

_COMPARED = 20_000  # characters of text
_WINDOW = 4  # characters of a shingle
_ALIKE = 0.95  # share of shingles that two answers have in common
_NOISE = re.compile(r"[\s\d]+")  # dates, counters and request numbers differ from answer to answer
_LOGIN = re.compile(r"login|logon|signin|sso|cas/|oauth|passport|登录|登陆", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a host answers for a page that is not there: by sending visitors to ``goal``, or by showing that text."""

    goal: str = ""
    title: str = ""
    shingles: frozenset[str] = frozenset()

    def is_like(self, title: str, shingles: frozenset[str]) -> bool:
        """Whether another answer shows the same."""
        together = len(self.shingles | shingles)
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
        host = place.key[: len(place.key) - len(place.path) - len(place.query)]
        return await self._shapes.get((host, verify), lambda: self._look(place, verify=verify))

    async def is_soft(self, response: Response, page: Page | None, *, verify: bool) -> bool:
        """Whether a good answer is that host's soft 404. ``page`` is its content when there is some; home never is."""
        asked, ended = web_url(response.url), web_url(response.final_url)
        if asked is None or ended is None or asked.is_home:
            return False
        shape = await self.shape(response.url, verify=verify)
        if shape is None:
            return False
        if shape.goal:
            return bool(response.hops) and ended.key != asked.key and _goal(ended, asked) == shape.goal
        return page is not None and shape.is_like(*_content(page, asked))

    async def needs_content(self, url: str, *, verify: bool) -> bool:
        """Whether :meth:`is_soft` can only tell by the content of the answer."""
        shape = await self.shape(url, verify=verify)
        return shape is not None and not shape.goal

    async def _look(self, place: WebUrl, *, verify: bool) -> Shape | None:
        token = hashlib.sha256(place.host.encode()).hexdigest()[:16]
        asked = web_url(f"{place.origin}/{token}.html")
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
        if home.outcome.is_good and is_html(home) and shape.is_like(*_content(read_page(home), asked)):
            return None
        return shape


def _goal(ended: WebUrl, asked: WebUrl) -> str:
    """Where a redirect led, without a query that only repeats what was asked for."""
    name = asked.path.rpartition("/")[2]
    query = "" if name and name in ended.query else ended.query
    return f"{ended.key[: len(ended.key) - len(ended.query)]}{query}"


def _content(page: Page, asked: WebUrl) -> tuple[str, frozenset[str]]:
    """Title and shingles of a page's text, without what was asked for and without digits."""
    name = asked.path.rpartition("/")[2] or "\0"
    text = _NOISE.sub("", page.text[:_COMPARED].replace(asked.path, "").replace(name, ""))
    title = _NOISE.sub("", page.title.replace(asked.path, "").replace(name, ""))
    return title, frozenset(text[i : i + _WINDOW] for i in range(max(len(text) - _WINDOW + 1, min(len(text), 1))))
