"""How well dates, kinds, titles, codes and footers are read from pages whose truth is known, beside htmldate.

    .venv/bin/python -m benchmarks.dates TRUTH.json [--json OUT] [--peer PYTHON]

``TRUTH.json`` is a list of objects with ``file`` (relative to the truth's own folder), ``kind``, ``host``, ``title``,
``site_code``, ``published``, ``published_time``, ``newest`` and ``footer``. Pages are read as files are: nobody says
when they were seen, and no browser runs. htmldate reads the same files in the same run in an interpreter of its own
(``make bench-dates`` makes one).
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checks.evidence import Page, PageKind, Response
from checks.reading.charset import decode
from checks.reading.identity import site_code_of
from checks.reading.page import read_page, settled
from checks.reading.tree import parse
from checks.vocabulary import LinkOutcome

KINDS = {
    "wechat-article": PageKind.ARTICLE,
    "error-403": PageKind.ERROR,
    "error-404": PageKind.ERROR,
    "wechat-state": PageKind.ERROR,
    "soft-404-home": PageKind.HOME,
    "wechat-profile": PageKind.OTHER,
}
"""What the finer kinds of a truth are among ours; the others have the same name."""

PEER = Path(__file__).parent / ".venv" / "bin" / "python"
ROUNDS = 5
FIELDS = ("published", "dates", "links", "tags", "footer", "text")
"""What is timed on top of the parse."""

LARGE = 50_000
"""Bytes of a page that counts as large."""

_PEER_SOURCE = """
import json, sys, time
from htmldate import find_date
found = {}
for name in json.load(sys.stdin):
    body = open(name, "rb").read()
    begin = time.process_time()
    try:
        day = find_date(body, extensive_search=True, original_date=True)
    except Exception:
        day = None
    found[name] = [day, (time.process_time() - begin) * 1000]
json.dump(found, sys.stdout)
"""


@dataclass
class Score:
    """How many were asked for, how many were right, and which were not."""

    total: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, name: str, expected: object, found: object) -> None:
        """Count one answer. No answer is missed, another one is wrong."""
        self.total += 1
        if found == expected:
            self.right += 1
        else:
            (self.wrong if found else self.missed).append(name)

    def interval(self) -> tuple[float, float]:
        """The share that is right, in per cent, between the ends of Wilson's interval of 95 %."""
        if not self.total:
            return 0.0, 100.0
        z, n, share = 1.96, self.total, self.right / self.total
        middle, spread = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return 100 * (middle - spread) / (1 + z * z / n), min(100.0, 100 * (middle + spread) / (1 + z * z / n))


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the pages of a truth and print how they were read. 1 when anything was read wrong, missed or invented."""
    parser = argparse.ArgumentParser(prog="benchmarks.dates", description=__doc__.partition("\n")[0])
    parser.add_argument("truth", type=Path)
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures to this file")
    parser.add_argument("--peer", type=Path, default=PEER, help="the Python that has htmldate")
    given = parser.parse_args(arguments)
    truths: list[dict[str, Any]] = json.loads(given.truth.read_text(encoding="utf-8"))
    result = measure(truths, given.truth.parent)
    result["htmldate"] = _peer(truths, given.truth.parent, given.peer)
    _print(result)
    if given.json:
        given.json.write_text(json.dumps(_plain(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    scores = [one for name, one in result.items() if isinstance(one, Score) and name != "htmldate"]
    return int(any(one.right < one.total for one in scores) or bool(result["invented"]))


def measure(truths: Sequence[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """What our readers make of the pages."""
    names = ("articles", "lists", "times", "kinds", "titles", "site_codes", "footer", "footer_items")
    scores = {name: Score() for name in names}
    invented: list[str] = []
    spent: list[Spent] = []
    for truth in truths:
        page, times = _read(folder / truth["file"], truth.get("host"))
        spent.append(times)
        _judge(truth, page, scores, invented)
    return {**scores, "invented": invented, **_medians(spent)}


@dataclass(frozen=True)
class Spent:
    """What a page of so many bytes cost, in processor milliseconds: all of it, :data:`FIELDS`, the parse."""

    size: int
    whole: float
    fields: float
    parse: float


def _medians(spent: Sequence[Spent]) -> dict[str, float]:
    """Milliseconds of a page at the median: all of it, and what comes on top of the parse, of large pages too."""
    large = [one for one in spent if one.size >= LARGE] or spent
    return {
        "ms_per_page_median": round(statistics.median(one.whole for one in spent), 3),
        "ms_on_top_of_parse_median": round(statistics.median(one.fields - one.parse for one in spent), 3),
        "large_pages": len(large),
        "large_kilobytes_median": round(statistics.median(one.size for one in large) / 1000, 1),
        "large_ms_on_top_of_parse_median": round(statistics.median(one.fields - one.parse for one in large), 3),
    }


def _judge(truth: dict[str, Any], page: Page, scores: dict[str, Score], invented: list[str]) -> None:
    name, kind = truth["file"], KINDS.get(truth["kind"], truth["kind"])
    published = page.published.day.isoformat() if page.published else None
    newest = max((read.day for read in page.dates), default=None)
    if kind == PageKind.ARTICLE and truth["published"]:
        scores["articles"].add(name, truth["published"], published)
        scores["times"].add(name, truth["published_time"], (page.published.time if page.published else "") or None)
    elif published:
        invented.append(name)
    if kind in {PageKind.HOME, PageKind.LIST}:
        scores["lists"].add(name, truth["newest"], newest.isoformat() if newest else None)
    elif kind != PageKind.ARTICLE and newest and name not in invented:
        invented.append(name)
    scores["kinds"].add(name, str(kind), str(page.kind))
    scores["titles"].add(name, _squeezed(truth["title"]), _squeezed(page.heading))
    if truth["site_code"]:
        scores["site_codes"].add(name, truth["site_code"], site_code_of(page))
    elif site_code_of(page):
        invented.append(f"{name} (site code)")
    found = sorted(page.footer)
    scores["footer"].add(name, sorted(truth["footer"]), found)
    for item in sorted({*truth["footer"], *found}):
        scores["footer_items"].add(f"{name} {item}", item in truth["footer"], item in found)


def _read(path: Path, host: str | None) -> tuple[Page, Spent]:
    """A page of which all was read, and what the quickest of some readings cost."""
    url = f"http://{host}/page/{path.name}" if host else path.absolute().as_uri()
    response = Response(url, url, LinkOutcome.OK, 200, (("content-type", "text/html"),), path.read_bytes())
    text, _ = decode(response.body, "text/html")
    whole = min(_milliseconds(lambda: settled(read_page(response))) for _ in range(ROUNDS))
    some = min(_milliseconds(lambda: _fields(read_page(response))) for _ in range(ROUNDS))
    alone = min(_milliseconds(lambda: parse(text)) for _ in range(ROUNDS))
    return settled(read_page(response)), Spent(len(response.body), whole, some, alone)


def _fields(page: Page) -> None:
    for name in FIELDS:
        getattr(page, name)


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def _peer(truths: Sequence[dict[str, Any]], folder: Path, python: Path) -> dict[str, Any] | None:
    """What htmldate makes of the same files, None when it is not installed."""
    if not python.exists():
        return None
    files = {str(folder / truth["file"]): truth for truth in truths}
    done = subprocess.run(  # the interpreter is the one that the caller names
        [str(python), "-c", _PEER_SOURCE], input=json.dumps(list(files)), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(f"htmldate did not run: {done.stderr.strip().rpartition(chr(10))[2]}\n")
        return None
    found: dict[str, list[Any]] = json.loads(done.stdout)
    articles, lists, invented = Score(), Score(), []
    for name, truth in files.items():
        kind, day = KINDS.get(truth["kind"], truth["kind"]), found[name][0]
        if kind == PageKind.ARTICLE and truth["published"]:
            articles.add(truth["file"], truth["published"], day)
        elif kind in {PageKind.HOME, PageKind.LIST}:
            lists.add(truth["file"], truth["newest"], day)
        elif day:
            invented.append(truth["file"])
    median = round(statistics.median(spent for _, spent in found.values()), 3)
    return {"articles": articles, "lists": lists, "invented": invented, "ms_per_page_median": median}


def _plain(value: Any) -> Any:
    if isinstance(value, Score):
        return {"total": value.total, "right": value.right, "wrong": value.wrong, "missed": value.missed}
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _print(result: dict[str, Any]) -> None:
    peer = result["htmldate"]
    print(f"{'':<14}{'govwatch':>10}   95 % interval     htmldate")
    for name, score in result.items():
        if isinstance(score, Score):
            low, high = score.interval()
            other = peer.get(name) if peer else None
            beside = f"{other.right}/{other.total}" if isinstance(other, Score) else ""
            print(f"{name:<14}{score.right:>5}/{score.total:<4}   {low:5.1f} – {high:5.1f} %   {beside:>8}")
    print(f"{'invented':<14}{len(result['invented']):>10}{'':21}{len(peer['invented']) if peer else '–':>8}")
    spent = peer["ms_per_page_median"] if peer else "–"
    print(f"{'ms a page':<14}{result['ms_per_page_median']:>10}{'':21}{spent:>8}")
    print(f"{'  above parse':<14}{result['ms_on_top_of_parse_median']:>10}")
    large = f"{result['large_pages']} pages of {result['large_kilobytes_median']} KB at the median"
    print(f"{'  above parse':<14}{result['large_ms_on_top_of_parse_median']:>10}   {large}")
    if peer is None:
        print("htmldate is not installed: `make bench-dates` installs it beside, or name its Python with --peer")
    for name, score in result.items():
        if isinstance(score, Score):
            for what in ("wrong", "missed"):
                for one in getattr(score, what):
                    print(f"{what}: {name}: {one}")
    for one in result["invented"]:
        print(f"invented: {one}")


if __name__ == "__main__":
    sys.exit(main())
