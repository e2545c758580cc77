"""Every threshold of a check of ours, one step on either side: one visit, one second, one day, one column."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from checks.account.stale import stale
from checks.catalogue import load_catalogue
from checks.evidence import AccountFacts, Column, History, Page, Post, Probe, Reach, SiteFacts, Updating
from checks.finding import Judgement
from checks.site.availability import availability
from checks.site.column_stale import column_stale
from checks.site.columns_stale import columns_stale
from checks.site.date_forged import date_forged
from checks.site.home_stale import home_stale
from checks.site.load_time import load_time
from checks.site.unreachable import unreachable
from checks.vocabulary import LinkOutcome, Outcome, TargetKind
from tests.checks.cases import AS_OF, HOME, case, column, dated, days_ago, facts, page, probe, subject

TESTS = Path(__file__).parent
HALF_YEAR = 184
"""Days from 23 May to 23 November."""

ACCOUNT = subject(TargetKind.ACCOUNT, platform="微信公众号", account="gh_1", feed="http://feed.test/1")


def week(failed: int, opened: int, *, seconds: float = 15.0) -> Judgement:
    probes = [probe(LinkOutcome.OK, seconds=seconds)] * failed + [probe(LinkOutcome.OK)] * opened
    spaced = tuple(replace(one, at=AS_OF - timedelta(minutes=30 * number)) for number, one in enumerate(probes))
    known = case("site.availability")
    return availability(Reach(HOME, ()), replace(known, history=History(probes=spaced)))  # type: ignore[no-any-return]


def opened_after(seconds: float) -> Judgement:
    slow: tuple[Probe, ...] = (probe(LinkOutcome.OK, seconds=seconds),) * 2
    return unreachable(Reach(HOME, slow), case("site.unreachable"))  # type: ignore[no-any-return]


def home(age: int) -> Judgement:
    return home_stale(SiteFacts(page(dates=dated(age))), case("site.home-stale"))  # type: ignore[no-any-return]


def account(age: int) -> Judgement:
    post = Post("1", "http://p.test/1", "题", "", AS_OF - timedelta(days=age))
    return stale(AccountFacts((post,)), case("account.stale", of=ACCOUNT))  # type: ignore[no-any-return]


def columns(count: int, age: int | None, updating: Updating, **more: object) -> tuple[Column, ...]:
    fields = {"approved": True} | more
    return tuple(column(f"c{number}/", age=age, updating=updating, **fields) for number in range(count))  # type: ignore[arg-type]


def many(count: int, age: int | None, updating: Updating, **more: object) -> Judgement:
    site = SiteFacts(page(), columns=columns(count, age, updating, **more))
    return columns_stale(site, case("site.columns-stale"))  # type: ignore[no-any-return]


def single(age: int, updating: Updating) -> Judgement:
    site = SiteFacts(page(), columns=columns(1, age, updating))
    return column_stale(site, case("site.column-stale"))  # type: ignore[no-any-return]


def loaded(seconds: float) -> Judgement:
    shown: Page = page(seconds=seconds)
    return load_time(SiteFacts(shown), case("site.load-time"))  # type: ignore[no-any-return]


def forged(published: int, *, seen: int | None = None, migrated: int | None = None) -> Judgement:
    """A page that states a day, first seen ``seen`` days ago, on a home page that is watched for 400 days."""
    links = {"www.yunxi.test/z": AS_OF - timedelta(days=400)}
    if seen is not None:
        links["www.yunxi.test/a"] = AS_OF - timedelta(days=seen)
    of = subject(migrated=None if migrated is None else days_ago(migrated))
    known = replace(case("site.date-forged", of=of), history=History(home_links=links))
    return date_forged(SiteFacts(page(), pages=(facts("a", published=published),)), known)  # type: ignore[no-any-return]


def ordered(*ages: int) -> Judgement:
    """A list from new to old, with these ages after the first row."""
    shown = columns(1, 1, Updating.NOTICE, rows=dated(1, *ages, 40, 41))
    return date_forged(SiteFacts(page(), columns=shown), case("site.date-forged"))  # type: ignore[no-any-return]


def remind(judgement: Judgement) -> int:
    (measure,) = judgement.measures
    return int(measure.data["remind"] or 0)


NEWS, NOTICE, OTHER = Updating.NEWS, Updating.NOTICE, Updating.OTHER
Look = Callable[[], Judgement]
SIDES: Mapping[tuple[str, str], tuple[Look, Look]] = {
    ("site.availability", "percent"): (lambda: week(6, 134), lambda: week(7, 133)),
    ("site.availability", "seconds"): (lambda: week(7, 133, seconds=14.999), lambda: week(7, 133, seconds=15.0)),
    ("site.unreachable", "seconds"): (lambda: opened_after(14.999), lambda: opened_after(15.0)),
    ("site.home-stale", "days"): (lambda: home(14), lambda: home(15)),
    ("account.stale", "days"): (lambda: account(14), lambda: account(15)),
    ("site.columns-stale", "count"): (lambda: many(4, 15, NEWS), lambda: many(5, 15, NEWS)),
    ("site.columns-stale", "overdue"): (
        lambda: many(9, 31, OTHER, period=30), lambda: many(10, 31, OTHER, period=30),
    ),
    ("site.columns-stale", "empty"): (lambda: many(4, None, OTHER, items=0), lambda: many(5, None, OTHER, items=0)),
    ("site.columns-stale", "days"): (lambda: many(5, 14, NEWS), lambda: many(5, 15, NEWS)),
    ("site.columns-stale", "months"): (lambda: many(5, HALF_YEAR, NOTICE), lambda: many(5, HALF_YEAR + 1, NOTICE)),
    ("site.columns-stale", "default_days"): (lambda: many(10, 365, OTHER), lambda: many(10, 366, OTHER)),
    ("site.column-stale", "days"): (lambda: single(14, NEWS), lambda: single(15, NEWS)),
    ("site.column-stale", "months"): (lambda: single(HALF_YEAR, NOTICE), lambda: single(HALF_YEAR + 1, NOTICE)),
    ("site.column-stale", "default_days"): (lambda: single(365, OTHER), lambda: single(366, OTHER)),
    ("site.load-time", "seconds"): (lambda: loaded(3.0), lambda: loaded(3.001)),
    ("site.date-forged", "ahead"): (lambda: forged(-1), lambda: forged(-2)),
    ("site.date-forged", "behind"): (lambda: forged(63, seen=3), lambda: forged(64, seen=3)),
    ("site.date-forged", "migration"): (
        lambda: forged(3, seen=90, migrated=33), lambda: forged(3, seen=90, migrated=34),
    ),
    ("site.date-forged", "backwards"): (lambda: ordered(2, 33, 3), lambda: ordered(2, 34, 3)),
}  # fmt: skip
"""What is right at its limit, and wrong one step beyond it."""

TOLD: Mapping[tuple[str, str], Look] = {
    ("site.home-stale", "remind_days"): lambda: home(3),
    ("account.stale", "remind_days"): lambda: account(3),
    ("site.column-stale", "remind_days"): lambda: single(3, NEWS),
    ("site.column-stale", "remind_days_long"): lambda: single(3, NOTICE),
}
"""From how many days before a limit it is told: the days themselves are tried in tests/reports/test_due.py."""

ELSEWHERE = {
    ("site.availability", "visits"): "site/test_availability.py",
    ("security.certificate", "days"): "security/test_certificate.py",
    ("site.date-forged", "together"): "site/test_date_forged.py",
    ("site.date-forged", "together_days"): "site/test_date_forged.py",
    ("site.search", "settled_days"): "site/test_search.py",
    ("site.search", "characters"): "site/test_search.py",
}
"""Where the two sides are another thing than right and wrong."""

OF_SCREENS = {("site.forced-follow", "share"), ("site.forced-follow", "hidden"), ("site.vote-board", "rows")}
"""Of what a browser showed: tests/checks/formalism/screen."""


@pytest.mark.parametrize("name", SIDES, ids=" ".join)
def test_one_step_decides(name: tuple[str, str]) -> None:
    inside, outside = SIDES[name]
    assert inside().outcome is Outcome.OK
    assert outside().outcome is Outcome.FINDING


@pytest.mark.parametrize("name", TOLD, ids=" ".join)
def test_a_reminder_carries_its_days(name: tuple[str, str]) -> None:
    assert remind(TOLD[name]()) == load_catalogue()[name[0]].thresholds[name[1]]


def test_every_threshold_of_a_machine_is_tried() -> None:
    every = {(one.id, name) for one in load_catalogue().values() if one.manual is None for name in one.thresholds}
    assert every == SIDES.keys() | TOLD.keys() | ELSEWHERE.keys() | OF_SCREENS
    assert all((TESTS / file).exists() for file in ELSEWHERE.values())


def test_a_threshold_is_data_and_not_in_the_check() -> None:
    """Another figure in the catalogue moves the limit."""
    strict = replace(case("site.home-stale"), thresholds={"days": 7.0})
    assert home_stale(SiteFacts(page(dates=dated(7))), strict).outcome is Outcome.OK
    assert home_stale(SiteFacts(page(dates=dated(8))), strict).outcome is Outcome.FINDING
