"""What the processes that this program started hold in memory: the driver, and the browser with all its parts."""

import os
from collections import defaultdict
from pathlib import Path

_PROC = Path("/proc")


def children() -> list[int]:
    """The processes below this one, at any depth; none where the system does not tell."""
    below: defaultdict[int, list[int]] = defaultdict(list)
    for folder in _PROC.glob("[0-9]*"):
        parent = _parent(folder)
        if parent is not None:
            below[parent].append(int(folder.name))
    found, left = [], [os.getpid()]
    while left:
        one = left.pop()
        found += below[one]
        left += below[one]
    return found


def children_memory() -> int:
    """Bytes that they hold, shared parts counted once (PSS); 0 where the system does not tell."""
    return sum(_pss(_PROC / str(one)) for one in children())


def _parent(folder: Path) -> int | None:
    try:
        return int((folder / "stat").read_bytes().rpartition(b")")[2].split()[1])
    except (OSError, ValueError, IndexError):  # it has just ended
        return None


def _pss(folder: Path) -> int:
    try:
        lines = (folder / "smaps_rollup").read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
