"""The way into looking: one :class:`Looking` per scan, shared by everything that is looked at in it."""

from collections.abc import AsyncIterator, Callable, Collection, Container, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from checks.evidence import AccountFacts, HostHeaders, Ipv6, Page, Response, Subject, Transport
from checks.security.headers.registrable import registrable
from monitor.look.again import LinksAgain, look_at_links_again
from monitor.look.browser.found import find_browsers
from monitor.look.browser.sight import Sight, Visiting, sight_of
from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.feeds import look_at_account
from monitor.look.headers import HeaderProbe
from monitor.look.heap import settle_in
from monitor.look.ipv6 import Ipv6Probe
from monitor.look.line import Line
from monitor.look.new_pages import Known, NewPagesLook
from monitor.look.origin import OriginLook, look_at_origin
from monitor.look.pace import Cost, Turns
from monitor.look.policy import Policy
from monitor.look.taking import OnPage, Recall
from monitor.look.tools import Tools
from monitor.look.transport import TransportProbe


class Looking:
    """Looks at origins, transports and accounts, with one session, one memory of links and one set of manners.

    An async context manager. Raises :class:`~monitor.look.guard.NetworkRuleError` when the policy's network settings
    cannot be used.
    """

    def __init__(self, policy: Policy, clock: Clock, turns: Turns | None = None) -> None:
        self.now = clock.now
        self._policy, self._clock = policy, clock
        self._stack = AsyncExitStack()
        self._visiting: Visiting | None = None
        self.browsing = policy.browsing
        self.spool = policy.spool
        self.abroad_days = policy.limits.abroad_days
        self.documents = policy.limits.documents
        self.reread_days = policy.limits.reread_days
        self.shown = 0
        self.unchanged = 0
        self.is_told = False
        self.beyond = 0
        self.costs: dict[str, Cost] = {}
        self._client = Client(policy, clock, turns=turns)
        self._tools = Tools.made(policy, clock, self._client)
        self.line = Line(self._client, clock, self._tools.robots.permits, policy.network.witnesses)
        self._transport = TransportProbe(policy, clock, self._client, self._tools.robots)
        self._ipv6 = Ipv6Probe(policy, clock, self._client, self._tools.robots)
        self._headers = HeaderProbe(self._client, self._tools.robots)

    async def __aenter__(self) -> "Looking":
        registrable("gov.cn")  # reads the list of public suffixes, for 50 ms: before anything waits for it
        settle_in()
        browsing = self._policy.browsing
        await self._client.__aenter__()
        if browsing.use and find_browsers(browsing.path):
            from monitor.look.browser.visit import browser_of  # noqa: PLC0415  Playwright: only where a browser is

            browser = browser_of(self._client, self._policy, self._clock)
            self._visiting = await self._stack.enter_async_context(browser)
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._stack.aclose()
        await self._client.__aexit__(*failure)

    @asynccontextmanager
    async def sight(self) -> AsyncIterator[Sight]:
        """What the browser shows of one site, for as long as that is looked at. Nothing where there is no browser."""
        async with sight_of(self._visiting, self._policy.browsing.budget, self._tools.robots.permits) as sight:
            try:
                yield sight
            finally:
                self.shown += sight.shown
                self.beyond += sight.beyond

    async def origin(
        self,
        host: str,
        subjects: Sequence[Subject],
        on_page: OnPage,
        *,
        other_hosts: Collection[str] = (),
        sight: Sight | None = None,
        recall: Recall | None = None,
        judged: bool = True,
    ) -> OriginLook:
        """Look at all targets on a host; see :func:`~monitor.look.origin.look_at_origin`."""
        look = await look_at_origin(host, subjects, self._tools, on_page, other_hosts, sight, recall, judged=judged)
        self.costs[host] = look.cost
        self.unchanged += look.unchanged
        return look

    def knows(self, recent: Container[str]) -> None:
        """Pages on other hosts that were read lately are only asked for."""
        self._tools.links.recent = recent
        self.is_told = True

    def take_read_abroad(self) -> set[str]:
        """Pages on other hosts that were read since this was last asked."""
        read, self._tools.links.read_abroad = self._tools.links.read_abroad, set()
        return read

    async def address(self, host: str) -> str:
        """The address behind a host, empty when it is not known."""
        return await self._client.addresses.backend(host)

    @property
    def shielded(self) -> Mapping[str, frozenset[str]]:
        """Hosts that refused us together, by the address behind them."""
        return self._client.shields.met

    async def links_again(self, subject: Subject, abouts: Collection[str], pages: Collection[str]) -> LinksAgain:
        """Look again at single links of a target; see :func:`~monitor.look.again.look_at_links_again`."""
        return await look_at_links_again(subject, abouts, pages, self._tools)

    async def new_pages(
        self, host: str, subjects: Sequence[Subject], known: Mapping[str, Known], on_page: Callable[[str, Page], None]
    ) -> dict[str, dict[str, str]]:
        """Look for pages that nobody had read; those read now. See :class:`~monitor.look.new_pages.NewPagesLook`."""
        look = NewPagesLook(host, subjects, known, self._tools, on_page)
        await look.look()
        return look.read

    async def transport(self, host: str, port: int = 443) -> Transport:
        """Look at how a host answers over HTTPS and HTTP."""
        return await self._transport.probe(host, port)

    async def headers(self, transport: Transport) -> HostHeaders:
        """Look at what a host, whose transport was looked at, tells browsers of how to protect its visitors."""
        return await self._headers.probe(transport)

    async def ipv6(self, transport: Transport) -> Ipv6:
        """Look at whether a host, whose transport was looked at, can be had over IPv6."""
        return await self._ipv6.probe(transport)

    async def account(self, subject: Subject) -> AccountFacts:
        """Read the feed of an account."""
        return await look_at_account(subject, self._client)

    async def pause(self) -> None:
        """Wait as long as there must be between a look that failed and the second one."""
        await self._clock.sleep(self._policy.manners.confirm_after)

    async def fetch(self, url: str, *, verify: bool = True) -> Response:
        """One polite visit to a URL, as far as robots rules allow."""
        return await self._client.fetch(url, verify=verify, gate=self._tools.robots.permits)
