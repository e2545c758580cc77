"""The life of the browser: started anew when it dies, and never left behind."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from checks.vocabulary import LinkOutcome
from monitor.look.browser import pool as pool_module
from monitor.look.browser.found import NoBrowserError
from monitor.look.browser.memory import children
from monitor.look.browser.pool import Pool
from monitor.look.policy import Browsing
from tests.monitor.look.browser.helpers import needs_browser, served, until, visited

HOST = "site.example.test"
PROGRAM = """
import asyncio
from monitor.look.browser.memory import children
from monitor.look.browser.pool import Pool
from monitor.look.policy import Browsing

async def main():
    async with Pool(Browsing(use=True)) as pool, pool.context() as context:
        await context.new_page()
        print(*children(), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def browsers() -> list[int]:
    """The processes of the browser below this one."""
    named = {one: Path(f"/proc/{one}/comm") for one in children()}
    return [one for one, file in named.items() if is_alive(one) and file.read_text("utf-8").startswith("chrom")]


@needs_browser
async def test_a_killed_browser_is_started_anew() -> None:
    others = browsers()  # that of other tests
    async with served({"*": "<!doctype html><p>内容"}) as site, visited(f"{HOST}:80=127.0.0.1:{site.port}") as visit:
        assert (await visit.render(f"http://{HOST}/")).outcome is LinkOutcome.OK
        os.kill(min(set(browsers()) - set(others)), signal.SIGKILL)
        assert (await visit.render(f"http://{HOST}/")).outcome is LinkOutcome.OK
        assert visit.means.pool.starts == 2
    await until(lambda: set(browsers()) <= set(others))


@needs_browser
@pytest.mark.long
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
async def test_nothing_is_left_running_when_the_program_is_ended(ending: signal.Signals) -> None:
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, stdout=asyncio.subprocess.PIPE)
    assert program.stdout is not None
    below = [int(one) for one in (await program.stdout.readline()).split()]
    assert len(below) > 3
    program.send_signal(ending)
    await program.communicate()
    await until(lambda: not any(map(is_alive, below)))


async def test_without_a_browser_it_is_said_what_is_missing(tmp_path: Path) -> None:
    async with Pool(Browsing(use=True, path=tmp_path / "none")) as pool:
        with pytest.raises(NoBrowserError, match=r"不能运行；安装：apt-get install chromium"):
            await pool.start()


async def test_a_driver_that_ends_at_once_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    class Driver:
        async def start(self) -> None:
            raise Exception("Connection closed while reading from the driver")  # noqa: TRY002  what Playwright raises

    monkeypatch.setattr(pool_module, "async_playwright", Driver)
    async with Pool(Browsing(use=True)) as pool:
        for _ in range(2):
            with pytest.raises(NoBrowserError, match=r"驱动程序没有启动.*libatomic1"):
                await pool.start()


async def test_a_browser_that_does_not_start_is_not_tried_again(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 3\n", "ascii")
    program.chmod(0o755)
    async with Pool(Browsing(use=True, path=program)) as pool:
        for _ in range(2):
            with pytest.raises(NoBrowserError, match="chromium"):
                await pool.start()
    assert pool.starts == 0
