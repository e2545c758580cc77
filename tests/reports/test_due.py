"""What is told before its limit: three days for weeks, fourteen for months, and before holidays on the last workday."""

from datetime import date, timedelta

import pytest

from checks.finding import Judgement, Measure
from checks.vocabulary import Outcome
from registry.decisions.workdays import last_workday
from registry.models import ColumnRow, Unit
from reports.basis import watched
from reports.due import due_soon, remind_on
from tests.reports.books import Books, shanghai


@pytest.mark.parametrize(
    ("due", "days", "told"),
    [
        (date(2026, 11, 27), 3, date(2026, 11, 24)),
        (date(2026, 11, 26), 3, date(2026, 11, 23)),
        (date(2026, 11, 25), 3, date(2026, 11, 20)),  # three days before is a Sunday
        (date(2026, 11, 27), 14, date(2026, 11, 13)),
        (date(2026, 10, 5), 3, date(2026, 9, 30)),  # within the national holidays
        (date(2026, 10, 9), 3, date(2026, 9, 30)),  # three days before is within them
        (date(2026, 10, 12), 3, date(2026, 10, 9)),
        (date(2026, 2, 20), 3, date(2026, 2, 14)),  # a Saturday that is worked, before the Spring Festival
        (date(2026, 2, 27), 14, date(2026, 2, 13)),
        (date(2026, 3, 2), 14, date(2026, 2, 14)),  # fourteen days before is within it
    ],
)
def test_it_is_told_on_a_working_day(due: date, days: int, told: date) -> None:
    assert remind_on(due, {"remind": days}) == told


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 10, 4), date(2026, 9, 30)),
        (date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 11, 24), date(2026, 11, 24)),
    ],
)
def test_what_is_due_on_a_holiday_is_to_be_done_before_it(day: date, last: date) -> None:
    assert last_workday(day) == last


def near(due: date, *, remind: int, name: str = "通知公告", url: str = "", by_months: bool = False) -> Measure:
    """Something that is due on a day; ``remind`` days before it is told of."""
    data = {"limit": 6 if by_months else 14, "by_months": by_months, "remind": remind, "approved": True}
    return Measure(url or name, name, url, due - timedelta(days=14), due, data)


@pytest.mark.parametrize(
    ("remind", "told", "first"),
    [
        (3, {-4: False, -3: True, 0: True, 1: False}, -3),
        (14, {-15: False, -14: True, -1: True, 0: True, 1: False}, -14),
    ],
)
async def test_it_is_told_from_the_first_day_to_the_last(
    books: Books, remind: int, told: dict[int, bool], first: int
) -> None:
    site = await books.site("s1", "市教育局", "教育局网站")
    due = date(2026, 11, 27)
    judgement = Judgement(Outcome.OK, checked=1, measures=(near(due, remind=remind, by_months=remind == 14),))
    await books.scan(shanghai(11, 9), {site: {"site.column-stale": judgement}})
    for days, expected in told.items():
        at = shanghai(11, 27, 8) + timedelta(days=days)
        async with books.database.read() as session:
            targets = {one.id: one for one in await watched(session, books.office_id, at)}
            rows = await due_soon(session, books.office_id, at, targets)
        assert bool(rows) is expected, days
        if rows:
            assert rows[0].left == -days
    assert told[first]


async def test_a_row_names_who_answers_for_the_column_and_who_sees_to_it(books: Books) -> None:
    site = await books.site("s1", "市政府办公室", "门户网站")
    bureau = await books.unit("市教育局")
    async with books.database.write() as session:
        unit = await session.get_one(Unit, bureau)
        unit.contact = "李四"
        session.add(unit)
        url = "https://s1.yunxi.test/jyj/"
        session.add(
            ColumnRow(office_id=books.office_id, target_id=site, unit_id=bureau, name="教育动态", url=url, level=2)
        )
    due = date(2026, 11, 27)
    measures = (near(due, remind=3, name="教育动态", url=url), near(due, remind=3, url="https://s1.yunxi.test/tzgg/"))
    judgement = Judgement(Outcome.OK, checked=2, measures=measures)
    await books.scan(shanghai(11, 24), {site: {"site.column-stale": judgement}})
    async with books.database.read() as session:
        targets = {one.id: one for one in await watched(session, books.office_id, shanghai(11, 25))}
        rows = await due_soon(session, books.office_id, shanghai(11, 25), targets)
    assert {(row.name, row.unit, row.contact) for row in rows} == {
        ("教育动态", "市教育局", "李四"), ("通知公告", "市政府办公室", ""),
    }  # fmt: skip
