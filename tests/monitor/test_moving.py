"""Books are moved to the other database and back, and brought back from a backup, with equal sums."""

import asyncio
import shutil
from pathlib import Path

import pytest

from monitor.demo.city import City
from registry.database import Database
from registry.migrate import upgrade
from registry.store.copying import sums_of
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned
from tests.postgresql import Templates, postgresql, templates  # noqa: F401  fixtures


async def lived_in(folder: Path, city: City) -> Path:  # noqa: F811
    config = await deployed(folder, city)
    await govwatch(config, "registry", "import", str(folder / "register.csv"))
    await scanned(config, AS_OF)
    assert (await govwatch(config, "report", "weekly", "--as-of", AS_OF.isoformat(), "--send")).code == 0
    return config


async def restored(config: Path, folder: Path, file: Path) -> Path:
    """The backup brought back in another folder."""
    await asyncio.to_thread(folder.mkdir)
    other = Path(shutil.copy(config, folder / "govwatch.toml"))
    done = await govwatch(other, "restore", str(file))
    assert done.code == 0, done.err
    return other


@pytest.mark.long
async def test_a_backup_brings_back_books_and_evidence(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await lived_in(tmp_path / "office", city)
    (tmp_path / "office" / "evidence" / "ab").mkdir(parents=True, exist_ok=True)
    (tmp_path / "office" / "evidence" / "ab" / "abcd.png").write_bytes(b"picture")
    file = tmp_path / "backup.zip"
    assert (await govwatch(config, "backup", str(file))).code == 0
    await restored(config, tmp_path / "anew", file)
    assert (tmp_path / "anew" / "evidence" / "ab" / "abcd.png").read_bytes() == b"picture"
    async with (
        await Database.open(f"sqlite:///{tmp_path}/office/govwatch.db") as before,
        await Database.open(f"sqlite:///{tmp_path}/anew/govwatch.db") as after,
    ):
        assert await sums_of(before) == await sums_of(after)
    again = await govwatch(tmp_path / "anew" / "govwatch.toml", "restore", str(file))
    assert again.code == 1
    assert "已有内容" in again.err


async def test_what_is_no_backup_says_so(tmp_path: Path) -> None:
    config = tmp_path / "govwatch.toml"
    config.write_text("", "utf-8")
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    done = await govwatch(config, "restore", str(tmp_path / "x.zip"))
    assert done.code == 1
    assert "不是完好的备份" in done.err


@pytest.mark.long
async def test_sqlite_moves_to_postgresql_and_back_with_equal_sums(
    city: City,  # noqa: F811
    tmp_path: Path,
    templates: Templates,  # noqa: F811
) -> None:
    config = await lived_in(tmp_path / "office", city)
    url = templates.server.url(templates.server.create())
    moved = await govwatch(config, "migrate", "--to", url)
    assert moved.code == 0, moved.err
    assert "两边一致" in moved.out
    other = tmp_path / "office" / "postgresql.toml"
    other.write_text(config.read_text("utf-8") + f'\n[database]\nurl = "{url}"\n', "utf-8")
    # New rows are numbered after those that were copied: the next scan enters.
    await scanned(other, AS_OF)
    shown = [await govwatch(one, "findings", "--state", "all") for one in (config, other)]
    assert shown[0].out == shown[1].out
    back = f"sqlite:///{tmp_path}/back.db"
    assert (await govwatch(other, "migrate", "--to", back)).code == 0
    async with await Database.open(url) as there, await Database.open(back) as here:
        assert await sums_of(there) == await sums_of(here)
    file = tmp_path / "backup.zip"
    assert (await govwatch(other, "backup", str(file))).code == 0
    empty = templates.server.url(templates.server.create())
    await upgrade(empty)
    third = tmp_path / "office" / "third.toml"
    third.write_text(config.read_text("utf-8") + f'\n[database]\nurl = "{empty}"\n', "utf-8")
    brought = await govwatch(third, "restore", str(file))
    assert brought.code == 0, brought.err
    async with await Database.open(url) as there, await Database.open(empty) as here:
        assert await sums_of(there) == await sums_of(here)
