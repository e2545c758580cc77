"""Content codings undone under a limit, so that a bomb of ten gigabytes costs no more than a page."""

import zlib
from typing import Protocol

_UNREADABLE = frozenset({"br", "zstd", "compress", "x-compress"})
_EITHER = zlib.MAX_WBITS | 32  # gzip or zlib, by their headers
_MAX_MEMBERS = 100  # gzip files may be strung together; nobody honest strings so many


class CodingError(Exception):
    """The body is not in the coding its header states."""


class UnreadableCodingError(Exception):
    """The body is in a coding that we never asked for and cannot undo. The message names it."""


class Decoder(Protocol):
    """Undoes a content coding piece by piece."""

    def feed(self, data: bytes, limit: int) -> bytes:
        """What ``data`` decodes to, at most ``limit`` bytes of it. Raises :class:`CodingError`."""


class Identity:
    """No coding at all."""

    def feed(self, data: bytes, limit: int) -> bytes:
        """The first ``limit`` bytes."""
        return data[:limit]


class Inflater:
    """Undoes gzip and deflate, also deflate without its zlib header, as some servers send it.

    What stands behind the last gzip member is left out.
    """

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=_EITHER)
        self._held = b""
        self._begun = False
        self._members = 1

    def feed(self, data: bytes, limit: int) -> bytes:
        """What ``data`` decodes to, at most ``limit`` bytes of it. Raises :class:`CodingError`."""
        data = self._held + data
        if len(data) < 2 and not self._begun:  # the first two bytes tell which coding it is
            self._held = data
            return b""
        self._held, out = b"", b""
        while data and len(out) < limit and self._members <= _MAX_MEMBERS:
            out += self._piece(data, limit - len(out))
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                data = self._inflate.unused_data
                self._inflate = zlib.decompressobj(wbits=_EITHER)
                self._members += 1
        return out

    def _piece(self, data: bytes, limit: int) -> bytes:
        try:
            piece = self._inflate.decompress(data, limit)
        except zlib.error as error:
            piece = self._other_piece(data, limit, error)
        self._begun = True
        return piece

    def _other_piece(self, data: bytes, limit: int, error: zlib.error) -> bytes:
        """What to make of bytes that do not inflate: no zlib header at the start, or something behind the end."""
        if self._members > 1:
            self._members = _MAX_MEMBERS + 1
            return b""
        if self._begun:
            raise CodingError(str(error)) from error
        self._inflate = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        try:
            return self._inflate.decompress(data, limit)
        except zlib.error:
            raise CodingError(str(error)) from error


def decoder_for(content_encoding: str) -> Decoder:
    """The decoder for a ``Content-Encoding``. Words that are no coding are ignored, as browsers do.

    Raises :class:`UnreadableCodingError` for a real coding that cannot be undone here.
    """
    if not content_encoding:  # mostly
        return Identity()
    codings = [word.strip().lower() for word in content_encoding.split(",")]
    codings = [word for word in codings if word in _UNREADABLE or word in ("gzip", "x-gzip", "deflate")]
    if not codings:
        return Identity()
    if len(codings) > 1 or codings[0] in _UNREADABLE:
        raise UnreadableCodingError(f"the content coding {', '.join(codings)} was not asked for and cannot be read")
    return Inflater()
