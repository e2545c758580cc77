"""Whether addresses open: each is asked for once in a scan, whoever points to it, and again before it is accused."""

from dataclasses import dataclass, replace

from checks.evidence import Probe, Response
from checks.reading.page import is_html, read_page
from checks.vocabulary import LinkOutcome
from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.message import Body
from monitor.look.once import Once
from monitor.look.robots import Robots
from monitor.look.soft404 import SoftNotFound
from monitor.look.weburl import web_url

_CERTAIN = frozenset(  # outcomes that do not depend on the method
    {LinkOutcome.DNS, LinkOutcome.TLS, LinkOutcome.REFUSED, LinkOutcome.RATE_LIMITED, LinkOutcome.SKIPPED}
    | {LinkOutcome.REDIRECT_LOOP}
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a URL. ``looks`` are the attempts, oldest first; ``looked_at`` is the clock's at the last.

    ``verified`` is false when a bad certificate was overlooked.
    """

    outcome: LinkOutcome
    final_url: str
    looks: tuple[Probe, ...]
    looked_at: float
    verified: bool


class LinkChecker:
    """The memory of a whole scan: what became of every URL. All URLs are without fragment.

    ``verify`` false is for the pages of a host whose certificate is bad: that is said once, of the host, and not of
    every link on it.
    """

    def __init__(self, client: Client, robots: Robots, soft: SoftNotFound, clock: Clock, confirm_after: float) -> None:
        self._client = client
        self._robots = robots
        self._soft = soft
        self._clock = clock
        self._confirm_after = confirm_after
        self._known: Once[tuple[str, bool], Known] = Once()
        self._confirmed: Once[tuple[str, bool], Known] = Once()
        self._need_get: set[str] = set()

    def known(self, url: str, *, verify: bool = True) -> Known | None:
        """What is known of a URL, or None when it was not asked for yet."""
        return self._confirmed.done.get((url, verify)) or self._known.done.get((url, verify))

    def note(self, response: Response, outcome: LinkOutcome, *, verify: bool = True) -> None:
        """Take in an answer that somebody else got for a URL, and what it was judged to be."""
        key, latest = (response.url, verify), self._as_known(response, outcome, verify=verify)
        first = self._known.done.setdefault(key, latest)
        if (
            first.outcome.is_broken
            and latest.looked_at >= first.looked_at + self._confirm_after
            and first is not latest
        ):
            self._confirmed.done.setdefault(key, replace(latest, looks=first.looks + latest.looks))

    async def look(self, url: str, *, verify: bool = True) -> Known:
        """Ask for a URL, unless that was done before."""
        return await self._known.get((url, verify), lambda: self._look(url, verify=verify))

    async def look_again(self, url: str, *, verify: bool = True) -> Known:
        """Ask a second time for a URL that failed, once in a scan and not too soon. The second answer counts."""
        first = await self.look(url, verify=verify)
        if not first.outcome.is_broken or len(first.looks) > 1:
            return first
        return await self._confirmed.get((url, verify), lambda: self._look_again(url, first, verify=verify))

    async def _look_again(self, url: str, first: Known, *, verify: bool) -> Known:
        await self._clock.sleep(first.looked_at + self._confirm_after - self._clock.monotonic())
        second = await self._get(url, verify=verify)
        return replace(second, looks=first.looks + second.looks)

    async def _look(self, url: str, *, verify: bool) -> Known:
        place = web_url(url)
        if place is None or place.host in self._need_get:
            return await self._get(url, verify=verify)
        head = await self._client.fetch(url, method="HEAD", verify=verify, body=Body.NONE, gate=self._robots.permits)
        if not head.outcome.is_good and head.outcome not in _CERTAIN:
            by_get = await self._get(url, verify=verify)
            if by_get.outcome.is_good:
                self._need_get.add(place.host)
            return by_get
        if head.outcome.is_good and _may_be_page(head) and await self._needs_content(url, verify=verify):
            return await self._get(url, verify=verify)
        return await self._judged(head, verify=verify)

    async def _get(self, url: str, *, verify: bool) -> Known:
        response = await self._client.fetch(url, verify=verify, body=Body.HTML, gate=self._robots.permits)
        return await self._judged(response, verify=verify)

    async def _needs_content(self, url: str, *, verify: bool) -> bool:
        place = web_url(url)
        return place is not None and not place.is_home and await self._soft.needs_content(url, verify=verify)

    async def _judged(self, response: Response, *, verify: bool) -> Known:
        outcome = response.outcome
        if outcome.is_good and _may_be_page(response):
            page = read_page(response) if response.body and is_html(response) else None
            if await self._soft.is_soft(response, page, verify=verify):
                outcome = LinkOutcome.SOFT_404
        return self._as_known(response, outcome, verify=verify)

    def _as_known(self, response: Response, outcome: LinkOutcome, *, verify: bool) -> Known:
        looks = (probe_of(response, outcome),)
        return Known(outcome, response.final_url, looks, self._clock.monotonic(), verify)


def probe_of(response: Response, outcome: LinkOutcome) -> Probe:
    """What is kept of an answer. The response must carry its instant, as those of the client do."""
    if response.at is None:
        raise ValueError(f"the response of {response.url} has no instant")
    return Probe(response.at, response.url, outcome, response.status, response.seconds, response.detail)


def _may_be_page(response: Response) -> bool:
    declared = response.header("content-type").lower()
    return not declared or "html" in declared
