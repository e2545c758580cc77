"""What one page check found on the pages of a target so far, and what that comes to."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from checks.catalogue import Indicator
from checks.check import Check
from checks.evidence import Case, Page, Prose
from checks.finding import MAX_PLACES, Fault, Finding, Judgement, fingerprint, unknown
from checks.gathering import Gathered
from checks.vocabulary import Outcome, Reason

log = logging.getLogger(__name__)


def covered(judgement: Judgement, entry: Indicator) -> Judgement:
    """A judgement, unknown where nothing was found among too small a share of the things there are."""
    things = judgement.checked + judgement.unseen
    if judgement.outcome is not Outcome.OK or not things or judgement.checked >= entry.least_coverage * things:
        return judgement
    return replace(judgement, outcome=Outcome.UNKNOWN, reason=judgement.reason or Reason.NOT_REACHED)


@dataclass(slots=True)
class Tally:
    """What one page check found so far. Grows with distinct abouts, not with pages seen."""

    check: Check
    case: Case
    entry: Indicator
    gathered: dict[str, Gathered] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    failed: bool = False

    def note(self, url: str) -> None:
        """Count a page that was read."""
        self.seen.add(url)

    def take(self, evidence: Page | Prose, page_title: str, *, is_home: bool) -> Sequence[Fault]:
        """Have a page or a text judged, and count what is wrong with it."""
        faults = self.faults_in(evidence)
        self.count(faults, evidence.url, page_title, is_home=is_home)
        return faults

    def count(self, faults: Sequence[Fault], url: str, page_title: str, *, is_home: bool) -> None:
        """Count what is wrong with a page."""
        for fault in faults:
            title = page_title if fault.place.url == url else ""
            kept = self.gathered.setdefault(fault.about or url, Gathered(fault.data))
            kept.add(fault, is_home=is_home, title=title)

    def faults_in(self, evidence: Page | Prose) -> list[Fault]:
        """What the check says. One that raises has found nothing, and costs its indicator."""
        try:
            return list(self.check(evidence, self.case))
        except Exception:  # as in judging
            log.exception("the check of %s failed on %s", self.check.indicator, evidence.url)
            self.fail()
            return []

    def fail(self) -> None:
        """Say that a defect of ours kept something from being judged."""
        self.failed = True

    @property
    def open(self) -> frozenset[str]:
        """The abouts of the open findings in the books."""
        return self.case.open

    def join(self, about: str, gathered: Gathered) -> None:
        """Count what was gathered of one fault elsewhere."""
        self.gathered.setdefault(about, Gathered(gathered.data)).join(gathered)

    def judgement(self, reason: Reason | None, unseen: int) -> Judgement:
        """What it all comes to. ``reason`` says why pages were left out, None when none were."""
        if self.failed:
            return unknown(Reason.CHECK_FAILED)
        if not self.seen:
            return unknown(reason or Reason.NOT_REACHED)
        findings = tuple(self._finding(about, kept) for about, kept in sorted(self.gathered.items()))
        cleared = frozenset(about for about in self.case.open if self._is_cleared(about, complete=reason is None))
        outcome = Outcome.FINDING if findings else Outcome.OK
        return covered(Judgement(outcome, findings, reason, len(self.seen), unseen, cleared), self.entry)

    def _is_cleared(self, about: str, *, complete: bool) -> bool:
        """Gone from every page it stood on: all pages were read, or at least all of those."""
        if about in self.gathered:
            return False
        stood = self.case.history.places.get(fingerprint(self.check.indicator, self.case.subject.id, about), ())
        # Of more places than are kept the others are not known: then only a whole look tells.
        all_known = 0 < len(stood) < MAX_PLACES
        return complete or (all_known and all(url in self.seen for url in stood))

    def _finding(self, about: str, kept: Gathered) -> Finding:
        return Finding(
            indicator=self.check.indicator,
            target=self.case.subject.id,
            about=about,
            severity=self.entry.severity,
            url=kept.places[0].url,
            places=kept.places,
            places_total=kept.total,
            on_home=kept.on_home,
            data={**kept.data, "pages": kept.total},
        )
