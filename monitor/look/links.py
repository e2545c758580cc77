"""Whether addresses open: each is asked for once in a scan, whoever points to it, and again before it is accused."""

from collections.abc import Container
from dataclasses import replace

from checks.evidence import Probe, Response
from checks.reading.errorpage import error_said
from checks.reading.page import is_html, read_page
from checks.vocabulary import LinkOutcome
from monitor.look import attachment
from monitor.look.answers import Answers, Known
from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.message import Body
from monitor.look.numbers import Numbers
from monitor.look.once import Once
from monitor.look.robots import Robots
from monitor.look.soft404 import SoftNotFound
from monitor.look.weburl import WebUrl, web_url

FOREIGN = 65_536
"""Bytes read of a page on another host."""

_CERTAIN = frozenset(  # outcomes that do not depend on the method
    {LinkOutcome.DNS, LinkOutcome.TLS, LinkOutcome.REFUSED, LinkOutcome.RATE_LIMITED, LinkOutcome.SKIPPED}
    | {LinkOutcome.REDIRECT_LOOP}
)


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
        self.numbers = Numbers()
        self._known: Once[tuple[str, bool], Known] = Once(Answers(self.numbers))
        self._confirmed: Once[tuple[str, bool], Known] = Once()
        self._need_get: set[str] = set()
        self.recent: Container[str] = frozenset()
        """Pages on other hosts whose content was read within the last days: these are only asked for now."""
        self.read_abroad: set[str] = set()
        """Pages on other hosts whose content was read in this scan."""

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

    async def look(self, url: str, *, verify: bool = True, foreign: bool = False) -> Known:
        """Ask for a URL, unless that was done before. ``foreign``: it is on a host that is not looked at itself."""
        return await self._known.get((url, verify), lambda: self._look(url, verify=verify, foreign=foreign))

    async def look_again(self, url: str, *, verify: bool = True) -> Known:
        """Ask a second time for a URL that failed, once in a scan and not too soon. The second answer counts."""
        first = await self.look(url, verify=verify)
        if not first.outcome.is_broken or len(first.looks) > 1:
            return first
        return await self._confirmed.get((url, verify), lambda: self._look_again(url, first, verify=verify))

    async def _look_again(self, url: str, first: Known, *, verify: bool) -> Known:
        await self._clock.sleep(first.looked_at + self._confirm_after - self._clock.monotonic())
        place = web_url(url)
        kind = attachment.kind_of(place) if place is not None else ""
        second = await (self._sniff(url, kind, verify=verify) if kind else self._get(url, verify=verify))
        return replace(second, looks=first.looks + second.looks)

    async def _look(self, url: str, *, verify: bool, foreign: bool) -> Known:
        place = web_url(url)
        if place is None:
            return await self._get(url, verify=verify)
        if kind := attachment.kind_of(place):
            return await self._sniff(url, kind, verify=verify)
        if foreign and not place.is_file and url not in self.recent:
            known = await self._get(url, verify=verify, cap=FOREIGN)
            if known.outcome.is_good:  # a page with a fault is read every time: what is only asked for shows less
                self.read_abroad.add(url)
            return known
        if place.host in self._need_get:
            return await self._get(url, verify=verify)
        return await self._ask(url, place, verify=verify)

    async def _ask(self, url: str, place: WebUrl, *, verify: bool) -> Known:
        """By HEAD, as far as that can tell."""
        head = await self._client.fetch(url, method="HEAD", verify=verify, body=Body.NONE, gate=self._robots.permits)
        if not head.outcome.is_good and head.outcome not in _CERTAIN:
            by_get = await self._get(url, verify=verify)
            if by_get.outcome.is_good:
                self._need_get.add(place.host)
            return by_get
        if head.outcome.is_good and _may_be_page(head) and await self._needs_content(url, verify=verify):
            return await self._get(url, verify=verify)
        return await self.judged(head, verify=verify)

    async def _get(self, url: str, *, verify: bool, cap: int | None = None) -> Known:
        response = await self._client.fetch(url, verify=verify, body=Body.HTML, gate=self._robots.permits, cap=cap)
        return await self.judged(response, verify=verify)

    async def _sniff(self, url: str, kind: str, *, verify: bool) -> Known:
        """The first bytes of a document tell whether it is one. Servers that know no parts are not asked for one."""
        gate, part = self._robots.permits, {"Range": f"bytes=0-{attachment.SNIFFED - 1}"}
        response = await self._client.fetch(url, headers=part, verify=verify, gate=gate, cap=attachment.SNIFFED)
        if response.status not in (0, 200, 206, 404, 410, 429) or attachment.is_markup(response.body):
            response = await self._client.fetch(url, verify=verify, gate=gate, cap=FOREIGN)
        ended = web_url(response.final_url)
        if response.outcome.is_good and ended is not None and attachment.kind_of(ended):
            known = await self.judged(response, verify=verify) if attachment.is_markup(response.body) else None
            if known is not None and not known.outcome.is_good:
                return known
            if fault := attachment.fault_in(kind, response.header("content-type"), response.body):
                return self._as_known(replace(response, detail=fault), LinkOutcome.BAD_ATTACHMENT, verify=verify)
            return known or self._as_known(response, response.outcome, verify=verify)
        return await self.judged(response, verify=verify)

    async def _needs_content(self, url: str, *, verify: bool) -> bool:
        place = web_url(url)
        return place is not None and not place.is_home and await self._soft.needs_content(url, verify=verify)

    async def judged(self, response: Response, *, verify: bool) -> Known:
        """What an answer means for a link to it."""
        outcome = response.outcome
        if outcome.is_good and _may_be_page(response):
            page = read_page(response) if response.body and is_html(response) else None
            if page is not None and (said := error_said(page)) is not None:
                outcome = said
            elif await self._soft.is_soft(response, page, verify=verify):
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
