"""From statuses and exceptions to the closed set of outcomes: decided once, here, by type and never by message."""

import re
import socket
import ssl

import aiohttp
from aiohttp.http_exceptions import ContentLengthError, TransferEncodingError

from checks.vocabulary import LinkOutcome
from monitor.look.guard import AddressNotAllowedError
from monitor.look.inflate import CodingError, UnreadableCodingError

_BY_STATUS = {
    401: LinkOutcome.BLOCKED,
    403: LinkOutcome.BLOCKED,
    404: LinkOutcome.NOT_FOUND,
    410: LinkOutcome.GONE,
    412: LinkOutcome.BLOCKED,  # protection devices that ask for a script to be run
    429: LinkOutcome.RATE_LIMITED,
    521: LinkOutcome.BLOCKED,  # the same, of another make
    999: LinkOutcome.BLOCKED,
}

_BY_TYPE: tuple[tuple[type[BaseException], LinkOutcome], ...] = (  # the first that fits: special ones before general
    (AddressNotAllowedError, LinkOutcome.SKIPPED),
    (UnreadableCodingError, LinkOutcome.SKIPPED),
    (CodingError, LinkOutcome.MALFORMED),
    (socket.gaierror, LinkOutcome.DNS),
    (aiohttp.ClientConnectorDNSError, LinkOutcome.DNS),
    (ssl.SSLError, LinkOutcome.TLS),
    (aiohttp.ClientSSLError, LinkOutcome.TLS),
    (TimeoutError, LinkOutcome.TIMEOUT),
    (ConnectionRefusedError, LinkOutcome.REFUSED),
    (ConnectionError, LinkOutcome.RESET),
    (aiohttp.ServerDisconnectedError, LinkOutcome.RESET),
    (ContentLengthError, LinkOutcome.RESET),
    (TransferEncodingError, LinkOutcome.RESET),
    (aiohttp.ClientConnectorError, LinkOutcome.REFUSED),  # no route and the like
    (aiohttp.ClientOSError, LinkOutcome.RESET),
    (OSError, LinkOutcome.REFUSED),
)

_UNPRINTABLE = re.compile(r"[^\x20-\x7e\u4e00-\u9fff]+")


def outcome_of_status(status: int) -> LinkOutcome:
    """What an answer with that status means for whoever follows a link to it."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 200 <= status < 400:
        return LinkOutcome.OK
    if 400 <= status < 500:
        return LinkOutcome.CLIENT_ERROR
    if 500 <= status < 600:
        return LinkOutcome.SERVER_ERROR
    return LinkOutcome.MALFORMED


def outcome_of_error(error: BaseException) -> LinkOutcome:
    """What a failed request means. Wrappers are looked through: the cause says more than the wrapper."""
    inner = _root(error)
    for cause in (inner, error):
        for kind, outcome in _BY_TYPE:
            if isinstance(cause, kind):
                return outcome
    return LinkOutcome.MALFORMED


def _root(error: BaseException) -> BaseException:
    if isinstance(error, aiohttp.ClientConnectorError):
        return error.os_error
    if isinstance(error, aiohttp.ClientPayloadError) and error.__cause__ is not None:
        return error.__cause__
    return error


def detail_of_error(error: BaseException) -> str:
    """A short printable reason: what the cause says of itself, or its kind."""
    inner = _root(error)
    said = inner.strerror if isinstance(inner, OSError) and inner.strerror else str(inner)
    if isinstance(error, aiohttp.ClientResponseError):
        said = error.message
    return printable(said) or type(inner).__name__


def printable(text: str, length: int = 200) -> str:
    """``text`` on one line, without control characters, cut to ``length``."""
    return _UNPRINTABLE.sub(" ", text).strip()[:length]
