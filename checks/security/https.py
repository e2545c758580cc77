"""Whether a site opens over HTTPS and leads plain HTTP there. Technical advice of the product."""

from checks.check import check
from checks.evidence import Case, Page, Response, Transport
from checks.finding import Finding, Judgement, Wanted, unknown
from checks.vocabulary import How, LinkOutcome, Outcome, Reason


@check("security.https")
def https(transport: Transport, case: Case) -> Judgement:
    """No HTTPS at all, or plain HTTP that does not lead to it. A host that answers neither is unknown."""
    plain_answers = transport.http is not None and transport.http.outcome.is_good
    secure = transport.https.outcome.is_good or transport.certificate is not None
    if not secure and transport.https.outcome.is_broken and plain_answers:
        return _found("no-https", transport, case, transport.https.outcome)
    if not secure:
        blocked = transport.https.outcome is LinkOutcome.BLOCKED
        return unknown(Reason.BLOCKED if blocked else Reason.UNREACHABLE)
    if transport.http_leads_to_https is False and plain_answers:
        return _found("not-redirected", transport, case, None)
    return Judgement(Outcome.OK, checked=1, cleared=case.open)


def _found(fault: str, transport: Transport, case: Case, outcome: LinkOutcome | None) -> Judgement:
    again = Wanted(f"https://{transport.host}/", How.GET, "second look over HTTPS")
    seen = case.answers.get(again)
    if fault == "no-https" and isinstance(seen, Page | Response) and not _failed(seen):
        return unknown(Reason.NOT_REACHED)  # it answered the second time: neither right nor wrong
    finding = Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=transport.host,
        severity=case.severity,
        url=f"https://{transport.host}/",
        link_outcome=outcome,
        confirmed=fault == "not-redirected" or isinstance(seen, Response),
        data={"case": fault},
    )
    wanted = () if fault == "not-redirected" or seen is not None else (again,)
    return Judgement(Outcome.FINDING, (finding,), checked=1, wanted=wanted)


def _failed(seen: Page | Response) -> bool:
    return isinstance(seen, Response) and seen.outcome.is_broken
