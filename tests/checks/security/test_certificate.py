"""The certificate: judged against as_of, gravest fault first."""

from datetime import timedelta

import pytest

from checks.evidence import Certificate, CertificateFault, Transport
from checks.security.certificate import certificate
from checks.vocabulary import LinkOutcome, Outcome, Reason, Severity
from tests.checks.cases import AS_OF, case, probe

NAME = "security.certificate"
ABOUT = "www.yunxi.test:443"


def shown(start: int, end: int, *faults: CertificateFault) -> Transport:
    day = timedelta(days=1)
    one = Certificate(
        "www.yunxi.test", 443, AS_OF + start * day, AS_OF + end * day, ("www.yunxi.test",), "云溪CA", faults
    )
    return Transport("www.yunxi.test", 443, probe(LinkOutcome.OK), certificate=one)


@pytest.mark.parametrize(
    ("transport", "fault"),
    [
        (shown(-30, 60), ""),
        (shown(-30, 15), ""),
        (shown(-30, 14), "expiring"),
        (shown(-30, -1), "expired"),
        (shown(1, 60), "not-yet-valid"),
        (shown(-30, 60, CertificateFault.SELF_SIGNED), "self-signed"),
        (shown(-30, 60, CertificateFault.UNTRUSTED, CertificateFault.WRONG_HOST), "wrong-host"),
        (shown(-30, -1, CertificateFault.WRONG_HOST), "expired"),
        (shown(-30, 60, CertificateFault.INCOMPLETE_CHAIN), "incomplete-chain"),
    ],
)
def test_the_rule(transport: Transport, fault: str) -> None:
    judgement = certificate(transport, case(NAME, open_=[ABOUT]))
    if not fault:
        assert judgement.outcome is Outcome.OK
        assert judgement.cleared == {ABOUT}
        return
    (finding,) = judgement.findings
    assert (finding.about, finding.data["case"], finding.severity) == (ABOUT, fault, Severity.REMINDER)
    assert finding.confirmed
    assert judgement.cleared == frozenset()


def test_days_are_counted_to_the_end() -> None:
    (finding,) = certificate(shown(-30, -4), case(NAME)).findings
    assert (finding.data["days"], finding.data["not_after"]) == (-4, "2026-11-19")


def test_a_host_that_only_speaks_http_has_no_certificate_to_judge() -> None:
    plain = Transport("www.yunxi.test", 443, probe(LinkOutcome.REFUSED), probe(LinkOutcome.OK))
    assert certificate(plain, case(NAME)).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("outcome", [LinkOutcome.REFUSED, LinkOutcome.BLOCKED])
def test_a_host_that_is_down_or_blocks_is_unknown(outcome: LinkOutcome) -> None:
    judgement = certificate(Transport("www.yunxi.test", 443, probe(outcome), probe(outcome)), case(NAME))
    assert (judgement.outcome, judgement.reason) == (Outcome.UNKNOWN, Reason.UNREACHABLE)
