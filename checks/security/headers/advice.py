"""The check of a host's security headers: technical advice of the product, with the grade that a public tool gives."""

from checks.check import check
from checks.evidence import Case, HostHeaders
from checks.finding import Finding, Judgement, Place, unknown
from checks.security.headers.grading import Grade, Graded, grade
from checks.security.headers.scale import load_scale
from checks.vocabulary import Outcome, Reason

MAX_SEEN = 300
"""Characters kept of what a result was decided by."""

_TOLD_BY_HTTPS = frozenset({"redirection-missing", "redirection-not-to-https"})
"""Results that count in the grade and are told once, as ``security.https``."""


@check("security.headers")
def headers(seen: HostHeaders, case: Case) -> Judgement:
    """One finding for every header test that was not passed, but for what ``security.https`` tells.

    A host is asked once a scan: the next one confirms.
    """
    if seen.reason is not None:
        return unknown(seen.reason)
    graded = grade(seen, load_scale())
    if graded is None:
        return unknown(Reason.UNREACHABLE)
    told = [one for one in graded.failed if one.result.name not in _TOLD_BY_HTTPS]
    findings = tuple(_finding(one, graded, seen, case) for one in told)
    outcome = Outcome.FINDING if findings else Outcome.OK
    cleared = case.open - {finding.about for finding in findings}
    return Judgement(outcome, findings, checked=len(graded.tests), cleared=cleared)


def _finding(one: Graded, graded: Grade, seen: HostHeaders, case: Case) -> Finding:
    url = seen.judged.answer.final_url if seen.judged else ""
    value = one.result.seen[:MAX_SEEN]
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=one.test,
        severity=case.severity,
        url=url,
        places=(Place(url, text=value),),
        places_total=1,
        data={
            "case": one.result.name,
            "host": seen.host,
            "seen": value,
            "points": -one.worth.modifier,
            "score": graded.score,
            "grade": graded.letter,
            "standard": graded.standard,
        },
    )
