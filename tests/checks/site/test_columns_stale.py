"""The veto: five, ten, five; approved columns only, and seen on two looks."""

from collections.abc import Iterable

import pytest

from checks.evidence import Answer, Column, Page, SiteFacts, Updating
from checks.finding import Judgement, Wanted
from checks.site.columns_stale import columns_stale
from checks.vocabulary import Outcome, Reason, Severity
from tests.checks.cases import HOME, case, column, dated, page

NAME = "site.columns-stale"
HALF_YEAR = 184


def news(count: int, *, age: int = 20, approved: bool = True, **more: object) -> list[Column]:
    return [column(f"n{age}-{number}/", age=age, approved=approved, **more) for number in range(count)]  # type: ignore[arg-type]


def notices(count: int, *, age: int = HALF_YEAR + 1, approved: bool = True, **more: object) -> list[Column]:
    return [
        column(f"g{number}/", age=age, updating=Updating.NOTICE, approved=approved, **more)  # type: ignore[arg-type]
        for number in range(count)
    ]


def others(count: int, *, approved: bool = True, period: int | None = 30) -> list[Column]:
    return [
        column(f"o{number}/", age=90, updating=Updating.OTHER, approved=approved, period=period)
        for number in range(count)
    ]


def empty(count: int, *, approved: bool = True, reason: Reason | None = None) -> list[Column]:
    return [
        column(f"e{number}/", items=0, updating=Updating.OTHER, approved=approved, reason=reason)
        for number in range(count)
    ]


def facts(columns: Iterable[Column], *, unread: int = 0, complete: bool = True) -> SiteFacts:
    return SiteFacts(page(), columns=tuple(columns), linked_unread=unread, complete=complete)


def judge(site: SiteFacts, second: Page | Reason | None = None, open_: tuple[str, ...] = ()) -> Judgement:
    first: Judgement = columns_stale(site, case(NAME, open_=open_))
    if second is None or not first.wanted:
        return first
    answers: dict[Wanted, Answer] = dict.fromkeys(first.wanted, second)
    again: Judgement = columns_stale(site, case(NAME, open_=open_, answers=answers))
    return again


@pytest.mark.parametrize(
    ("columns", "situations"),
    [
        ([], []),
        (news(4), []),
        (news(5), ["updating"]),
        (news(3) + notices(2), ["updating"]),
        (news(3) + notices(2, level=2), []),
        (news(3) + notices(2, age=HALF_YEAR), []),
        (news(5, age=14), []),
        (news(5, period=30), []),
        (news(5, must_update=False), []),
        (news(5, archived=True), []),
        (others(9), []),
        (others(10), ["overdue"]),
        (others(10, period=None), []),
        (others(6) + news(4), ["overdue"]),
        (others(5) + news(5), ["updating", "overdue"]),
        (empty(4), []),
        (empty(5), ["empty"]),
        (empty(4) + news(4), []),
        (empty(3) + [column(f"n{number}/", items=0, approved=True) for number in range(2)], ["empty"]),
    ],
)
def test_any_one_of_three_situations(columns: list[Column], situations: list[str]) -> None:
    judgement = judge(facts([*columns, column("fresh/", age=1, approved=True)]))
    assert [finding.about for finding in judgement.findings] == situations
    assert {finding.severity for finding in judgement.findings} <= {Severity.VETO}
    assert judgement.outcome is (Outcome.FINDING if situations else Outcome.OK)


def test_the_finding_carries_the_margin_and_the_columns() -> None:
    (finding,) = judge(facts(news(7))).findings
    assert {name: finding.data[name] for name in ("case", "count", "limit", "margin")} == {
        "case": "updating", "count": 7, "limit": 5, "margin": 2,
    }  # fmt: skip
    assert str(finding.data["columns"]).split("、") == [one.name for one in news(7)]
    assert [place.url for place in finding.places] == [one.url for one in news(7)]
    assert finding.places_total == 7


@pytest.mark.parametrize(
    ("columns", "words", "count"),
    [
        (news(5, approved=False), "pending-updating", 5),
        (news(4) + news(1, age=21, approved=False), "pending-updating", 5),
        (empty(6, approved=False), "pending-empty", 6),
    ],
)
def test_until_the_office_approved_them_columns_are_a_reminder(columns: list[Column], words: str, count: int) -> None:
    judgement = judge(facts(columns))
    (finding,) = judgement.findings
    assert (finding.severity, finding.confirmed) == (Severity.REMINDER, False)
    assert (finding.data["case"], finding.data["count"]) == (words, count)
    assert judgement.wanted == ()


def test_a_second_look_that_sees_the_same_confirms() -> None:
    site = facts(news(6))
    assert [want.url for want in judge(site).wanted] == [one.url for one in news(5)]
    assert not judge(site).findings[0].confirmed
    second = judge(site, page(dates=dated(20)))
    assert second.findings[0].confirmed
    assert second.wanted == ()


def test_a_second_look_that_sees_something_new_clears() -> None:
    second = judge(facts(news(5)), page(dates=dated(1)), open_=("updating",))
    assert (second.outcome, second.findings) == (Outcome.OK, ())
    assert second.cleared == {"updating"}


def test_where_a_second_look_finds_one_right_another_is_looked_at() -> None:
    first = judge(facts(news(6)))
    answers: dict[Wanted, Answer] = dict.fromkeys(first.wanted, page(dates=dated(20)))
    answers[first.wanted[0]] = page(dates=dated(1))
    second: Judgement = columns_stale(facts(news(6)), case(NAME, answers=answers))
    assert (second.findings[0].data["count"], second.findings[0].confirmed) == (5, False)
    assert [want.url for want in second.wanted] == [news(6)[5].url]


def test_an_empty_column_that_holds_something_at_the_second_look_is_not_empty() -> None:
    assert judge(facts(empty(5)), page(dates=dated(900))).outcome is Outcome.OK
    assert judge(facts(empty(5)), page()).findings[0].confirmed


def test_a_second_look_that_sees_nothing_leaves_it_unconfirmed() -> None:
    second = judge(facts(news(5)), Reason.UNREACHABLE)
    assert (second.outcome, second.findings[0].confirmed, second.wanted) == (Outcome.FINDING, False, ())


@pytest.mark.parametrize(
    ("columns", "unread", "outcome", "reason"),
    [
        (news(4) + empty(1, reason=Reason.NO_BROWSER), 0, Outcome.OK, Reason.NO_BROWSER),
        (news(4) + news(1, age=40, reason=Reason.NO_BROWSER), 0, Outcome.UNKNOWN, Reason.NO_BROWSER),
        (empty(5, reason=Reason.NOT_REACHED), 0, Outcome.UNKNOWN, Reason.NOT_REACHED),
        (empty(5, approved=False, reason=Reason.NO_BROWSER), 0, Outcome.UNKNOWN, Reason.NO_BROWSER),
        (empty(5, approved=False, reason=Reason.NO_BROWSER) + news(1, age=1), 0, Outcome.OK, None),
        (news(1, age=1, approved=False), 4, Outcome.OK, Reason.LIMIT_REACHED),
        (news(1, age=1, approved=False), 5, Outcome.UNKNOWN, Reason.LIMIT_REACHED),
        (news(1, age=1), 50, Outcome.OK, None),
        (news(5) + news(3, age=40, reason=Reason.NO_BROWSER), 0, Outcome.FINDING, Reason.NO_BROWSER),
    ],
)
def test_what_could_not_be_seen_may_leave_it_open(
    columns: list[Column], unread: int, outcome: Outcome, reason: Reason | None
) -> None:
    judgement = judge(facts(columns, unread=unread, complete=False), open_=("updating", "empty"))
    assert (judgement.outcome, judgement.reason) == (outcome, reason)
    if outcome is Outcome.UNKNOWN:
        assert judgement.cleared != {"updating", "empty"}


@pytest.mark.parametrize(
    ("site", "reason"),
    [
        (SiteFacts(None, Reason.UNREACHABLE), Reason.UNREACHABLE),
        (SiteFacts(page(scripted=True)), Reason.NO_BROWSER),
        (SiteFacts(page(), complete=False), Reason.LIMIT_REACHED),
    ],
)
def test_without_columns(site: SiteFacts, reason: Reason) -> None:
    assert (judge(site).outcome, judge(site).reason) == (Outcome.UNKNOWN, reason)


def test_all_addresses_are_those_of_the_site() -> None:
    assert judge(facts(news(5))).findings[0].url == HOME
