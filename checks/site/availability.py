"""Availability over a week (国办秘函〔2019〕19号, 单项否决指标: 站点无法访问).

One week, at least twenty spaced visits a day; a visit fails when the site is not open at fifteen seconds; five percent
of failures or more is a veto. A visit that was blocked, or that we could not make, is neither opened nor failed. Visits
in the time of an announced maintenance are counted apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import ceil

from checks.check import check
from checks.evidence import Case, Probe, Reach
from checks.finding import Figures, Finding, Judgement, Measure, unknown
from checks.vocabulary import Outcome, Reason

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Week:
    """The visits of a week: those that count, those of them that failed, and those that do not count."""

    seen: Sequence[Probe]
    failed: Sequence[Probe]
    maintained: int
    unseen: int

    @classmethod
    def of(cls, case: Case) -> "_Week":
        week = [probe for probe in case.history.probes if case.as_of - WEEK < probe.at <= case.as_of]
        outside = [probe for probe in week if not case.history.in_maintenance(probe.at)]
        seen = [probe for probe in outside if probe.outcome.is_good or probe.outcome.is_broken]
        failed = [probe for probe in seen if _failed(probe, case.thresholds["seconds"])]
        return cls(seen, failed, len(week) - len(outside), len(outside) - len(seen))

    def allowed(self, case: Case) -> int:
        """How many of so many visits may fail."""
        return max(0, ceil(len(self.seen) * Fraction(str(case.thresholds["percent"])) / 100) - 1)

    def figures(self, case: Case) -> dict[str, str | int | float]:
        """What a finding, and the margin where there is none, rest on. ``left`` more failures are the veto, among as
        many visits."""
        limit = case.thresholds["percent"]
        return {
            "visits": len(self.seen),
            "failed": len(self.failed),
            "percent": round(100 * len(self.failed) / len(self.seen), 1) if self.seen else 0,
            "limit": int(limit) if float(limit).is_integer() else limit,
            "allowed": self.allowed(case),
            "left": max(0, self.allowed(case) + 1 - len(self.failed)),
            "maintained": self.maintained,
            "unwitnessed": sum(1 for probe in self.failed if probe.witnessed is None),
        }


@check("site.availability")
def availability(reach: Reach, case: Case) -> Judgement:
    """The share of failed visits in the week before ``as_of``, with the margin to the limit."""
    week = _Week.of(case)
    if len(week.seen) < case.thresholds["visits"]:
        return unknown(Reason.TOO_FEW_PROBES, unseen=max(1, week.unseen))
    url = case.subject.url or reach.url
    measure = Measure(url, case.subject.name, url, data=week.figures(case))
    findings = () if len(week.failed) <= week.allowed(case) else (_finding(url, week, case),)
    return Judgement(
        Outcome.FINDING if findings else Outcome.OK,
        findings,
        checked=len(week.seen),
        unseen=week.unseen,
        cleared=frozenset() if findings else case.open,
        measures=(measure,),
    )


def _failed(probe: Probe, limit: float) -> bool:
    return probe.outcome.is_broken or probe.seconds >= limit


def _finding(url: str, week: _Week, case: Case) -> Finding:
    figures: Figures = week.figures(case)
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=url,
        severity=case.severity,
        url=url,
        link_outcome=week.failed[-1].outcome,
        on_home=True,
        confirmed=True,  # the veto itself rests on many visits
        data={
            **figures,
            "case": "-".join(name for name in ("maintained", "unwitnessed") if figures[name]),
            "first": week.failed[0].at.isoformat(),
            "last": week.failed[-1].at.isoformat(),
        },
    )
