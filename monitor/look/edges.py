"""Which addresses stand on which pages of a crawl, on disk: of a page that was read only a few bytes stay in memory.

The file has no name and is gone with the crawl. A look that is taken up after a kill reads the same pages from its
spool, and so writes the same file.
"""

import json
import logging
import os
import struct
import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import IO

log = logging.getLogger(__name__)

_HEAD = struct.Struct("I")
_WAITING = 1_000_000  # bytes that wait in memory to be written together: a small crawl writes nothing


@dataclass(frozen=True, slots=True)
class Stood:
    """What was noted of a page: the numbers of all addresses on it, one for each place.

    ``told`` are line and text of each, of what cannot be read again: style sheets, feeds, and what a browser showed.
    """

    url: str
    title: str
    on_home: bool
    numbers: "array[int]"
    told: Sequence[tuple[int, str]] = ()


class Edges:
    """The pages that were noted, by number. ``folder``: where the file lies, None for that of the system.

    When the disk takes no more, memory does.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder if folder is not None and folder.is_dir() else None
        self._starts = array("Q")
        self._waiting = bytearray()
        self._written = 0
        self._file: IO[bytes] | None = None
        self._is_broken = False

    def add(self, stood: Stood) -> int:
        """Note a page. Returns its number."""
        told = [stood.url, stood.title, stood.on_home, *([stood.told] if stood.told else [])]
        head = json.dumps(told).encode()
        self._starts.append(self._written + len(self._waiting))
        self._waiting += _HEAD.pack(len(head)) + head + stood.numbers.tobytes()
        if len(self._waiting) > _WAITING and not self._is_broken:
            self._write()
        return len(self._starts) - 1

    def holding(self, pages: Iterable[int], wanted: AbstractSet[int]) -> Iterator[Stood]:
        """Those of the pages on which one of the ``wanted`` numbers stands."""
        sought = frozenset(wanted)
        for page in pages:
            record = self._record(page)
            if not sought.isdisjoint(numbers := _numbers_in(record)):
                yield _stood(record, numbers)

    def numbers(self, page: int) -> "array[int]":
        """What stands on a page."""
        return _numbers_in(self._record(page))

    def _record(self, page: int) -> bytes:
        start = self._starts[page]
        end = self._starts[page + 1] if page + 1 < len(self._starts) else self._written + len(self._waiting)
        if start >= self._written or self._file is None:
            return bytes(self._waiting[start - self._written : end - self._written])
        return os.pread(self._file.fileno(), end - start, start)

    def _write(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0, dir=self._folder)  # noqa: SIM115  closed with the crawl
                weakref.finalize(self, self._file.close)
            written = os.pwrite(self._file.fileno(), self._waiting, self._written)
        except OSError as error:
            written = 0
            log.warning("what stands on pages is kept in memory: %s", error)
        self._is_broken = written < len(self._waiting)
        if not self._is_broken:
            self._written += written
            self._waiting.clear()


def _numbers_in(record: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(record[_HEAD.size + _HEAD.unpack_from(record)[0] :])
    return numbers


def _stood(record: bytes, numbers: "array[int]") -> Stood:
    url, title, on_home, *told = json.loads(record[_HEAD.size : _HEAD.size + _HEAD.unpack_from(record)[0]])
    return Stood(url, title, on_home, numbers, [(line, text) for line, text in told[0]] if told else ())
