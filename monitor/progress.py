"""What a person sees of a scan while it runs: a moving line on a terminal, plain lines anywhere else."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TextIO

from checks.vocabulary import Outcome
from registry.ledger import TargetResult
from reports.terms import REASONS, term


class Watcher(Protocol):
    """Told what the scan does. All calls come from one thread."""

    def began(self, key: str) -> None:
        """An origin is being looked at."""

    def page(self, key: str) -> None:
        """A page of it was read."""

    def ended(self, key: str, said: str) -> None:
        """It was entered, or could not be; ``said`` tells in a few words."""


class Silent:
    """Says nothing."""

    def began(self, key: str) -> None:
        """Nothing."""

    def page(self, key: str) -> None:
        """Nothing."""

    def ended(self, key: str, said: str) -> None:
        """Nothing."""


class Lines(Silent):
    """One plain line for each origin that ended: for logs and pipes."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total, self._stream, self._done = total, stream, 0

    def ended(self, key: str, said: str) -> None:
        """Print the line."""
        self._done += 1
        self._stream.write(f"[{self._done}/{self._total}] {key}：{said}\n")
        self._stream.flush()


@contextmanager
def watching(total: int, stream: TextIO | None = None) -> Iterator[Watcher]:
    """A bar when the stream (stderr) is a terminal, plain lines otherwise."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield Lines(total, stream)
        return
    from monitor.bar import shown_bar  # noqa: PLC0415  it draws with Rich: only on a terminal

    with shown_bar(total, stream) as bar:
        yield bar


def said_of(results: Sequence[TargetResult]) -> str:
    """A visit in a few words: how much was looked at, what was found, and what could not be seen."""
    pages = sum(one.pages for one in results)
    links = sum(one.links for one in results)
    findings = sum(len(judgement.findings) for one in results for judgement in one.judgements.values())
    looked = f"{pages}页、{links}个链接，" if pages or links else ""
    return looked + (f"发现{findings}个问题" if findings else _clean(results))


def _clean(results: Sequence[TargetResult]) -> str:
    """What to say where nothing was found: what could not be seen is not called right."""
    judged = [judgement for one in results for judgement in one.judgements.values()]
    reasons = Counter(one.reason for one in judged if one.outcome is Outcome.UNKNOWN and one.reason is not None)
    if not reasons:
        return "未见问题"
    why = term(REASONS, reasons.most_common(1)[0][0])
    if not any(one.outcome is Outcome.OK for one in judged):
        return f"无法查看（{why}）"
    return f"{reasons.total()}项无法判断（{why}），其余未见问题"
