"""Days that cannot be right: in the future, or later than the page was first seen. A migration explains the latter."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checks.evidence import History, PageFacts, SiteFacts
from checks.finding import Judgement
from checks.site.date_forged import date_forged
from checks.vocabulary import Outcome, Reason, Severity
from tests.checks.cases import AS_OF, HOME, case, days_ago, facts, page, subject

NAME = "site.date-forged"


def key(path: str) -> str:
    return (HOME + path).partition("://")[2]


def judge(*pages: PageFacts, seen: dict[str, int] | None = None, migrated: date | None = None) -> Judgement:
    """``seen``: how many days ago each path was first seen on the home page."""
    links = {key(path): AS_OF - timedelta(days=age) for path, age in (seen or {}).items()}
    of = replace(subject(), migrated=migrated)
    judgement: Judgement = date_forged(
        SiteFacts(page(), pages=pages), replace(case(NAME, of=of), history=History(home_links=links))
    )
    return judgement


@pytest.mark.parametrize(
    ("published", "seen", "expected"),
    [
        (3, {}, []),
        (-1, {}, []),  # tomorrow by the clock of a server
        (-2, {}, ["future"]),
        (5, {"a": 5, "b": 90}, []),
        (4, {"a": 5, "b": 90}, []),  # published after midnight
        (3, {"a": 5, "b": 90}, ["redated"]),
        (3, {"a": 90, "b": 90}, ["redated"]),
        (64, {"a": 3, "b": 90}, ["backdated"]),
        (62, {"a": 3, "b": 90}, []),
        (400, {"a": 90, "b": 90}, []),  # there when the watch began
    ],
)
def test_days_that_cannot_be_right(published: int, seen: dict[str, int], expected: list[str]) -> None:
    judgement = judge(facts("a", published=published), seen=seen)
    assert [finding.about for finding in judgement.findings] == expected
    assert all(finding.severity is Severity.REMINDER for finding in judgement.findings)


def test_a_migration_explains_new_dates() -> None:
    seen = {"a": 90, "b": 90}
    assert judge(facts("a", published=3), seen=seen, migrated=days_ago(5)).outcome is Outcome.OK
    assert judge(facts("a", published=3), seen=seen, migrated=days_ago(60)).outcome is Outcome.FINDING


def test_one_finding_names_all_pages() -> None:
    (finding,) = judge(facts("b", published=-9), facts("a", published=-7)).findings
    assert (finding.places_total, finding.url, finding.data["pages"]) == (2, HOME + "a", 2)


def test_without_a_dated_page_there_is_nothing_to_judge() -> None:
    assert judge(facts("a")).outcome is Outcome.NOT_APPLICABLE


def test_what_did_not_open_is_unknown() -> None:
    judgement: Judgement = date_forged(SiteFacts(None, Reason.BLOCKED), case(NAME))
    assert (judgement.outcome, judgement.reason) == (Outcome.UNKNOWN, Reason.BLOCKED)
