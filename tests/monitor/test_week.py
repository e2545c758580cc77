"""`govwatch serve` as a process, hurried: fourteen hours of its schedule in two and a half minutes.

`make bench-week` does a whole week; what is asserted is in :mod:`benchmarks.week_told`.
"""

import asyncio
import json
import sys

import pytest

HOURS, RATE = 14, 360


@pytest.mark.long
async def test_a_hurried_day_has_its_visits_rounds_and_report() -> None:
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.week", str(HOURS), str(RATE),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await running.communicate()
    text = said.decode()
    assert running.returncode == 0, text
    figures = json.loads(text)
    assert figures["mails"]["reports"] == ["weekly/2026-W47"]
    assert figures["rounds"]["done"]["accounts"] == 2
    assert figures["rounds"]["left"] == 0
