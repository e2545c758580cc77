"""Killed at a durable write and simply run again: the same findings, states and mails as an undisturbed run."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from monitor.demo.city import City
from monitor.demo.truth import compare
from monitor.settings import load_settings
from registry.boundaries import Boundary
from registry.database import Database
from registry.models import FindingRow, FindingStep, Outbox, Scan, ScanState
from tests.city import city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, program

QUICK = [Boundary.VISIT_BEFORE, Boundary.VISIT_AFTER, Boundary.SCAN_FINISH_BEFORE, Boundary.MAIL_HAND_OVER_AFTER]
NOT_PASSED = {  # what this round has no reason to do
    Boundary.VISIT_FAILED_BEFORE, Boundary.VISIT_FAILED_AFTER,
    Boundary.ARTICLES_BEFORE, Boundary.ARTICLES_AFTER,
    Boundary.MAIL_FAILED_BEFORE, Boundary.MAIL_FAILED_AFTER,
    Boundary.REQUEST_ASK_BEFORE, Boundary.REQUEST_ASK_AFTER,
    Boundary.REQUEST_TAKE_BEFORE, Boundary.REQUEST_TAKE_AFTER,
    Boundary.REQUEST_FINISH_BEFORE, Boundary.REQUEST_FINISH_AFTER,
}  # fmt: skip
LONG = [one for one in Boundary if one not in {*NOT_PASSED, *QUICK} and not one.value.startswith("ticket-")]


async def books_of(folder: Path) -> dict[str, Any]:
    settings = load_settings(folder / "govwatch.toml")
    async with await Database.open(settings.database.url) as database, database.read() as session:
        findings = (await session.exec(select(FindingRow))).all()
        prints = {row.id: row.fingerprint for row in findings}
        steps = (await session.exec(select(FindingStep))).all()
        mails = (await session.exec(select(Outbox))).all()
        scans = (await session.exec(select(Scan))).all()
    hidden = {"id", "last_scan_id"}
    return {
        "findings": {row.fingerprint: _without_ports(row.model_dump(exclude=hidden)) for row in findings},
        "steps": sorted((prints[step.finding_id], step.step, step.at) for step in steps),
        "mails": [(mail.key, mail.message_id, mail.state, mail.subject) for mail in mails],
        "letters": sorted(path.name for path in (folder / "outbox").glob("*")),
        "reports": sorted(path.name for path in (folder / "report").glob("*")),
        "unfinished": [scan.id for scan in scans if scan.state is not ScanState.FINISHED],
    }


def _without_ports(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding without the words of a refused connection: they name the port, another one in every city."""
    return finding | {"data": {name: value for name, value in finding["data"].items() if name != "detail"}}


_undisturbed: dict[str, Any] = {}


async def undisturbed(city: City, folder: Path) -> dict[str, Any]:  # noqa: F811
    """The books of a run that nobody disturbs: the same for every test, so made once."""
    if not _undisturbed:
        await deployed(folder, city)
        code, said = await program("tests.monitor.whole", str(folder))
        assert code == 0, said
        _undisturbed.update(await books_of(folder))
    return _undisturbed


async def check_kill(city: City, folder: Path, boundary: Boundary) -> None:  # noqa: F811
    killed = folder / "killed"
    await deployed(killed, city)
    code, said = await program("tests.monitor.whole", str(killed), boundary.value)
    assert code == -signal.SIGKILL, said
    code, said = await program("tests.monitor.whole", str(killed))
    assert code == 0, said
    assert compare(json.loads((killed / "result.json").read_text("utf-8"))) == []
    assert await books_of(killed) == await undisturbed(city, folder / "calm")


@pytest.mark.parametrize("boundary", QUICK)
async def test_killed_where_it_hurts_most(city: City, tmp_path: Path, boundary: Boundary) -> None:  # noqa: F811
    await check_kill(city, tmp_path, boundary)


@pytest.mark.long
@pytest.mark.parametrize("boundary", LONG)
async def test_killed_anywhere_else(city: City, tmp_path: Path, boundary: Boundary) -> None:  # noqa: F811
    await check_kill(city, tmp_path, boundary)
