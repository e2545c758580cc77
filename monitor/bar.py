"""A scan on a terminal: a bar with the number of pages read, and a line for each origin that ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


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
def shown_bar(total: int, stream: TextIO) -> Iterator[Bar]:
    """The bar for so many origins, on a terminal, gone at the end."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pages]}页"),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        yield Bar(progress, total)
