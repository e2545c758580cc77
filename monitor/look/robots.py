"""The wishes of robots.txt (RFC 9309), read once per host and scan."""

from dataclasses import dataclass

from protego import Protego

from checks.evidence import Response
from checks.vocabulary import LinkOutcome
from monitor.look.client import Client
from monitor.look.once import Once
from monitor.look.weburl import WebUrl, web_url

_SITEMAPS = 20
_SIZE = 500 * 1024  # bytes; RFC 9309 lets a crawler stop there


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host wishes. ``undefined``: its robots.txt is out of order, so that crawling is not allowed."""

    wishes: Protego | None = None
    undefined: bool = False

    def permit(self, url: str, agent: str) -> bool:
        """Whether the host lets ``agent`` ask for that URL."""
        return self.wishes is None or self.wishes.can_fetch(url, agent)


_NONE = Rules()


class Robots:
    """Robots rules of all hosts of one scan. ``obey`` false lets everything pass.

    Two questions are kept apart. *May this URL be asked for?* is answered by what a robots.txt says. *May we crawl
    here?* is also answered no when the robots.txt is out of order (5xx), as RFC 9309 demands of crawlers. A host that
    cannot be reached at all is no bother to by being asked again: that is how we learn that it is down.
    """

    def __init__(self, client: Client, agent: str, *, obey: bool) -> None:
        self._client = client
        self._agent = agent
        self._obey = obey
        self._rules: Once[tuple[str, int], Rules] = Once()

    async def permits(self, url: str) -> bool:
        """Whether robots.txt lets this URL be asked for."""
        place = web_url(url)
        if not self._obey or place is None:
            return True
        rules = self._rules.done.get(_host_of(place)) or await self._of(place)
        return rules.permit(url, self._agent)

    async def permits_crawling(self, url: str) -> bool:
        """Whether the host of ``url`` lets itself be crawled at all."""
        place = web_url(url)
        return not self._obey or place is None or not (await self._of(place)).undefined

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The addresses of sitemaps that the robots.txt of the host of ``url`` names."""
        place = web_url(url)
        rules = await self._of(place) if place is not None else _NONE
        return tuple(rules.wishes.sitemaps)[:_SITEMAPS] if rules.wishes is not None else ()

    async def _of(self, place: WebUrl) -> Rules:
        return await self._rules.get(_host_of(place), lambda: self._read(place))

    async def _fetched(self, url: str) -> Response:
        """The answer, whatever the certificate. It is verified first: the page that follows takes that connection."""
        response = await self._client.fetch(url, cap=_SIZE)
        if response.outcome is LinkOutcome.TLS:
            response = await self._client.fetch(url, verify=False, cap=_SIZE)
        return response

    async def _read(self, place: WebUrl) -> Rules:
        response = await self._fetched(f"{place.origin}/robots.txt")
        if response.status == 429 or response.status >= 500 or response.outcome is LinkOutcome.RATE_LIMITED:
            return Rules(undefined=True)
        if response.status != 200 or not response.outcome.is_good:
            return _NONE
        wishes = Protego.parse(response.body.decode(errors="replace").lstrip("\ufeff"))
        if (delay := wishes.crawl_delay(self._agent)) is not None:
            self._client.politeness.slot(place.host).keep_delay(delay)
        return Rules(wishes)


def _host_of(place: WebUrl) -> tuple[str, int]:
    """What a robots.txt holds for: one host by http and https, and each other port of it."""
    return place.host, 0 if place.port in (80, 443) else place.port
