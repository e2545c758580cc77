"""What a host tells browsers of how to protect its visitors: one GET of its root, beside what its transport showed."""

from checks.evidence import HostHeaders, Landing, Transport
from checks.reading.protection import read_protection
from checks.vocabulary import Reason
from monitor.look.client import Client
from monitor.look.landing import land
from monitor.look.message import Body
from monitor.look.origin import reason_of
from monitor.look.robots import Robots

FOREIGN = "https://other-site.invalid"
"""The origin that a look claims to come from, to see whether the host lets other sites read its answers."""


class HeaderProbe:
    """Asks hosts for their root, over HTTPS where they have it, as a script of another site would.

    A GET and no preflight: OPTIONS is shut off on many hosts, and taken for an attack by some protection devices.
    """

    def __init__(self, client: Client, robots: Robots) -> None:
        self._client = client
        self._robots = robots

    async def probe(self, transport: Transport) -> HostHeaders:
        """Look at the headers of a host whose ``transport`` was looked at just now. Never raises for its answers."""
        has_https = transport.https.outcome.is_good
        landing = await self._land(transport.https.url) if has_https else None
        if landing is None and transport.plain is not None:
            landing = await self._land(f"http://{transport.host}/")
        if (reason := _reason(transport, landing)) is not None or landing is None:
            return HostHeaders(transport.host, reason=reason or Reason.UNREACHABLE)
        return HostHeaders(
            host=transport.host,
            secure=landing if has_https else None,
            plain=transport.plain if has_https else landing,
            page=read_protection(landing.answer),
            foreign=landing.answer,
        )

    async def _land(self, url: str) -> Landing:
        headers = {"Origin": FOREIGN}
        return await land(self._client, url, self._robots.permits, body=Body.HTML, headers=headers)


def _reason(transport: Transport, landing: Landing | None) -> Reason | None:
    """Why the host could not be seen well enough to be judged, None when it could."""
    answers = (transport.http, landing.answer if landing else None)
    unseen = (one for one in answers if one is not None and not one.outcome.is_good and not one.outcome.is_broken)
    if (hidden := next(unseen, None)) is not None:
        return reason_of(hidden)
    return None if landing is not None and landing.answer.outcome.is_good else Reason.UNREACHABLE
