"""HTTPS at all, and plain HTTP leading there."""

import pytest

from checks.evidence import Response, Transport
from checks.security.https import https
from checks.vocabulary import LinkOutcome, Outcome, Reason
from tests.checks.cases import case, probe

NAME = "security.https"
HOST = "www.yunxi.test"


def transport(secure: LinkOutcome, plain: LinkOutcome | None, leads: bool | None) -> Transport:
    return Transport(HOST, 443, probe(secure), None if plain is None else probe(plain), None, leads)


@pytest.mark.parametrize(
    ("seen", "outcome", "reason", "fault"),
    [
        (transport(LinkOutcome.OK, LinkOutcome.REDIRECTED, True), Outcome.OK, None, ""),
        (transport(LinkOutcome.OK, LinkOutcome.REFUSED, None), Outcome.OK, None, ""),
        (transport(LinkOutcome.OK, LinkOutcome.OK, False), Outcome.FINDING, None, "not-redirected"),
        (transport(LinkOutcome.REFUSED, LinkOutcome.OK, False), Outcome.FINDING, None, "no-https"),
        (transport(LinkOutcome.REFUSED, LinkOutcome.REFUSED, None), Outcome.UNKNOWN, Reason.UNREACHABLE, ""),
        (transport(LinkOutcome.REFUSED, None, None), Outcome.UNKNOWN, Reason.UNREACHABLE, ""),
        (transport(LinkOutcome.BLOCKED, LinkOutcome.OK, False), Outcome.UNKNOWN, Reason.BLOCKED, ""),
    ],
)
def test_the_rule(seen: Transport, outcome: Outcome, reason: Reason | None, fault: str) -> None:
    judgement = https(seen, case(NAME, open_=[HOST]))
    assert (judgement.outcome, judgement.reason) == (outcome, reason)
    assert [finding.data["case"] for finding in judgement.findings] == ([fault] if fault else [])
    assert judgement.cleared == (frozenset({HOST}) if outcome is Outcome.OK else frozenset())


def test_no_https_waits_for_a_second_look() -> None:
    seen = transport(LinkOutcome.TIMEOUT, LinkOutcome.OK, False)
    first = https(seen, case(NAME))
    (want,) = first.wanted
    assert not first.findings[0].confirmed
    url = f"https://{HOST}/"
    again = https(seen, case(NAME, answers={want: Response(url, url, LinkOutcome.TIMEOUT)}))
    assert again.findings[0].confirmed
    opened = https(seen, case(NAME, answers={want: Response(url, url, LinkOutcome.OK, 200)}))
    assert opened.outcome is Outcome.UNKNOWN
