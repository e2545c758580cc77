"""临近否决: told from half of the limit on, until it is a veto and told as one."""

from datetime import timedelta

import pytest

from checks.finding import Figures, Finding, Judgement, Measure
from checks.vocabulary import Outcome, Severity
from reports.basis import watched
from reports.near import near_vetoes
from tests.reports.books import Books, ok, shanghai
from tests.reports.test_weekly import letter_of, section

SEEN = shanghai(11, 17)
URL = "https://s1.yunxi.test/"


def visits(failed: int, left: int) -> Figures:
    return {"visits": 160, "failed": failed, "percent": round(failed / 1.6, 1), "limit": 5, "left": left}


def columns(count: int, *, approved: int = 8) -> Figures:
    return {"count": count, "limit": 5, "left": 5 - count, "approved": approved, "unseen": 0}


def measured(data: Figures, about: str = URL, *findings: Finding) -> Judgement:
    outcome = Outcome.FINDING if findings else Outcome.OK
    return Judgement(outcome, findings, checked=1, measures=(Measure(about, about, URL, data=data),))


async def told(books: Books, indicator: str, judgement: Judgement, days: int = 1) -> list[tuple[str, int]]:
    site = await books.site("s1", "市教育局", "教育局网站")
    await books.scan(SEEN, {site: {indicator: judgement}})
    at = SEEN + timedelta(days=days)
    async with books.database.read() as session:
        targets = {one.id: one for one in await watched(session, books.office_id, at)}
        found = await near_vetoes(session, books.office_id, at, targets)
    return [(one.indicator, int(100 * one.share)) for one in found]


@pytest.mark.parametrize(
    ("indicator", "data", "percent"),
    [
        ("site.availability", visits(0, 8), None),
        ("site.availability", visits(3, 5), None),
        ("site.availability", visits(4, 4), 50),
        ("site.availability", visits(7, 1), 87),
        ("site.availability", visits(8, 0), None),  # a veto
        ("site.columns-stale", columns(2), None),
        ("site.columns-stale", columns(3), 60),
        ("site.columns-stale", columns(3, approved=0), None),  # 待核定: counts for nothing
        ("site.columns-stale", columns(5), None),
    ],
)
async def test_it_is_told_from_half_of_the_limit_to_the_limit(
    books: Books, indicator: str, data: Figures, percent: int | None
) -> None:
    expected = [] if percent is None else [(indicator, percent)]
    assert await told(books, indicator, measured(data, "overdue")) == expected


async def test_the_count_of_another_week_says_nothing(books: Books) -> None:
    assert await told(books, "site.availability", measured(visits(7, 1)), days=7) == []


async def test_the_letter_tells_it_with_the_vetoes_and_draws_it(books: Books) -> None:
    site = await books.site("s1", "市教育局", "教育局网站")
    near = {"site.availability": measured(visits(6, 2)), "site.columns-stale": measured(columns(3), "overdue")}
    await books.scan(SEEN, {site: {"site.home-stale": ok(), **near}})
    letter = await letter_of(books)
    part = section(letter.text, "否决预警")
    assert "临近否决2项" in part
    assert "站点无法访问：160次探测，失败6次，3.8%：本周再失败2次即单项否决" in part
    assert "应更新未更新3个，限值5个" in part
    assert "教育局网站" in part
    assert 'width="75%"' in letter.html
    assert 'width="60%"' in letter.html
    assert "件否决" not in letter.subject


async def test_what_is_a_veto_already_is_not_near_one(books: Books) -> None:
    site = await books.site("s1", "市教育局", "教育局网站")
    data: Figures = {**columns(5), "case": "empty", "columns": "通知公告", "margin": 0}
    veto = Finding("site.columns-stale", site, "empty", Severity.VETO, URL, confirmed=True, data=data)
    judgement = Judgement(
        Outcome.FINDING, (veto,), checked=1,
        measures=(Measure("empty", "empty", data=columns(5)), Measure("overdue", "overdue", data=columns(4))),
    )  # fmt: skip
    await books.scan(SEEN, {site: {"site.home-stale": ok(), "site.columns-stale": judgement}})
    assert "临近否决" not in (await letter_of(books)).text
