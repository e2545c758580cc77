"""整改进度 (T7): what was ordered, answered, closed and returned in the week, and what is overdue, by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports import wording
from reports.sections.telling import ROWS, Telling, beyond

COLUMNS = ("上期遗留", "新交办", "已反馈", "销号", "退回", "逾期", "整改率")


@dataclass(frozen=True, slots=True)
class LateRow:
    """A ticket past its day."""

    number: str
    unit: str
    problem: str
    due: str
    late: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The section. ``counts`` are in the order of :data:`COLUMNS`; ``more`` says which rows were left out."""

    shown: bool
    counts: tuple[str, ...]
    notes: tuple[str, ...]
    late: tuple[LateRow, ...]
    more: str

    @property
    def columns(self) -> tuple[str, ...]:
        """What the counts are of."""
        return COLUMNS


def progress(telling: Telling) -> Progress:
    """The section; it has nothing to show while there is no ticket."""
    figures = telling.figures.tickets
    counts = (
        f"{figures.carried}",
        f"{figures.issued + figures.reissued}",
        f"{figures.answered}",
        f"{figures.closed}",
        f"{figures.returned}",
        f"{len(figures.overdue)}",
        _rate(figures.closed, figures.owed),
    )
    late = tuple(
        LateRow(
            one.number,
            wording.clean(one.unit, wording.NAME_LENGTH),
            telling.title(one.indicator),
            wording.due_day(one.due, telling.year),
            f"{one.days}天",
        )
        for one in figures.overdue[:ROWS]
    )
    return Progress(
        not figures.is_empty,
        counts,
        tuple(_notes(telling)),
        late,
        beyond(len(figures.overdue), "单", "tickets --state late"),
    )


def _rate(closed: int, owed: int) -> str:
    return f"{closed}/{owed} = {wording.percent(closed, owed)}" if owed else "—"


def _notes(telling: Telling) -> Iterable[str]:
    figures = telling.figures.tickets
    yield f"本周末未销号{figures.standing}单，其中已反馈、待复查{figures.waiting}单。"
    yield "整改率 = 销号 /（上期遗留 + 新交办）。"
    if figures.reissued:
        yield f"新交办中有{figures.reissued}单是销号后反复、重新交办的。"
    if figures.withdrawn:
        yield f"另有{figures.withdrawn}单各项均判为误报，已撤回，不计入整改率。"
