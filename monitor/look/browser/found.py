"""Finding a browser on this machine: the one that is configured, Playwright's own, Chrome or Edge, the system's."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
"""What a system calls a browser that can be used, in the order in which they are looked for."""

HOW_TO_GET = "安装：apt-get install chromium libatomic1 fonts-wqy-zenhei"
"""What to tell whoever has none."""

_OWN = ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/chrome-*/*headless*shell")
_CHANNELS = (("Chrome", "/opt/google/chrome/chrome"), ("Edge", "/opt/microsoft/msedge/msedge"))


class NoBrowserError(Exception):
    """There is no browser, or none that starts. The message lists what was tried, and how to get one."""


@dataclass(frozen=True, slots=True)
class Found:
    """A browser: what kind it is of, and the program to start."""

    kind: str
    path: Path

    def __str__(self) -> str:
        return f"{self.path}（{self.kind}）"


def find_browsers(configured: Path | None = None) -> tuple[Found, ...]:
    """Every browser of this machine, the one to be used first; empty when there is none.

    A configured one that is not there is not replaced by another: who names a program wants that and no other.
    """
    if configured is not None:
        return (Found("配置文件指定", configured),) if _runs(configured) else ()
    seen: dict[Path, Found] = {}
    for found in (*_own(), *_channels(), *_system()):
        seen.setdefault(found.path.resolve(), found)
    return tuple(seen.values())


def _own() -> Iterator[Found]:
    """What ``playwright install`` has put on this machine, the newest first."""
    said = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    folder = Path(said) if said not in ("", "0") else Path.home() / ".cache" / "ms-playwright"
    for pattern in _OWN:
        yield from (Found("Playwright自带", path) for path in sorted(folder.glob(pattern), reverse=True) if _runs(path))


def _channels() -> Iterator[Found]:
    yield from (Found(name, Path(path)) for name, path in _CHANNELS if _runs(Path(path)))


def _system() -> Iterator[Found]:
    yield from (Found("系统", Path(path)) for name in NAMES if (path := shutil.which(name)) is not None)


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
