from datetime import datetime, timedelta

import pytest

from checks.vocabulary import Verdict
from registry.database import Database
from registry.errors import BooksError
from registry.ledger import TargetResult, enter_visit, fail_visit
from registry.models import Office, Scan, ScanState, stored
from registry.offices import ensure_office
from registry.scans import (
    Selection,
    TargetGrade,
    VisitPlan,
    finish_scan,
    latest_finished,
    tallies_of,
    visits_of,
)
from registry.sharing.leases import take_lease
from tests.registry.books import DAY, NOW, begin_scan, entries_of, import_text, office_id, ok, scan_one, target_named

HOUR = timedelta(hours=1)


async def enter_all(database: Database, visits: tuple[VisitPlan, ...]) -> None:
    for plan in visits:
        async with database.write() as session:
            token = await take_lease(session, plan.visit.origin_id, "test", NOW, 60)
            assert token is not None
            results = [TargetResult(entry.target.id, {}) for entry in plan.entries]
            await enter_visit(session, stored(plan.visit.id), token, results, NOW)


def grade(target_id: str, verdict: Verdict = Verdict.QUALIFIED) -> TargetGrade:
    return TargetGrade(target_id, verdict, ("site.open",), 0.9, "national 1", {"site.open": {"days": 14}})


async def test_a_scan_visits_each_origin_once(database: Database, office: Office) -> None:
    await import_text(database, office)
    opened = await begin_scan(database, office)
    assert not opened.taken_up
    planned = {plan.origin.key: [entry.target.name for entry in plan.entries] for plan in opened.visits}
    assert planned == {
        "www.yunxi.test": ["云溪市人民政府", "云溪市民政局"],
        "gaj.yunxi.test": ["云溪市公安局"],
        "wechat:gh_pingan": ["平安云溪"],
    }
    assert (opened.scan.selection, opened.scan.tool, opened.scan.catalogue) == ("all", "govwatch test", "national 1")


async def test_a_scan_cut_short_is_taken_up_where_it_stopped(database: Database, office: Office) -> None:
    await import_text(database, office)
    first = await begin_scan(database, office)
    await enter_all(database, first.visits[:1])
    second = await begin_scan(database, office, as_of=NOW + HOUR)
    assert second.taken_up
    assert (second.scan.id, second.scan.as_of) == (first.scan.id, NOW)
    assert [plan.visit.id for plan in second.visits] == [plan.visit.id for plan in first.visits[1:]]


@pytest.mark.parametrize(
    ("as_of", "same"),
    [
        (datetime.fromisoformat("2026-11-24T23:59+08:00"), True),
        (datetime.fromisoformat("2026-11-24T00:00+08:00"), True),
        (datetime.fromisoformat("2026-11-25T00:00+08:00"), False),
        (datetime.fromisoformat("2026-11-23T23:59+08:00"), False),
    ],
)
async def test_only_a_scan_of_the_same_shanghai_day_is_taken_up(
    database: Database, office: Office, as_of: datetime, same: bool
) -> None:
    await import_text(database, office)
    first = await begin_scan(database, office)
    assert (await begin_scan(database, office, as_of=as_of)).taken_up is same
    assert first.scan.state is ScanState.RUNNING


async def test_a_scan_of_another_selection_is_left_as_it_is(database: Database, office: Office) -> None:
    await import_text(database, office)
    target = await target_named(database, office, "平安云溪")
    every = await begin_scan(database, office)
    one = await begin_scan(database, office, [target])
    assert one.scan.id != every.scan.id
    assert one.scan.selection == target.id
    async with database.read() as session:
        assert len(await visits_of(session, stored(every.scan.id))) == 3
    assert (await begin_scan(database, office)).scan.id == every.scan.id


async def test_a_finished_scan_is_not_taken_up(database: Database, office: Office) -> None:
    await import_text(database, office)
    target = await target_named(database, office, "平安云溪")
    first = await scan_one(database, office, target, ok(), as_of=NOW)
    assert not (await begin_scan(database, office, [target])).taken_up
    assert first.id is not None


async def test_there_must_be_something_to_look_at(database: Database, office: Office) -> None:
    with pytest.raises(BooksError, match="没有可检查的对象：请先用 govwatch registry import"):
        await begin_scan(database, office)


def test_a_selection_is_known_by_its_sorted_ids() -> None:
    assert Selection.named("sites", []) == Selection("sites", ())


async def test_selections_of_the_same_targets_are_equal(database: Database, office: Office) -> None:
    await import_text(database, office)
    targets = [entry.target for entry in await entries_of(database, office)]
    assert Selection.of(targets) == Selection.of([*targets[::-1], targets[0]])


async def test_a_scan_is_finished_with_its_grades_when_every_visit_is_over(database: Database, office: Office) -> None:
    await import_text(database, office)
    opened = await begin_scan(database, office)
    scan_id = stored(opened.scan.id)
    await enter_all(database, opened.visits[:-1])
    last = opened.visits[-1]
    grades = [grade(entry.target.id) for plan in opened.visits for entry in plan.entries]
    async with database.write() as session:
        assert not await finish_scan(session, scan_id, grades, NOW + HOUR)
    async with database.write() as session:
        assert {tally.verdict for tally in await tallies_of(session, scan_id)} == {Verdict.UNDETERMINED}
        token = await take_lease(session, last.visit.origin_id, "test", NOW, 60)
        assert token is not None
        await fail_visit(session, stored(last.visit.id), token, "boom", NOW)
        assert await finish_scan(session, scan_id, grades, NOW + HOUR)
        assert not await finish_scan(session, scan_id, [], NOW + 2 * HOUR)
    async with database.read() as session:
        tallies = await tallies_of(session, scan_id)
        scan = await session.get(Scan, scan_id)
    assert scan is not None
    assert (scan.state, scan.finished) == (ScanState.FINISHED, NOW + HOUR)
    assert len(tallies) == 4  # also the one whose visit failed
    for tally in tallies:
        assert (tally.verdict, tally.vetoes, tally.coverage) == (Verdict.QUALIFIED, ["site.open"], 0.9)
        assert (tally.catalogue, tally.thresholds) == ("national 1", {"site.open": {"days": 14}})


async def test_the_latest_finished_scan_at_an_instant(database: Database, office: Office) -> None:
    await import_text(database, office)
    one, two = await target_named(database, office, "平安云溪"), await target_named(database, office, "云溪市公安局")
    older = await scan_one(database, office, one, ok(), as_of=NOW)
    newer = await scan_one(database, office, two, ok(), as_of=NOW + DAY)
    await begin_scan(database, office, [one], as_of=NOW + DAY)  # never finished
    async with database.read() as session:

        async def latest(at: datetime, label: str | None = None) -> int | None:
            scan = await latest_finished(session, office_id(office), at, label=label)
            return scan.id if scan else None

        assert await latest(NOW - HOUR) is None
        assert await latest(NOW) == older.id
        assert await latest(NOW + 9 * DAY) == newer.id
        assert await latest(NOW + 9 * DAY, one.id) == older.id
        assert await latest(NOW + 9 * DAY, "all") is None


async def test_offices_do_not_take_up_each_others_scans(database: Database, office: Office) -> None:
    await import_text(database, office)
    await begin_scan(database, office)
    async with database.write() as session:
        other = await ensure_office(session, "NC", "南昌", now=NOW)
    await import_text(database, other)
    opened = await begin_scan(database, other)
    assert not opened.taken_up
    assert {plan.origin.office_id for plan in opened.visits} == {other.id}
