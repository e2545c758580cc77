"""A worked bulletin: the printed figures of a city's third quarter of 2023, every numerator traceable."""

from fractions import Fraction
from typing import Any

from checks.catalogue import load_catalogue
from checks.finding import Judgement
from checks.vocabulary import TargetKind, Verdict
from registry.models import Scope, Unit
from reports import wording
from reports.basis import Group, standings, watched
from reports.figures import weekly_figures
from reports.sections.overview import overview
from reports.sections.telling import Telling
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
    assert figures.only_watched == {TargetKind.DEPARTMENT_SITE: 1}
    assert not figures.others
    told = "".join(overview(Telling(figures, load_catalogue())).notes)
    assert "另有1个对象通报口径为“仅监测”（部门网站1），照常监测，不计入比例。" in told


async def test_sites_and_accounts_are_never_mixed_and_changes_are_percentage_points(books: Books) -> None:
    """Two weeks: sites 1/2 then 2/2, accounts 3/3 then 2/3; neither moves the other, and 50% to 100% is no 100%."""
    for number in range(2):
        await books.site(f"s{number}", "市政府办公室", f"网站{number}")
    for number in range(3):
        await books.account(f"a{number}", "市政府办公室", f"账号{number}")
    await books.scan(shanghai(11, 11), _seen(bad=("s0",)))
    await books.scan(AT, _seen(bad=("a0",)))
    async with books.database.read() as session:
        figures = await weekly_figures(session, books.office_id, Week.of(AT), AT)
    rates = {group.group: (group.clear.part, group.clear.whole) for group in figures.groups}
    assert rates == {Group.SITES: (2, 2), Group.ACCOUNTS: (2, 3)}
    told = {group.group: wording.change(group.change) for group in figures.groups if group.change is not None}
    assert told == {Group.SITES: "↑50.0个百分点", Group.ACCOUNTS: "↓33.3个百分点"}


def _seen(bad: tuple[str, ...]) -> dict[str, dict[str, Judgement]]:
    late: dict[str, Any] = {"newest": "2026-10-01", "as_of": "2026-11-18", "days": 48}
    seen: dict[str, dict[str, Judgement]] = {}
    for target in ("s0", "s1"):
        home = f"https://{target}.yunxi.test/"
        seen[target] = {"site.home-stale": found(stale_home(target, home, **late)) if target in bad else ok(home)}
    for target in ("a0", "a1", "a2"):
        name = f"weixin:{target}"
        seen[target] = {"account.stale": found(stale_account(target, name, **late)) if target in bad else ok(name)}
    return seen
