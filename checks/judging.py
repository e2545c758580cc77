"""Running checks: evidence in, judgements out, by indicator.

A check that raises is a defect of ours. It costs its own indicator on that target (``unknown``, ``check-failed``) and
nothing else.
"""

import logging
from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from checks.catalogue import Catalogue, Indicator
from checks.check import Check
from checks.evidence import NO_HISTORY, Answer, Case, History, Page, Rendered, Subject
from checks.finding import MAX_PLACES, Fault, Finding, Judgement, Place, Wanted, fingerprint, not_applicable, unknown
from checks.merging import merged
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
            if one.wants is Page and self._applies(one, subject, as_of) and not self._is_paused(one, subject, as_of)
        ]
        return PageJudge(tallies)

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

    def __init__(self, tallies: list["_Tally"]) -> None:
        self._tallies = tallies

    def add(self, page: Page, *, is_home: bool = False) -> None:
        """Judge one page and forget it."""
        for tally in self._tallies:
            tally.add(page, is_home=is_home)

    def finish(self, reason: Reason | None, unseen: int = 0) -> Judgements:
        """The judgements over all pages added. ``reason`` says why pages were left out, None when none were."""
        return {tally.check.indicator: tally.judgement(reason, unseen) for tally in self._tallies}


@dataclass(slots=True)
class _Gathered:
    """Places in the order of their addresses, the home page first, and not in that in which pages happened to come.

    ``data`` are the figures of the first place in order: the same site gives the same finding.
    """

    data: Mapping[str, Any]
    ranked: list[tuple[bool, str, int, str, str]] = field(default_factory=list)
    total: int = 0
    on_home: bool = False

    def add(self, fault: Fault, *, is_home: bool, title: str = "") -> None:
        """One more place, on a page of that title."""
        self.total += 1
        self.on_home = self.on_home or is_home
        rank = (not is_home, fault.place.url, fault.place.line, fault.place.text, fault.place.title or title)
        if not self.ranked or rank < self.ranked[0]:
            self.data = fault.data
        if len(self.ranked) < MAX_PLACES or rank < self.ranked[-1]:
            insort(self.ranked, rank)
            del self.ranked[MAX_PLACES:]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that are kept."""
        return tuple(Place(url, line, text, title) for _, url, line, text, title in self.ranked)


@dataclass(slots=True)
class _Tally:
    """What one page check found so far. Grows with distinct abouts, not with pages seen."""

    check: Check
    case: Case
    entry: Indicator
    gathered: dict[str, _Gathered] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    failed: bool = False

    def add(self, page: Page, *, is_home: bool) -> None:
        self.seen.add(page.url)
        try:
            for fault in self.check(page, self.case):
                self._gather(fault, page, is_home=is_home)
        except Exception:  # as in _run
            log.exception("the check of %s failed on %s", self.check.indicator, page.url)
            self.failed = True

    def _gather(self, fault: Fault, page: Page, *, is_home: bool) -> None:
        about = fault.about or page.url
        title = page.title if fault.place.url == page.url else ""
        self.gathered.setdefault(about, _Gathered(fault.data)).add(fault, is_home=is_home, title=title)

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

    def _finding(self, about: str, kept: _Gathered) -> Finding:
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
