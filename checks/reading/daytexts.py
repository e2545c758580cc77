"""What days a short text of a page may mean, looked at by itself: the same words mean the same on every page.

Nearly all texts of a page hold none, and lists repeat their days, so what was said is remembered from page to page.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from checks.reading.datetext import (
    ANY_DAY,
    Ago,
    DayText,
    ago,
    find_days,
    is_year_month,
    may_hold_day,
    month_day,
    short_day,
    short_triple,
)

MAX_TEXT = 200
"""Characters of a text that is looked at."""

MAX_SOURCE = 1_000
"""Characters of it with the blanks around it."""

_SHORTEST = 8
"""Characters of a full day at least: 2024-3-5, 2024年3月5."""

_REMEMBERED = 8_192
_SILENT: set[str] = set()
"""Texts that hold no day."""

PUBLISHED = re.compile(
    r"(?:发布|发表|公布|公开|刊发|刊登|登载|上传|录入|添加|发稿|信息|文章|上网|上架)(?:时间|日期)[\])】]?:?$|(?:发布|发表)于:?$"
)
"""The end of what stands before a day on which something was published."""


class Said(NamedTuple):
    """What a text holds: full days, or the first of the rest that it is.

    ``is_stated``: a label says that ``month_day`` is the day of publication. ``is_year_month``: the number of the day
    stands in another text.
    """

    days: tuple[DayText, ...] = ()
    month_day: tuple[int, int] | None = None
    is_stated: bool = False
    is_year_month: bool = False
    ago: Ago | None = None
    short: DayText | None = None
    triple: tuple[int, int, int] | None = None


@lru_cache(maxsize=4096)
def said_in(text: str) -> Said | None:
    """What a text without blanks around it holds, of at most :data:`MAX_TEXT` characters; None for no day."""
    if not text or len(text) > MAX_TEXT or not may_hold_day(text):
        return None
    days = find_days(text) if len(text) >= _SHORTEST else ()
    if days:
        return Said(tuple(days))
    label, colon, said = text.replace("：", ":").partition(":")
    is_stated = bool(colon) and PUBLISHED.search(squeezed(label) + ":") is not None
    month = month_day(said if is_stated else text)
    if month:
        return Said(month_day=month, is_stated=is_stated)
    if is_year_month(text):
        return Said(is_year_month=True)
    relative = ago(text)
    if relative:
        return Said(ago=relative)
    short, triple = short_day(text), short_triple(text)
    return Said(short=short, triple=triple) if short or triple else None


def saying(texts: Sequence[tuple[str, object]]) -> list[tuple[int, Said]]:
    """The numbers of those texts that hold days, in their order, and what they say. A text comes with its node."""
    if len(_SILENT) > _REMEMBERED:
        _SILENT.clear()
    fresh = [
        (number, text)
        for number, (text, _) in enumerate(texts)
        if len(text) <= MAX_SOURCE and text not in _SILENT and (len(text) <= MAX_TEXT or len(text.strip()) <= MAX_TEXT)
    ]
    search = ANY_DAY.search
    found = [(number, said) for number, text in fresh if search(text) and (said := said_in(text.strip())) is not None]
    _SILENT.update([text for _, text in fresh if len(text) <= MAX_TEXT])
    _SILENT.difference_update([texts[number][0] for number, _ in found])
    return found


def squeezed(text: str) -> str:
    """A text without blanks, with plain colons."""
    return "".join(text.split()).replace("：", ":")
