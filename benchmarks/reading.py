"""What reading costs field by field, on top of the parse: ``python -m benchmarks.reading [FOLDER] [--json OUT]``.

``FOLDER`` holds real pages; those of 60 to 160 KB count. Beside them stand pages of the made-up site, if
``make bench-crawl`` has written it. Every round begins with nothing remembered and reads each page once, as a crawl
does: what others of its site have in common with it is known, what it has of its own is not. Each page is parsed by
lxml just before. Figures are processor time, medians over the pages of their best rounds.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

import turbohtml
from lxml import etree

from checks.evidence import Page, Response
from checks.reading.charset import decode
from checks.reading.page import read_page
from checks.reading.remembered import Remembered
from checks.vocabulary import LinkOutcome
from monitor.look.heap import settle_in

FIELDS = (
    *("links", "text", "title", "metas", "tags", "published", "dates", "footer"),
    *("anchors", "level", "scripted", "scripting", "kind", "heading", "search", "controls"),
)
"""The fields in the order they are asked for. What a field needs of those before it is not charged to it."""

ASKED = ("tree", "links", "text", "title", "metas", "tags", "published", "dates", "footer")
"""What has a ceiling of :data:`CEILING` together."""

CEILING = 0.8
"""Milliseconds for a page of 100 KB, on top of the parse."""

SMALLEST, LARGEST = 60_000, 160_000
MADE_UP = Path(__file__).parent / ".work" / "site" / "www"
ROUNDS, PAGES = 9, 100
SEEN = datetime(2026, 11, 24, 4, tzinfo=UTC)


@dataclass
class Spent:
    """Milliseconds of one page by what they were spent on, one figure a round."""

    size: int
    rounds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, nanoseconds: int) -> None:
        """Note one figure."""
        self.rounds.setdefault(name, []).append(nanoseconds / 1e6)

    def of(self, names: Iterable[str]) -> float:
        """What these took together, each in its best round."""
        return sum(min(self.rounds[name]) for name in names)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print one table for each kind of page. 1 when real pages are over the ceiling."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", help="real pages")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures to this file")
    given = parser.parse_args(arguments)
    settle_in()  # as a crawl does: memory of a page's tree is kept for the next
    result = {}
    for name, pages in (("real pages", _real(given.folder)), ("made-up site", _made_up())):
        if pages:
            result[name] = measure(pages)
            _print(name, result[name])
    if given.json:
        given.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not result:
        sys.stderr.write("No pages: name a folder of real ones, or write the made-up site by `make bench-crawl`.\n")
    return int(not result or result.get("real pages", {"asked_100_kb": 0})["asked_100_kb"] > CEILING)


def measure(pages: Sequence[Response]) -> dict[str, float]:
    """Medians over the pages: what each step takes, and what is asked for together as it is and scaled to 100 KB."""
    spent = [Spent(len(page.body)) for page in pages]
    for number in range(ROUNDS):
        _forget()
        # Another page is the first each round, which nothing is remembered for yet.
        start = len(pages) * number // ROUNDS
        for page, one in [*zip(pages, spent, strict=True)][start:] + [*zip(pages, spent, strict=True)][:start]:
            _read(page, one)
    result = {name: median(one.of([name]) for one in spent) for name in spent[0].rounds}
    result["pages"], result["size"] = len(pages), median(one.size for one in spent)
    result["asked"] = median(one.of(ASKED) for one in spent)
    result["asked_100_kb"] = median(one.of(ASKED) * 100_000 / one.size for one in spent)
    result["asked_to_lxml"] = median(one.of(ASKED) / one.of(["lxml"]) for one in spent)
    result["all"] = median(one.of(["tree", *FIELDS]) for one in spent)
    return result


def _read(page: Response, spent: Spent) -> None:
    """One round of one page: lxml's bare parse, ours, and then field by field."""
    spent.add("lxml", _timed(lambda: etree.fromstring(page.body, etree.HTMLParser())))
    source, _ = decode(page.body, page.header("content-type"))
    parsing = _timed(lambda: turbohtml.parse(source))
    spent.add("parse", parsing)
    _fields(read_page(page), spent.add)
    spent.rounds["tree"][-1] = max(0.0, spent.rounds["tree"][-1] - parsing / 1e6)


def _fields(page: Page, note: Callable[[str, int], None]) -> None:
    reading = page._reading  # type: ignore[attr-defined]  # noqa: SLF001  # to tell the parse from the fields
    note("tree", _timed(lambda: reading.tree))
    for name in FIELDS:
        note(name, _timed(partial(getattr, page, name)))


def _timed(work: Callable[[], object]) -> int:
    begin = time.process_time_ns()
    work()
    return time.process_time_ns() - begin


def _forget() -> None:
    """Empty what the readers remember from page to page."""
    for name, module in list(sys.modules.items()):
        if name.startswith("checks.reading"):
            for value in list(vars(module).values()):
                if isinstance(value, Remembered | set):
                    value.clear()
                elif hasattr(value, "cache_clear"):
                    value.cache_clear()


def _real(folder: Path | None) -> list[Response]:
    files = sorted(folder.rglob("*.html")) if folder else []
    return [
        _answer(f"http://{file.name.partition('_')[0]}/{file.name}", file)
        for file in files
        if SMALLEST <= file.stat().st_size <= LARGEST
    ]


def _made_up() -> list[Response]:
    files = sorted(MADE_UP.rglob("*.html"))
    picked = files[:: max(1, len(files) // PAGES)][:PAGES]
    return [_answer(f"http://www.bench.test/{file.relative_to(MADE_UP)}", file) for file in picked]


def _answer(url: str, file: Path) -> Response:
    return Response(url, url, LinkOutcome.OK, 200, (("content-type", "text/html"),), file.read_bytes(), at=SEEN)


def _print(name: str, result: dict[str, float]) -> None:
    print(f"{name}: {result['pages']:.0f} pages, {result['size'] / 1000:.0f} KB at the median")
    print(f"{'':<24}{'ms a page':>10}{'lxml = 1':>10}")
    steps = [(f"  {one}", one) for one in ("tree", *FIELDS)]
    whole = [("links to footer", "asked"), ("all fields", "all")]
    for label, key in [("lxml's bare parse", "lxml"), ("our parse", "parse"), *steps, *whole]:
        print(f"{label:<24}{result[key]:>10.3f}{result[key] / result['lxml']:>10.2f}")
    print(f"{'links to footer, 100 KB':<24}{result['asked_100_kb']:>10.3f}   ceiling {CEILING}\n")


if __name__ == "__main__":
    sys.exit(main())
