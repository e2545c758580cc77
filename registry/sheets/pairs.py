"""Columns of offices that hold two things in one cell, as 核定人/核定日期: how each is taken out."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from registry.sheets.headings import Column
from registry.sheets.values import days_in

_EDGES = " \t/／、，,；;：:|~～至到-—（）()"
_SEPARATOR = re.compile(r"[/／、，,；;|\s]+")
_FIRST_WORD = re.compile(r"[^/／、，,；;|\s（(]*")


@dataclass(frozen=True, slots=True)
class Pair:
    """A heading for two columns. ``parts`` take the cell of each out of the cell in the file, in the same order."""

    headings: tuple[str, ...]
    columns: tuple[Column, Column]
    parts: tuple[Callable[[str], str], Callable[[str], str]]


def _nth_day(number: int) -> Callable[[str], str]:
    def part(text: str) -> str:
        days = days_in(text)
        if not days and number == 0:
            return text  # what is no day at all is told to be none
        return days[number] if number < len(days) else ""

    return part


def _day(text: str) -> str:
    days = days_in(text)
    return days[0] if days else ""


def _beside_the_day(text: str) -> str:
    day = _day(text)
    written = text if day in text else unicodedata.normalize("NFKC", text)
    return (written.replace(day, " ", 1) if day else written).strip(_EDGES)


def _before_the_slash(text: str) -> str:
    return _SEPARATOR.split(text.strip(_EDGES), maxsplit=1)[0]


def _behind_the_slash(text: str) -> str:
    return "".join(_SEPARATOR.split(text.strip(_EDGES), maxsplit=1)[1:])


def _first_word(text: str) -> str:
    found = _FIRST_WORD.match(text.strip(_EDGES))
    return found[0] if found else ""


def _other_words(text: str) -> str:
    return text.strip(_EDGES)[len(_first_word(text)) :].strip(_EDGES)


PAIRS = (
    Pair(
        ("经办人A角/B角", "经办人AB角", "A角/B角"),
        (Column.CONTACT, Column.DEPUTY),
        (_before_the_slash, _behind_the_slash),
    ),
    Pair(("党政标识及有效期",), (Column.BADGE, Column.BADGE_UNTIL), (_beside_the_day, _day)),
    Pair(("等保级别/测评日", "等保级别及测评日"), (Column.PROTECTION, Column.PROTECTION_ON), (_beside_the_day, _day)),
    Pair(("改版暂停起止", "改版暂停起止日期"), (Column.REBUILT_FROM, Column.REBUILT_UNTIL), (_nth_day(0), _nth_day(1))),
    Pair(("状态及批复文号", "状态/批复文号"), (Column.STATE, Column.APPROVAL), (_first_word, _other_words)),
    Pair(
        ("归档(日期、理由)", "归档", "归档日期、理由"),
        (Column.ARCHIVED_ON, Column.ARCHIVED_WHY),
        (_day, _beside_the_day),
    ),
    Pair(
        ("核定人/核定日期", "核定人及日期", "核定人、日期"),
        (Column.APPROVED_BY, Column.APPROVED_ON),
        (_beside_the_day, _day),
    ),
)
