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

_BODY = re.compile(rb"</body>", re.IGNORECASE)


def main() -> None:
    """Measure all three, and print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, default=HERE / ".work")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    work: Path = chosen.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    generate(work / "site")
    pages = sum(1 for _ in (work / "site" / "www").rglob("*.html"))
    found = {"machine": machine(), "pages": pages}
    for name, tags, differs in (("304", True, False), ("equal bytes", False, False), ("equal words", False, True)):
        found[name] = second_scan(work, chosen.rounds, tags=tags, differs=differs) | {"pages": pages}
    print(json.dumps(found, indent=2))


def second_scan(work: Path, rounds: int, *, tags: bool, differs: bool) -> dict[str, Any]:
    """Processor seconds of a first and of a second scan, the medians over the rounds, and their ratio."""
    folder, first, second = work / "rescan", [], []
    with serving(work / "site", work / "nginx", tags=tags):
        for _ in range(rounds):
            shutil.rmtree(folder, ignore_errors=True)
            config = set_up(folder)
            first.append(charged(lambda: every_check(config))[0])  # noqa: B023  called at once
            with rewritten(work / "site" / "www") if differs else unchanged():
                second.append(charged(lambda: every_check(config))[0])  # noqa: B023  called at once
    ratios = [one / other for one, other in zip(first, second, strict=True)]
    return {"first_s": median(first), "second_s": median(second), "first_by_second": median(ratios), "ratios": ratios}


@contextmanager
def unchanged() -> Iterator[None]:
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
