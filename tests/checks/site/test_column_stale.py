"""A column not updated in time: two weeks, six months by the calendar, or what the office set."""

from datetime import UTC, date, datetime

import pytest

from checks.evidence import Column, SiteFacts, Updating
from checks.finding import Judgement
from checks.site.column_stale import column_stale
from checks.time import months_before
from checks.vocabulary import Outcome, Reason, Severity
from tests.checks.cases import HOME, case, column, page

NAME = "site.column-stale"
NOTICE, POLICY, OTHER = Updating.NOTICE, Updating.POLICY, Updating.OTHER
HALF_YEAR = 184  # from 23 May to 23 November


def judge(*columns: Column, open_: tuple[str, ...] = (), complete: bool = True) -> Judgement:
    judgement: Judgement = column_stale(
        SiteFacts(page(), columns=columns, complete=complete), case(NAME, open_=[HOME + one for one in open_])
    )
    return judgement


@pytest.mark.parametrize(
    ("one", "outcome", "reason"),
    [
        (column("xw/", age=0), Outcome.OK, None),
        (column("xw/", age=14), Outcome.OK, None),
        (column("xw/", age=15), Outcome.FINDING, None),
        (column("xw/", age=15, level=2), Outcome.FINDING, None),
        (column("xw/", age=15, period=30), Outcome.OK, None),
        (column("xw/", age=15, must_update=False), Outcome.NOT_APPLICABLE, Reason.NO_SUCH_THING),
        (column("xw/", age=15, archived=True), Outcome.NOT_APPLICABLE, Reason.NO_SUCH_THING),
        (column("gg/", age=HALF_YEAR, updating=NOTICE), Outcome.OK, None),
        (column("gg/", age=HALF_YEAR + 1, updating=NOTICE), Outcome.FINDING, None),
        (column("wj/", age=HALF_YEAR + 1, updating=POLICY), Outcome.FINDING, None),
        (column("wj/", age=900, updating=POLICY, level=2), Outcome.NOT_APPLICABLE, Reason.NO_SUCH_THING),
        (column("wj/", age=900, updating=POLICY, level=2, period=365), Outcome.FINDING, None),
        (column("gh/", age=900, updating=OTHER), Outcome.NOT_APPLICABLE, Reason.NO_SUCH_THING),
        (column("gh/", age=31, updating=OTHER, period=30), Outcome.FINDING, None),
        (column("gh/", age=30, updating=OTHER, period=30), Outcome.OK, None),
        (column("xw/"), Outcome.UNKNOWN, Reason.NO_DATES),
        (column("xw/", scripted=True, items=0, reason=Reason.NO_BROWSER), Outcome.UNKNOWN, Reason.NO_BROWSER),
        (column("xw/", age=40, reason=Reason.NO_BROWSER), Outcome.UNKNOWN, Reason.NO_BROWSER),
        (column("xw/", age=4, reason=Reason.NO_BROWSER), Outcome.OK, None),
        (column("xw/", items=0, reason=Reason.NOT_REACHED), Outcome.UNKNOWN, Reason.NOT_REACHED),
    ],
)
def test_the_rule(one: Column, outcome: Outcome, reason: Reason | None) -> None:
    judgement = judge(one)
    assert (judgement.outcome, judgement.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("one", "severity", "words", "limit"),
    [
        (column("xw/", age=20), Severity.REMINDER, "pending", 14),
        (column("xw/", age=20, approved=True), Severity.DEDUCT, "", 14),
        (column("gg/", age=200, updating=NOTICE), Severity.REMINDER, "pending-half-year", HALF_YEAR),
        (column("gg/", age=200, updating=NOTICE, approved=True), Severity.DEDUCT, "half-year", HALF_YEAR),
        (column("gh/", age=200, updating=OTHER, approved=True, period=90), Severity.DEDUCT, "", 90),
    ],
)
def test_each_column_is_a_finding_that_weighs_by_the_word_of_the_office(
    one: Column, severity: Severity, words: str, limit: int
) -> None:
    (finding,) = judge(one, column("ok/", age=1)).findings
    assert (finding.about, finding.severity, finding.confirmed) == (one.url, severity, False)
    assert (finding.data["case"], finding.data["limit"], finding.data["name"]) == (words, limit, one.name)


def test_an_empty_column_is_not_told_of_twice() -> None:
    judgement = judge(column("xw/", items=0), open_=("xw/",))
    assert (judgement.outcome, judgement.findings, judgement.cleared) == (Outcome.OK, (), frozenset())


@pytest.mark.parametrize(
    ("columns", "complete", "cleared"),
    [
        ([column("a/", age=1)], True, True),
        ([column("a/", age=20)], True, False),
        ([column("a/", age=20, archived=True), column("b/", age=1)], False, True),
        ([column("a/", age=20, must_update=False), column("b/", age=1)], False, True),
        ([column("a/", age=20, reason=Reason.NO_BROWSER), column("b/", age=1)], True, False),
        ([column("b/", age=1)], True, True),
        ([column("b/", age=1)], False, False),
        ([], True, True),
        ([], False, False),
    ],
)
def test_only_what_was_seen_to_be_right_is_cleared(columns: list[Column], complete: bool, cleared: bool) -> None:
    assert (HOME + "a/" in judge(*columns, open_=("a/",), complete=complete).cleared) is cleared


@pytest.mark.parametrize(
    ("site", "outcome", "reason"),
    [
        (SiteFacts(None, Reason.BLOCKED), Outcome.UNKNOWN, Reason.BLOCKED),
        (SiteFacts(None, Reason.BLOCKED, columns=(column("a/", age=99),)), Outcome.UNKNOWN, Reason.BLOCKED),
        (SiteFacts(page(scripted=True)), Outcome.UNKNOWN, Reason.NO_BROWSER),
        (SiteFacts(page(), complete=False), Outcome.UNKNOWN, Reason.LIMIT_REACHED),
        (SiteFacts(page()), Outcome.NOT_APPLICABLE, Reason.NO_SUCH_THING),
    ],
)
def test_without_columns(site: SiteFacts, outcome: Outcome, reason: Reason) -> None:
    judgement = column_stale(site, case(NAME))
    assert (judgement.outcome, judgement.reason, judgement.findings) == (outcome, reason, ())


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 11, 24), 6, date(2026, 5, 24)),
        (date(2026, 3, 31), 6, date(2025, 9, 30)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 15), 6, date(2025, 7, 15)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, earlier: date) -> None:
    assert months_before(day, months) == earlier


def test_a_day_begins_in_shanghai() -> None:
    site = SiteFacts(page(), columns=(column("xw/", age=14),))
    evening = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert column_stale(site, case(NAME, as_of=evening)).outcome is Outcome.OK
    assert column_stale(site, case(NAME, as_of=evening.replace(hour=16))).outcome is Outcome.FINDING
