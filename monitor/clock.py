"""The one place where the program reads the time."""

from collections.abc import Callable
from datetime import UTC, datetime

from checks.errors import ToldError
from checks.time import SHANGHAI

Clock = Callable[[], datetime]


class TimeError(ToldError):
    """A point in time given by a person cannot be read. The message says what would be right."""


def now() -> datetime:
    """The present instant, aware UTC."""
    return datetime.now(UTC)


def parse_as_of(text: str) -> datetime:
    """An ISO date or datetime to an aware UTC instant. Without a zone it is Shanghai; a date alone is its last second.

    Raises :class:`TimeError`.
    """
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError:
        raise TimeError(f"时间“{text}”看不懂：请写成 2026-11-23 或 2026-11-23T08:00。") from None
    if len(text.strip()) <= 10:
        given = given.replace(hour=23, minute=59, second=59)
    if given.tzinfo is None:
        given = given.replace(tzinfo=SHANGHAI)
    return given.astimezone(UTC)
