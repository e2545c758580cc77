"""The files of pictures that findings rest on: written before the findings are entered, taken away after their rows.

A file is named by its content, in a folder by the first two characters of that. Two programs that write the same
write the same bytes.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from checks.evidence import Picture
from checks.finding import Judgement
from monitor.look.browser.album import Album
from monitor.store import Folder, Store


async def keep_pictures(
    where: Store | Path | None, pictures: Album, judgements: Mapping[str, Judgement]
) -> tuple[Picture, ...]:
    """Write the pictures that findings rest on, and no others. Raises :class:`~reports.errors.FileError`."""
    if where is None:
        return ()
    store = Folder(where) if isinstance(where, Path) else where
    named = [address for one in judgements.values() for finding in one.findings for address in finding.evidence]
    kept = pictures.of(named)
    for picture, content in kept:
        await store.keep(picture.path, content)
    return tuple(picture for picture, _ in kept)


async def sweep_pictures(where: Store | Path | None, named: Collection[str], before: datetime) -> int:
    """Take away the pictures that nothing names, last kept before an instant; how many went."""
    if where is None:
        return 0
    store = Folder(where) if isinstance(where, Path) else where
    old = [name async for name, kept in store.names() if name.rpartition("/")[2] not in named and kept < before]
    for name in old:
        await store.drop(name)
    return len(old)
