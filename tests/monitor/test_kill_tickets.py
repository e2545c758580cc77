"""Killed while tickets are made, answered or checked, and simply run again: the same tickets, steps and mails."""

import shutil
import signal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from monitor.demo.city import City
from monitor.settings import load_settings
from registry.boundaries import Boundary
from registry.database import Database
from registry.models import (
    FindingRow,
    Outbox,
    Request,
    Review,
    Ticket,
    TicketItem,
    TicketStep,
)
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, pointed_at, program

SITES = ("云溪市人民政府门户网站", "云溪市人民政府办公室网站", "云溪市水利局网站", "云溪教育")
REPAIRED = {"www-policy-error", "www-attachment-missing", "slj-down"}
QUICK = [Boundary.TICKET_ISSUE_BEFORE, Boundary.TICKET_FOLLOW_AFTER]
LONG = [
    boundary
    for boundary in Boundary
    if boundary.name.startswith(("TICKET_", "REQUEST_", "MAIL_STORE_", "MAIL_CLAIM_", "MAIL_HAND_", "MAIL_SENT_"))
    and boundary not in QUICK
]


async def books_of(folder: Path) -> dict[str, Any]:
    settings = load_settings(folder / "govwatch.toml")
    async with await Database.open(settings.database.url) as database, database.read() as session:
        tickets = {row.id: row for row in await session.exec(select(Ticket))}
        findings = {row.id: row.fingerprint for row in await session.exec(select(FindingRow))}
        reviews = (await session.exec(select(Review))).all()
        items = (await session.exec(select(TicketItem))).all()
        steps = (await session.exec(select(TicketStep).order_by("id"))).all()
        mails = (await session.exec(select(Outbox))).all()
        requests = (await session.exec(select(Request))).all()
    number = {row_id: row.number for row_id, row in tickets.items()}
    return {
        "tickets": sorted(row.model_dump_json(exclude={"id"}) for row in tickets.values()),
        "reviews": sorted((findings[one.finding_id], one.turn, one.decision, one.at) for one in reviews),
        "items": sorted((number[one.ticket_id], one.place, one.state, str(one.checked)) for one in items),
        "steps": sorted(
            (number[one.ticket_id], place, one.step, one.by, one.note, one.at) for place, one in _placed(steps)
        ),
        "mails": sorted((mail.key, mail.message_id, mail.state, mail.recipients[0]) for mail in mails),
        "letters": sorted(path.name for path in (folder / "outbox").glob("*")),
        "asked": sorted((one.arguments["ticket"], one.state) for one in requests),
    }


def _placed(steps: Any) -> list[tuple[int, TicketStep]]:
    """Each step with its place in the history of its ticket."""
    counted: dict[int, int] = {}
    placed = []
    for step in steps:
        counted[step.ticket_id] = counted.get(step.ticket_id, 0) + 1
        placed.append((counted[step.ticket_id], step))
    return placed


_scanned: list[Path] = []
_undisturbed: dict[str, Any] = {}


async def scanned(city: City, folder: Path, shelf: Path) -> Path:  # noqa: F811
    """An office whose findings wait: the same for every test, so made once and copied."""
    if not _scanned:
        config = await deployed(shelf / "scanned", city)
        await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
        await govwatch(config, "scan", *SITES, "--as-of", AS_OF.isoformat())
        _scanned.append(config.parent)
    return Path(shutil.copytree(_scanned[0], folder))


async def run(folder: Path, *more: str) -> int:
    """The clerk's round, while the sites are partly repaired."""
    async with City(AS_OF, repaired=REPAIRED) as repaired:
        pointed_at(folder, repaired)
        code, said = await program("tests.monitor.whole_tickets", str(folder), *more)
    assert code == (-signal.SIGKILL if more else 0), said
    return code


async def check_kill(city: City, folder: Path, shelf: Path, boundary: Boundary) -> None:  # noqa: F811
    if not _undisturbed:
        calm = await scanned(city, folder / "calm", shelf)
        await run(calm)
        _undisturbed.update(await books_of(calm))
    killed = await scanned(city, folder / "killed", shelf)
    await run(killed, boundary.value)
    await run(killed)
    assert await books_of(killed) == _undisturbed


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tickets")


@pytest.mark.parametrize("boundary", QUICK)
async def test_where_it_hurts_most(city: City, tmp_path: Path, shelf: Path, boundary: Boundary) -> None:  # noqa: F811
    await check_kill(city, tmp_path, shelf, boundary)


@pytest.mark.long
@pytest.mark.parametrize("boundary", LONG)
async def test_anywhere_else(city: City, tmp_path: Path, shelf: Path, boundary: Boundary) -> None:  # noqa: F811
    await check_kill(city, tmp_path, shelf, boundary)
