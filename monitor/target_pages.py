"""What is taken of the pages of one target beside their links: they are judged, and notes are made for later.

A page that did not change since it was last read is taken as it was noted then. That is an article in which nothing was
found that an owner was told of: what is open in the books is seen anew in every look.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from checks.evidence import DateRead, History, Page, PageLevel
from checks.judging import PageJudge
from monitor.asides.notes import AsideNotes
from monitor.columns import ColumnNotes
from monitor.look.remembered import Note, Remembered
from monitor.page_note import PageNote, note_in, verdict_in
from monitor.showing import Cues


@dataclass(frozen=True, slots=True)
class TargetPages:
    """Those who take something of each page. ``stood`` are the pages on which open findings stand."""

    judge: PageJudge
    columns: ColumnNotes
    asides: AsideNotes
    today: date
    stood: frozenset[str] = frozenset()
    cues: Cues = field(default_factory=Cues)

    def take(self, page: Page, *, is_home: bool, depth: int) -> Note | None:
        """Take a page. Returns what to give back while it stays as it is; None when it must be read anew."""
        verdict = self.judge.add(page, is_home=is_home, depth=depth)
        self.columns.add(page)
        cue, asides = self.cues.add(page), self.asides.add(page)
        published = page.published
        if verdict is None or published is None or page.level is not PageLevel.ARTICLE or page.url in self.stood:
            return None
        if not self._is_lasting(published) or not self.columns.is_no_list(page.url):
            return None
        return PageNote(verdict, published, cue, asides).as_json

    def may_recall(self, url: str, depth: int, note: Note) -> bool:
        """Whether reading the page again would come to the same, provided that it did not change."""
        is_free = url not in self.stood and self.columns.is_no_list(url)
        return is_free and self.judge.may_recall(url, depth, verdict_in(note))

    def recall(self, page: Remembered) -> None:
        """Take a page again that did not change."""
        note = note_in(page.note)
        self.judge.recall(page.url, page.title, note.verdict)
        self.columns.recall(page.url, note.published)
        self.cues.take(page.url, note.cue)
        self.asides.take(page.url, page.title, note.published.day, note.asides)

    def _is_lasting(self, published: DateRead) -> bool:
        """Whether a day is read the same whenever it is read: it is past, and names its year."""
        named = str(published.day.year) in unicodedata.normalize("NFKC", published.raw)
        return named and published.day <= self.today


def pages_of_findings(history: History) -> frozenset[str]:
    """The pages on which open findings stand."""
    return frozenset(url for urls in history.places.values() for url in urls)
