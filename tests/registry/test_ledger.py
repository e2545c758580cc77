import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from checks.finding import MAX_PLACES, Judgement, Place, not_applicable, unknown
from checks.vocabulary import LinkOutcome, Outcome, Reason, Severity, Verdict
from registry.database import Database
from registry.errors import StaleToken
from registry.ledger import TargetResult, enter_visit, fail_visit
from registry.models import FindingRow, FindingState, FindingStep, Office, Step, Target, Visit, VisitState, stored
from registry.offices import ensure_office
from registry.scans import OpenScan, VisitPlan, observations_of, tallies_of, visits_of
from registry.seen.findings import list_findings
from registry.sharing.leases import take_lease
from tests.registry.books import (
    DAY,
    LINKS,
    NOW,
    begin_scan,
    broken,
    found,
    import_text,
    office_id,
    ok,
    scan_one,
    target_named,
    url_of,
)


@pytest.fixture
async def target(database: Database, office: Office) -> Target:
    await import_text(database, office)
    return await target_named(database, office, "云溪市公安局")


async def begun(database: Database, office: Office) -> tuple[OpenScan, VisitPlan, int]:
    """A scan of all with a visit of the portal's host, whose lease is taken."""
    opened = await begin_scan(database, office)
    plan = next(plan for plan in opened.visits if plan.origin.key == "www.yunxi.test")
    async with database.write() as session:
        token = await take_lease(session, plan.visit.origin_id, "test", NOW, 60)
    assert token is not None
    return opened, plan, token


async def enter(database: Database, plan: VisitPlan, token: int, results: Sequence[TargetResult]) -> bool:
    async with database.write() as session:
        return await enter_visit(session, stored(plan.visit.id), token, results, NOW + DAY, started=NOW)


async def the_findings(database: Database, office: Office) -> list[FindingRow]:
    async with database.read() as session:
        return await list_findings(session, office_id(office))


async def the_steps(database: Database) -> list[Step]:
    async with database.read() as session:
        return [row.step for row in await session.exec(select(FindingStep).order_by(col(FindingStep.id)))]


async def test_a_visit_is_entered_with_everything_seen_there(
    database: Database, office: Office, target: Target
) -> None:
    opened, plan, token = await begun(database, office)
    portal, civil = (entry.target for entry in plan.entries)
    results = [
        TargetResult(
            portal.id,
            {LINKS: found(broken(portal, confirmed=True)), "site.open": unknown(Reason.BLOCKED)},
            pages=12,
            links=340,
            broken=1,
        ),
        TargetResult(
            civil.id, {LINKS: Judgement(Outcome.OK, checked=9), "site.open": not_applicable(Reason.OTHER_TARGET)}
        ),
    ]
    assert await enter(database, plan, token, results)
    async with database.read() as session:
        scan_id = stored(opened.scan.id)
        observations = {(one.target_id, one.indicator): one for one in await observations_of(session, scan_id)}
        tallies = {one.target_id: one for one in await tallies_of(session, scan_id)}
        visit = next(one for one in await visits_of(session, scan_id) if one.id == plan.visit.id)
    assert len(observations) == 4
    assert observations[portal.id, LINKS].outcome is Outcome.FINDING
    assert observations[portal.id, LINKS].at == opened.scan.as_of
    assert observations[portal.id, "site.open"].reason is Reason.BLOCKED
    assert observations[civil.id, LINKS].checked == 9
    assert (tallies[portal.id].pages, tallies[portal.id].links, tallies[portal.id].broken) == (12, 340, 1)
    assert tallies[portal.id].verdict is Verdict.UNDETERMINED
    assert (visit.state, visit.token, visit.started, visit.finished) == (VisitState.ENTERED, token, NOW, NOW + DAY)
    (row,) = await the_findings(database, office)
    assert (row.target_id, row.first_seen, row.last_seen, row.confirmed) == (portal.id, NOW, NOW, NOW)
    assert row.places == [["http://gaj.yunxi.test/", 7, "走失的链接", ""]]
    assert await the_steps(database) == [Step.OPENED, Step.CONFIRMED]


async def test_entering_again_changes_nothing(database: Database, office: Office, target: Target) -> None:
    _, plan, token = await begun(database, office)
    portal = plan.entries[0].target
    assert await enter(database, plan, token, [TargetResult(portal.id, {LINKS: found(broken(portal))})])
    assert not await enter(database, plan, token, [TargetResult(portal.id, {LINKS: ok("http://gone.test/")})])
    (row,) = await the_findings(database, office)
    assert row.state is FindingState.OPEN


async def test_a_look_that_lost_its_lease_enters_nothing(database: Database, office: Office, target: Target) -> None:
    opened, plan, token = await begun(database, office)
    async with database.write() as session:
        assert await take_lease(session, plan.visit.origin_id, "another", NOW + DAY, 60) == token + 1
    portal = plan.entries[0].target
    with pytest.raises(StaleToken):
        await enter(database, plan, token, [TargetResult(portal.id, {LINKS: found(broken(portal))})])
    async with database.read() as session:
        assert await observations_of(session, stored(opened.scan.id)) == []
    assert await the_findings(database, office) == []


async def test_results_of_others_are_not_entered(database: Database, office: Office, target: Target) -> None:
    _, plan, token = await begun(database, office)
    portal = plan.entries[0].target
    with pytest.raises(ValueError, match="each once, not of"):
        await enter(database, plan, token, [TargetResult(target.id, {})])
    with pytest.raises(ValueError, match="each once, not of"):
        await enter(database, plan, token, [TargetResult(portal.id, {}), TargetResult(portal.id, {})])
    with pytest.raises(ValueError, match=r"came for site\.open"):
        await enter(database, plan, token, [TargetResult(portal.id, {"site.open": found(broken(portal))})])
    assert await the_findings(database, office) == []


async def test_a_visit_that_failed_changes_no_finding(database: Database, office: Office, target: Target) -> None:
    await scan_one(database, office, target, found(broken(target)), as_of=NOW)
    opened = await begin_scan(database, office, [target], as_of=NOW + DAY)
    (plan,) = opened.visits
    async with database.write() as session:
        token = await take_lease(session, plan.visit.origin_id, "test", NOW, 60)
        assert token is not None
        with pytest.raises(StaleToken):
            await fail_visit(session, stored(plan.visit.id), token + 1, "boom", NOW)
        assert await fail_visit(session, stored(plan.visit.id), token, "boom" * 1000, NOW)
        assert not await fail_visit(session, stored(plan.visit.id), token, "again", NOW)
        assert not await enter_visit(session, stored(plan.visit.id), token, [], NOW)
        visit = (await session.exec(select(Visit).where(Visit.id == plan.visit.id))).one()
    assert (visit.state, len(visit.detail)) == (VisitState.FAILED, 2_000)
    (row,) = await the_findings(database, office)
    assert (row.state, row.last_seen) == (FindingState.OPEN, NOW)


GONE = "http://gone.test/"


@pytest.mark.parametrize(
    "judgement",
    [
        ok(),
        Judgement(Outcome.OK, checked=5),
        ok("http://another.test/"),
        unknown(Reason.UNREACHABLE),
        unknown(Reason.LIMIT_REACHED),
        unknown(Reason.NOT_REACHED),
        unknown(Reason.NOT_MODIFIED),
        unknown(Reason.CHECK_FAILED),
        not_applicable(),
        Judgement(Outcome.NOT_APPLICABLE, cleared=frozenset({GONE})),
    ],
)
async def test_what_was_not_seen_right_stays_open(
    database: Database, office: Office, target: Target, judgement: Judgement
) -> None:
    await scan_one(database, office, target, found(broken(target)), as_of=NOW)
    await scan_one(database, office, target, judgement, as_of=NOW + DAY)
    (row,) = await the_findings(database, office)
    assert (row.state, row.last_seen) == (FindingState.OPEN, NOW)


async def test_the_whole_life_of_a_finding(database: Database, office: Office, target: Target) -> None:
    looks = [
        found(broken(target)),
        found(broken(target, confirmed=True)),
        unknown(Reason.BLOCKED),
        found(broken(target, about="http://other.test/"), cleared=[GONE]),
        ok(),
        found(broken(target), cleared=["http://other.test/"]),
    ]
    scans = [await scan_one(database, office, target, look, as_of=NOW + day * DAY) for day, look in enumerate(looks)]
    rows = {row.about: row for row in await the_findings(database, office)}
    gone, other = rows[GONE], rows["http://other.test/"]
    assert (gone.state, gone.first_seen, gone.last_seen) == (FindingState.OPEN, NOW, NOW + 5 * DAY)
    assert (gone.relapses, gone.relapsed, gone.resolved, gone.confirmed) == (1, NOW + 5 * DAY, None, None)
    assert gone.last_scan_id == scans[5].id
    assert (other.state, other.resolved, other.last_seen) == (FindingState.RESOLVED, NOW + 5 * DAY, NOW + 3 * DAY)
    async with database.read() as session:
        steps = (await session.exec(select(FindingStep).where(FindingStep.finding_id == gone.id))).all()
    assert [(step.step, step.scan_id) for step in sorted(steps, key=lambda one: one.at)] == [
        (Step.OPENED, scans[0].id),
        (Step.CONFIRMED, scans[1].id),
        (Step.RESOLVED, scans[3].id),
        (Step.RELAPSED, scans[5].id),
    ]


async def test_the_figures_are_those_last_seen(database: Database, office: Office, target: Target) -> None:
    await scan_one(database, office, target, found(broken(target)), as_of=NOW)
    places = tuple(Place(f"http://gaj.yunxi.test/{n}") for n in range(30))
    now = broken(
        target,
        severity=Severity.VETO,
        link_outcome=LinkOutcome.GONE,
        places=places,
        places_total=45,
        on_home=True,
        data={"status": 410},
        evidence=("ab" * 32,),
    )
    await scan_one(database, office, target, found(now), as_of=NOW + DAY)
    (row,) = await the_findings(database, office)
    assert (row.severity, row.link_outcome, row.on_home) == (Severity.VETO, LinkOutcome.GONE, True)
    assert (len(row.places), row.places_total) == (MAX_PLACES, 45)
    assert (row.data, row.evidence) == ({"status": 410}, ["ab" * 32])


async def test_an_older_scan_changes_nothing(database: Database, office: Office, target: Target) -> None:
    await scan_one(database, office, target, found(broken(target)), as_of=NOW)
    before = await the_findings(database, office)
    await scan_one(database, office, target, ok(GONE), as_of=NOW - DAY)
    await scan_one(database, office, target, found(broken(target, confirmed=True, data={"x": 1})), as_of=NOW - 2 * DAY)
    assert await the_findings(database, office) == before


async def test_of_two_findings_about_the_same_the_first_counts(
    database: Database, office: Office, target: Target
) -> None:
    twice = found(broken(target, data={"n": 1}), broken(target, data={"n": 2}), cleared=[GONE])
    await scan_one(database, office, target, twice, as_of=NOW)
    (row,) = await the_findings(database, office)
    assert (row.state, row.data) == (FindingState.OPEN, {"n": 1})


async def test_what_was_seen_wrong_and_right_at_once_stays_open(
    database: Database, office: Office, target: Target
) -> None:
    await scan_one(database, office, target, found(broken(target)), as_of=NOW)
    await scan_one(database, office, target, found(broken(target), cleared=[GONE]), as_of=NOW + DAY)
    (row,) = await the_findings(database, office)
    assert (row.state, row.last_seen) == (FindingState.OPEN, NOW + DAY)


async def test_text_that_no_database_takes_is_entered_all_the_same(
    database: Database, office: Office, target: Target
) -> None:
    odd = "\ud800半\0"
    finding = broken(target, about="a\0b", places=(Place("http://x.test/\udfff", 1, odd),), data={"text": odd})
    await scan_one(database, office, target, found(finding), as_of=NOW)
    (row,) = await the_findings(database, office)
    assert row.about == "a\ufffdb"
    assert row.places == [["http://x.test/?", 1, "?半\ufffd", ""]]
    await scan_one(database, office, target, ok("a\ufffdb"), as_of=NOW + DAY)
    (row,) = await the_findings(database, office)
    assert row.state is FindingState.RESOLVED


async def test_many_findings_at_once(database: Database, office: Office, target: Target) -> None:
    many = [f"http://gone.test/{n}" for n in range(3_000)]
    await scan_one(database, office, target, found(*(broken(target, about=one) for one in many)), as_of=NOW)
    half = found(*(broken(target, about=one, confirmed=True) for one in many[1500:]), cleared=many[:1500])
    await scan_one(database, office, target, half, as_of=NOW + DAY)
    rows = await the_findings(database, office)
    assert sum(row.state is FindingState.RESOLVED for row in rows) == 1_500
    assert sum(row.confirmed == NOW + DAY for row in rows) == 1_500
    assert len(await the_steps(database)) == 6_000


@dataclass(frozen=True)
class Look:
    """What one scan made of two things: the day it judges by, and an outcome for each."""

    day: int
    whole: str
    each: tuple[str, str]


LOOKS = st.builds(
    Look,
    day=st.integers(0, 9),
    whole=st.sampled_from(["seen", "unknown", "not-applicable"]),
    each=st.tuples(*[st.sampled_from(["seen", "confirmed", "cleared", "nothing"])] * 2),
)
THINGS = ("http://a.test/", "http://b.test/")


def judgement_of(look: Look, target: Target) -> Judgement:
    if look.whole == "unknown":
        return unknown(Reason.UNREACHABLE)
    if look.whole == "not-applicable":
        return not_applicable()
    looked = dict(zip(THINGS, look.each, strict=True))
    seen = {about: what for about, what in looked.items() if what in {"seen", "confirmed"}}
    findings = [broken(target, about, confirmed=what == "confirmed") for about, what in seen.items()]
    cleared = [about for about, what in looked.items() if what == "cleared"]
    return found(*findings, cleared=cleared) if findings else ok(*cleared)


@settings(max_examples=25, deadline=None)
@given(looks=st.lists(LOOKS, min_size=1, max_size=8))
def test_no_finding_is_resolved_without_being_seen_right(empty_books: Path, looks: list[Look]) -> None:
    async def run(file: Path) -> None:
        async with await Database.open(url_of(file)) as database:
            async with database.write() as session:
                office = await ensure_office(session, "YC", "宜春", now=NOW)
            await import_text(database, office)
            target = await target_named(database, office, "云溪市公安局")
            entered = {}
            for number, look in enumerate(looks):
                as_of = NOW + look.day * DAY + timedelta(seconds=number)
                scan = await scan_one(database, office, target, judgement_of(look, target), as_of=as_of)
                entered[stored(scan.id)] = look
            async with database.read() as session:
                rows = {stored(row.id): row for row in await list_findings(session, office_id(office))}
                steps = (await session.exec(select(FindingStep))).all()
            for step in steps:
                look = entered[step.scan_id]
                expected = {"cleared"} if step.step is Step.RESOLVED else {"seen", "confirmed"}
                said = look.each[THINGS.index(rows[step.finding_id].about)]
                assert look.whole == "seen"
                assert said in expected
                begun = any(
                    (other.finding_id, other.scan_id) == (step.finding_id, step.scan_id)
                    and other.step in {Step.OPENED, Step.RELAPSED}
                    for other in steps
                )
                assert not (
                    step.step is Step.CONFIRMED and said == "seen" and begun
                )  # one look does not confirm itself
            for row_id, row in rows.items():
                own = [step.step for step in sorted(steps, key=lambda one: one.id or 0) if step.finding_id == row_id]
                alternating = [step for step in own if step is not Step.CONFIRMED]
                assert alternating[0] is Step.OPENED
                assert alternating[1::2] == [Step.RESOLVED] * (len(alternating) // 2)
                assert row.relapses == alternating.count(Step.RELAPSED)
                assert (row.state is FindingState.RESOLVED) == (len(alternating) % 2 == 0)
                assert row.state is newest_word(looks, THINGS.index(row.about), row)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(shutil.copyfile(empty_books, f"{folder}/books.db"))))


def newest_word(looks: Sequence[Look], thing: int, row: FindingRow) -> FindingState:
    """The state by a second way of reckoning: of the looks that said something, in the order made, those not older
    than what was known."""
    known: tuple[int, int] | None = None
    state = None
    for number, look in enumerate(looks):
        said = look.each[thing] if look.whole == "seen" else "nothing"
        when = (look.day, number)
        if said == "nothing" or (known is not None and when < known):
            continue
        if said == "cleared":
            if state is FindingState.OPEN:
                state, known = FindingState.RESOLVED, when
        else:
            state, known = FindingState.OPEN, when
    assert state is not None, row
    return state
