"""IPv6: an address and an answer over it; nothing is said without a line of ours."""

import pytest

from checks.evidence import Ipv6, Probe
from checks.site.ipv6 import ipv6
from checks.vocabulary import LinkOutcome, Outcome, Reason
from tests.checks.cases import case, probe

NAME = "site.ipv6"
HOST = "www.yunxi.test"


@pytest.mark.parametrize(
    ("addresses", "visit", "reason", "outcome", "said"),
    [
        (("2001:db8::1",), probe(LinkOutcome.OK, status=200), None, Outcome.OK, None),
        (("2001:db8::1",), probe(LinkOutcome.SERVER_ERROR, status=503), None, Outcome.OK, None),
        (("2001:db8::1",), probe(LinkOutcome.TIMEOUT), None, Outcome.FINDING, "no-answer"),
        (("2001:db8::1",), probe(LinkOutcome.REFUSED), None, Outcome.FINDING, "no-answer"),
        (("2001:db8::1",), probe(LinkOutcome.BLOCKED), None, Outcome.UNKNOWN, Reason.BLOCKED),
        (("2001:db8::1",), probe(LinkOutcome.SKIPPED), None, Outcome.UNKNOWN, Reason.ROBOTS),
        (("2001:db8::1",), None, None, Outcome.UNKNOWN, Reason.NOT_REACHED),
        (("2001:db8::1",), None, Reason.NO_IPV6, Outcome.UNKNOWN, Reason.NO_IPV6),
        ((), None, Reason.NO_IPV6, Outcome.UNKNOWN, Reason.NO_IPV6),
        ((), None, None, Outcome.FINDING, "no-address"),
    ],
)
def test_the_rule(
    addresses: tuple[str, ...], visit: Probe | None, reason: Reason | None, outcome: Outcome, said: str | None
) -> None:
    judgement = ipv6(Ipv6(HOST, addresses, visit, reason), case(NAME, open_=[HOST]))
    assert judgement.outcome is outcome
    assert [finding.data["case"] for finding in judgement.findings] == ([said] if outcome is Outcome.FINDING else [])
    if outcome is Outcome.UNKNOWN:
        assert judgement.reason is said
    assert judgement.cleared == (frozenset({HOST}) if outcome is Outcome.OK else frozenset())
