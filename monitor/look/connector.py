"""Connections for aiohttp that pass the guard, and whose certificates are in force at the time of the look."""

import asyncio
import ssl
from weakref import WeakSet

import aiohttp

from monitor.look.addresses import Addresses, Resolver
from monitor.look.clock import Clock
from monitor.look.tls import check_dates


class Connector(aiohttp.TCPConnector):
    """Judges the dates of certificates by the clock of the look, since OpenSSL's is switched off."""

    def __init__(self, addresses: Addresses, clock: Clock) -> None:
        super().__init__(
            resolver=Resolver(addresses),
            socket_factory=addresses.guard.open_socket,
            limit=0,  # the caller limits; waiting here would count as the host's slowness
            ttl_dns_cache=300,
        )
        self._clock = clock
        self._in_force: WeakSet[asyncio.BaseProtocol] = WeakSet()  # connections whose certificate was looked at

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[aiohttp.tracing.Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - the signature is aiohttp's
    ) -> aiohttp.connector.Connection:
        """A connection. Raises ``ClientConnectorCertificateError`` when a certificate to be verified is out of date."""
        connection = await super().connect(req, traces, timeout)
        protocol, transport = connection.protocol, connection.transport
        if not req.is_ssl() or transport is None or protocol is None or protocol in self._in_force:
            return connection
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        if tls is not None and tls.context.verify_mode is ssl.CERT_REQUIRED:
            try:
                check_dates(tls, self._clock.now())
            except ssl.SSLCertVerificationError as error:
                connection.close()
                raise aiohttp.ClientConnectorCertificateError(req.connection_key, error) from error
        self._in_force.add(protocol)
        return connection
