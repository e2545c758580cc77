"""临近否决, told with the vetoes: what is none yet and may soon be one."""

from dataclasses import dataclass

from reports import wording
from reports.near import NearVeto
from reports.sections.telling import ROWS, Telling, beyond, name_of
from reports.simulation_margins import availability, situation


@dataclass(frozen=True, slots=True)
class NearVetoRow:
    """A count near its limit, in words. ``percent`` of the limit is reached."""

    unit: str
    target: str
    code: str
    item: str
    margin: str
    percent: int


@dataclass(frozen=True, slots=True)
class Near:
    """The part. ``more`` says what was left out."""

    rows: tuple[NearVetoRow, ...]
    count: int
    more: str


def near(telling: Telling) -> Near:
    """The part; empty when nothing is near. What is a veto already stands among the vetoes."""
    open_now = {(one.target.id, one.indicator) for one in telling.figures.problems.vetoes}
    found = [one for one in telling.figures.near if (one.target.id, one.indicator) not in open_now]
    return Near(tuple(_row(one, telling) for one in found[:ROWS]), len(found), beyond(len(found), "项", "simulate"))


def _row(one: NearVeto, telling: Telling) -> NearVetoRow:
    return NearVetoRow(
        unit=wording.clean(one.target.unit, wording.NAME_LENGTH),
        target=name_of(one.target),
        code=wording.clean(one.target.code, wording.NAME_LENGTH),
        item=telling.title(one.indicator),
        margin=availability(one.data) if "visits" in one.data else situation(one.about, one.data),
        percent=int(100 * one.share),
    )
