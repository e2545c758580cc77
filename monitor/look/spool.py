"""Answers of a look that is under way, kept in a file: a look that was broken off goes on instead of beginning anew.

A program that was killed left every answer it had got. The next one makes the same look again, is given these answers
as if they had just come, and so has the same frontier, the same pages seen and the same links, without asking anybody
twice. Whoever looks further asks as always.
"""

import json
import logging
import os
import struct
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

from checks.evidence import Response
from checks.vocabulary import LinkOutcome

log = logging.getLogger(__name__)

FRESH = 6 * 3600.0
"""Seconds after which an answer says nothing of the present any more."""

_OLD = 24 * 3600.0  # seconds after which a file is taken away whose look nobody took up
_SIZES = struct.Struct(">II")  # of the head (JSON) and of the body that follow
_LONGEST_HEAD = 2_000_000

_KEPT = tuple(field.name for field in fields(Response) if field.name not in ("body", "at"))

_CURRENT: ContextVar["Spool | None"] = ContextVar("spool", default=None)


class Spool:
    """The answers of one look. The n-th answer to a question is given to whoever asks it for the n-th time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: defaultdict[str, deque[tuple[int, int, dict[str, Any]]]] = defaultdict(deque)
        self._broken = False
        self._is_dropped = False
        file.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.taken_up = self._read()

    def take(self, question: str) -> Response | None:
        """The answer that was kept for that question, once."""
        if not self._kept.get(question):
            return None
        offset, size, head = self._kept[question].popleft()
        body = os.pread(self._handle, size, offset)
        return _response(head, body)

    def keep(self, question: str, response: Response) -> None:
        """Keep an answer. A disk that takes no more costs only that the look could not be taken up again."""
        if self._broken:
            return
        head = {name: getattr(response, name) for name in _KEPT} | {
            "at": response.at.isoformat() if response.at else ""
        }
        told = json.dumps({"question": question, "kept": time.time(), "response": head}).encode()
        try:
            os.write(self._handle, _SIZES.pack(len(told), len(response.body)) + told + response.body)
        except OSError as error:
            self._broken = True
            log.warning("%s takes no more answers: %s", self._file, error)

    def close(self) -> None:
        """Keep the file for whoever takes the look up, unless it was dropped."""
        if self._is_dropped:  # hundreds of megabytes that the system lets go of now, which takes it a while
            Thread(target=os.close, args=(self._handle,), name="spool").start()
        else:
            os.close(self._handle)

    def drop(self) -> None:
        """The look was entered: nobody needs the file any more."""
        self._file.unlink(missing_ok=True)
        self._is_dropped = True

    def _read(self) -> int:
        """Find the whole records that are fresh; how many there are. What a kill left half-written is cut off."""
        end, found, size = 0, 0, os.fstat(self._handle).st_size
        while end + _SIZES.size <= size:
            head_size, body_size = _SIZES.unpack(os.pread(self._handle, _SIZES.size, end))
            body_at = end + _SIZES.size + head_size
            if head_size > _LONGEST_HEAD or body_at + body_size > size:
                break
            try:
                head = json.loads(os.pread(self._handle, head_size, end + _SIZES.size))
            except ValueError:
                break
            if time.time() - head["kept"] < FRESH:
                self._kept[head["question"]].append((body_at, body_size, head["response"]))
                found += 1
            end = body_at + body_size
        os.ftruncate(self._handle, end)
        return found


def _response(head: dict[str, Any], body: bytes) -> Response:
    return Response(
        **head
        | {
            "body": body,
            "outcome": LinkOutcome(head["outcome"]),
            "at": datetime.fromisoformat(head["at"]) if head["at"] else None,
            "headers": tuple((name, value) for name, value in head["headers"]),
            "cookies": tuple((url, cookie) for url, cookie in head["cookies"]),
            "hops": tuple(head["hops"]),
        }
    )


def current() -> Spool | None:
    """The spool of the look that this task works for, if it has one."""
    return _CURRENT.get()


@contextmanager
def spooled(folder: Path | None, name: str) -> Iterator[Spool | None]:
    """Keep the answers of everything that the body asks for, and of what it starts. None: nothing is kept."""
    spool = _opened(folder, name)
    token = _CURRENT.set(spool)
    try:
        yield spool
    finally:
        _CURRENT.reset(token)
        if spool is not None:
            spool.close()


def _opened(folder: Path | None, name: str) -> Spool | None:
    if folder is None:
        return None
    try:
        for file in folder.glob("*.answers"):
            if time.time() - file.stat().st_mtime > _OLD:
                file.unlink(missing_ok=True)
        spool = Spool(folder / f"{name}.answers")
    except OSError as error:
        log.warning("answers are not kept in %s: %s", folder, error)
        return None
    if spool.taken_up:
        log.info("a look that was broken off goes on with %d answers", spool.taken_up)
    return spool
