"""Killed while tickets are made, answered, checked, closed or come back, and simply run again: the same tickets, steps
and mails."""

import json
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
from tests.city import AS_OF
from tests.monitor.deployment import deployed, govwatch, pointed_at, program

SITES = ("云溪市人民政府门户网站", "云溪市人民政府办公室网站", "云溪市水利局网站", "云溪教育")
HALF = frozenset({"www-policy-error", "www-attachment-missing", "slj-down"})
REST = HALF | {
    "www-image-missing", "www-external-gone", "www-link-malformed", "www-notice-deleted", "office-guide-missing",
}  # fmt: skip
REPAIRED = {"half": HALF, "rest": REST, "again": REST - {"www-policy-error"}}
"""What is right in each part of the story (tests/monitor/whole_tickets.py); the last undoes a repair."""

ASKING = ("REQUEST_ASK", "REQUEST_TAKE", "REQUEST_FINISH", "TICKET_ANSWER", "TICKET_FOLLOW")
MAILING = ("MAIL_STORE", "MAIL_CLAIM", "MAIL_HAND_OVER", "MAIL_SENT")
WRITES = {
    "half": ("TICKET_REVIEW", "TICKET_ISSUE", *ASKING, *MAILING),
    "rest": ASKING,
    "again": ("VISIT", "SCAN_FINISH", "TICKET_REVIEW", "TICKET_ISSUE", "TICKET_FOLLOW", *MAILING),
}
"""The writes of each part, before and after which it is killed."""

PLACES = [
    (part, Boundary[f"{write}_{side}"])
    for part, writes in WRITES.items()
    for write in writes
    for side in ("BEFORE", "AFTER")
]
QUICK = [("half", Boundary.TICKET_ISSUE_BEFORE), ("half", Boundary.TICKET_FOLLOW_AFTER)]
LONG = [place for place in PLACES if place not in QUICK]


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


class Story:
    """The books before each part of the story, and as they stand after it when nothing disturbs it; each made once."""

    def __init__(self, shelf: Path) -> None:
        self._shelf = shelf
        self._before: dict[str, Path] = {}
        self._calm: dict[str, dict[str, Any]] = {}
        self.reached: dict[str, set[Boundary]] = {}

    async def before(self, part: str) -> Path:
        if part not in self._before:
            await self._tell(part)
        return self._before[part]

    async def calm(self, part: str) -> dict[str, Any]:
        if part not in self._calm:
            folder = self._shelf / f"calm-{part}"
            shutil.rmtree(folder, ignore_errors=True)  # of a test that broke down
            shutil.copytree(await self.before(part), folder)
            (folder / "reached").unlink(missing_ok=True)
            await run(folder, part, "record")
            lines = (folder / "reached").read_text("utf-8").split()
            self.reached[part] = {Boundary(line) for line in lines}
            self._calm[part] = await books_of(folder)
        return self._calm[part]

    async def _tell(self, part: str) -> None:
        earlier = list(REPAIRED)[: list(REPAIRED).index(part)]
        if earlier:
            await self.calm(earlier[-1])
            self._before[part] = self._shelf / f"calm-{earlier[-1]}"
            return
        async with City(AS_OF) as broken:
            config = await deployed(self._shelf / "scanned", broken)
            await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
            await govwatch(config, "scan", *SITES, "--as-of", AS_OF.isoformat())
        self._before[part] = config.parent


async def run(folder: Path, part: str, *more: str) -> None:
    """A part of the story, in the city as it is then; killed where a boundary is named."""
    async with City(AS_OF, repaired=REPAIRED[part]) as repaired:
        pointed_at(folder, repaired)
        code, said = await program("tests.monitor.whole_tickets", str(folder), part, *more)
    assert code == (-signal.SIGKILL if more and more != ("record",) else 0), said


async def check_kill(story: Story, folder: Path, part: str, boundary: Boundary) -> None:
    killed = Path(shutil.copytree(await story.before(part), folder / "killed"))
    await run(killed, part, boundary.value)
    await run(killed, part)
    assert await books_of(killed) == await story.calm(part)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("tickets"))


@pytest.mark.parametrize(("part", "boundary"), QUICK)
async def test_where_it_hurts_most(story: Story, tmp_path: Path, part: str, boundary: Boundary) -> None:
    await check_kill(story, tmp_path, part, boundary)


@pytest.mark.long
@pytest.mark.parametrize(("part", "boundary"), LONG)
async def test_anywhere_else(story: Story, tmp_path: Path, part: str, boundary: Boundary) -> None:
    await check_kill(story, tmp_path, part, boundary)


@pytest.mark.long
async def test_the_story_is_whole_and_no_write_of_it_is_left_out(story: Story) -> None:
    states = {part: {json.loads(row)["state"] for row in (await story.calm(part))["tickets"]} for part in REPAIRED}
    assert states["half"] == {"退回", "销号"}
    assert states["rest"] == {"销号"}
    assert states["again"] == {"销号", "已交办"}
    steps = [step[2] for step in (await story.calm("again"))["steps"] if step[0] == "YX2026-48-001"]
    assert steps.count("反复") == steps.count("重新交办") == 1
    for part, reached in story.reached.items():
        ours = {one for one in reached if one.name.startswith(("TICKET_", "REQUEST_", "MAIL_"))}
        assert ours <= {boundary for where, boundary in PLACES if where == part}, part
