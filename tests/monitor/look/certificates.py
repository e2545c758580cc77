"""Certificates good and bad, all served on one port and chosen by the name that is asked for."""

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.monitor.look.helpers import AS_OF

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
YESTERDAY = AS_OF - timedelta(days=1)
NEXT_YEAR = AS_OF + timedelta(days=365)


@dataclass
class Authority:
    """A certificate authority of our own, and a server context that shows each host its certificate."""

    folder: Path
    root: trustme.CA = field(default_factory=trustme.CA)
    hosts: dict[str, ssl.SSLContext] = field(default_factory=dict)

    @property
    def ca_file(self) -> Path:
        path = self.folder / "ca.pem"
        path.write_bytes(self.root.cert_pem.bytes())
        return path

    @property
    def context(self) -> ssl.SSLContext:
        """What a server is started with."""
        context = _empty()
        self.issue("default.test").configure_cert(context)

        def choose(connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
            if name in self.hosts:
                connection.context = self.hosts[name]

        context.sni_callback = choose
        return context

    def issue(
        self, *names: str, by: trustme.CA | None = None, begins: datetime = LONG_AGO, ends: datetime = NEXT_YEAR
    ) -> trustme.LeafCert:
        return (by or self.root).issue_cert(*names, not_before=begins, not_after=ends)

    def show(self, host: str, leaf: trustme.LeafCert, *, alone: bool = False, root: trustme.CA | None = None) -> None:
        """Let ``host`` show this certificate; ``alone``, without those between it and the root, or with that root."""
        chain = leaf.cert_chain_pems[:1] if alone else leaf.cert_chain_pems
        chain = [leaf.private_key_pem, *chain, *([root.cert_pem] if root else [])]
        self.hosts[host] = context = _empty()
        self._load(context, b"".join(part.bytes() for part in chain))

    def show_self_signed(self, host: str) -> None:
        self.hosts[host] = context = _empty()
        self._load(context, self_signed(host))

    def _load(self, context: ssl.SSLContext, pem: bytes) -> None:
        path = self.folder / "chain.pem"
        path.write_bytes(pem)
        context.load_cert_chain(path)


def self_signed(host: str) -> bytes:
    """Key and certificate in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(LONG_AGO)
        .not_valid_after(NEXT_YEAR)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)


def _empty() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
