"""A worked bulletin: the printed figures of a city's third quarter of 2023, every numerator traceable."""

from fractions import Fraction

from checks.vocabulary import Verdict
from registry.models import Scope, Unit
from reports import wording
from reports.basis import Group, standings, watched
from reports.figures import weekly_figures
from reports.week import Week
from tests.reports.books import Books, found, ok, shanghai, stale_account, stale_home

AT = shanghai(11, 18)


async def test_fifty_of_54_sites_and_138_of_142_accounts(books: Books) -> None:
    seen = {}
    for number in range(54):
        target = await books.site(f"s{number:03}", "市政府办公室", f"网站{number}")
        bad = stale_home(target, f"https://{target}/", newest="2026-10-01", as_of="2026-11-18", days=48)
        seen[target] = {"site.home-stale": found(bad) if number < 4 else ok()}
    for number in range(142):
        target = await books.account(f"a{number:03}", "市政府办公室", f"账号{number}")
        late = stale_account(target, f"weixin:{target}", newest="2026-10-01", as_of="2026-11-18", days=48)
        seen[target] = {"account.stale": found(late) if number < 4 else ok()}
    await books.scan(AT, seen)
    async with books.database.read() as session:
        figures = await weekly_figures(session, books.office_id, Week.of(AT), AT)
        basis = await standings(session, books.office_id, AT)
        named = await watched(session, books.office_id, AT)
    rates = {group.group: group.clear for group in figures.groups}
    assert rates[Group.SITES].share == Fraction(50, 54)
    assert rates[Group.ACCOUNTS].share == Fraction(138, 142)
    assert wording.percent(rates[Group.SITES].part, rates[Group.SITES].whole) == "92.6%"
    assert wording.percent(rates[Group.ACCOUNTS].part, rates[Group.ACCOUNTS].whole) == "97.2%"
    failed = [one.name for one in named if basis[one.id].verdict is Verdict.UNQUALIFIED]
    assert failed == [f"网站{number}" for number in range(4)] + [f"账号{number}" for number in range(4)]
    clear = [one for one in named if basis[one.id].verdict is Verdict.QUALIFIED]
    assert sum(1 for one in clear if one.group is Group.SITES) == rates[Group.SITES].part


async def test_units_that_are_only_watched_stand_in_no_rate(books: Books) -> None:
    unit = await books.unit("市水投公司")
    async with books.database.write() as session:
        row = await session.get_one(Unit, unit)
        row.scope = Scope.WATCHED
        session.add(row)
    await books.site("s1", "市政府办公室", "门户")
    await books.site("s2", "市水投公司", "水投网站")
    await books.scan(AT, {"s1": {"site.home-stale": ok()}, "s2": {"site.home-stale": ok()}})
    async with books.database.read() as session:
        figures = await weekly_figures(session, books.office_id, Week.of(AT), AT)
    sites = next(group for group in figures.groups if group.group is Group.SITES)
    assert (sites.registered, sites.clear.part, sites.clear.whole) == (1, 1, 1)
    assert sum(figures.others.values()) == 1
