"""Requests without a body, sent over aiohttp's connections, and the heads of their answers.

This is what is left of aiohttp's session where there is no body to send, no cookie to keep, no proxy, no redirect to
follow and nobody who traces: a third of what it costs. Connections, their pool, TLS and the parser are aiohttp's own.
"""

import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp.connector import Connection
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from monitor.look.connector import Connector

_HEADER_SIZE = 65_536  # bytes of one header; browsers take more, so a site must not be called broken for it
_HEADERS = 256
_BUFFER = 262_144  # bytes of content that wait to be taken; the rest has to wait at the server
_UNSENDABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Destination:
    """Where requests go: one origin, with the TLS context to ask it with. ``headers`` are said in every request.

    ``server_hostname`` is the name for the certificate where it is not that of the origin. Raises ``ValueError`` for an
    origin that is none.
    """

    def __init__(
        self, origin: str, headers: Mapping[str, str], context: ssl.SSLContext, server_hostname: str | None = None
    ) -> None:
        self.origin = origin
        url = URL(f"{origin}/", encoded=True)
        self.request = aiohttp.ClientRequest("GET", url, ssl=context, server_hostname=server_hostname)
        self._headers = {"Host": self.request.headers["Host"], **headers}
        self._lines = _lines(self._headers)

    def message(self, method: str, target: str, headers: Mapping[str, str]) -> bytes:
        """The bytes of a request. Raises ``ValueError`` for what cannot stand in one."""
        lines = _lines({**self._headers, **headers}) if headers else self._lines
        return f"{method} {_sendable(target)} HTTP/1.1\r\n".encode() + lines


@dataclass(slots=True)
class Reply:
    """An answer whose head was read. Its connection is to be released, whatever comes of the ``content``."""

    status: int
    headers: Mapping[str, str]
    raw_headers: Sequence[tuple[bytes, bytes]]
    content: aiohttp.StreamReader
    connection: Connection


class Wire:
    """Sends requests over the connections of a connector. ``connect``: seconds that one may take to come about."""

    def __init__(self, connector: Connector, connect: float) -> None:
        self._connector = connector
        self._limits = aiohttp.ClientTimeout(total=None, connect=connect, ceil_threshold=3600)

    async def send(self, place: Destination, method: str, target: str, headers: Mapping[str, str]) -> Reply:
        """Send a request and read the head of its answer. ``method`` is one that may be sent twice, like GET and HEAD.

        Raises ``ClientError`` and ``ValueError`` as aiohttp's session does. The time is limited by the caller.
        """
        message, bodiless = place.message(method, target, headers), method == "HEAD"
        try:
            return await self._sent(place, target, message, bodiless=bodiless)
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):  # mostly an idle connection, closed meanwhile
            return await self._sent(place, target, message, bodiless=bodiless)

    async def _sent(self, place: Destination, target: str, message: bytes, *, bodiless: bool) -> Reply:
        try:
            connection = await self._connector.connect(place.request, [], self._limits)
        except TimeoutError as error:
            raise aiohttp.ConnectionTimeoutError(f"Connection timeout to host {place.origin}{target}") from error
        try:
            return await _asked(connection, place, message, bodiless=bodiless)
        except BaseException:
            connection.close()
            raise


async def _asked(connection: Connection, place: Destination, message: bytes, *, bodiless: bool) -> Reply:
    protocol, transport = connection.protocol, connection.transport
    if protocol is None or transport is None or transport.is_closing():
        raise aiohttp.ClientConnectionResetError("Cannot write to closing transport")
    protocol.set_response_params(
        skip_payload=bodiless,
        read_until_eof=True,
        auto_decompress=False,
        read_bufsize=_BUFFER,
        max_line_size=_HEADER_SIZE,
        max_field_size=_HEADER_SIZE,
        max_headers=_HEADERS,
    )
    transport.write(message)
    try:
        head, content = await protocol.read()
        while 100 <= head.code < 200 and head.code != 101:  # the answer comes after it
            head, content = await protocol.read()
    except HttpProcessingError as error:
        info = place.request.request_info
        raise aiohttp.ClientResponseError(info, (), status=error.code, message=error.message) from error
    return Reply(head.code, head.headers, head.raw_headers, content, connection)


def _lines(headers: Mapping[str, str]) -> bytes:
    lines = [f"{_sendable(name)}: {_sendable(value)}\r\n" for name, value in headers.items()]
    return "".join((*lines, "\r\n")).encode()


def _sendable(text: str) -> str:
    if _UNSENDABLE.search(text):
        raise ValueError("Forbidden control character detected in headers. Potential header injection attack.")
    return text
