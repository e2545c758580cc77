"""Home page not updated: two weeks are Shanghai calendar days, and what could not be seen is never old."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checks.evidence import History, Page, PageFacts, SiteFacts
from checks.finding import Judgement
from checks.site.home_stale import home_stale
from checks.vocabulary import Outcome, Reason
from tests.checks.cases import AS_OF, HOME, case, dated, facts, page

NAME = "site.home-stale"


def judge(home: Page | None, *pages: PageFacts, unread: int = 0, second: Page | Reason | None = None) -> Judgement:
    site = SiteFacts(home, Reason.UNREACHABLE if home is None else None, pages, linked_unread=unread)
    first: Judgement = home_stale(site, case(NAME, open_=[HOME]))
    if second is None or not first.wanted:
        return first
    again: Judgement = home_stale(site, case(NAME, open_=[HOME], answers={first.wanted[0]: second}))
    return again


@pytest.mark.parametrize(
    ("home", "pages", "unread", "outcome", "reason"),
    [
        (page(dates=dated(0)), [], 0, Outcome.OK, None),
        (page(dates=dated(14)), [], 0, Outcome.OK, None),
        (page(dates=dated(15)), [], 0, Outcome.FINDING, None),
        (page(dates=dated(200, 15, 90)), [], 0, Outcome.FINDING, None),
        (page(dates=dated(200, 3)), [], 0, Outcome.OK, None),
        (page(dates=dated(30)), [facts("a", published=2)], 0, Outcome.OK, None),
        (page(dates=dated(30)), [facts("a", published=2, linked=False)], 0, Outcome.FINDING, None),
        (page(dates=dated(30)), [], 4, Outcome.UNKNOWN, Reason.LIMIT_REACHED),
        (page(dates=dated(-3, 30)), [], 0, Outcome.FINDING, None),
        (page(dates=dated(-3)), [], 0, Outcome.UNKNOWN, Reason.NO_DATES),
        (page(), [], 0, Outcome.UNKNOWN, Reason.NO_DATES),
        (page(scripted=True), [], 0, Outcome.UNKNOWN, Reason.NO_BROWSER),
        (page(), [facts("news/", newest=3), facts("old/", newest=90)], 0, Outcome.OK, None),
        (page(), [facts("news/", newest=30), facts("old/", newest=90)], 0, Outcome.FINDING, None),
        (page(), [facts("news/", newest=30), facts("app/", scripted=True)], 0, Outcome.UNKNOWN, Reason.NO_BROWSER),
        (page(), [facts("a", published=50), facts("news/", newest=2)], 0, Outcome.UNKNOWN, Reason.NO_DATES),
        (None, [], 0, Outcome.UNKNOWN, Reason.UNREACHABLE),
    ],
)
def test_the_rule(
    home: Page | None, pages: list[PageFacts], unread: int, outcome: Outcome, reason: Reason | None
) -> None:
    judgement = judge(home, *pages, unread=unread)
    assert (judgement.outcome, judgement.reason) == (outcome, reason)
    assert judgement.cleared == (frozenset({HOME}) if outcome is Outcome.OK else frozenset())


def test_the_finding_says_how_old_and_waits_for_a_second_look() -> None:
    first = judge(page(dates=dated(40)))
    (finding,) = first.findings
    assert not finding.confirmed
    assert finding.about == HOME
    assert dict(finding.data) == {"newest": "2026-10-14", "as_of": "2026-11-23", "days": 40, "limit": 14}
    assert [want.url for want in first.wanted] == [HOME]


def test_a_second_look_that_sees_the_same_confirms() -> None:
    second = judge(page(dates=dated(40)), second=page(dates=dated(40)))
    assert second.findings[0].confirmed
    assert not second.wanted


def test_a_second_look_that_sees_something_new_clears() -> None:
    second = judge(page(dates=dated(40)), second=page(dates=dated(1)))
    assert second.outcome is Outcome.OK
    assert second.cleared == {HOME}


def test_a_second_look_that_sees_nothing_leaves_it_unconfirmed() -> None:
    second = judge(page(dates=dated(40)), second=Reason.UNREACHABLE)
    assert second.outcome is Outcome.FINDING
    assert not second.findings[0].confirmed
    assert not second.wanted


def test_a_day_begins_in_shanghai() -> None:
    site = SiteFacts(page(dates=dated(14)))
    evening = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert home_stale(site, case(NAME, as_of=evening)).outcome is Outcome.OK
    assert home_stale(site, case(NAME, as_of=evening.replace(hour=16))).outcome is Outcome.FINDING


# -- links of the home page, dated or not ---------------------------------------------------------------------------


def watched(*ages: int) -> History:
    """Links l0, l1 … of the home page, first seen so many days ago."""
    return History(home_links={f"l{number}": AS_OF - timedelta(days=age) for number, age in enumerate(ages)})


def judge_watched(home: Page, links: frozenset[str], history: History) -> Judgement:
    site = SiteFacts(home, home_links=links)
    judgement: Judgement = home_stale(site, replace(case(NAME), history=history))
    return judgement


@pytest.mark.parametrize(
    ("ages", "shown", "home", "outcome", "reason"),
    [
        ((40, 40, 40, 3), 4, page(), Outcome.OK, None),  # tiles without dates, one of them new
        ((40, 40, 40, 40), 5, page(), Outcome.OK, None),  # one is new today
        ((40, 40, 40, 20), 4, page(), Outcome.FINDING, None),
        ((40, 40, 40, 40), 4, page(), Outcome.FINDING, None),
        ((10, 10, 10, 10), 4, page(), Outcome.UNKNOWN, Reason.NO_DATES),  # not watched for long enough
        ((40, 40, 40, 40), 4, page(dates=dated(3)), Outcome.OK, None),  # dates come second
        ((40, 40, 40, 3), 4, page(dates=dated(30)), Outcome.OK, None),  # links come first
        ((40, 40, 40, 40), 4, page(dates=dated(30)), Outcome.FINDING, None),
        ((40, 3, 3, 3), 4, page(dates=dated(30)), Outcome.FINDING, None),  # all addresses changed at once
        ((), 4, page(), Outcome.UNKNOWN, Reason.NO_DATES),  # seen for the first time
        ((40, 40, 40, 40), 4, page(scripted=True), Outcome.UNKNOWN, Reason.NO_BROWSER),
    ],
)
def test_new_links_go_before_dates(
    ages: tuple[int, ...], shown: int, home: Page, outcome: Outcome, reason: Reason | None
) -> None:
    judgement = judge_watched(home, frozenset(f"l{number}" for number in range(shown)), watched(*ages))
    assert (judgement.outcome, judgement.reason) == (outcome, reason)


def test_an_undated_home_page_without_new_links_is_told_since_when() -> None:
    (finding,) = judge_watched(page(), frozenset({"l0", "l1"}), watched(40, 40)).findings
    assert (finding.data["case"], finding.data["days"]) == ("unchanged", 40)
    assert not finding.confirmed
