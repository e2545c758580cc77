"""What the memory of a host hangs on beside its pages: with any of it different, every page is read anew.

That is the program and its checks by their sources, the catalogue and the words of the office, what the register says
of the targets, which rules are in force, and time: each host has a day of its own on which everything is read again.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

from checks.evidence import Subject
from checks.judging import Judge
from checks.time import shanghai_day
from monitor.version import TOOL


def memory_key(judge: Judge, subjects: Sequence[Subject], as_of: datetime, host: str, days: int) -> str:
    """The key, empty when nothing is to be remembered. ``days``: within which every page is read again."""
    if not days:
        return ""
    today = shanghai_day(as_of)
    cycle = (today.toordinal() + crc32(host.encode())) // days
    targets = sorted((one.id, repr(one), judge.in_force_for(one, as_of)) for one in subjects)
    catalogue = judge.catalogue
    known = (TOOL, sources_of(judge.packages), catalogue.version, repr(catalogue.words), targets, days, cycle)
    return hashlib.sha256(repr(known).encode()).hexdigest()


@lru_cache(maxsize=8)
def sources_of(packages: tuple[str, ...]) -> str:
    """A number for the sources of packages and for all rules that lie among them."""
    digest = hashlib.sha256()
    for package in packages:
        spec = find_spec(package)
        places = [*(spec.submodule_search_locations or ()), spec.origin or ""] if spec is not None else []
        files = {file for place in places if place for file in _files(Path(place))}
        for file in sorted(files):
            digest.update(f"{package}/{file.name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(place: Path) -> list[Path]:
    return [file for file in place.rglob("*") if file.suffix in {".py", ".toml"}] if place.is_dir() else [place]
