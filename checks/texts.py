"""The texts of a site, judged while its pages stream by: articles without the template, and the template once.

What a site repeats on its pages is known only when some of them were read, and which answers come first is chance. So
pages are held back, their words packed, until all that lie as near to the home page have come: a crawl reads the
nearer pages first. What is then learnt of these, whichever came first, holds for all pages of the look, the held ones
too. The same site gives the same verdicts in every look.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from checks.evidence import Page, Prose
from checks.finding import Fault, Place
from checks.gathering import Gathered
from checks.held import Held
from checks.linemarks import LineMarks
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

    def take(self, prose: Prose, page_title: str, *, is_home: bool) -> Sequence[Fault]:
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


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A text that was found in order: the lines of its article as numbers, and which of them were template then."""

    lines: tuple[int, ...] = ()
    template: tuple[int, ...] = ()
    """Places in ``lines``, from 0."""


@dataclass(slots=True)
class _Repeated:
    """A line of the template with faults in it, and where it was seen."""

    faults: list[tuple[TextTally, Fault, Gathered]] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    """Titles of articles in it: these are judged with their articles."""


class Texts:
    """The texts of one target. ``today`` is the day of the look, in Shanghai."""

    def __init__(self, tallies: Sequence[TextTally], today: date) -> None:
        self._tallies = tallies
        self._today = today
        self._held: list[Held] = []
        self._articles = 0
        self._depth = 0
        self._template: Template | None = None
        self._marks = LineMarks(NO_TEMPLATE)
        self._repeated: dict[str, _Repeated] = {}

    def add(self, page: Page, *, is_home: bool, depth: int) -> JudgedText | None:
        """Take a page that is ``depth`` links away from the home page. It is judged when the template is known.

        Returns what was judged of a text in which nothing is wrong.
        """
        if not self._tallies:
            return JudgedText()
        for tally in self._tallies:
            tally.note(page.url)
        try:
            article = read_article(page)
        except Exception:  # a defect costs the indicator and nothing else, as in judging
            log.exception("the text of %s could not be read", page.url)
            for tally in self._tallies:
                tally.fail()
            return None
        self._learn_before(depth)
        self._depth = max(self._depth, depth)
        if self._template is None:
            self._hold(page, article, is_home=is_home)
            return None
        is_fine = self._judge(self._template, page.url, page.title, page.text, article, is_home=is_home)
        self.catch_up(_AT_ONCE)
        return self._judged(page.url, article) if is_fine else None

    def is_as_before(self, url: str, depth: int, judged: JudgedText) -> bool:
        """Whether the same would be judged of the text as was then: the same lines of it are template."""
        if not self._tallies:
            return True
        self._learn_before(depth)
        if self._template is None or self._repeated:  # what is wrong with the template is looked for on every page
            return False
        return self._marks.on(url, judged.lines) == judged.template

    def recall(self, url: str) -> None:
        """Count a page that did not change and is in order."""
        for tally in self._tallies:
            tally.note(url)
        self.catch_up(_AT_ONCE)

    def _judged(self, url: str, article: Article | None) -> JudgedText | None:
        if article is None:
            return JudgedText()
        known = self._marks.of(url, article.text.split("\n"))
        return JudgedText(*known) if known is not None else None

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
        self._held.append(Held.of(page, article, is_home=is_home))
        self._articles += article is not None
        if len(self._held) > MAX_HELD:
            self._know(NO_TEMPLATE)

    def _learn_before(self, depth: int) -> None:
        """Learn the template once enough pages came, and the first that lies farther away is looked at."""
        if self._template is None and depth > self._depth and self._articles >= ENOUGH:
            self._learn()

    def _learn(self) -> None:
        self._know(learn(self._held, rare=any(tally.open for tally in self._tallies)))

    def _know(self, template: Template) -> None:
        """From here on the template is known: judge it first."""
        self._template = template
        self._marks = LineMarks(template)
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
    ) -> bool:
        """Judge the text of a page. Whether nothing is wrong with it."""
        if self._repeated:
            self._count(url, title, text, article, is_home=is_home)
        if article is not None:
            said = template.without(article.text, url)
            if self._repeated:  # what is told of these lines is told of all pages at once
                said = "\n".join([line for line in said.split("\n") if line not in self._repeated])
            prose = Prose(url, article.title, said, article.day)
            faults = [tally.take(prose, title, is_home=is_home) for tally in self._tallies]  # each must have it judged
            return not any(faults)
        return True

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
