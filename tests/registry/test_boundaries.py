"""The program dies at a boundary, and the books are on one side of it or the other."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from registry.boundaries import Boundary

ROOT = Path(__file__).parents[2]


def counts(file: Path) -> dict[str, int]:
    connection = sqlite3.connect(file)
    found = {
        what: connection.execute(f"select count(*) from {what}").fetchone()[0]  # noqa: S608 - our own words
        for what in (
            "target",
            "scan",
            "visit",
            "lease",
            "observation",
            "finding",
            "finding_step",
            "outbox",
            "visit where state = 'entered'",
            "outbox where state = 'sending'",
        )
    }
    connection.close()
    return {what: number for what, number in found.items() if number}


IMPORTED = {"target": 4}
OPENED = IMPORTED | {"scan": 1, "visit": 3}
LEASED = OPENED | {"lease": 1}
ENTERED = LEASED | {"observation": 1, "finding": 1, "finding_step": 2, "visit where state = 'entered'": 1}
STORED = ENTERED | {"outbox": 1}
CLAIMED = STORED | {"outbox where state = 'sending'": 1}


LEFT = {
    Boundary.IMPORT_BEFORE: {},
    Boundary.IMPORT_AFTER: IMPORTED,
    Boundary.SCAN_OPEN_BEFORE: IMPORTED,
    Boundary.SCAN_OPEN_AFTER: OPENED,
    Boundary.LEASE_BEFORE: OPENED,
    Boundary.LEASE_AFTER: LEASED,
    Boundary.VISIT_BEFORE: LEASED,
    Boundary.VISIT_AFTER: ENTERED,
    Boundary.MAIL_STORE_BEFORE: ENTERED,
    Boundary.MAIL_STORE_AFTER: STORED,
    Boundary.MAIL_CLAIM_BEFORE: STORED,
    Boundary.MAIL_CLAIM_AFTER: CLAIMED,
}


@pytest.fixture(scope="module")
def killed(empty_books: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of books, each left behind by a program that was killed at the boundary it is named for."""
    folder = tmp_path_factory.mktemp("killed")
    for boundary in LEFT:
        shutil.copyfile(empty_books, folder / f"{boundary.name}.db")
    command = [sys.executable, "-m", "tests.registry.kill", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    ends = dict(line.split() for line in done.stdout.splitlines())
    assert ends == {boundary.name: str(-signal.SIGKILL) for boundary in LEFT}, done.stderr
    return folder


@pytest.mark.parametrize("boundary", LEFT)
def test_death_leaves_all_or_nothing(killed: Path, boundary: Boundary) -> None:
    assert counts(killed / f"{boundary.name}.db") == LEFT[boundary]


def test_every_write_has_two_sides() -> None:
    names = {boundary.value.rpartition(":") for boundary in Boundary}
    befores = {name for name, _, side in names if side == "before"}
    assert befores == {name for name, _, side in names if side == "after"}
    assert len(Boundary) == 2 * len(befores)
