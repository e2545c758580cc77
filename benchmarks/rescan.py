"""``make bench-rescan``: what a second scan costs of a site that did not change, beside a scan that remembers nothing.

Three sites in turn: one whose server says that its pages did not change (304), one whose pages are the same by bytes,
and one whose pages differ in a script that nobody reads. Everything runs in this process, each round with a scan that
reads all and the second scan of what was just read; processor time, start-up left out.
"""

import argparse
import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.crawl import HERE, machine
from benchmarks.inside import charged, every_check
from benchmarks.office import set_up
from benchmarks.site.generate import generate
from benchmarks.site.serve import serving

PLAIN = "site-plain"
"""The folder of a site without forbidden words: a page that holds some is read in every scan."""

_BODY = re.compile(rb"</body>", re.IGNORECASE)


def main() -> None:
    """Measure all three, and print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, default=HERE / ".work")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    work: Path = chosen.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    generate(work / PLAIN, cues=False)
    pages = sum(1 for _ in (work / PLAIN / "www").rglob("*.html"))
    found: dict[str, Any] = {"machine": machine(), "pages": pages}
    unchanged = 0
    for name, tags, differs in (("304", True, False), ("equal bytes", False, False), ("equal words", False, True)):
        first, second, told = two_scans(work, chosen.rounds, tags=tags, differs=differs)
        unchanged = unchanged or told  # only the first of the three servers tells
        found[name] = figures(first, second, pages, unchanged)
    print(json.dumps(found | {"unchanged": unchanged}, indent=2))


def two_scans(work: Path, rounds: int, *, tags: bool, differs: bool) -> tuple[list[float], list[float], int]:
    """Processor seconds of first and second scans by rounds, and for how many pages the server said 304."""
    folder, first, second, told = work / "rescan", list[float](), list[float](), 0
    for _ in range(rounds):
        shutil.rmtree(folder, ignore_errors=True)
        config = set_up(folder)
        with serving(work / PLAIN, work / "nginx", tags=tags):
            first.append(charged(lambda: every_check(config))[0])  # noqa: B023  called at once
        # A server that ran on would go by the files it has open.
        state = rewritten(work / PLAIN / "www") if differs else as_it_is()
        with state, serving(work / PLAIN, work / "nginx", tags=tags) as server:
            server.forget()
            second.append(charged(lambda: every_check(config))[0])  # noqa: B023  called at once
            told = sum(line[-1] == "304" for line in server.requests())
    return first, second, told


def figures(first: list[float], second: list[float], pages: int, unchanged: int) -> dict[str, Any]:
    """Medians. ``page`` is a page of the first scan with all that a scan costs beside pages, in milliseconds;
    ``unchanged_page`` is what one more costs the second scan that is not read, the pages that are read taken as dear
    as those of the first."""
    page = [1000 * one / pages for one in first]
    rest = [(1000 * two - one * (pages - unchanged)) / unchanged for one, two in zip(page, second, strict=True)]
    return {
        "first_s": round(median(first), 2),
        "second_s": round(median(second), 2),
        "first_by_second": round(median(one / two for one, two in zip(first, second, strict=True)), 2),
        "page_ms": round(median(page), 3),
        "unchanged_page_ms": round(median(rest), 3),
        "page_by_unchanged_page": round(median(one / two for one, two in zip(page, rest, strict=True)), 2),
    }


@contextmanager
def as_it_is() -> Iterator[None]:
    """The site as it is."""
    yield


@contextmanager
def rewritten(www: Path) -> Iterator[None]:
    """A script more at the end of every page, while the body runs."""
    before = {file: file.read_bytes() for file in www.rglob("*.html")}
    for file, body in before.items():
        file.write_bytes(_BODY.sub(b"<script>var visited = %d;</script></body>" % time.time_ns(), body))
    try:
        yield
    finally:
        for file, body in before.items():
            file.write_bytes(body)


if __name__ == "__main__":
    main()
