"""The texts of a site, judged while its pages stream by: articles without the template, and the template once.

What a site repeats on its pages is known only when some of them were read, and which answers come first is chance. So
pages are held back, their words packed, until all that lie as near to the home page have come: a crawl reads the
nearer pages first. What is then learnt of these, whichever came first, holds for all pages of the look, the held ones
too. The same site gives the same verdicts in every look.
"""

import logging
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from checks.evidence import Page, Prose
from checks.finding import Fault, Place
from checks.gathering import Gathered
from checks.reading.article import Article, read_article
from checks.reading.template import NO_TEMPLATE, Part, Template, learn

log = logging.getLogger(__name__)

ENOUGH = 20
"""Articles that a template is learnt from, once all pages as near to the home page as they are have come."""

MAX_HELD = 5_000
"""Pages held back, some kilobytes each. A site that has more of them before twenty articles has no template for us."""

_MIN_TITLE = 8  # characters of a title, or of what is left of one that was cut
_AT_ONCE = 3  # held pages judged with each new one, so that nothing has to wait for all of them
_CUT = re.compile(r"(?:…|\.{2,})[\W\d年月日]*$")  # and the day beside it


class TextTally(Protocol):
    """What one check of texts found so far."""

    def take(self, prose: Prose, page_title: str, *, is_home: bool) -> None:
        """Have an article judged, and count what is wrong with it."""

    def faults_in(self, part: Prose) -> Sequence[Fault]:
        """What the check says of a part of the template."""

    @property
    def open(self) -> frozenset[str]:
        """The abouts of the open findings in the books."""

    def join(self, about: str, gathered: Gathered) -> None:
        """Count what was gathered of one fault of the template."""

    def note(self, url: str) -> None:
        """Count a page that was read."""

    def fail(self) -> None:
        """Say that a defect of ours kept something from being judged."""


@dataclass(slots=True)
class _Repeated:
    """A line of the template with faults in it, and where it was seen."""

    faults: list[tuple[TextTally, Fault, Gathered]] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    """Titles of articles in it: these are judged with their articles."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A page of which only its words are kept: all of them, and those of its article, packed."""

    url: str
    title: str
    is_home: bool
    words: bytes
    heading: str
    day: date | None
    body: bytes

    @property
    def text(self) -> str:
        """All that can be seen."""
        return _unpacked(self.words)

    @property
    def is_article(self) -> bool:
        """Whether it is an article."""
        return self.day is not None

    @property
    def article(self) -> Article | None:
        """The article, if it is one."""
        return Article(self.heading, _unpacked(self.body), self.day) if self.day is not None else None


class Texts:
    """The texts of one target. ``today`` is the day of the look, in Shanghai."""

    def __init__(self, tallies: Sequence[TextTally], today: date) -> None:
        self._tallies = tallies
        self._today = today
        self._held: list[_Held] = []
        self._articles = 0
        self._depth = 0
        self._template: Template | None = None
        self._repeated: dict[str, _Repeated] = {}

    def add(self, page: Page, *, is_home: bool, depth: int) -> None:
        """Take a page that is ``depth`` links away from the home page. It is judged when the template is known."""
        if not self._tallies:
            return
        for tally in self._tallies:
            tally.note(page.url)
        try:
            article = read_article(page)
        except Exception:  # a defect costs the indicator and nothing else, as in judging
            log.exception("the text of %s could not be read", page.url)
            for tally in self._tallies:
                tally.fail()
            return
        if self._template is None and depth > self._depth and self._articles >= ENOUGH:
            self._learn()
        self._depth = max(self._depth, depth)
        if self._template is not None:
            self._judge(self._template, page.url, page.title, page.text, article, is_home=is_home)
            self.catch_up(_AT_ONCE)
        else:
            self._hold(page, article, is_home=is_home)

    def catch_up(self, most: int) -> bool:
        """Judge so many of the pages that were held back. Whether any are left."""
        template = self._template
        while template is not None and self._held and most > 0:
            most -= 1
            one = self._held.pop()
            self._judge(template, one.url, one.title, one.text, one.article, is_home=one.is_home)
        return bool(self._held)

    def end(self) -> None:
        """Say that no more pages come: what a site repeats is learnt from those that came."""
        if self._template is None:
            self._learn()

    def finish(self) -> None:
        """Judge what is still held back, and tell what is wrong with the template."""
        self.end()
        self.catch_up(len(self._held))
        for line, repeated in self._repeated.items():
            for tally, fault, gathered in repeated.faults:
                if gathered.total and self._is_said(line, repeated.titles, tally, fault):
                    tally.join(fault.about, gathered)
        self._repeated = {}

    def _is_said(self, line: str, titles: set[str], tally: TextTally, fault: Fault) -> bool:
        """Whether anything is wrong with a line apart from the titles of articles in it."""
        if not titles:
            return True
        for title in sorted(titles, key=len, reverse=True):
            line = line.replace(title, "。")
        return bool(tally.faults_in(Prose(fault.place.url, "", line, self._today, is_template=True)))

    def _hold(self, page: Page, article: Article | None, *, is_home: bool) -> None:
        heading, body, day = (article.title, article.text, article.day) if article else ("", "", None)
        self._held.append(_Held(page.url, page.title, is_home, _packed(page.text), heading, day, _packed(body)))
        self._articles += article is not None
        if len(self._held) > MAX_HELD:
            self._know(NO_TEMPLATE)

    def _learn(self) -> None:
        self._know(learn(self._held, rare=any(tally.open for tally in self._tallies)))

    def _know(self, template: Template) -> None:
        """From here on the template is known: judge it first."""
        self._template = template
        for part in template.parts:
            self._judge_part(part, only_open=False)
        for part in template.rare:
            self._judge_part(part, only_open=True)

    def _judge_part(self, part: Part, *, only_open: bool) -> None:
        """What is wrong with lines of the template. Of lines that are too rare to be it, what is open already."""
        prose = Prose(part.url, "", "\n".join(part.lines), self._today, is_template=True)
        for tally in self._tallies:
            for fault in tally.faults_in(prose):
                if only_open and fault.about not in tally.open:
                    continue
                words = fault.place.text.strip("…")
                line = next((line for line in part.lines if words in line), part.lines[0])
                repeated = self._repeated.setdefault(line, _Repeated())
                repeated.faults.append((tally, fault, Gathered(fault.data)))

    def _judge(
        self, template: Template, url: str, title: str, text: str, article: Article | None, *, is_home: bool
    ) -> None:
        if self._repeated:
            self._count(url, title, text, article, is_home=is_home)
        if article is not None:
            said = template.without(article.text, url)
            if self._repeated:  # what is told of these lines is told of all pages at once
                said = "\n".join([line for line in said.split("\n") if line not in self._repeated])
            prose = Prose(url, article.title, said, article.day)
            for tally in self._tallies:
                tally.take(prose, title, is_home=is_home)

    def _count(self, url: str, title: str, text: str, article: Article | None, *, is_home: bool) -> None:
        """Count a page for the lines with faults that it shows. What is the title of an article is judged there."""
        lines = set(text.split("\n"))
        for line, repeated in self._repeated.items():
            if article is not None and (titled := _title_in(line, article.title)):
                repeated.titles.add(titled)
            if line in lines:
                for _, fault, gathered in repeated.faults:
                    here = Fault(Place(url, 0, fault.place.text), fault.about, fault.data)
                    gathered.add(here, is_home=is_home, title=title)


def _title_in(line: str, title: str) -> str:
    """The title of an article as it stands in a line, or the beginning of it that there was room for."""
    if len(title) >= _MIN_TITLE and title in line:
        return title
    cut = _CUT.sub("", line)
    return cut if cut != line and len(cut) >= _MIN_TITLE and title.startswith(cut) else ""


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")
