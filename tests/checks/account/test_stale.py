"""An account without a new post for two weeks; an unread or undated feed is unknown."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from checks.account.stale import stale
from checks.evidence import AccountFacts, Post
from checks.vocabulary import Outcome, Reason, TargetKind
from tests.checks.cases import AS_OF, case, subject

NAME = "account.stale"
ACCOUNT = subject(TargetKind.ACCOUNT, platform="微信公众号", account="gh_1", feed="http://feed.test/1")
ABOUT = "微信公众号:gh_1"


def feed(*ages: int | None) -> AccountFacts:
    def published(age: int | None) -> datetime | None:
        return None if age is None else AS_OF - timedelta(days=age)

    return AccountFacts(tuple(Post(str(n), f"http://p.test/{n}", "题", "", published(a)) for n, a in enumerate(ages)))


@pytest.mark.parametrize(
    ("facts", "outcome", "reason"),
    [
        (feed(3, 20), Outcome.OK, None),
        (feed(14), Outcome.OK, None),
        (feed(15, 60), Outcome.FINDING, None),
        (feed(None, 15), Outcome.FINDING, None),
        (feed(-2, 30), Outcome.FINDING, None),
        (feed(), Outcome.UNKNOWN, Reason.NO_DATES),
        (feed(None), Outcome.UNKNOWN, Reason.NO_DATES),
        (AccountFacts(reason=Reason.FEED_BROKEN), Outcome.UNKNOWN, Reason.FEED_BROKEN),
        (AccountFacts(reason=Reason.NO_FEED), Outcome.UNKNOWN, Reason.NO_FEED),
    ],
)
def test_the_rule(facts: AccountFacts, outcome: Outcome, reason: Reason | None) -> None:
    judgement = stale(facts, case(NAME, of=ACCOUNT, open_=[ABOUT]))
    assert (judgement.outcome, judgement.reason) == (outcome, reason)
    assert judgement.cleared == (frozenset({ABOUT}) if outcome is Outcome.OK else frozenset())


def test_a_source_of_some_posts_proves_an_update_and_never_that_there_was_none() -> None:
    late = stale(replace(feed(40), partial=True), case(NAME, of=ACCOUNT, open_=[ABOUT]))
    assert (late.outcome, late.reason, late.cleared) == (Outcome.UNKNOWN, Reason.PARTIAL, frozenset())
    fresh = stale(replace(feed(3), partial=True), case(NAME, of=ACCOUNT, open_=[ABOUT]))
    assert (fresh.outcome, fresh.cleared, fresh.measures) == (Outcome.OK, {ABOUT}, ())


def test_a_second_look_confirms_or_clears() -> None:
    first = stale(feed(40), case(NAME, of=ACCOUNT))
    (want,) = first.wanted
    assert want.url == "http://feed.test/1"
    assert not first.findings[0].confirmed
    assert first.findings[0].data["days"] == 40
    same = stale(feed(40), case(NAME, of=ACCOUNT, answers={want: feed(40)}))
    assert same.findings[0].confirmed
    newer = stale(feed(40), case(NAME, of=ACCOUNT, open_=[ABOUT], answers={want: feed(1)}))
    assert newer.cleared == {ABOUT}
    broken = stale(feed(40), case(NAME, of=ACCOUNT, answers={want: AccountFacts(reason=Reason.FEED_BROKEN)}))
    assert not broken.findings[0].confirmed
