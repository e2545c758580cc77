"""The checkout as the set-up tests see it: where it is, and which files belong to it."""

from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

_NOT_OURS = {".git", ".venv", ".work", "build", "dist", "demo-city", "outbox", "__pycache__"}


def project_files(folder: Path = PROJECT) -> Iterator[Path]:
    """Every file that people wrote: no environment, cache, egg or output of a command."""
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_OURS or path.name.endswith(("_cache", ".egg-info")) or path.name == ".hypothesis":
            continue
        if path.is_dir() and not path.is_symlink():
            yield from project_files(path)
        elif path.is_file() and not path.name.startswith(("govwatch.db", "uv.lock")):
            yield path
