"""Writing a file whole or not at all: under a temporary name beside it, then renamed."""

import errno
import os
from pathlib import Path

from reports.errors import FileError

_WHY = {
    errno.ENOSPC: "the disk is full: free some space and run it again",
    errno.EDQUOT: "the quota of this user is used up: free some space and run it again",
    errno.EACCES: "this user may not write there: change the rights of the folder, or name another",
    errno.EPERM: "this user may not write there: change the rights of the folder, or name another",
    errno.EROFS: "the file system is read-only: name another folder",
    errno.ENOTDIR: "a part of that path is a file, not a folder: name another folder",
    errno.EEXIST: "a part of that path is a file, not a folder: name another folder",
}


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, making its folder. A device or pipe, such as ``/dev/stdout``, is written into.

    Raises :class:`FileError`; ``path`` is then as it was before.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        why = _WHY.get(error.errno or 0, f"{error.strerror or error}: name another folder, or repair this one")
        raise FileError(f"cannot write {path}: {why}") from error
