"""What was noted of a page beside its links, to and from JSON: kept from one look to the next while the page stays."""

from dataclasses import dataclass
from datetime import date

from checks.evidence import AsideKind, DateRead, DateSource
from checks.finding import Fault, Place
from checks.judging import Verdict
from checks.texts import JudgedText
from monitor.asides.beside import PageAsides
from monitor.look.remembered import Note
from monitor.showing import Cue


@dataclass(frozen=True, slots=True)
class PageNote:
    """What checks said of an article, when it was published, and what a browser and the look beside its text go by."""

    verdict: Verdict
    published: DateRead
    cue: Cue
    asides: PageAsides

    @property
    def as_json(self) -> Note:
        """Without what is empty: for most pages that is nearly all."""
        day, asides, text = self.published, self.asides, self.verdict.text
        told = {
            "faults": [
                [indicator, [one.place.url, one.place.line, one.place.text, one.place.title], one.about, dict(one.data)]
                for indicator, one in self.verdict.faults
            ],
            "lines": text.lines,
            "template": text.template,
            "spoken": self.cue.spoken,
            "covers": self.cue.covers,
            "texts": asides.texts,
            "documents": asides.documents,
            "codes": asides.codes,
            "unreadable": asides.unreadable,
        }
        said = [day.day.isoformat(), day.source.value, day.raw, day.line, day.confidence, day.about_url, day.time]
        return {"published": said} | {name: value for name, value in told.items() if value}


def verdict_in(note: Note) -> Verdict:
    """The verdict alone."""
    faults = [
        (indicator, Fault(Place(*place), about, data)) for indicator, place, about, data in note.get("faults", ())
    ]
    return Verdict(tuple(faults), JudgedText(tuple(note.get("lines", ())), tuple(note.get("template", ()))))


def note_in(note: Note) -> PageNote:
    """All of it. Raises ValueError, KeyError or TypeError for what is no such note."""
    day, source, *further = note["published"]
    asides = PageAsides(
        tuple((AsideKind(kind), words, url) for kind, words, url in note.get("texts", ())),
        tuple((url, name, cue) for url, name, cue in note.get("documents", ())),
        tuple((url, words, cue) for url, words, cue in note.get("codes", ())),
        tuple(note.get("unreadable", ())),
    )
    published = DateRead(date.fromisoformat(day), DateSource(source), *further)
    cue = Cue(note.get("spoken", False), tuple(note.get("covers", ())))
    return PageNote(verdict_in(note), published, cue, asides)
