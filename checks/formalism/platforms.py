"""Platforms that offices put votes, quizzes and forms on, by the hosts and paths of ``platforms.toml``."""

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checks.catalogue import CatalogueError, Words

HOME = Path(__file__).with_name("platforms.toml")


class Platform(Words):
    """What such an address opens. ``hosts`` hold for all below them; ``paths`` are words of an address on any host."""

    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    platforms: tuple[Platform, ...] = Field(min_length=1)


@cache
def load_platforms(path: Path = HOME) -> tuple[Platform, ...]:
    """The platforms. Raises :class:`~checks.catalogue.CatalogueError` naming the file."""
    try:
        return _File.model_validate(tomllib.loads(path.read_text("utf-8"))).platforms
    except (OSError, ValueError, ValidationError) as error:
        raise CatalogueError(f"{path}: {error}") from None


@cache
def _hints() -> tuple[str, ...]:
    known = load_platforms()
    return tuple(name for one in known for name in (*one.hosts, *(f"/{word}" for word in one.paths)))


@lru_cache(maxsize=8192)
def platform_of(url: str) -> Platform | None:
    """The platform that an address leads to, None when it is none of these. Hosts come before paths."""
    lowered = url.lower()
    if not any(hint in lowered for hint in _hints()):  # a page has hundreds of links, and nearly none leads there
        return None
    try:
        parts = urlsplit(url)
        host = f".{(parts.hostname or '').rstrip('.')}"
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    known = load_platforms()
    words = frozenset(parts.path.lower().replace(".", "/").split("/"))
    by_host = (one for one in known if any(host.endswith(f".{name}") for name in one.hosts))
    return next(by_host, next((one for one in known if words.intersection(one.paths)), None))
