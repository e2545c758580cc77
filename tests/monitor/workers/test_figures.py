"""The figures of a live worker: complete, and its loop never stood still so long that it looked dead."""

import asyncio
import re
import socket
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from monitor.commands.options import opened
from monitor.demo.city import City
from monitor.workers.watchdog import Watchdog
from tests.monitor.workers.office import ERRANDS, an_office, hand_out, until_scanned, workers
from tests.postgresql import Templates

NAMES = {
    "hosts", "hosts_probed", "probes_behind_ratio", "schedule_lag_seconds", "blind", "scans_running", "visits_planned",
    "visits_failed_day", "pages_day", "probes_hour", "judgements_day", "mails", "queue_age_seconds",
    "errands_done_total", "errands_failed_total", "reaped_total", "loop_lag_seconds", "loop_lag_processor_seconds",
    "loop_lag_now_seconds",
}  # fmt: skip


async def test_the_watchdog_measures_how_long_the_loop_stood_still() -> None:
    watchdog = Watchdog()
    watching = asyncio.create_task(watchdog.watch(every=0.001))
    await asyncio.sleep(0)
    sum(range(3_000_000))  # computes without letting go
    while not watchdog.worst:  # noqa: ASYNC110  what is waited for says nothing by itself
        await asyncio.sleep(0.001)
    quiet = replace(watchdog)
    watching.cancel()
    assert watchdog.worst > 0.01
    assert quiet.worst >= quiet.last
    assert quiet.computed > 0


@pytest.mark.long
async def test_a_live_worker_tells_all_its_figures(city: City, tmp_path: Path, templates: Templates) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = await an_office(tmp_path / "office", city, templates.server.url(templates.server.create()))
    listening = config.read_text("utf-8") + f'\n[operation]\nlisten = "127.0.0.1:{port}"\n'
    await asyncio.to_thread(config.write_text, listening, "utf-8")
    async with workers(config, 1), aiohttp.ClientSession() as session:
        await hand_out(config, *ERRANDS)
        await until_scanned(config, 2)
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            said = await answer.text()
        async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
    assert set(re.findall(r"^# TYPE govwatch_(\w+) ", said, re.MULTILINE)) >= NAMES
    figures = dict(re.findall(r'^govwatch_(\w+)\{office="YX"\} (\S+)$', said, re.MULTILINE))
    # Of the ten seconds between two signs of life; what else the machine has to do is not the worker's.
    assert float(figures["loop_lag_processor_seconds"]) < 5
    assert float(figures["pages_day"]) > 0
    async with opened(config) as desk:
        assert f'office="{desk.office.code}"' in said
