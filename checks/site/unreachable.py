"""A site that does not open now (国办秘函〔2019〕19号, 单项否决指标: 站点无法访问).

The veto counts a week of visits. One scan can only say that the site is down now; that is a reminder.
"""

from checks.check import check
from checks.evidence import Case, Probe, Reach
from checks.finding import Finding, Judgement, unknown
from checks.vocabulary import Outcome, Reason

_REASONS = {"blocked": Reason.BLOCKED, "rate-limited": Reason.RATE_LIMITED, "skipped": Reason.ROBOTS}


@check("site.unreachable")
def unreachable(reach: Reach, case: Case) -> Judgement:
    """The home page does not open within the limit. Confirmed when a second look, later, fails too.

    When our own line is down, and in an announced maintenance, nothing is said of the site.
    """
    failed = [probe for probe in reach.probes if _failed(probe, case.thresholds["seconds"])]
    if not reach.probes:
        return unknown(Reason.NOT_REACHED)
    last = reach.probes[-1]
    if last in failed and reach.witnessed is False:
        return unknown(Reason.OUR_LINE)
    if last in failed and case.history.in_maintenance(last.at):
        return unknown(Reason.MAINTENANCE)
    if last in failed:
        return Judgement(Outcome.FINDING, (_finding(reach, failed, case),), checked=len(reach.probes))
    if not last.outcome.is_good:
        return unknown(_REASONS.get(last.outcome.value, Reason.NOT_REACHED))
    return Judgement(Outcome.OK, checked=len(reach.probes), cleared=case.open)


def _failed(probe: Probe, limit: float) -> bool:
    return probe.outcome.is_broken or probe.seconds >= limit


def _finding(reach: Reach, failed: list[Probe], case: Case) -> Finding:
    last = failed[-1]
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=reach.url,
        severity=case.severity,
        url=reach.url,
        link_outcome=last.outcome,
        on_home=True,
        confirmed=len(failed) > 1,
        data={
            "case": "unwitnessed" if reach.witnessed is None else "",
            "looks": len(reach.probes),
            "failed": len(failed),
            "seconds": round(last.seconds, 1),
            "status": last.status,
            "detail": last.detail,
        },
    )
