"""各对象情况: every site and account with what is open there and its health grade, worst first. For the office alone.

The grade is the product's own. It stands here and on technical views, titled 参考, and never in a bulletin (通报) or in
an order to a unit.
"""

from collections import Counter
from dataclasses import dataclass

from checks.vocabulary import Severity
from reports import wording
from reports.basis import Group
from reports.sections.telling import GROUP_NAMES, ROWS, Telling, beyond, name_of

TITLE = "健康等级（参考）"
EXPLAINED = (
    "健康等级由本系统按经两次核查、尚未修复的问题从100分扣减得出，A最好、F最差，“—”为无法判定；"
    "仅供参考，不是官方评价，不用于通报。"
)
"""What the grade is, in one line."""


@dataclass(frozen=True, slots=True)
class HealthRow:
    """A site or an account. ``counts`` are its established findings by severity; ``tone`` is of its grade."""

    unit: str
    target: str
    grade: str
    tone: str
    counts: tuple[int, ...]
    suspected: int


@dataclass(frozen=True, slots=True)
class HealthGroup:
    """The sites, or the accounts, with how many have each grade. ``more`` says what was left out."""

    name: str
    summary: str
    rows: tuple[HealthRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Health:
    """The section."""

    groups: tuple[HealthGroup, ...]

    @property
    def title(self) -> str:
        """The heading of the column."""
        return TITLE

    @property
    def explained(self) -> str:
        """What the grade is, in one line."""
        return EXPLAINED


_TONES = {"A": "green", "B": "green", "C": "amber", "D": "amber", "E": "red", "F": "red"}


def health(telling: Telling) -> Health:
    """The section: sites and accounts apart, the worst grade first."""
    return Health(tuple(found for group in (Group.SITES, Group.ACCOUNTS) if (found := _group(group, telling))))


def _group(group: Group, telling: Telling) -> HealthGroup | None:
    standing = [one for one in telling.figures.standing if one.target.group is group]
    if not standing:
        return None
    grades = Counter(one.health for one in standing)
    told = [(f"{grade}级", grades[grade]) for grade in _TONES if grades[grade]]
    unknown = [("无法判定", grades[""])] if grades[""] else []
    open_ = {one.target.id: (Counter[Severity](), [0]) for one in standing}
    for problem in telling.figures.problems.open:
        if problem.target.id in open_ and problem.is_suspected:
            open_[problem.target.id][1][0] += 1
        elif problem.target.id in open_:
            open_[problem.target.id][0][problem.severity] += 1
    ordered = sorted(standing, key=lambda one: (-ord(one.health or "@"), one.target.order))
    rows = tuple(
        HealthRow(
            unit=wording.clean(one.target.unit, wording.NAME_LENGTH),
            target=name_of(one.target),
            grade=one.health or "—",
            tone=_TONES.get(one.health, "grey"),
            counts=tuple(open_[one.target.id][0][severity] for severity in Severity),
            suspected=open_[one.target.id][1][0],
        )
        for one in ordered[:ROWS]
    )
    name, measure = GROUP_NAMES[group]
    return HealthGroup(name, wording.tally([*told, *unknown]), rows, beyond(len(ordered), measure))
