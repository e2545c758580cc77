"""The certificate a host shows. Technical advice of the product; its dates are judged against ``as_of``."""

from datetime import timedelta

from checks.check import check
from checks.evidence import Case, Certificate, CertificateFault, Transport
from checks.finding import Figure, Finding, Judgement, not_applicable, unknown
from checks.time import days_between, shanghai_day
from checks.vocabulary import Outcome, Reason

_GRAVEST_FIRST = (
    CertificateFault.WRONG_HOST,
    CertificateFault.SELF_SIGNED,
    CertificateFault.UNTRUSTED,
    CertificateFault.INCOMPLETE_CHAIN,
    CertificateFault.OTHER,
)


@check("security.certificate")
def certificate(transport: Transport, case: Case) -> Judgement:
    """In date, for this host, from a trusted root, with its whole chain. A host without HTTPS has none to judge."""
    shown = transport.certificate
    if shown is None:
        without = transport.https.outcome.is_broken and transport.http is not None and transport.http.outcome.is_good
        return not_applicable() if without else unknown(Reason.UNREACHABLE)
    fault = _fault(shown, case)
    if not fault:
        return Judgement(Outcome.OK, checked=1, cleared=case.open)
    return Judgement(Outcome.FINDING, (_finding(shown, fault, case),), checked=1)


def _fault(shown: Certificate, case: Case) -> str:
    if case.as_of > shown.not_after:
        return "expired"
    if case.as_of < shown.not_before:
        return "not-yet-valid"
    if shown.faults:
        return min(shown.faults, key=_GRAVEST_FIRST.index).value
    ends_soon = shown.not_after - case.as_of <= timedelta(days=case.thresholds["days"])
    return "expiring" if ends_soon else ""


def _finding(shown: Certificate, fault: str, case: Case) -> Finding:
    about = f"{shown.host}:{shown.port}"
    end = shanghai_day(shown.not_after)
    data: dict[str, Figure] = {
        "case": fault,
        "not_before": shanghai_day(shown.not_before).isoformat(),
        "not_after": end.isoformat(),
        "days": days_between(shanghai_day(case.as_of), end),
        "names": "、".join(shown.names[:5]),
        "issuer": shown.issuer,
    }
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=about,
        severity=case.severity,
        url=f"https://{about}/" if shown.port != 443 else f"https://{shown.host}/",
        # The certificate was read in a handshake of its own after the verifying one failed: two looks.
        confirmed=bool(shown.faults) or fault in ("expired", "expiring", "not-yet-valid"),
        data=data,
    )
