"""Connections for aiohttp that pass the guard, and whose certificates are in force at the time of the look."""

import ssl

import aiohttp
from aiohttp.client_proto import ResponseHandler

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

    async def _create_connection(
        self,
        req: aiohttp.ClientRequest,
        traces: list[aiohttp.tracing.Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - the signature is aiohttp's
    ) -> ResponseHandler:
        """A new connection. Raises ``ClientConnectorCertificateError`` for a certificate to be verified out of date."""
        protocol = await super()._create_connection(req, traces, timeout)
        tls = protocol.transport.get_extra_info("ssl_object") if protocol.transport is not None else None
        if tls is not None and tls.context.verify_mode is ssl.CERT_REQUIRED:
            try:
                check_dates(tls, self._clock.now())
            except ssl.SSLCertVerificationError as error:
                protocol.close()
                raise aiohttp.ClientConnectorCertificateError(req.connection_key, error) from error
        return protocol
