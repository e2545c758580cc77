"""临期提醒 (T3): what must be updated in the next days, nearest first."""

from dataclasses import dataclass

from reports import wording
from reports.due import DueRow
from reports.sections.telling import ROWS, Telling, beyond, name_of

COLUMNS = ("责任单位", "栏目或账号", "末次更新", "已过天数", "限期", "到期日", "节前应更新日")


@dataclass(frozen=True, slots=True)
class Due:
    """The section. ``rows`` hold cells in the order of :data:`COLUMNS`; ``more`` says what was left out."""

    rows: tuple[tuple[str, ...], ...]
    count: int
    more: str

    @property
    def columns(self) -> tuple[str, ...]:
        """What the cells are."""
        return COLUMNS


def due(telling: Telling) -> Due:
    """The section; empty when nothing is near its limit."""
    found = telling.figures.due
    return Due(tuple(_row(one, telling.year) for one in found[:ROWS]), len(found), beyond(len(found), "项", "simulate"))


def _row(one: DueRow, year: int) -> tuple[str, ...]:
    name = wording.clean(one.name, wording.NAME_LENGTH)
    thing = name if name == name_of(one.target) else f"{name_of(one.target)}·{name}"
    return (
        wording.clean(one.target.unit, wording.NAME_LENGTH),
        thing if one.approved else f"{thing}（待核定）",
        wording.day(one.newest, year),
        f"{one.age}天",
        f"{one.limit}个月" if one.by_months else f"{one.limit}天",
        f"{wording.day(one.due, year)}（{'今天' if one.left == 0 else f'还剩{one.left}天'}）",
        "" if one.update_by == one.due else wording.due_day(one.update_by, year),
    )
