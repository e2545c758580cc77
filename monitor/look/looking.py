"""The way into looking: one :class:`Looking` per scan, shared by everything that is looked at in it."""

from collections.abc import Collection, Sequence

from checks.evidence import AccountFacts, HostHeaders, Response, Subject, Transport
from monitor.look.again import LinksAgain, look_at_links_again
from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.crawl import OnPage
from monitor.look.feeds import look_at_account
from monitor.look.headers import HeaderProbe
from monitor.look.origin import OriginLook, look_at_origin
from monitor.look.policy import Policy
from monitor.look.tools import Tools
from monitor.look.transport import TransportProbe


class Looking:
    """Looks at origins, transports and accounts, with one session, one memory of links and one set of manners.

    An async context manager. Raises :class:`~monitor.look.guard.NetworkRuleError` when the policy's network settings
    cannot be used.
    """

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self.now = clock.now
        self._client = Client(policy, clock)
        self._tools = Tools.made(policy, clock, self._client)
        self._transport = TransportProbe(policy, clock, self._client, self._tools.robots)
        self._headers = HeaderProbe(self._client, self._tools.robots)

    async def __aenter__(self) -> "Looking":
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._client.__aexit__(*failure)

    async def origin(
        self, host: str, subjects: Sequence[Subject], on_page: OnPage, *, other_hosts: Collection[str] = ()
    ) -> OriginLook:
        """Look at all targets on a host; see :func:`~monitor.look.origin.look_at_origin`."""
        return await look_at_origin(host, subjects, self._tools, on_page, other_hosts)

    async def links_again(self, subject: Subject, abouts: Collection[str], pages: Collection[str]) -> LinksAgain:
        """Look again at single links of a target; see :func:`~monitor.look.again.look_at_links_again`."""
        return await look_at_links_again(subject, abouts, pages, self._tools)

    async def transport(self, host: str, port: int = 443) -> Transport:
        """Look at how a host answers over HTTPS and HTTP."""
        return await self._transport.probe(host, port)

    async def headers(self, transport: Transport) -> HostHeaders:
        """Look at what a host, whose transport was looked at, tells browsers of how to protect its visitors."""
        return await self._headers.probe(transport)

    async def account(self, subject: Subject) -> AccountFacts:
        """Read the feed of an account."""
        return await look_at_account(subject, self._client)

    async def fetch(self, url: str, *, verify: bool = True) -> Response:
        """One polite visit to a URL, as far as robots rules allow."""
        return await self._client.fetch(url, verify=verify, gate=self._tools.robots.permits)
