"""Availability over a week (国办秘函〔2019〕19号, 单项否决指标: 站点无法访问).

One week, at least twenty spaced visits a day; a visit fails when the site is not open at fifteen seconds; five percent
of failures or more is a veto. A visit that was blocked, or that we could not make, is neither opened nor failed.
"""

from datetime import timedelta
from math import ceil

from checks.check import check
from checks.evidence import Case, Probe, Reach
from checks.finding import Finding, Judgement, unknown
from checks.vocabulary import Outcome, Reason

WEEK = timedelta(days=7)


@check("site.availability")
def availability(reach: Reach, case: Case) -> Judgement:
    """The share of failed visits in the week before ``as_of``, with the margin to the limit."""
    week = [probe for probe in case.history.probes if case.as_of - WEEK < probe.at <= case.as_of]
    seen = [probe for probe in week if probe.outcome.is_good or probe.outcome.is_broken]
    if len(seen) < case.thresholds["visits"]:
        return unknown(Reason.TOO_FEW_PROBES, unseen=max(1, len(week) - len(seen)))
    failed = [probe for probe in seen if _failed(probe, case.thresholds["seconds"])]
    if 100 * len(failed) < case.thresholds["percent"] * len(seen):
        return Judgement(Outcome.OK, checked=len(seen), unseen=len(week) - len(seen), cleared=case.open)
    finding = _finding(reach, seen, failed, case)
    return Judgement(Outcome.FINDING, (finding,), checked=len(seen), unseen=len(week) - len(seen))


def _failed(probe: Probe, limit: float) -> bool:
    return probe.outcome.is_broken or probe.seconds >= limit


def _finding(reach: Reach, seen: list[Probe], failed: list[Probe], case: Case) -> Finding:
    limit = case.thresholds["percent"]
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=case.subject.url or reach.url,
        severity=case.severity,
        url=case.subject.url or reach.url,
        link_outcome=failed[-1].outcome,
        on_home=True,
        confirmed=True,  # the veto itself rests on many visits
        data={
            "visits": len(seen),
            "failed": len(failed),
            "percent": round(100 * len(failed) / len(seen), 1),
            "limit": int(limit) if float(limit).is_integer() else limit,
            "allowed": max(0, ceil(len(seen) * limit / 100) - 1),
            "first": failed[0].at.isoformat(),
            "last": failed[-1].at.isoformat(),
        },
    )
