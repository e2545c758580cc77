"""What a person sees of a scan while it runs: a moving line on a terminal, plain lines anywhere else."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


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


class Bar:
    """A bar with the number of pages read, and a line for each origin that ended."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._pages = progress, 0
        self._task = progress.add_task("扫描", total=total, pages=0)

    def began(self, key: str) -> None:
        """Name the newest origin."""
        self._progress.update(self._task, description=key)

    def page(self, key: str) -> None:
        """Count the page."""
        self._pages += 1
        self._progress.update(self._task, pages=self._pages)

    def ended(self, key: str, said: str) -> None:
        """Print the line above the bar."""
        self._progress.console.print(f"{key}：{said}", markup=False, highlight=False)
        self._progress.advance(self._task)


@contextmanager
def watching(total: int, stream: TextIO | None = None) -> Iterator[Watcher]:
    """A bar when the stream (stderr) is a terminal, plain lines otherwise."""
    stream = stream or sys.stderr
    console = Console(file=stream)
    if not console.is_terminal:
        yield Lines(total, stream)
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pages]}页"),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(progress, total)
