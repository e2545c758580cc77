"""``govwatch backup`` and ``govwatch restore``: books and evidence as one file, of either database, into either."""

import json
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, Config, run
from monitor.files import InputError
from monitor.settings import Settings, load_settings
from monitor.store import Store, store_of
from monitor.version import TOOL
from monitor.workers.queue import is_shared, make_queue
from registry.database import Database
from registry.migrate import upgrade
from registry.schema import head
from registry.store.copying import Sum, copy_books, sums_of

_BOOKS, _ABOUT, _EVIDENCE = "books.db", "backup.json", "evidence/"
_NAME = re.compile(r"[\w.-]+(/[\w.-]+)*")


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, a ZIP. 备份文件。")], config: Config = DEFAULT_CONFIG
) -> None:
    """Write books and evidence of one moment to a file; programs may go on meanwhile. 备份。"""
    sums = run(_back_up(load_settings(config), file))
    typer.echo(f"已备份到 {file}：{len(sums)}张表，{sum(one.rows for one in sums)}行。")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup wrote. 备份文件。")], config: Config = DEFAULT_CONFIG
) -> None:
    """Bring back what backup wrote, into the empty database that the settings name. 恢复。"""
    sums = run(_restore(load_settings(config), file))
    typer.echo(f"已从 {file} 恢复：{sum(one.rows for one in sums)}行，与备份时的校验和一致。")


async def _back_up(settings: Settings, file: Path) -> list[Sum]:
    with tempfile.TemporaryDirectory(prefix="govwatch-") as folder:
        books = Path(folder) / _BOOKS
        async with await Database.open(settings.database.url) as database:
            await upgrade(f"sqlite:///{books}")
            async with await Database.open(f"sqlite:///{books}") as copy:
                sums = await copy_books(database, copy)
        about = {"tool": TOOL, "at": clock.now().isoformat(), "schema": head(), "tables": _told(sums)}
        part = file.with_name(file.name + ".part")
        try:
            await _pack(part, books, json.dumps(about, indent=1), store_of(settings.policy.browsing))
            part.replace(file)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise InputError(f"备份文件 {file} 不能写入：{error.strerror}。") from error
    return sums


async def _pack(part: Path, books: Path, about: str, evidence: Store | None) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        archive.writestr(_ABOUT, about)
        archive.write(books, _BOOKS)
        names = sorted([name async for name, _ in evidence.names()]) if evidence is not None else []
        for name in names:
            if evidence is not None and not name.endswith(".part"):
                archive.writestr(_EVIDENCE + name, await evidence.read(name), zipfile.ZIP_STORED)


async def _restore(settings: Settings, file: Path) -> list[Sum]:
    with tempfile.TemporaryDirectory(prefix="govwatch-") as folder:
        try:
            with zipfile.ZipFile(file) as archive:
                about = json.loads(archive.read(_ABOUT))
                with archive.open(_BOOKS) as packed, (Path(folder) / _BOOKS).open("wb") as books:
                    shutil.copyfileobj(packed, books)
                sums = await _fill(settings.database.url, Path(folder) / _BOOKS, about["tables"])
                await _unpack(archive, store_of(settings.policy.browsing))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise InputError(f"{file} 不是完好的备份（{error}）：请换一份备份。") from error
    return sums


async def _fill(url: str, books: Path, told: dict[str, list[object]]) -> list[Sum]:
    await upgrade(f"sqlite:///{books}")  # a backup of an older program
    await upgrade(url)
    if is_shared(url):
        await make_queue(url)
    async with await Database.open(f"sqlite:///{books}") as packed, await Database.open(url) as database:
        changed = [one.table for one in await sums_of(packed) if told.get(one.table, [0, ""])[0] != one.rows]
        if changed:
            raise InputError(f"备份中的 {'、'.join(changed)} 与备份时不同：请换一份备份。")
        return await copy_books(packed, database)


async def _unpack(archive: zipfile.ZipFile, evidence: Store | None) -> None:
    """Evidence files, each only to its place in the store."""
    for name in archive.namelist() if evidence is not None else ():
        below = name.removeprefix(_EVIDENCE)
        if evidence is not None and name.startswith(_EVIDENCE) and _NAME.fullmatch(below) and ".." not in below:
            await evidence.keep(below, archive.read(name))


def _told(sums: list[Sum]) -> dict[str, list[object]]:
    return {one.table: [one.rows, one.checksum] for one in sums}
