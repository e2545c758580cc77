"""Pages as they were read last, kept on disk from one look to the next: what did not change is not read anew.

One file for each host. It is a memory and no book: where it is missing, or cannot be read, or was written by another
version or under other rules, every page is read as if for the first time. A new file takes the place of the old one at
the end of a look that came to its end.
"""

import asyncio
import json
import logging
import os
import re
import struct
import tempfile
import zlib
from array import array
from collections.abc import AsyncIterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from monitor.look.numbers import Numbers
from monitor.look.remembered import Remembered

log = logging.getLogger(__name__)

Tables: TypeAlias = dict[str, list[Any]]

_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, struct.error, zlib.error)
_AT_ONCE = 2000  # addresses turned into numbers in one turn of the loop
_FORMAT = b"govwatch pages 1\n"
_SIZES = struct.Struct("<IIII")  # bytes of a record's head, numbers behind it with a byte for each, anchors, checksum
_END = struct.Struct("<QI")  # where the tables begin, and their checksum


@dataclass(slots=True)
class Memory:
    """The pages of one host: those of the last look are found, those of this one are kept."""

    numbers: Numbers
    past: "_Past | None"
    _handle: int
    _pages: dict[int, int] = field(default_factory=dict)
    _malformed: set[int] = field(default_factory=set)
    _used: set[int] = field(default_factory=set)
    _anchors: dict[frozenset[str], int] = field(default_factory=dict)
    _end: int = 0
    _broken: bool = False

    def find(self, url: str) -> Remembered | None:
        """The page of that address as it was last, None when it is not remembered."""
        try:
            return self.past.find(url, self.numbers) if self.past is not None else None
        except (OSError, *_UNREADABLE) as error:
            log.warning("what was remembered of %s cannot be read: %s", url, error)
            return None

    def was_malformed(self, number: int) -> bool:
        """Whether that number stands for what could not be read as an address."""
        return self.past is not None and number in self.past.malformed

    def keep(self, page: Remembered, malformed: AbstractSet[int]) -> None:
        """Keep a page for the next look. A disk that takes no more costs only that.

        ``malformed`` are numbers of what cannot be read as an address, of this page or others.
        """
        if self._broken:
            return
        anchors = self._anchors.setdefault(page.anchors, len(self._anchors))
        head = page.written or _head_of(page)
        body = head + page.numbers.tobytes() + page.leads
        record = _SIZES.pack(len(head), len(page.numbers), anchors, zlib.crc32(body)) + body
        number = self.numbers.of(page.url)
        if self._write(record):
            self._pages[number] = self._end
            self._end += len(record)
            self._used.add(number)
            self._used.update(page.numbers)
            self._malformed.update(malformed & set(page.numbers) if malformed else ())

    def _write(self, record: bytes) -> bool:
        try:
            self._broken = os.pwrite(self._handle, record, self._end) < len(record)
        except OSError as error:
            self._broken = True
            log.warning("pages are not remembered: %s", error)
        return not self._broken

    def finish(self) -> bool:
        """Write what the records are found by. Whether the file is whole."""
        used = sorted(self._used)
        tables = {
            "numbers": used,
            "texts": [self.numbers.text(number) for number in used],
            "malformed": sorted(self._malformed),
            "anchors": [sorted(one) for one in self._anchors],
            "pages": list(self._pages.items()),
        }
        packed = zlib.compress(json.dumps(tables).encode(), 1)
        return not self._broken and self._write(packed + _END.pack(self._end, zlib.crc32(packed)))


class _Past:
    """The file of the last look. Its numbers are turned into those of this look."""

    def __init__(self, handle: int, tables: Tables) -> None:
        self._handle = handle
        self._tables = tables
        self._now = array("I", bytes(4 * (max(tables["numbers"], default=0) + 1)))
        self.malformed: frozenset[int] = frozenset()
        self._anchors = [frozenset(names) for names in tables["anchors"]]
        self._pages: dict[int, int] = {}

    async def turn_into(self, numbers: Numbers) -> None:
        """Give every address its number in this look, in pieces: others have work to do too."""
        old, texts = self._tables["numbers"], self._tables["texts"]
        for start in range(0, len(old), _AT_ONCE):
            for number, text in zip(old[start : start + _AT_ONCE], texts[start : start + _AT_ONCE], strict=True):
                self._now[number] = numbers.of(text)
            await asyncio.sleep(0)
        self.malformed = frozenset(self._now[number] for number in self._tables["malformed"])
        self._pages = {self._now[number]: at for number, at in self._tables["pages"]}
        self._tables = {}

    def find(self, url: str, numbers: Numbers) -> Remembered | None:
        """See :meth:`Memory.find`. Raises what a file raises that is not as it was written."""
        number = numbers.find(url)
        at = self._pages.get(number) if number is not None else None
        if at is None:
            return None
        size, count, anchors, checksum = _SIZES.unpack(os.pread(self._handle, _SIZES.size, at))
        record = os.pread(self._handle, size + 5 * count, at + _SIZES.size)
        if zlib.crc32(record) != checksum:
            raise ValueError("it is not as it was written")
        head, leads = record[:size], record[size + 4 * count :]
        old = array("I", record[size : size + 4 * count])
        now = array("I", map(self._now.__getitem__, old))
        told: list[Any] = [url, *json.loads(head), now, leads, self._anchors[anchors], head]
        return Remembered(*told)


def _head_of(page: Remembered) -> bytes:
    """What of a page is text, in the order of its fields."""
    told = [page.owner, page.title, page.published, page.digest, page.likeness, page.content, page.sheets, page.feeds]
    return json.dumps([*told, page.note, page.entity_tag, page.modified]).encode()


@asynccontextmanager
async def memory_of(folder: Path | None, name: str, key: str, numbers: Numbers) -> AsyncIterator[Memory | None]:
    """The memory of one host; None where nothing is remembered.

    ``key`` stands for all that it hangs on beside the pages: with another one the last look is forgotten.
    """
    if folder is None:
        yield None
        return
    begin = _FORMAT + key.encode() + b"\n"
    file = folder / f"{re.sub(r'[^a-zA-Z0-9.-]', '_', name)}.pages"
    with ExitStack() as stack:
        try:
            handle, temporary = _begun(folder, begin, stack)
        except OSError as error:
            log.warning("pages are not remembered in %s: %s", folder, error)
            yield None
            return
        past = await asyncio.to_thread(_opened, file, begin, stack)
        if past is not None:
            await past.turn_into(numbers)
        memory = Memory(numbers, past, handle, _end=len(begin))
        yield memory
        if await asyncio.to_thread(memory.finish):
            temporary.replace(file)


def _begun(folder: Path, begin: bytes, stack: ExitStack) -> tuple[int, Path]:
    """A new file, gone with the stack unless it took the place of another."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    stack.callback(Path(temporary).unlink, missing_ok=True)
    stack.callback(os.close, handle)
    os.pwrite(handle, begin, 0)
    return handle, Path(temporary)


def _opened(file: Path, begin: bytes, stack: ExitStack) -> _Past | None:
    """What a file holds that begins like that; it is closed with the stack."""
    try:
        handle = os.open(file, os.O_RDONLY)
        stack.callback(os.close, handle)
        if os.pread(handle, len(begin), 0) != begin:
            return None
        size = os.fstat(handle).st_size
        start, checksum = _END.unpack(os.pread(handle, _END.size, size - _END.size))
        if not len(begin) <= start <= size - _END.size:
            raise ValueError("it is not whole")
        packed = os.pread(handle, size - _END.size - start, start)
        if zlib.crc32(packed) != checksum:
            raise ValueError("it is not whole")
        return _Past(handle, json.loads(zlib.decompress(packed)))
    except FileNotFoundError:
        return None
    except (OSError, *_UNREADABLE) as error:
        log.warning("%s cannot be used, and is written anew: %s", file, error)
        return None
