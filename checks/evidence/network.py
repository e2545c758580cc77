"""Answers of the network: requests, probes, certificates, transport."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checks.vocabulary import LinkOutcome


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to one request, after its redirects. ``outcome`` says whether there was an answer at all.

    ``body`` is decoded from any content coding and cut at the size limit (``truncated``). ``headers`` keep their order
    and repeats, names in lower case. ``hops`` are the URLs redirected from, first one first; ``url`` was asked for.
    ``cookies`` are the ``Set-Cookie`` headers of all hops and of the answer itself, each behind the URL that sent it.
    """

    url: str
    final_url: str
    outcome: LinkOutcome
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    truncated: bool = False
    hops: tuple[str, ...] = ()
    seconds: float = 0.0
    at: datetime | None = None
    detail: str = ""
    cookies: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """The first header of that lower-case name, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt to open an address, without its content.

    ``witnessed`` is of one that failed: True when another address answered at that time, so that it was not our own
    line; None when none was asked.
    """

    at: datetime
    url: str
    outcome: LinkOutcome
    status: int = 0
    seconds: float = 0.0
    detail: str = ""
    witnessed: bool | None = None


class CertificateFault(StrEnum):
    """Why a certificate is not accepted, whatever its dates say."""

    UNTRUSTED = "untrusted"  # no chain to a trusted root, the issuer is unknown
    SELF_SIGNED = "self-signed"
    INCOMPLETE_CHAIN = "incomplete-chain"
    WRONG_HOST = "wrong-host"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate a host showed. Its dates are judged against ``as_of``, not by the clock of OpenSSL."""

    host: str
    port: int
    not_before: datetime
    not_after: datetime
    names: tuple[str, ...] = ()
    issuer: str = ""
    faults: tuple[CertificateFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a visit to the root of a host ended, with all that was answered on the way.

    ``verified`` is false when a bad certificate on the way was overlooked.
    """

    answer: Response
    verified: bool = True

    @property
    def chain(self) -> tuple[str, ...]:
        """Every URL of the visit, the one asked for first."""
        return (*self.answer.hops, self.answer.final_url)


@dataclass(frozen=True, slots=True)
class Transport:
    """How a host answers over HTTP and HTTPS. ``certificate`` is None when no TLS handshake came about.

    ``http_leads_to_https`` and ``plain`` are None when plain HTTP gave no answer. The answer of ``plain`` has no body.
    """

    host: str
    port: int
    https: Probe
    http: Probe | None = None
    certificate: Certificate | None = None
    http_leads_to_https: bool | None = None
    plain: Landing | None = None
