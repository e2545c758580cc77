"""Running checks: evidence in, judgements out, by indicator.

A check that raises is a defect of ours. It costs its own indicator on that target (``unknown``, ``check-failed``) and
nothing else.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from checks.catalogue import Catalogue, Indicator
from checks.check import Check
from checks.evidence import NO_HISTORY, Answer, Case, History, Page, Prose, Rendered, Subject
from checks.finding import MAX_PLACES, Fault, Finding, Judgement, Wanted, fingerprint, not_applicable, unknown
from checks.gathering import Gathered
from checks.merging import merged
from checks.texts import Texts
from checks.time import shanghai_day
from checks.vocabulary import Outcome, Reason

log = logging.getLogger(__name__)

Judgements = dict[str, Judgement]


class Judge:
    """All installed checks with the catalogue they are judged by. Raises nothing for what a site contains."""

    def __init__(self, checks: Iterable[Check], catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._checks = tuple(one for one in checks if one.indicator in catalogue)

    def indicators_for(self, subject: Subject) -> tuple[str, ...]:
        """The indicators that apply to a target and have a check, in order."""
        return tuple(one.indicator for one in self._checks if self._applies(one, subject))

    def judge(
        self,
        evidence: Any,
        subject: Subject,
        as_of: datetime,
        history: History = NO_HISTORY,
        answers: Mapping[Wanted, Answer] = MappingProxyType({}),
    ) -> Judgements:
        """Have every applicable check of this kind of evidence judge it. Not for pages: see :meth:`pages`."""
        return {
            one.indicator: not_applicable(Reason.PAUSED)
            if self._is_paused(one, subject, as_of)
            else _covered(
                _run(one, evidence, self._case(one, subject, as_of, history, answers)), self.catalogue[one.indicator]
            )
            for one in self._checks
            if one.wants is type(evidence) and self._applies(one, subject, as_of)
        }

    def rendered(
        self,
        shown: Iterable[Rendered],
        subject: Subject,
        as_of: datetime,
        history: History = NO_HISTORY,
        answers: Mapping[Wanted, Answer] = MappingProxyType({}),
    ) -> Judgements:
        """Have every applicable check of what a browser showed judge all of it; one judgement for each of them."""
        every = [self.judge(one, subject, as_of, history, answers) for one in shown]
        names = dict.fromkeys(name for judgements in every for name in judgements)
        return {name: merged([judgements[name] for judgements in every]) for name in names}

    def instead(self, kind: type, subject: Subject, judgement: Judgement) -> Judgements:
        """The same judgement for every applicable check of a kind of evidence that is not there to be judged."""
        return {one.indicator: judgement for one in self._checks if one.wants is kind and self._applies(one, subject)}

    def pages(self, subject: Subject, as_of: datetime, history: History = NO_HISTORY) -> "PageJudge":
        """Something that page checks can be run through while the pages of a target stream by."""
        tallies = [
            _Tally(one, self._case(one, subject, as_of, history, MappingProxyType({})), self.catalogue[one.indicator])
            for one in self._checks
            if one.wants in (Page, Prose)
            and self._applies(one, subject, as_of)
            and not self._is_paused(one, subject, as_of)
        ]
        return PageJudge(tallies, shanghai_day(as_of))

    def _applies(self, one: Check, subject: Subject, as_of: datetime | None = None) -> bool:
        """Whether the rule concerns a target and, where a day is given, is in force on it."""
        entry = self.catalogue[one.indicator]
        return subject.kind in entry.applies_to and (as_of is None or entry.is_in_force(shanghai_day(as_of)))

    def _is_paused(self, one: Check, subject: Subject, as_of: datetime) -> bool:
        return self.catalogue[one.indicator].pauses and subject.is_paused(shanghai_day(as_of))

    def _case(
        self, one: Check, subject: Subject, as_of: datetime, history: History, answers: Mapping[Wanted, Answer]
    ) -> Case:
        entry = self.catalogue[one.indicator]
        return Case(
            subject, as_of, entry.thresholds, history, answers, one.indicator, entry.severity, self.catalogue.words
        )


def _run(one: Check, evidence: Any, case: Case) -> Judgement:
    try:
        judgement = one(evidence, case)
    except Exception:  # a defect in one check must not cost the target its other checks
        log.exception("the check of %s failed on %s", one.indicator, case.subject.id)
        return unknown(Reason.CHECK_FAILED)
    if not isinstance(judgement, Judgement):
        log.error("the check of %s returned %s, not a Judgement", one.indicator, type(judgement).__name__)
        return unknown(Reason.CHECK_FAILED)
    return judgement


def _covered(judgement: Judgement, entry: Indicator) -> Judgement:
    """A judgement, unknown where nothing was found among too small a share of the things there are."""
    things = judgement.checked + judgement.unseen
    if judgement.outcome is not Outcome.OK or not things or judgement.checked >= entry.least_coverage * things:
        return judgement
    return replace(judgement, outcome=Outcome.UNKNOWN, reason=judgement.reason or Reason.NOT_REACHED)


class PageJudge:
    """Page checks over the pages of one target: faults with the same about are gathered into one finding.

    A page is read once a scan, so these findings are confirmed when the next scan sees them again.
    """

    def __init__(self, tallies: list["_Tally"], today: date) -> None:
        self._tallies = tallies
        self._of_pages = [tally for tally in tallies if tally.check.wants is Page]
        self._texts = Texts([tally for tally in tallies if tally.check.wants is Prose], today)

    def add(self, page: Page, *, is_home: bool = False, depth: int = 0) -> None:
        """Judge one page, ``depth`` links away from the home page, and forget it. The nearer pages come first."""
        for tally in self._of_pages:
            tally.note(page.url)
            tally.take(page, page.title, is_home=is_home)
        self._texts.add(page, is_home=is_home, depth=depth)

    def catch_up(self, most: int) -> bool:
        """No more pages come: judge so many of those held back. Whether any are left. ``finish`` does what was not."""
        self._texts.end()
        return self._texts.catch_up(most)

    def finish(self, reason: Reason | None, unseen: int = 0) -> Judgements:
        """The judgements over all pages added. ``reason`` says why pages were left out, None when none were."""
        self._texts.finish()
        return {tally.check.indicator: tally.judgement(reason, unseen) for tally in self._tallies}


@dataclass(slots=True)
class _Tally:
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

    def take(self, evidence: Page | Prose, page_title: str, *, is_home: bool) -> None:
        """Have a page or a text judged, and count what is wrong with it."""
        for fault in self.faults_in(evidence):
            about = fault.about or evidence.url
            title = page_title if fault.place.url == evidence.url else ""
            self.gathered.setdefault(about, Gathered(fault.data)).add(fault, is_home=is_home, title=title)

    def faults_in(self, evidence: Page | Prose) -> list[Fault]:
        """What the check says. One that raises has found nothing, and costs its indicator."""
        try:
            return list(self.check(evidence, self.case))
        except Exception:  # as in _run
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
        if self.failed:
            return unknown(Reason.CHECK_FAILED)
        if not self.seen:
            return unknown(reason or Reason.NOT_REACHED)
        findings = tuple(self._finding(about, kept) for about, kept in sorted(self.gathered.items()))
        cleared = frozenset(about for about in self.case.open if self._is_cleared(about, complete=reason is None))
        outcome = Outcome.FINDING if findings else Outcome.OK
        return _covered(Judgement(outcome, findings, reason, len(self.seen), unseen, cleared), self.entry)

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
