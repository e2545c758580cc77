"""Broken links: told apart by where they stand, cleared only by what was seen."""

import pytest

from checks.evidence import CheckedLink, LinkSurvey
from checks.finding import MAX_PLACES, Place, fingerprint
from checks.site.links import links, links_home
from checks.vocabulary import LinkOutcome, Outcome, Reason, Severity
from tests.checks.cases import HOME, case, probe

A, B, C = HOME + "a", HOME + "b", HOME + "c"


def link(
    url: str, outcome: LinkOutcome, *, home: bool = False, looks: tuple[LinkOutcome, ...] | None = None
) -> CheckedLink:
    probes = tuple(probe(one, url=url) for one in (looks or (outcome, outcome)))
    return CheckedLink(url, url, outcome, probes, (Place(HOME + "list", 12, "通知"),), 3, on_home=home)


def test_a_broken_link_is_one_finding_with_its_places() -> None:
    survey = LinkSurvey([link(A, LinkOutcome.NOT_FOUND), link(B, LinkOutcome.OK)], complete=True)
    judgement = links(survey, case("site.links"))
    (finding,) = judgement.findings
    assert judgement.outcome is Outcome.FINDING
    assert (judgement.checked, judgement.unseen) == (2, 0)
    assert (finding.about, finding.url, finding.link_outcome) == (A, A, LinkOutcome.NOT_FOUND)
    assert (finding.places, finding.places_total) == ((Place(HOME + "list", 12, "通知"),), 3)
    assert finding.severity is Severity.DEDUCT
    assert finding.confirmed
    assert finding.fingerprint == fingerprint("site.links", "t1", A)


def test_the_home_page_has_its_own_indicator() -> None:
    survey = LinkSurvey([link(A, LinkOutcome.GONE, home=True), link(B, LinkOutcome.GONE)], complete=True)
    assert [one.about for one in links_home(survey, case("site.links-home")).findings] == [A]
    assert [one.about for one in links(survey, case("site.links")).findings] == [B]


@pytest.mark.parametrize(
    ("looks", "confirmed"),
    [
        ((LinkOutcome.TIMEOUT,), False),
        ((LinkOutcome.TIMEOUT, LinkOutcome.NOT_FOUND), True),
        ((LinkOutcome.BLOCKED, LinkOutcome.NOT_FOUND), False),
    ],
)
def test_one_look_does_not_confirm(looks: tuple[LinkOutcome, ...], confirmed: bool) -> None:
    survey = LinkSurvey([link(A, looks[-1], looks=looks)], complete=True)
    assert links(survey, case("site.links")).findings[0].confirmed is confirmed


@pytest.mark.parametrize("outcome", [LinkOutcome.BLOCKED, LinkOutcome.RATE_LIMITED, LinkOutcome.SKIPPED])
def test_what_could_not_be_seen_is_no_finding(outcome: LinkOutcome) -> None:
    survey = LinkSurvey([link(A, outcome), link(B, LinkOutcome.OK)], complete=True)
    judgement = links(survey, case("site.links", open_=[A]))
    assert judgement.outcome is Outcome.OK
    assert (judgement.checked, judgement.unseen) == (1, 1)
    assert judgement.cleared == frozenset()


def test_nothing_seen_is_unknown() -> None:
    judgement = links(LinkSurvey([link(A, LinkOutcome.SKIPPED)], complete=False), case("site.links"))
    assert (judgement.outcome, judgement.reason) == (Outcome.UNKNOWN, Reason.LIMIT_REACHED)


@pytest.mark.parametrize(
    ("survey", "cleared"),
    [
        (LinkSurvey([link(A, LinkOutcome.OK)], complete=False), {A}),  # it opens again
        (LinkSurvey([link(B, LinkOutcome.OK)], complete=True), {A}),  # no page points to it any more
        (LinkSurvey([link(B, LinkOutcome.OK)], complete=False), set()),  # its page may not have been read
        (LinkSurvey([link(B, LinkOutcome.OK)], complete=False, pages_read=frozenset({C})), {A}),  # its page was read
        (LinkSurvey([link(C, LinkOutcome.TIMEOUT)], complete=True), set()),  # its page did not open this time
        (LinkSurvey([link(C, LinkOutcome.BLOCKED)], complete=True), set()),
        (LinkSurvey([link(C, LinkOutcome.NOT_FOUND)], complete=False), {A}),  # its page is gone
        (LinkSurvey([link(A, LinkOutcome.NOT_FOUND)], complete=True), set()),
    ],
)
def test_only_what_was_seen_clears(survey: LinkSurvey, cleared: set[str]) -> None:
    places = {fingerprint("site.links", "t1", A): (C,)}
    assert links(survey, case("site.links", open_=[A], places=places)).cleared == cleared


@pytest.mark.parametrize(("complete", "cleared"), [(True, {A}), (False, set())])
def test_more_places_than_are_kept_are_cleared_only_by_a_whole_look(complete: bool, cleared: set[str]) -> None:
    stood = tuple(f"{HOME}{number}" for number in range(MAX_PLACES))
    places = {fingerprint("site.links", "t1", A): stood}
    survey = LinkSurvey([link(B, LinkOutcome.OK)], complete=complete, pages_read=frozenset(stood))
    assert links(survey, case("site.links", open_=[A], places=places)).cleared == cleared
