"""How a host answers over HTTPS and HTTP: the handshake, the certificate, and whether HTTP leads to HTTPS.

A certificate that is refused cannot be read from the handshake that refused it, so a second handshake accepts all.
"""

import asyncio
import logging
import socket
import ssl
from dataclasses import dataclass

from checks.evidence import Certificate, Probe, Response, Transport
from checks.reading.urls import host_of
from checks.vocabulary import LinkOutcome
from monitor.look.chain import chain_of, read_certificate
from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.landing import land
from monitor.look.links import probe_of
from monitor.look.message import Body
from monitor.look.outcomes import detail_of_error, outcome_of_error
from monitor.look.policy import Policy
from monitor.look.robots import Robots

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Handshake:
    """What a TLS handshake came to: the chain that was sent, or why there was none."""

    chain: tuple[bytes, ...] = ()
    verify_code: int = 0
    outcome: LinkOutcome = LinkOutcome.OK
    detail: str = ""


class TransportProbe:
    """Probes hosts. Its TLS contexts are built once. Its connections pass the guard like all others."""

    def __init__(self, policy: Policy, clock: Clock, client: Client, robots: Robots) -> None:
        self._limits = policy.limits
        self._clock = clock
        self._client = client
        self._robots = robots
        self._addresses = client.addresses
        self._contexts = client.contexts

    async def probe(self, host: str, port: int = 443) -> Transport:
        """Look at ``host`` over HTTPS on ``port``, and over HTTP on 80. Never raises for anything a server does.

        ``https`` is good when any handshake came about: what is wrong with its certificate is said there.
        """
        at, began = self._clock.now(), self._clock.monotonic()
        shake = await self._handshake(host, port, self._contexts.verifying)
        if shake.verify_code:
            read = await self._handshake(host, port, self._contexts.reading)
            shake = _Handshake(read.chain, shake.verify_code, read.outcome, read.detail or shake.detail)
        certificate = self._certificate(host, port, shake)
        address = f"https://{host}/" if port == 443 else f"https://{host}:{port}/"
        seconds = self._clock.monotonic() - began
        https = Probe(at, address, shake.outcome, seconds=seconds, detail=shake.detail)
        plain = await land(self._client, f"http://{host}/", self._robots.permits, body=Body.NONE)
        return Transport(
            host=host,
            port=port,
            https=https,
            http=probe_of(plain.answer, plain.answer.outcome),
            certificate=certificate,
            http_leads_to_https=_leads_to_https(plain.answer, host) if plain.answer.status else None,
            plain=plain if plain.answer.status else None,
        )

    async def _handshake(self, host: str, port: int, context: ssl.SSLContext) -> _Handshake:
        try:
            async with asyncio.timeout(self._limits.connect):
                return await _shake_hands(await self._addresses.connect(host, port), host, context)
        except ssl.SSLCertVerificationError as error:
            return _Handshake(verify_code=error.verify_code, outcome=LinkOutcome.TLS, detail=error.verify_message)
        except (OSError, ValueError) as error:
            return _Handshake(outcome=outcome_of_error(error), detail=detail_of_error(error))

    def _certificate(self, host: str, port: int, shake: _Handshake) -> Certificate | None:
        if not shake.chain:
            return None
        try:
            return read_certificate(host, port, shake.chain, shake.verify_code)
        except ValueError:
            logger.info("the certificate of %s:%s cannot be parsed", host, port)
            return None


async def _shake_hands(opened: socket.socket, host: str, context: ssl.SSLContext) -> _Handshake:
    name = host.strip("[]").rstrip(".")
    transport, _ = await asyncio.get_running_loop().create_connection(
        asyncio.Protocol, sock=opened, ssl=context, server_hostname=name
    )
    try:
        return _Handshake(tuple(chain_of(transport.get_extra_info("ssl_object"))))
    finally:
        transport.abort()


def _leads_to_https(plain: Response, host: str) -> bool:
    """Whether plain HTTP ends at HTTPS on the same host, ``www.`` aside."""
    if not plain.final_url.startswith("https://"):
        return False
    return host_of(plain.final_url).removeprefix("www.") == host.removeprefix("www.")
