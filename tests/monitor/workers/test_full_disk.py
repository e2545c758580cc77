"""The disk fills up in the middle of a scan: nothing is half-entered, and with room again the scan goes on."""

import asyncio
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from monitor.demo.city import City
from tests.city import AS_OF
from tests.monitor.deployment import govwatch, program
from tests.monitor.workers.office import ERRANDS, an_office, books_of, hand_out, in_one_process, until_scanned, workers
from tests.monitor.workers.test_lost import begun
from tests.postgresql import Server, binaries

pytestmark = pytest.mark.long


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of that size that the server's user can reach; skips where this process may not mount one."""
    folder = Path(tempfile.mkdtemp(prefix="govwatch-disk-"))
    mount, umount = shutil.which("mount") or "mount", shutil.which("umount") or "umount"
    size = f"size={megabytes}m"
    mounted = subprocess.run([mount, "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("a small file system can be mounted by root only")
    try:
        shutil.chown(folder, "postgres", "postgres")
        yield folder
    finally:
        subprocess.run([umount, "--lazy", str(folder)], check=True)
        folder.rmdir()


def fill(folder: Path) -> Path:
    """A file that takes all the room there is."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return ballast


async def test_under_postgresql(city: City, tmp_path: Path) -> None:
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    calm = await an_office(tmp_path / "calm", city)
    await in_one_process(calm)
    with small_disk(200) as disk:
        server = Server(disk, programs)
        server.make()
        try:
            config = await an_office(tmp_path / "many", city, server.url(server.create()))
            async with workers(config, 2):
                await hand_out(config, *ERRANDS)
                await begun(config)
                ballast = fill(disk)
                await asyncio.sleep(4)
                ballast.unlink()
                await until_scanned(config, 2)
            together = await books_of(config)
            assert "No space left" in await asyncio.to_thread((disk / "log").read_text)
        finally:
            server.stop()
    alone = await books_of(calm)
    for what in ("observations", "findings", "visits"):
        assert together[what] == alone[what], what


async def test_under_sqlite(city: City, tmp_path: Path) -> None:
    """No file of the scanning process may grow beyond a little more than the books are: then it runs anew."""
    calm, full = await an_office(tmp_path / "calm", city), await an_office(tmp_path / "full", city)
    for config in (calm, full):
        await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    assert (await govwatch(calm, "scan", "--as-of", AS_OF.isoformat())).code == 0
    with sqlite3.connect(full.parent / "govwatch.db") as books:
        size = int(books.execute("pragma page_count").fetchone()[0]) * 4096
    script = tmp_path / "limited.py"
    script.write_text(
        "import resource, signal\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 400_000},) * 2)\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from monitor.cli import main\n"
        f"main(['scan', '--as-of', {AS_OF.isoformat()!r}, '--config', {str(full)!r}])\n",
        "utf-8",
    )
    code, said = await program("tests.monitor.script", str(script))
    assert code == 1, said
    assert "磁盘" in said
    assert "Traceback" not in said
    assert "planned" in (await books_of(full))["visits"]
    again = await govwatch(full, "scan", "--as-of", AS_OF.isoformat())
    assert again.code == 0, again.err
    assert "接着完成了上次中断的扫描" in again.out
    alone, after = await books_of(calm), await books_of(full)
    for what in ("observations", "findings", "visits", "grades"):
        assert after[what] == alone[what], what
