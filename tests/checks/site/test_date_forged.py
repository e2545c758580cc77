"""Days that cannot be right: in the future, or later than the page was first seen. A migration explains the latter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.evidence import History, PageFacts, SiteFacts
from checks.finding import Judgement
from checks.site.date_forged import date_forged
from checks.site.ordering import backwards
from checks.vocabulary import Outcome, Reason, Severity
from tests.checks.cases import AS_OF, HOME, case, column, dated, days_ago, facts, page, subject

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


# -- dated anew together, and out of order ------------------------------------------------------------------------


def moved(count: int, *, spread: int = 0, folder: str = "zwgk") -> Judgement:
    """``count`` pages of a folder, first seen 90 days ago, that now state days of last week."""
    paths = [f"{folder}/{number}.html" for number in range(count)]
    pages = [facts(path, published=4 + number % (spread + 1)) for number, path in enumerate(paths)]
    return judge(*pages, seen=dict.fromkeys(paths, 90) | {"b": 400})


@pytest.mark.parametrize(
    ("count", "spread", "abouts"),
    [
        (4, 0, ["redated"]),
        (5, 0, ["together /zwgk/"]),
        (5, 3, ["together /zwgk/"]),
        (5, 4, ["redated"]),
        (9, 1, ["together /zwgk/"]),
    ],
)
def test_a_folder_that_was_dated_anew_together_is_one_finding(count: int, spread: int, abouts: list[str]) -> None:
    judgement = moved(count, spread=spread)
    assert [finding.about for finding in judgement.findings] == abouts
    assert judgement.findings[0].data["pages"] == count


def test_the_register_says_that_it_was_a_migration() -> None:
    paths = [f"zwgk/{number}.html" for number in range(9)]
    pages = [facts(path, published=4) for path in paths]
    seen = dict.fromkeys(paths, 90) | {"b": 400}
    assert judge(*pages, seen=seen, migrated=days_ago(6)).outcome is Outcome.OK
    (finding,) = judge(*pages, seen=seen, migrated=days_ago(60)).findings
    assert finding.about == "together /zwgk/"


def listed(*ages: int, migrated: date | None = None) -> Judgement:
    shown = tuple(replace(row, about_url=f"{HOME}tzgg/{number}.html") for number, row in enumerate(dated(*ages)))
    site = SiteFacts(page(), columns=(column("tzgg/", age=min(ages), rows=shown),))
    judgement: Judgement = date_forged(site, case(NAME, of=replace(subject(), migrated=migrated)))
    return judgement


@pytest.mark.parametrize(
    ("ages", "rows"),
    [
        ((1, 2, 3, 4, 5, 6), []),
        ((1, 2, 200, 4, 5, 6), [2]),
        ((1, 2, 34, 3, 5, 6), [2]),  # 31 days older than the row below it
        ((1, 2, 33, 3, 5, 6), []),
        ((1, 2, 200, 210, 5, 6, 7), [2, 3]),
        ((1, 2, 200, 210, 190, 5, 6, 7), [2, 3, 4]),
        ((1, 2, 200, 4, 5, 300, 6, 7), [2, 5]),
        ((200, 180, 1, 2, 3), []),  # pinned above the others
        ((200, 1, 2, 3, 4), []),
        ((50, 60, 200, 1, 2, 3), []),  # another list begins below
        ((1, 2, 200, 210, 220, 230), []),  # a long time nothing was published
        ((200, 150, 100, 50, 20, 1), []),  # from old to new
        ((1, 2, 200), []),
        ((1, 2, 200, 3), []),  # one row below does not show an order
        ((), []),
    ],
)
def test_rows_that_are_much_older_than_those_below_them(ages: tuple[int, ...], rows: list[int]) -> None:
    found = list(backwards(dated(*ages), 30))
    assert [read.day for read in found] == [days_ago(ages[number]) for number in rows]


def test_a_column_with_such_rows_is_told_of_once() -> None:
    judgement = listed(1, 2, 200, 210, 5, 6, 7)
    (finding,) = judgement.findings
    assert (finding.about, finding.url) == (f"backwards {HOME}tzgg/", f"{HOME}tzgg/")
    assert (finding.data["pages"], finding.data["row"]) == (2, f"{HOME}tzgg/2.html")
    assert finding.severity is Severity.REMINDER


@pytest.mark.parametrize(("age", "outcome"), [(199, Outcome.OK), (200, Outcome.OK), (201, Outcome.FINDING)])
def test_what_was_moved_with_the_site_has_no_order(age: int, outcome: Outcome) -> None:
    assert listed(1, 2, 200, 5, 6, migrated=days_ago(age)).outcome is outcome


@given(st.lists(st.integers(0, 4000), max_size=40), st.integers(0, 400))
def test_what_is_told_of_is_older_than_its_neighbours_by_more_than_the_limit(ages: list[int], days: int) -> None:
    reads = dated(*ages)
    found = list(backwards(reads, days))
    assert len(found) <= max(0, len(reads) - 4)
    for read in found:
        assert any(other.day > read.day + timedelta(days=days) for other in reads)
    assert list(backwards(tuple(sorted(reads, key=lambda read: read.day, reverse=True)), days)) == []


# -- rows that came in between, long after their day ------------------------------------------------------------------

EVER = datetime(1970, 1, 1, tzinfo=UTC)
NOBODY_KNOWS = None
NEW = -1


def came(
    rows: Sequence[tuple[int, int | None]],
    *,
    migrated: date | None = None,
    broken: str = "",
    unread: int | None = None,
    archived: bool = False,
) -> Judgement:
    """A list: of each row how many days ago its day is, and how many days ago it was first read (:data:`NEW`: now)."""
    urls = [f"{HOME}tzgg/{number}.html" for number in range(len(rows))]
    shown = tuple(replace(row, about_url=url) for row, url in zip(dated(*(age for age, _ in rows)), urls, strict=True))
    first = {
        url: EVER if seen is NOBODY_KNOWS else AS_OF - timedelta(days=seen)
        for url, (_, seen) in zip(urls, rows, strict=True)
        if seen != NEW
    }
    listing = replace(column("tzgg/", age=rows[0][0], rows=shown), archived=archived)
    pages = [facts(f"tzgg/{number}.html", published=age) for number, (age, _) in enumerate(rows) if number != unread]
    of = replace(subject(), migrated=migrated)
    history = History(first_read=first, open={"site.links": frozenset({broken})})
    judgement: Judgement = date_forged(
        SiteFacts(page(), pages=pages, columns=(listing,)), replace(case(NAME, of=of), history=history)
    )
    return judgement


BEFORE = [(60, 60), (70, 70), (95, 95), (99, 99)]
LATE = [*BEFORE[:2], (90, NEW), *BEFORE[2:]]


def test_a_row_that_came_long_after_its_day_between_rows_that_were_read_is_a_reminder() -> None:
    judgement = came(LATE)
    (finding,) = judgement.findings
    assert (finding.about, finding.severity) == (f"inserted {HOME}tzgg/", Severity.REMINDER)
    assert (finding.data["row"], finding.data["seen"]) == (f"{HOME}tzgg/2.html", "2026-11-23")
    assert finding.data["published"] == days_ago(90).isoformat()


def test_it_stands_as_long_as_the_row_does() -> None:
    assert [one.about for one in came([*BEFORE[:2], (90, 8), *BEFORE[2:]]).findings] == [f"inserted {HOME}tzgg/"]


@pytest.mark.parametrize(
    "rows",
    [
        [(age, NEW) for age in (1, 70, 90, 95, 99)],  # the first look at all
        [(age, 30) for age in (31, 70, 90, 95, 99)],  # all came with the first look
        [*BEFORE[:2], (90, 30), *[(95, 30), (99, 30)]],  # a limit of an earlier look ended at it
        [(60, 30), (70, 30), (90, NEW), (95, NEW), (99, NEW)],  # and below it
        [*BEFORE[:2], (80, 25), *BEFORE[2:]],  # 55 days late
        [*BEFORE[:1], (90, NEW), *BEFORE[2:]],  # one row above does not show where it stood
        [(60, 60), (61, 61), *[(age, NEW) for age in (70, 71, 72, 73, 74)], (95, 95), (99, 99)],  # a whole batch
        [(300, 60), (310, 70), (90, NEW), *BEFORE[2:]],  # the rows above are older: pinned, or another list
        [*BEFORE[:2], (90, NOBODY_KNOWS), *BEFORE[2:]],  # read before that was noted
        [],
    ],
)
def test_what_is_innocent_or_cannot_be_known_is_silent(rows: Sequence[tuple[int, int | None]]) -> None:
    assert not [one for one in (came(rows).findings if rows else ()) if one.about.startswith("inserted")]


def test_rows_that_were_read_before_that_was_noted_are_acquaintances() -> None:
    assert came([(60, None), (70, None), (90, NEW), (95, None), (99, None)]).findings


@pytest.mark.parametrize("moved", [0, 20, 80])
def test_a_migration_explains_what_came_late(moved: int) -> None:
    assert came(LATE, migrated=days_ago(moved)).outcome is Outcome.OK


def test_a_migration_of_long_before_explains_nothing() -> None:
    assert came(LATE, migrated=days_ago(400)).outcome is Outcome.FINDING


def test_a_broken_link_that_was_mended_a_file_and_an_archived_column_are_silent() -> None:
    assert came(LATE, broken=f"{HOME}tzgg/2.html").outcome is Outcome.OK
    assert came(LATE, unread=2).outcome is Outcome.OK
    assert came(LATE, archived=True).outcome is Outcome.OK
