"""The TLS contexts, built once a process for each file of authorities: building one costs as much as twenty probes."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import certifi
from cryptography import x509

from monitor.look.guard import NetworkRuleError

_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME, which the ssl module does not name
_LEGACY_SERVER_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, named from Python 3.12 on


@dataclass(frozen=True, slots=True)
class Contexts:
    """The two ways to look at a certificate: accept none that is bad, or accept them all."""

    verifying: ssl.SSLContext
    reading: ssl.SSLContext

    @classmethod
    def built(cls, ca_file: Path | None = None) -> "Contexts":
        """Both, to be shared by everything. Raises :class:`NetworkRuleError` for an unusable ``ca_file``."""
        return _built(ca_file, _stamp(ca_file))


@lru_cache(maxsize=4)
def _built(ca_file: Path | None, _stamp: tuple[int, int]) -> Contexts:
    return Contexts(verifying_context(ca_file), reading_context())


def _stamp(file: Path | None) -> tuple[int, int]:
    """What tells a file from the one that stood there before."""
    try:
        status = file.stat() if file is not None else None
    except OSError:  # whoever reads it will say so
        status = None
    return (status.st_mtime_ns, status.st_size) if status is not None else (0, 0)


def verifying_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Accepts certificates that lead to certifi's roots or to ``ca_file``, *whatever their dates*.

    Dates are judged against the time of the look, not by OpenSSL's clock: see :func:`check_dates`. Servers without
    secure renegotiation are talked to, as browsers do. Raises :class:`NetworkRuleError` for an unusable file.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise NetworkRuleError(f"[network] ca_file：文件 {ca_file} 不能读取，或不是PEM格式的证书") from error
    # by numbers: to invert a flag of the ssl module would take away those that it does not name
    context.verify_flags = ssl.VerifyFlags((int(context.verify_flags) | _NO_CHECK_TIME) & ~int(ssl.VERIFY_X509_STRICT))
    return _as_browsers_do(context)


def reading_context() -> ssl.SSLContext:
    """Accepts every certificate: to read pages behind a bad one, and to read the bad one itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=1")
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return _as_browsers_do(context)


def _as_browsers_do(context: ssl.SSLContext) -> ssl.SSLContext:
    context.options |= _LEGACY_SERVER_CONNECT
    context.set_alpn_protocols(["http/1.1"])
    return context


def check_dates(connected: ssl.SSLObject, now: datetime) -> None:
    """Raise ``ssl.SSLCertVerificationError`` when the verified certificate of a peer is not in force at ``now``."""
    begins, ends = _dates(connected)
    if now < begins:
        raise ssl.SSLCertVerificationError(1, f"certificate is not valid before {begins:%Y-%m-%d}")
    if now > ends:
        raise ssl.SSLCertVerificationError(1, f"certificate has expired on {ends:%Y-%m-%d}")


def _dates(connected: ssl.SSLObject) -> tuple[datetime, datetime]:
    """From when and until when a certificate is in force. OpenSSL's own words for it take eight times as long."""
    try:
        shown = x509.load_der_x509_certificate(connected.getpeercert(binary_form=True) or b"")
    except ValueError:  # OpenSSL reads some that others do not
        told = connected.getpeercert() or {}
        begins, ends = (ssl.cert_time_to_seconds(str(told[name])) for name in ("notBefore", "notAfter"))
        return datetime.fromtimestamp(begins, UTC), datetime.fromtimestamp(ends, UTC)
    return shown.not_valid_before_utc, shown.not_valid_after_utc
