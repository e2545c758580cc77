from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from checks.vocabulary import Reason, Severity, TargetKind
from registry.models import MailState, TargetState
from registry.outbox import claim, mark_uncertain_left_sending, queue_mail
from reports.basis import Group
from reports.errors import WeekError
from reports.figures import GroupFigures, Rate, WeekFigures, weekly_figures
from reports.week import Week
from tests.reports import city
from tests.reports.books import Books, Judgements, blind, dead_link, found, ok, shanghai, stale_home

WEEK = Week.parse("2026-W47")
MONDAY_AFTER = shanghai(11, 23, 8)


async def figures_of(books: Books, *, week: Week = WEEK, as_of: datetime = MONDAY_AFTER) -> WeekFigures:
    async with books.database.read() as session:
        return await weekly_figures(session, books.office_id, week, as_of)


def group(figures: WeekFigures, name: Group) -> GroupFigures:
    return next(one for one in figures.groups if one.group is name)


def fresh(*cleared: str) -> Judgements:
    return {"site.home-stale": ok(*cleared)}


def stale(target: str, *, confirmed: bool = True) -> Judgements:
    url = f"https://{target}.yunxi.test/"
    return {
        "site.home-stale": found(
            stale_home(target, url, newest="2026-11-01", as_of="2026-11-18", days=17, confirmed=confirmed)
        )
    }


def unseen(reason: Reason) -> Judgements:
    return {"site.home-stale": blind(reason)}


async def three_sites(books: Books) -> None:
    for number in (1, 2, 3):
        await books.site(f"s{number}", f"市第{number}局", f"第{number}局网站")


async def test_sites_and_accounts_are_counted_apart_and_what_is_unknown_in_no_denominator(lived: Books) -> None:
    figures = await figures_of(lived)
    sites, accounts = group(figures, Group.SITES), group(figures, Group.ACCOUNTS)

    assert (sites.registered, sites.checked, sites.clear, sites.established) == (15, 13, Rate(11, 12), 1)
    assert {(one.target.id, one.reason) for one in sites.unseen} == {("s04", Reason.NO_DATES), ("s12", Reason.BLOCKED)}
    assert sites.suspected == 1
    assert (accounts.registered, accounts.checked, accounts.clear) == (15, 10, Rate(9, 10))
    assert [one.reason for one in accounts.unseen].count(Reason.NO_FEED) == city.FEEDLESS
    for one in figures.groups:
        assert one.registered == one.clear.whole + one.suspected + len(one.unseen)
    assert figures.others[TargetKind.CHANNEL] == 1
    assert figures.paused == 1
    assert figures.tools == ("govwatch 0.1.0",)
    assert (figures.looks.scans, figures.looks.visits, figures.looks.failed) == (2, 60, 0)


async def test_the_change_is_in_percentage_points_against_the_week_before(books: Books) -> None:
    await three_sites(books)
    await books.scan(shanghai(11, 10), {"s1": fresh(), "s2": stale("s2"), "s3": stale("s3")})
    await books.scan(shanghai(11, 17), {"s1": fresh(), "s2": fresh("https://s2.yunxi.test/"), "s3": stale("s3")})
    sites = group(await figures_of(books), Group.SITES)
    assert sites.change == 100 * (Fraction(2, 3) - Fraction(1, 3))
    assert sites.trend == ((WEEK.before(), Rate(1, 3)), (WEEK, Rate(2, 3)))


async def test_without_a_week_before_there_is_no_change(books: Books) -> None:
    await three_sites(books)
    await books.scan(shanghai(11, 3), {"s1": fresh(), "s2": fresh(), "s3": stale("s3")})
    await books.scan(shanghai(11, 17), {"s1": fresh(), "s2": fresh(), "s3": fresh()})
    assert group(await figures_of(books), Group.SITES).change is None


async def test_a_target_is_counted_by_its_newest_finished_look_up_to_the_end_of_the_week(books: Books) -> None:
    await three_sites(books)
    await books.scan(shanghai(11, 10), {"s1": fresh(), "s2": stale("s2"), "s3": fresh()})
    await books.scan(shanghai(11, 17), {"s1": stale("s1"), "s2": fresh("https://s2.yunxi.test/")})
    await books.scan(shanghai(11, 20), {"s1": stale("s1"), "s2": stale("s2")}, finish=False)
    await books.scan(shanghai(11, 23), {"s1": fresh("https://s1.yunxi.test/"), "s2": stale("s2"), "s3": stale("s3")})
    sites = group(await figures_of(books, as_of=shanghai(11, 25)), Group.SITES)
    assert sites.clear == Rate(2, 3)
    assert [target.id for target in sites.carried] == ["s3"]


async def test_as_of_within_the_week_hides_what_came_later(books: Books) -> None:
    await three_sites(books)
    await books.scan(shanghai(11, 17), {"s1": fresh(), "s2": fresh(), "s3": fresh()})
    await books.scan(shanghai(11, 20), {"s1": stale("s1"), "s2": fresh(), "s3": fresh()})
    early = await figures_of(books, as_of=shanghai(11, 18))
    assert group(early, Group.SITES).clear == Rate(3, 3)
    assert early.problems.vetoes == ()
    assert group(await figures_of(books), Group.SITES).clear == Rate(2, 3)


async def test_a_look_as_of_the_very_instant_counts(books: Books) -> None:
    await three_sites(books)
    await books.scan(shanghai(11, 18), {"s1": stale("s1")})
    figures = await figures_of(books, as_of=shanghai(11, 18))
    assert group(figures, Group.SITES).clear == Rate(0, 1)
    assert len(figures.problems.new) == len(figures.problems.open) == 1


async def test_targets_never_looked_at_and_looks_that_broke_down_are_named(books: Books) -> None:
    await three_sites(books)
    await books.scan(shanghai(11, 17), {"s1": fresh()}, failed={"s2"})
    figures = await figures_of(books)
    sites = group(figures, Group.SITES)
    assert {(one.target.id, one.reason) for one in sites.unseen} == {("s2", Reason.CHECK_FAILED), ("s3", None)}
    assert figures.looks.failed == 1


async def test_the_reason_named_is_that_of_the_veto_not_of_the_other_indicators(books: Books) -> None:
    await three_sites(books)
    others = {name: blind(Reason.LIMIT_REACHED) for name in ("site.links", "site.links-home")}
    await books.scan(shanghai(11, 17), {"s1": {**unseen(Reason.NO_BROWSER), **others}})
    figures = await figures_of(books)
    assert group(figures, Group.SITES).unseen[0].reason is Reason.NO_BROWSER
    (rest,) = figures.blind  # the reason that hid the site as a whole is told with the site
    assert (rest.target.id, rest.reason) == ("s1", Reason.LIMIT_REACHED)
    assert set(rest.indicators) == {"site.links", "site.links-home"}


async def test_deregistered_paused_and_later_targets_do_not_count(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    await books.site("s2", "市第1局", "已注销", state=TargetState.DEREGISTERED)
    await books.site("s3", "市第1局", "改版中", state=TargetState.PAUSED)
    await books.site("s4", "市第1局", "下周才开", created=shanghai(11, 24))
    await books.scan(shanghai(11, 17), {"s1": fresh(), "s2": stale("s2")})
    figures = await figures_of(books, as_of=shanghai(11, 25))
    assert group(figures, Group.SITES).registered == 1
    assert figures.problems.open == ()
    assert figures.paused == 1


async def test_a_target_entered_later_counts_when_it_was_looked_at_as_of_an_earlier_day(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站", created=shanghai(11, 24))
    await books.scan(shanghai(11, 17), {"s1": fresh()})
    figures = await figures_of(books, as_of=shanghai(11, 18))
    assert group(figures, Group.SITES).registered == 1


async def test_findings_balance_over_the_week(books: Books) -> None:
    await three_sites(books)
    links = [dead_link("s1", f"http://a.test/{number}") for number in range(5)]
    abouts = [link.about for link in links]
    judged = [found(*links[:2]), found(*links[2:4]), ok(*abouts), found(links[0]), found(links[4])]
    times = [shanghai(11, 14), shanghai(11, 16), shanghai(11, 17), shanghai(11, 18), shanghai(11, 24)]
    for time, judgement in zip(times, judged, strict=True):
        await books.scan(time, {"s1": {"site.links": judgement, "site.home-stale": ok()}})

    problems = (await figures_of(books, as_of=shanghai(11, 25))).problems
    assert problems.before[Severity.DEDUCT] == 2
    assert {one.about for one in problems.new} == set(abouts[2:4])  # found and repaired within the week
    assert not any(one.stands for one in problems.new)
    assert {one.about for one in problems.resolved} == set(abouts[1:4])
    assert {one.about for one in problems.open} == {abouts[0]}  # repaired and back again: stood before, stands now
    assert len(problems.open) == 2 + len(problems.new) - len(problems.resolved)


async def test_a_relapse_is_new_and_said_to_be_one(books: Books) -> None:
    await three_sites(books)
    link = dead_link("s1", "http://a.test/1")
    for time, judgement in (
        (shanghai(11, 2), found(link)),
        (shanghai(11, 10), ok(link.about)),
        (shanghai(11, 17), found(link)),
    ):
        await books.scan(time, {"s1": {"site.links": judgement}})
    (problem,) = (await figures_of(books)).problems.new
    assert problem.recurred
    assert problem.since == shanghai(11, 17)


async def test_a_finding_is_suspected_until_a_second_look_confirms_it(books: Books) -> None:
    await three_sites(books)
    await books.scan(shanghai(11, 17), {"s1": stale("s1", confirmed=False)})
    await books.scan(shanghai(11, 19), {"s1": stale("s1")})
    early = await figures_of(books, as_of=shanghai(11, 18))
    assert [one.is_suspected for one in early.problems.vetoes] == [True]
    assert group(early, Group.SITES).suspected == 1
    assert group(early, Group.SITES).clear == Rate(0, 0)
    assert early.open_by_unit[0].established.total() == 0
    assert early.open_by_unit[0].suspected == 1
    later = await figures_of(books)
    assert [one.is_suspected for one in later.problems.vetoes] == [False]
    assert group(later, Group.SITES).clear == Rate(0, 1)
    assert later.open_by_unit[0].established[Severity.VETO] == 1


async def test_units_stand_in_the_order_of_the_register(books: Books) -> None:
    for name, place in (("后来的局", 9), ("第一局", 1), ("中间局", 5)):
        await books.unit(name, place)
    seen = {}
    for number, name in enumerate(("后来的局", "第一局", "中间局")):
        target = await books.site(f"s{number}", name, f"{name}网站")
        seen[target] = {"site.links": found(dead_link(target, "http://a.test/1"))}
    await books.scan(shanghai(11, 17), seen)
    assert [one.unit for one in (await figures_of(books)).open_by_unit] == ["第一局", "中间局", "后来的局"]


async def test_mails_that_got_stuck_are_counted(books: Books) -> None:
    now = shanghai(11, 16)
    async with books.database.write() as session:
        row = await queue_mail(session, books.office_id, "weekly/2026-W46", "<a@b>", ["x@y.test"], "第46期", b"x", now)
        await claim(session, row.id or 0)
        await mark_uncertain_left_sending(session, books.office_id)
    (stuck,) = (await figures_of(books)).stuck
    assert (stuck.subject, stuck.state) == ("第46期", MailState.UNCERTAIN)


async def test_another_office_is_not_seen(books: Books) -> None:
    other = await Books.begin(books.database, "QF", "青峰县人民政府办公室")
    await other.site("x1", "县第1局", "县第1局网站")
    await other.scan(shanghai(11, 17), {"x1": stale("x1")})
    figures = await figures_of(books)
    assert [one.registered for one in figures.groups] == [0, 0]
    assert figures.problems.open == ()
    assert figures.looks.scans == 0


async def test_a_week_that_has_not_begun_is_refused(books: Books) -> None:
    with pytest.raises(WeekError, match=r"2026-W47周从2026-11-16开始，晚于监测时间点2026-11-15"):
        await figures_of(books, as_of=WEEK.starts - timedelta(seconds=1))
