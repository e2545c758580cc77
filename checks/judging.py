"""Running checks: evidence in, judgements out, by indicator.

A check that raises is a defect of ours. It costs its own indicator on that target (``unknown``, ``check-failed``) and
nothing else.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from checks.catalogue import Catalogue
from checks.check import Check
from checks.evidence import NO_HISTORY, Answer, Case, History, Page, Prose, Rendered, Subject
from checks.finding import Fault, Judgement, Wanted, not_applicable, unknown
from checks.merging import merged
from checks.tally import Tally, covered
from checks.texts import JudgedText, Texts
from checks.time import shanghai_day
from checks.vocabulary import Reason

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

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages that its checks come from, and our own."""
        names = {one.function.__module__.partition(".")[0] for one in self._checks}
        return tuple(sorted(names | {"checks", "monitor"}))

    def in_force_for(self, subject: Subject, as_of: datetime) -> tuple[str, ...]:
        """The indicators by which pages of a target are judged that day."""
        return tuple(one.indicator for one in self._of_pages(subject, as_of))

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
            else covered(
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
            Tally(one, self._case(one, subject, as_of, history, MappingProxyType({})), self.catalogue[one.indicator])
            for one in self._of_pages(subject, as_of)
        ]
        return PageJudge(tallies, shanghai_day(as_of))

    def _of_pages(self, subject: Subject, as_of: datetime) -> Iterator[Check]:
        for one in self._checks:
            applies = one.wants in (Page, Prose) and self._applies(one, subject, as_of)
            if applies and not self._is_paused(one, subject, as_of):
                yield one

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


class PageJudge:
    """Page checks over the pages of one target: faults with the same about are gathered into one finding.

    A page is read once a scan, so these findings are confirmed when the next scan sees them again.
    """

    def __init__(self, tallies: list[Tally], today: date) -> None:
        self._tallies = tallies
        self._of_pages = [tally for tally in tallies if tally.check.wants is Page]
        self._texts = Texts([tally for tally in tallies if tally.check.wants is Prose], today)

    def add(self, page: Page, *, is_home: bool = False, depth: int = 0) -> "Verdict | None":
        """Judge one page, ``depth`` links away from the home page, and forget it. The nearer pages come first.

        Returns what may be said again while the page stays as it is; nothing of a page whose text is wrong, is judged
        later, or could not be judged.
        """
        faults: list[tuple[str, Fault]] = []
        for tally in self._of_pages:
            tally.note(page.url)
            faults += [(tally.check.indicator, one) for one in tally.take(page, page.title, is_home=is_home)]
        text = self._texts.add(page, is_home=is_home, depth=depth)
        if text is None or any(tally.failed for tally in self._tallies):
            return None
        return Verdict(tuple(faults), text)

    def may_recall(self, url: str, depth: int, verdict: "Verdict") -> bool:
        """Whether a verdict of an earlier look still is what judging the unchanged page would come to."""
        return self._texts.is_as_before(url, depth, verdict.text)

    def recall(self, url: str, title: str, verdict: "Verdict") -> None:
        """Count a page that did not change as it was judged before. No home page."""
        faults = defaultdict[str, list[Fault]](list)
        for indicator, fault in verdict.faults:
            faults[indicator].append(fault)
        for tally in self._of_pages:
            tally.note(url)
            tally.count(faults[tally.check.indicator], url, title, is_home=False)
        self._texts.recall(url)

    def catch_up(self, most: int) -> bool:
        """No more pages come: judge so many of those held back. Whether any are left. ``finish`` does what was not."""
        self._texts.end()
        return self._texts.catch_up(most)

    def finish(self, reason: Reason | None, unseen: int = 0) -> Judgements:
        """The judgements over all pages added. ``reason`` says why pages were left out, None when none were."""
        self._texts.finish()
        return {tally.check.indicator: tally.judgement(reason, unseen) for tally in self._tallies}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What page checks said of a page whose text is in order: faults by indicator, and what its text came to."""

    faults: tuple[tuple[str, Fault], ...]
    text: JudgedText
