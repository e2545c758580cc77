"""The files of pictures that findings rest on: written before the findings are entered, taken away after their rows.

A file is named by its content, in a folder by the first two characters of that. Two programs that write the same
write the same bytes.
"""

import asyncio
import os
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from checks.evidence import Picture
from checks.finding import Judgement
from monitor.look.browser.pictures import Pictures
from reports.files import write_whole

_ENDINGS = frozenset({".webp", ".png", ".part"})  # the last: what a killed program left behind


async def keep_pictures(
    folder: Path | None, pictures: Pictures, judgements: Mapping[str, Judgement]
) -> tuple[Picture, ...]:
    """Write the pictures that findings rest on, and no others. Raises :class:`~reports.errors.FileError`."""
    if folder is None:
        return ()
    named = [address for one in judgements.values() for finding in one.findings for address in finding.evidence]
    kept = pictures.of(named)
    for picture, content in kept:
        await asyncio.to_thread(_write, folder / picture.path, content)
    return tuple(picture for picture, _ in kept)


def _write(file: Path, content: bytes) -> None:
    try:
        os.utime(file)  # it is there, and is not to be swept away before its row is entered
    except OSError:
        write_whole(file, content)


def sweep_pictures(folder: Path | None, named: Collection[str], before: datetime) -> int:
    """Take away the pictures that nothing names, last written before an instant; how many went."""
    if folder is None or not folder.is_dir():
        return 0
    gone = 0
    for file in folder.glob("??/*"):
        is_old = file.suffix in _ENDINGS and file.name not in named and file.stat().st_mtime < before.timestamp()
        if is_old:
            file.unlink(missing_ok=True)
            gone += 1
    return gone
