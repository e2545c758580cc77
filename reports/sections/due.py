"""临期提醒 (T3): what must be updated in the next days, nearest first."""

from dataclasses import dataclass

from reports import wording
from reports.due import DueRow
from reports.sections.telling import ROWS, Telling, beyond, name_of


@dataclass(frozen=True, slots=True)
class NearRow:
    """A column, home page or account near its limit, in words. ``percent`` of its time is over.

    ``update_by`` is empty when no holiday is before it.
    """

    number: int
    unit: str
    thing: str
    newest: str
    age: str
    limit: str
    due: str
    left: str
    percent: int
    update_by: str


@dataclass(frozen=True, slots=True)
class Due:
    """The section. ``more`` says what was left out."""

    rows: tuple[NearRow, ...]
    count: int
    more: str


def due(telling: Telling) -> Due:
    """The section; empty when nothing is near its limit."""
    found = telling.figures.due
    rows = tuple(near_row(number, one, telling.year) for number, one in enumerate(found[:ROWS], 1))
    return Due(rows, len(found), beyond(len(found), "项", "simulate"))


def near_row(number: int, one: DueRow, year: int) -> NearRow:
    """A row in words, for a reader in ``year``."""
    name = wording.clean(one.name, wording.NAME_LENGTH)
    thing = name if name == name_of(one.target) else f"{name_of(one.target)}·{name}"
    return NearRow(
        number=number,
        unit=wording.clean(one.target.unit, wording.NAME_LENGTH),
        thing=thing if one.approved else f"{thing}（待核定）",
        newest=wording.day(one.newest, year),
        age=f"{one.age}天",
        limit=f"{one.limit}个月" if one.by_months else f"{one.limit}天",
        due=wording.day(one.due, year),
        left="今天" if one.left == 0 else f"还剩{one.left}天",
        percent=100 * one.age // max(one.age + one.left, 1),
        update_by="" if one.update_by == one.due else wording.due_day(one.update_by, year),
    )
