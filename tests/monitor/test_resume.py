"""A program killed in the middle of a site goes on from there: no page is asked for twice, nothing is lost."""

import asyncio
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from monitor.commands.init import create_books
from tests.city import AS_OF
from tests.misbehaving import Handler, Request, Server, page
from tests.monitor.deployment import SETTINGS, govwatch

HOST, PAGES, DEADLY, AT_ONCE = "www.long.test", 40, 25, 8


def site(scanning: list[asyncio.subprocess.Process]) -> dict[str, Handler | str]:
    """Pages in a row of short shelves; whoever reads the deadly one is killed, while ``scanning`` names a process."""

    async def deadly(request: Request, writer: asyncio.StreamWriter) -> None:
        if scanning:
            scanning.pop().kill()
            writer.close()
            return
        await text(DEADLY)(request, writer)

    def text(number: int) -> Handler:
        leads = "".join(
            f'<a href="/p{one}.html">第{one}页</a>' for one in range(number * 3 + 1, min(number * 3 + 4, PAGES))
        )
        return page(f"第{number}页", f'{leads}<a href="/gone{number}.html">旧文</a>')

    pages: dict[str, Handler | str] = {f"/p{number}.html": text(number) for number in range(1, PAGES)}
    return {"/": text(0), **pages, f"/p{DEADLY}.html": deadly}


async def an_office(folder: Path, server: Server) -> Path:
    await asyncio.to_thread(folder.mkdir)
    config = folder / "govwatch.toml"
    rules = f'"*:80=127.0.0.1:{server.port}", "*:443=127.0.0.1:1"'
    settings = SETTINGS.format(rules=rules, ca_file="", more="[limits]\ndepth = 9\n", browser="false")
    await asyncio.to_thread(config.write_text, settings.replace('ca_file = ""\n', ""), "utf-8")
    await create_books(config)
    register = folder / "register.csv"
    rows = f"单位,类型,名称,网址或账号\n某局,部门网站,某局,http://{HOST}/\n"
    await asyncio.to_thread(register.write_text, rows, "utf-8")
    assert (await govwatch(config, "registry", "import", str(register))).code == 0
    return config


def books_of(config: Path) -> dict[str, list[Any]]:
    with sqlite3.connect(config.parent / "govwatch.db") as books:
        return {
            "tally": books.execute("select pages, links, broken from tally").fetchall(),
            "findings": books.execute("select indicator, about, state, places from finding order by 1, 2").fetchall(),
            "observations": books.execute("select indicator, outcome, checked from observation order by 1").fetchall(),
        }


@pytest.mark.long
async def test_a_look_that_was_killed_goes_on(tmp_path: Path) -> None:
    scan = ["scan", "--as-of", AS_OF.isoformat()]
    async with Server() as server:
        server.site(HOST, site([]))
        calm = await an_office(tmp_path / "calm", server)
        assert (await govwatch(calm, *scan)).code == 0
        undisturbed = Counter(server.asked(HOST))

        server.requests.clear()
        config = await an_office(tmp_path / "killed", server)
        scanning: list[asyncio.subprocess.Process] = []
        server.site(HOST, site(scanning))
        killed = await asyncio.create_subprocess_exec(sys.executable, "-m", "monitor", *scan, "--config", str(config))
        scanning.append(killed)
        assert await killed.wait() == -9
        begun = Counter(server.asked(HOST))
        assert (await govwatch(config, *scan)).code == 0
        again = Counter(server.asked(HOST))
    assert books_of(config) == books_of(calm)
    twice = sum((again - undisturbed).values())
    assert twice <= AT_ONCE  # what was under way when it was killed
    assert sum(begun.values()) > 3 * AT_ONCE
    assert list((tmp_path / "killed" / "spool").iterdir()) == []
