"""Days in the paths of addresses, as systems name their folders and files by them."""

import re
from datetime import date
from functools import lru_cache

from checks.reading.datetext import DayText, day_of, day_text

_IN_NAME = re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_")
_IN_PATH = re.compile(
    r"/((?:19|20)\d\d)(?:[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])|/(\d{1,2})/(\d{1,2}))(?=[/_])",
)
_MONTH_IN_PATH = re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])(?=/)")


@lru_cache(maxsize=4096)
def day_in_url(url: str) -> date | None:
    """The day in the path of an address: t20240305_, /202403/05/, /2024/3/5/, /2024-03/05/ …"""
    match = _match(url)
    return day_of(*filter(None, match.groups())) if match else None


def day_text_in_url(url: str) -> DayText | None:
    """The same with the text that says it."""
    match = _match(url)
    return day_text(match, *filter(None, match.groups())) if match else None


def _match(url: str) -> re.Match[str] | None:
    path = url.partition("?")[0]
    return _IN_NAME.search(path) or _IN_PATH.search(path)


def month_in_url(url: str) -> tuple[int, int] | None:
    """Year and month in the path of an address: /202403/, /2024/03/."""
    match = _MONTH_IN_PATH.search(url.partition("?")[0])
    return (int(match[1]), int(match[2])) if match else None
