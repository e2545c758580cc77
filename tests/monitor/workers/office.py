"""An office of the made-up city on PostgreSQL, with real workers as processes of their own."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from monitor.approving import Post, approve_chosen
from monitor.commands.options import Desk, opened
from monitor.commands.serving import serving_of
from monitor.demo.city import City
from monitor.dispatch import Errand
from monitor.errands import do, visit_errands
from monitor.timetable import ACCOUNTS, CRAWL
from monitor.workers.queue import Queue, make_queue, opened_queue
from registry.decisions.reviews import pending
from registry.models import FindingRow, Observation, Outbox, Scan, ScanState, Tally, Target, Ticket, TicketItem, Visit
from tests.city import AS_OF
from tests.monitor.deployment import deployed, govwatch

ERRANDS = (Errand(CRAWL, "2026-W48", AS_OF), Errand(ACCOUNTS, "2026-11-24/06", AS_OF))


async def an_office(folder: Path, city: City, url: str = "") -> Path:
    """Settings, books with the register, and the queue."""
    more = f'[database]\nurl = "{url}"\n[worker]\nstalled = 6.0\n' if url else ""
    config = await deployed(folder, city, more=more)
    if url:
        await make_queue(url)
    ran = await govwatch(config, "registry", "import", str(folder / "register.csv"))
    assert ran.code == 0, ran.err
    return config


@asynccontextmanager
async def workers(config: Path, number: int) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    """That many workers, each ready for work; killed at the end where they still run."""
    started = [await a_worker(config) for _ in range(number)]
    try:
        yield started
    finally:
        for one in started:
            if one.returncode is None:
                one.kill()
            await one.wait()


async def a_worker(config: Path) -> asyncio.subprocess.Process:
    with (config.parent / "worker.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", "worker", "--config", str(config),
            stdout=asyncio.subprocess.PIPE, stderr=log,
        )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(60):
        assert "已就绪" in (await process.stdout.readline()).decode(), (config.parent / "worker.log").read_text()
    return process


async def hand_out(config: Path, *errands: Errand) -> list[bool]:
    async with opened(config) as desk, opened_queue(desk.settings.database.url) as app:
        queue = Queue(app, desk.office.code)
        return [await queue.hand_out(errand) for errand in errands]


async def until_scanned(config: Path, scans: int, seconds: float = 150) -> None:
    """Hand out what the books say is left, as the clock does, until so many scans are finished."""
    async with opened(config) as desk, opened_queue(desk.settings.database.url) as app:
        queue, serving = Queue(app, desk.office.code), replace(serving_of(desk), spreads=True)
        async with asyncio.timeout(seconds):
            while True:
                async with desk.database.read() as session:
                    states = [one.state for one in (await session.exec(select(Scan))).all()]
                if states.count(ScanState.FINISHED) >= scans and ScanState.RUNNING not in states:
                    return
                for errand in await visit_errands(serving, AS_OF):
                    await queue.hand_out(errand)
                await asyncio.sleep(0.5)


async def in_one_process(config: Path) -> None:
    async with opened(config) as desk:
        for errand in ERRANDS:
            await do(serving_of(desk), errand, lambda: AS_OF)


async def approve_all(config: Path) -> None:
    """A person confirms everything that waits; orders are queued."""
    async with opened(config) as desk:

        async def everything(session: Any) -> Any:
            return await pending(session, desk.office_id, AS_OF)

        await approve_chosen(desk.database, desk.office, everything, "张三", Post("a@b.test", "c@d.test"), AS_OF)


async def books(desk: Desk) -> dict[str, Any]:
    """What stands in the books, without numbers that depend on the order of entering, and ports of this run."""
    async with desk.database.read() as session:
        names = {one.id: one.name for one in (await session.exec(select(Target))).all()}
        findings = {one.id: one for one in (await session.exec(select(FindingRow))).all()}
        observations = (await session.exec(select(Observation))).all()
        tallies = (await session.exec(select(Tally))).all()
        tickets = {one.id: one for one in (await session.exec(select(Ticket))).all()}
        items = (await session.exec(select(TicketItem))).all()
        visits = (await session.exec(select(Visit))).all()
        mails = (await session.exec(select(Outbox).order_by(col(Outbox.key)))).all()

    def told(row: FindingRow) -> tuple[Any, ...]:
        return (names[row.target_id], row.indicator, row.about)

    def grade(row: Tally) -> tuple[Any, ...]:
        return (names[row.target_id], str(row.verdict), row.vetoes, row.coverage, row.health, row.pages, row.links)

    def seen(row: FindingRow) -> tuple[Any, ...]:
        places = json.dumps(row.places, ensure_ascii=False)
        return (*told(row), row.state.value, str(row.severity), row.confirmed is not None, row.places_total, places)

    def order(item: TicketItem) -> tuple[Any, ...]:
        ticket = tickets[item.ticket_id]
        return (ticket.indicator, str(ticket.due), *told(findings[item.finding_id]), item.place)

    judged = [(names[one.target_id], one.indicator, str(one.outcome), str(one.reason)) for one in observations]
    return {
        "findings": sorted(map(seen, findings.values())),
        "observations": sorted(judged),
        "grades": sorted(map(grade, tallies)),
        "visits": sorted(one.state.value for one in visits),
        "orders": sorted(map(order, items)),
        "mails": [(mail.key, mail.recipients, mail.subject) for mail in mails],
    }


async def books_of(config: Path) -> dict[str, Any]:
    async with opened(config) as desk:
        return await books(desk)
