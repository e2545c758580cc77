"""Connections for aiohttp that pass the guard, and whose certificates are in force at the time of the look."""

import ssl

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

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[aiohttp.tracing.Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - the signature is aiohttp's
    ) -> aiohttp.connector.Connection:
        """A connection. Raises ``ClientConnectorCertificateError`` when a certificate to be verified is out of date."""
        connection = await super().connect(req, traces, timeout)
        transport = connection.transport
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object") if transport else None
        if tls is not None and tls.context.verify_mode is ssl.CERT_REQUIRED and (shown := tls.getpeercert()):
            try:
                check_dates(shown, self._clock.now())
            except ssl.SSLCertVerificationError as error:
                connection.close()
                raise aiohttp.ClientConnectorCertificateError(req.connection_key, error) from error
        return connection
