"""The city's own certificate authority, and what each host shows over TLS."""

import ssl
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import trustme

from monitor.demo.replies import Host

_EXPIRED_FOR = timedelta(days=10)
_LIFETIME = timedelta(days=365)


class Authority:
    """A certificate authority for one city. Good certificates hold on any day; expired ones ended before the look."""

    def __init__(self, as_of: datetime) -> None:
        self._authority = trustme.CA(organization_name="Yunxi City", organization_unit_name="made up for govwatch")
        self._ended = as_of - _EXPIRED_FOR

    def write(self, path: Path) -> None:
        """Write the root certificate as PEM."""
        self._authority.cert_pem.write_to_path(str(path))

    def context(self, hosts: Mapping[str, Host]) -> ssl.SSLContext:
        """A server context that shows every host its own certificate, by SNI; an unknown name gets the first one's."""
        contexts = {name: self._context_for(host) for name, host in hosts.items()}
        first = next(iter(contexts.values()))

        def choose(connection: ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
            connection.context = contexts.get(name or "", first)

        first.sni_callback = choose  # type: ignore[assignment]
        return first

    def _context_for(self, host: Host) -> ssl.SSLContext:
        leaf = (
            self._authority.issue_cert(host.name, not_before=self._ended - _LIFETIME, not_after=self._ended)
            if host.expired
            else self._authority.issue_cert(host.name)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        return context
