"""What a certificate and its chain say, and why they are not accepted."""

import ipaddress
import ssl
from collections.abc import Sequence

from cryptography import x509
from cryptography.x509.oid import NameOID

from checks.evidence import Certificate, CertificateFault

_SELF_SIGNED = 18
_SELF_SIGNED_IN_CHAIN = 19
_NO_ISSUER = (20, 21)
_WRONG_HOST = (62, 64)  # of a name, of an address
_MAX_NAMES = 200


def chain_of(tls: ssl.SSLObject) -> list[bytes]:
    """The certificates (DER) a server sent, its own first, whether or not they were accepted."""
    if hasattr(tls, "get_unverified_chain"):  # from Python 3.13 on
        return list(tls.get_unverified_chain())
    sent = tls._sslobj.get_unverified_chain()  # type: ignore[attr-defined]  # noqa: SLF001 - no public way before 3.13
    return [one.public_bytes(2) for one in sent or ()]


def read_certificate(host: str, port: int, chain: Sequence[bytes], verify_code: int) -> Certificate:
    """The certificate at the head of ``chain`` with its faults.

    ``verify_code`` is OpenSSL's reason to refuse it, 0 for none. Dates are no fault here: they are judged by the
    reader's calendar. Raises ``ValueError`` for what is no certificate.
    """
    leaf = x509.load_der_x509_certificate(chain[0])
    names = _names(leaf)
    return Certificate(
        host=host,
        port=port,
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
        names=names,
        issuer=_issuer(leaf),
        faults=_faults(leaf, host, names, chain[1:], verify_code),
    )


def _faults(
    leaf: x509.Certificate, host: str, names: Sequence[str], others: Sequence[bytes], verify_code: int
) -> tuple[CertificateFault, ...]:
    faults = []
    if verify_code == _SELF_SIGNED:
        faults.append(CertificateFault.SELF_SIGNED)
    elif verify_code == _SELF_SIGNED_IN_CHAIN:
        faults.append(CertificateFault.UNTRUSTED)
    elif verify_code in _NO_ISSUER:
        faults.append(_without_issuer(leaf, others))
    elif verify_code and verify_code not in _WRONG_HOST:
        faults.append(CertificateFault.OTHER)
    if verify_code in _WRONG_HOST or (verify_code and not any(_fits(name, host) for name in names)):
        faults.append(CertificateFault.WRONG_HOST)
    return tuple(faults)


def _without_issuer(leaf: x509.Certificate, others: Sequence[bytes]) -> CertificateFault:
    """The chain ends before a trusted root: the server left out what is between, or nobody trusts its issuer.

    Which of the two cannot be told from a certificate that comes alone. Leaving out the rest is by far the more common.
    """
    issued_by = (x509.load_der_x509_certificate(other).subject for other in others)
    return CertificateFault.UNTRUSTED if leaf.issuer in issued_by else CertificateFault.INCOMPLETE_CHAIN


def _names(leaf: x509.Certificate) -> tuple[str, ...]:
    try:
        stated = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    dns = stated.get_values_for_type(x509.DNSName)
    addresses = stated.get_values_for_type(x509.IPAddress)
    return (*dns, *(str(address) for address in addresses))[:_MAX_NAMES]


def _issuer(leaf: x509.Certificate) -> str:
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := leaf.issuer.get_attributes_for_oid(kind):
            return str(found[0].value)
    return leaf.issuer.rfc4514_string()


def _fits(name: str, host: str) -> bool:
    """Whether a name of a certificate covers a host; ``*`` stands for exactly one label, the first."""
    pattern, wanted = name.lower().rstrip("."), host.lower().rstrip(".").strip("[]")
    if pattern.startswith("*."):
        return pattern[1:] == wanted[wanted.find(".") :] and "." in wanted
    try:
        return ipaddress.ip_address(pattern) == ipaddress.ip_address(wanted)
    except ValueError:
        return pattern == wanted
