"""The template of a site: the lines that stand on most of its pages, learnt from the first of them.

Navigation, side columns, banners and footers are written in words of every site's own. What tells them from an article
is that they are repeated, word for word, on pages that have nothing else in common. Layouts may differ by column, so
that what most articles of one column show is template there.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol
from zlib import crc32

from checks.reading.urls import path_of

MIN_PAGES = 5
"""Pages that must show a line before it can be template: of fewer nobody knows."""

_SHARE = 0.5  # of the pages: more than this show the line
_COLUMN_PAGES = 12  # pages of a column that are learnt from, so that a large one does not speak for all
_MOST_PAGES = 150
_NUMBERED = re.compile(r"[a-z]{0,2}\d[\w-]*", re.IGNORECASE)
_CALLING = (":", "：")  # “各县（市、区）人民政府：” stands on many pages and is said in each of them

_NOTHING: frozenset[str] = frozenset()


class PageWords(Protocol):
    """What is asked of a page to learn from: its address, its visible text by lines, and whether it is an article."""

    @property
    def url(self) -> str:
        """The address."""

    @property
    def text(self) -> str:
        """The text, asked for once, and only of pages that are learnt from."""

    @property
    def is_article(self) -> bool:
        """Whether it is an article."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to learn from whose text is there."""

    url: str
    text: str
    is_article: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of the template that stand below each other, with a page where they do."""

    url: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """The lines of a template: those of the whole site, and by column those that are shown in it alone.

    ``parts`` are all of them as they stand on the pages. ``rare`` are lines of several pages that are too few to make a
    template.
    """

    lines: frozenset[str] = _NOTHING
    columns: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    parts: tuple[Part, ...] = ()
    rare: tuple[Part, ...] = ()

    def without(self, text: str, url: str) -> str:
        """The lines of a text on that page that are not of the template."""
        lines, own = self.lines, self.columns.get(column_in(url), _NOTHING) if self.columns else _NOTHING
        if not lines and not own:
            return text
        return "\n".join([line for line in text.split("\n") if line not in lines and line not in own])


NO_TEMPLATE = Template()


def column_in(url: str) -> str:
    """The folders of an address without those that are numbers: ``/zwgk/tzgg/`` for ``/zwgk/tzgg/202611/t1.html``."""
    folders = path_of(url).split("/")[1:-1]
    return "".join(f"/{one}" for one in folders if not _NUMBERED.fullmatch(one)) + "/"


def learn(pages: Iterable[PageWords], *, rare: bool = False) -> Template:
    """The template of the site that these pages are of, whatever their order; with its ``rare`` lines when asked."""
    chosen = [Shown(page.url, page.text, page.is_article) for page in _chosen(pages)]
    seen = {page.url: _lines(page.text) for page in chosen}
    articles = [page for page in chosen if page.is_article]
    lines = _repeated(seen[page.url] for page in articles) | _repeated(seen.values())
    columns = {
        column: own
        for column, there in _by_column(articles).items()
        if (own := _repeated(seen[page.url] for page in there) - lines)
    }
    every = lines.union(*columns.values())
    few = _few(seen.values()) - every if rare else _NOTHING
    return Template(lines, columns, tuple(_parts(chosen, every)), tuple(_parts(chosen, few)))


def _few(pages: Collection[frozenset[str]]) -> frozenset[str]:
    """The lines of more than one page; where there are too few pages to learn from, all lines."""
    counts = Counter(line for lines in pages for line in lines)
    return frozenset(line for line, count in counts.items() if count > 1 or len(pages) < MIN_PAGES)


def _chosen(pages: Iterable[PageWords]) -> list[PageWords]:
    """The pages to learn from: some of each column, in an order of their own that has nothing to do with their days."""
    ranked = sorted(pages, key=lambda page: (crc32(page.url.encode("utf-8", "replace")), page.url))
    taken: Counter[tuple[str, bool]] = Counter()
    chosen: list[PageWords] = []
    for page in ranked:
        place = column_in(page.url), page.is_article
        if taken[place] < _COLUMN_PAGES and len(chosen) < _MOST_PAGES:
            taken[place] += 1
            chosen.append(page)
    return chosen


def _lines(text: str) -> frozenset[str]:
    return frozenset(line for line in text.split("\n") if line and not line.endswith(_CALLING))


def _by_column(articles: Sequence[Shown]) -> dict[str, list[Shown]]:
    columns: dict[str, list[Shown]] = {}
    for page in articles:
        columns.setdefault(column_in(page.url), []).append(page)
    return columns


def _repeated(pages: Iterable[frozenset[str]]) -> frozenset[str]:
    every = list(pages)
    if len(every) < MIN_PAGES:
        return _NOTHING
    counts = Counter(line for lines in every for line in lines)
    least = max(MIN_PAGES, int(len(every) * _SHARE) + 1)
    return frozenset(line for line, count in counts.items() if count >= least)


def _parts(pages: Iterable[Shown], wanted: Collection[str]) -> Iterator[Part]:
    """The wanted lines as they stand below each other, each line once."""
    left = set(wanted)
    for page in pages if left else ():
        run: list[str] = []
        for line in (*page.text.split("\n"), ""):
            if line in left:
                left.discard(line)
                run.append(line)
            elif run:
                yield Part(page.url, tuple(run))
                run = []
