"""Judgements of several views put together."""

import pytest

from checks.finding import Finding, Judgement, Place, unknown
from checks.merging import merged
from checks.vocabulary import Outcome, Reason, Severity

OK = Judgement(Outcome.OK, checked=1, cleared=frozenset({"a", "b"}))


def found(about: str, url: str, *, confirmed: bool = False, picture: str = "") -> Judgement:
    evidence = (picture,) if picture else ()
    finding = Finding(
        "site.x", "t", about, Severity.DEDUCT, url, places=(Place(url),), places_total=1, confirmed=confirmed,
        evidence=evidence,
    )  # fmt: skip
    return Judgement(Outcome.FINDING, (finding,), checked=1)


def test_what_one_view_found_was_found_and_is_not_cleared_by_another() -> None:
    both = merged([OK, found("a", "u1", picture="p1"), found("a", "u2", confirmed=True, picture="p2")])
    (finding,) = both.findings
    assert (both.outcome, both.checked, both.cleared) == (Outcome.FINDING, 3, frozenset({"b"}))
    assert [place.url for place in finding.places] == ["u1", "u2"]
    assert (finding.places_total, finding.confirmed, finding.evidence) == (2, True, ("p1", "p2"))


def test_what_one_view_could_not_see_is_not_right() -> None:
    both = merged([OK, unknown(Reason.BLOCKED)])
    assert (both.outcome, both.reason, both.unseen) == (Outcome.UNKNOWN, Reason.BLOCKED, 1)


def test_nothing_cannot_be_put_together() -> None:
    with pytest.raises(ValueError, match="no judgement"):
        merged([])
