"""Reads answers that break the rules of HTTP in ways that browsers overlook.

Old servers count characters where bytes are meant, send a length twice, or write headers that are none. A visitor sees
the page nevertheless, so a site must not be called broken for it. This is the second try, after the strict one failed.
"""

import asyncio
import re
import ssl
from dataclasses import dataclass

from monitor.look.addresses import Addresses
from monitor.look.weburl import WebUrl

_HEAD = 65_536  # bytes of status line and headers
_CHUNKS = 10_000
_STATUS = re.compile(rb"\s*HTTP/\d(?:\.\d)? +(\d{3})(?!\d)", re.IGNORECASE)
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"\s*([0-9a-f]{1,8})[^\n]{0,1000}\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as it was sent, the content still in its coding.

    ``whole`` is false when some of it is missing; ``ended`` is true when it says itself that nothing more comes.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    whole: bool
    ended: bool

    def header(self, name: bytes) -> bytes:
        """The first header of that lower-case name, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), b"")


def parse(data: bytes) -> Raw | None:
    """What a visitor would make of these bytes, or None when they are no answer at all."""
    status, end = _STATUS.match(data), _END_OF_HEAD.search(data, 0, _HEAD)
    if status is None or end is None:
        return None
    code, headers, body = int(status[1]), _headers(data[: end.start()]), data[end.end() :]
    if any(name.lower() == b"transfer-encoding" for name, _ in headers):
        return Raw(code, headers, *_unchunked(body))
    lengths = {value for name, value in headers if name.lower() == b"content-length"}
    if len(lengths) > 1:  # even browsers do not guess which one is meant
        return None
    stated = lengths.pop() if lengths else b""
    if code in (204, 304):
        return Raw(code, headers, b"", whole=True, ended=True)
    if not re.fullmatch(rb"\d{1,15}", stated):
        return Raw(code, headers, body, whole=True, ended=False)
    whole = len(body) >= int(stated)
    return Raw(code, headers, body[: int(stated)], whole, ended=whole)


def _headers(head: bytes) -> tuple[tuple[bytes, bytes], ...]:
    pairs = (line.partition(b":") for line in head.split(b"\n")[1:] if b":" in line)
    return tuple((name.strip(), value.strip()) for name, _, value in pairs if name.strip())


def _unchunked(body: bytes) -> tuple[bytes, bool, bool]:
    """The content of the chunks, whether each of them is complete, and whether the last, empty one was there."""
    parts: list[bytes] = []
    position = 0
    while (size := _CHUNK.match(body, position)) is not None and int(size[1], 16) and len(parts) < _CHUNKS:
        parts.append(body[size.end() : size.end() + int(size[1], 16)])
        position = size.end() + int(size[1], 16)
    ended = size is not None and not int(size[1], 16)
    whole = ended or (position <= len(body) and not body[position:].strip())
    return b"".join(parts), whole, ended


async def ask(
    addresses: Addresses, url: WebUrl, context: ssl.SSLContext | None, request: bytes, cap: int
) -> Raw | None:
    """Send ``request`` and read what comes back until it ends, the server hangs up or ``cap`` bytes are there.

    Raises ``OSError``. The time is limited by the caller.
    """
    name = url.host.strip("[]").rstrip(".") if context else None
    opened = await addresses.connect(url.host, url.port)
    reader, writer = await asyncio.open_connection(sock=opened, ssl=context, server_hostname=name)
    data, raw = b"", None
    try:
        writer.write(request)
        await writer.drain()
        while len(data) < cap + _HEAD and (piece := await reader.read(65_536)):
            data += piece
            raw = parse(data)
            if raw.ended if raw else len(data) >= _HEAD:
                break
    finally:
        writer.transport.abort()
    return raw
