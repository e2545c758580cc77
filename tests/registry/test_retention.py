from datetime import timedelta

from sqlmodel import select

from checks.evidence import Probe
from checks.vocabulary import LinkOutcome
from registry.database import Database
from registry.models import Office, ProbeRow, ProbeSum, Span
from registry.retention import drop_old_probes, sum_probes
from registry.seen.probes import enter_probes
from tests.registry.books import DAY, NOW, begin_scan, import_text, office_id

HOUR = timedelta(hours=1)


async def an_origin(database: Database, office: Office) -> int:
    await import_text(database, office)
    return (await begin_scan(database, office)).visits[0].visit.origin_id


async def test_single_visits_become_hours_and_days_and_go_after_ninety_days(database: Database, office: Office) -> None:
    origin = await an_origin(database, office)
    probes = [
        Probe(NOW - 100 * DAY + n * HOUR, "http://x.test/", LinkOutcome.OK if n % 10 else LinkOutcome.TIMEOUT, 200, 0.5)
        for n in range(100 * 24)
    ]
    async with database.write() as session:
        await enter_probes(session, office_id(office), origin, probes)
    for _ in range(5):  # a night each: no more than thirty days are summed at once
        async with database.write() as session:
            await sum_probes(session, office_id(office), NOW)
    async with database.write() as session:
        gone = await drop_old_probes(session, office_id(office), NOW)
    async with database.read() as session:
        sums = (await session.exec(select(ProbeSum))).all()
        left = (await session.exec(select(ProbeRow))).all()
    days = [one for one in sums if one.span is Span.DAY]
    assert gone == 10 * 24
    assert len(left) == 90 * 24
    assert len(days) == 100
    summed = [one for one in probes if one.at < max(day.start for day in days) + DAY]
    for span in (sums, days):
        counted = [one for one in span if one.span is (Span.DAY if span is days else Span.HOUR)]
        assert sum(one.answered + one.failed for one in counted) == len(summed)
        assert sum(one.failed for one in counted) == sum(one.outcome is LinkOutcome.TIMEOUT for one in summed)


async def test_a_day_that_was_not_summed_is_not_dropped(database: Database, office: Office) -> None:
    origin = await an_origin(database, office)
    async with database.write() as session:
        await enter_probes(
            session, office_id(office), origin, [Probe(NOW - 200 * DAY, "http://x.test/", LinkOutcome.OK)]
        )
        assert await drop_old_probes(session, office_id(office), NOW) == 0
        await sum_probes(session, office_id(office), NOW)
        assert await drop_old_probes(session, office_id(office), NOW) == 1
