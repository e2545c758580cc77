"""A site that cannot be had over IPv6 (国办秘函〔2019〕19号, 扣分指标: 功能设计·IPv6改造).

It needs an address (AAAA) and an answer over it. Without a route of ours to IPv6 nothing can be said.
"""

from checks.check import check
from checks.evidence import Case, Ipv6
from checks.finding import Finding, Judgement, unknown
from checks.vocabulary import LinkOutcome, Outcome, Reason

_UNSEEN = {
    LinkOutcome.BLOCKED: Reason.BLOCKED,
    LinkOutcome.RATE_LIMITED: Reason.RATE_LIMITED,
    LinkOutcome.SKIPPED: Reason.ROBOTS,
}


@check("site.ipv6")
def ipv6(seen: Ipv6, case: Case) -> Judgement:
    """The host has no address for IPv6, or gives no answer over it. Confirmed when the next scan sees the same."""
    if seen.reason is not None:
        return unknown(seen.reason)
    if not seen.addresses:
        return Judgement(Outcome.FINDING, (_finding(seen, "no-address", case),), checked=1)
    if seen.probe is None:
        return unknown(Reason.NOT_REACHED)
    if seen.probe.outcome in _UNSEEN:
        return unknown(_UNSEEN[seen.probe.outcome])
    if seen.probe.status or seen.probe.outcome.is_good:  # whatever it says, it says it over IPv6
        return Judgement(Outcome.OK, checked=1, cleared=case.open)
    return Judgement(Outcome.FINDING, (_finding(seen, "no-answer", case),), checked=1)


def _finding(seen: Ipv6, words: str, case: Case) -> Finding:
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=seen.host,
        severity=case.severity,
        url=case.subject.url,
        link_outcome=seen.probe.outcome if seen.probe else None,
        data={"case": words, "host": seen.host, "address": next(iter(seen.addresses), "")},
    )
