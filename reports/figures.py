"""The numbers of a week, read from the books: what every form of report uses.

A target is counted by the newest finished look at it up to the week's end (or ``as_of``, when that is earlier). What
could not be judged is listed with its reason and stands in no denominator.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import shanghai_day
from checks.vocabulary import Reason, Severity, TargetKind, Verdict
from registry.models import TargetState
from reports.basis import Group, Standing, Watched, standings, watched
from reports.blindness import Blind, blind_spots
from reports.due import DueRow, due_soon
from reports.errors import WeekError
from reports.handling import Handling, handling_of
from reports.near import NearVeto, near_vetoes
from reports.operation import STUCK, Looks, Stuck, looks_between, stuck_mails
from reports.problems import Problem, Problems, asked_of, problems_of
from reports.ticket_figures import TicketFigures, ticket_figures
from reports.visits import Visits, visits_between
from reports.week import Week

TREND = 6
"""Weeks a trend looks back over, the reported one included."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many. ``share`` is None when there is nothing to divide by."""

    part: int
    whole: int

    @property
    def share(self) -> Fraction | None:
        """The exact share, from 0 to 1."""
        return Fraction(self.part, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Unseen:
    """A target on which no verdict could be made. ``reason`` is None when no finished scan ever looked at it."""

    target: Watched
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of sites, or of accounts.

    ``registered`` = ``clear.whole`` + ``suspected`` + the unseen. ``carried`` were last looked at before the week.
    ``change`` is in percentage points, None without a week before to compare with.
    """

    group: Group
    registered: int
    clear: Rate
    suspected: int
    unseen: tuple[Unseen, ...]
    carried: tuple[Watched, ...]
    change: Fraction | None
    trend: tuple[tuple[Week, Rate], ...]

    @property
    def checked(self) -> int:
        """已检查: enough was seen for a verdict, or for a suspicion."""
        return self.clear.whole + self.suspected

    @property
    def established(self) -> int:
        """Targets with a veto that a second look confirmed."""
        return self.clear.whole - self.clear.part


@dataclass(frozen=True, slots=True)
class UnitOpen:
    """The open findings of a unit: those that a second look confirmed, by severity, and the suspected ones."""

    unit: str
    established: Counter[Severity]
    suspected: int


@dataclass(frozen=True, slots=True)
class Graded:
    """A site or an account with its health grade, which is empty when it could not be judged."""

    target: Watched
    health: str


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """All figures of a week. ``at`` is the last instant counted.

    ``others`` and ``only_watched`` (通报口径: 仅监测) stand in no rate. ``asked`` are those of its open findings that
    still wait for a person (待确认) when the report is made.
    """

    week: Week
    at: datetime
    groups: tuple[GroupFigures, ...]
    others: Counter[TargetKind]
    only_watched: Counter[TargetKind]
    paused: int
    problems: Problems
    asked: tuple[Problem, ...]
    tickets: TicketFigures
    blind: tuple[Blind, ...]
    looks: Looks
    tools: tuple[str, ...]
    catalogues: tuple[str, ...]
    stuck: tuple[Stuck, ...] = field(default=())
    due: tuple[DueRow, ...] = ()
    near: tuple[NearVeto, ...] = ()
    standing: tuple[Graded, ...] = field(default=())
    handling: Mapping[int, Handling] = field(default_factory=dict)
    visits: Visits = field(default_factory=Visits)

    @property
    def open_by_unit(self) -> tuple[UnitOpen, ...]:
        """The open findings of each unit that answers for some, in the order of the register."""
        units: dict[str, list[Problem]] = {}
        for problem in self.problems.open:
            units.setdefault(problem.unit, []).append(problem)
        return tuple(
            UnitOpen(
                unit,
                Counter(one.severity for one in found if not one.is_suspected),
                sum(1 for one in found if one.is_suspected),
            )
            for unit, found in units.items()
        )


async def weekly_figures(session: AsyncSession, office_id: int, week: Week, as_of: datetime) -> WeekFigures:
    """The figures of one week of one office. Raises :class:`WeekError` for a week that has not begun by ``as_of``."""
    as_of = as_of.astimezone(UTC)
    if as_of < week.starts:
        today = shanghai_day(as_of)
        raise WeekError(f"{week}周从{week.first}开始，晚于监测时间点{today}：请指定更早的一周。")
    at = _last_instant(week, as_of)
    basis = await standings(session, office_id, at)
    register = await watched(session, office_id, at, basis)
    active = [target for target in register if target.state is TargetState.ACTIVE]
    trend = {week: basis} | await _weeks_before(session, office_id, week)
    used = [basis[target.id] for target in active if target.id in basis]
    problems = await problems_of(session, office_id, week.starts, at, {target.id: target for target in active})
    return WeekFigures(
        week=week,
        at=at,
        groups=tuple(_group(group, active, trend, week) for group in (Group.SITES, Group.ACCOUNTS)),
        others=Counter(target.kind for target in active if target.group is Group.OTHERS and target.is_counted),
        only_watched=Counter(target.kind for target in active if not target.is_counted),
        paused=len(register) - len(active),
        problems=problems,
        asked=await asked_of(session, office_id, problems, as_of),
        tickets=await ticket_figures(session, office_id, week.starts, at),
        blind=blind_spots(active, basis),
        looks=await looks_between(session, office_id, week.starts, at),
        tools=tuple(sorted({one.tool for one in used if one.tool})),
        catalogues=tuple(sorted({one.catalogue for one in used if one.catalogue})),
        due=await due_soon(session, office_id, at, {target.id: target for target in active}),
        near=await near_vetoes(session, office_id, at, {one.id: one for one in active if one.is_counted}),
        stuck=await stuck_mails(session, office_id, week.before(STUCK).starts, at),
        standing=tuple(
            Graded(target, look.health if (look := basis.get(target.id)) else "")
            for target in active
            if target.group is not Group.OTHERS
        ),
        handling=await handling_of(session, (*problems.new, *problems.open), as_of),
        visits=await visits_between(session, office_id, week.starts, at),
    )


def _last_instant(week: Week, as_of: datetime) -> datetime:
    return min(as_of, week.ends - timedelta(microseconds=1))


async def _weeks_before(session: AsyncSession, office_id: int, week: Week) -> dict[Week, dict[str, Standing]]:
    return {
        before: await standings(session, office_id, before.ends - timedelta(microseconds=1))
        for before in (week.before(weeks) for weeks in range(1, TREND))
    }


def _group(
    group: Group, active: Sequence[Watched], trend: Mapping[Week, Mapping[str, Standing]], week: Week
) -> GroupFigures:
    targets = [target for target in active if target.group is group]
    basis = trend[week]
    rates = {one: _rate(targets, looks) for one, looks in trend.items() if _looked_in(one, targets, looks)}
    now, before = _rate(targets, basis), rates.get(week.before())
    looks = {target.id: basis.get(target.id) for target in targets}
    return GroupFigures(
        group=group,
        registered=len(targets),
        clear=now,
        suspected=sum(1 for look in looks.values() if look is not None and look.suspected),
        unseen=tuple(_unseen(targets, looks)),
        carried=tuple(target for target in targets if (look := looks[target.id]) and look.at < week.starts),
        change=_change(now, before),
        trend=tuple(sorted((one, rate) for one, rate in rates.items() if rate.whole)),
    )


def _looked_in(week: Week, targets: Sequence[Watched], looks: Mapping[str, Standing]) -> bool:
    return any(target.id in looks and looks[target.id].at >= week.starts for target in targets)


def _rate(targets: Sequence[Watched], basis: Mapping[str, Standing]) -> Rate:
    verdicts = Counter(basis[target.id].verdict for target in targets if target.id in basis)
    return Rate(verdicts[Verdict.QUALIFIED], verdicts[Verdict.QUALIFIED] + verdicts[Verdict.UNQUALIFIED])


def _change(now: Rate, before: Rate | None) -> Fraction | None:
    if before is None or now.share is None or before.share is None:
        return None
    return 100 * (now.share - before.share)


def _unseen(targets: Sequence[Watched], looks: Mapping[str, Standing | None]) -> Iterable[Unseen]:
    for target in targets:
        look = looks[target.id]
        if look is None:
            yield Unseen(target, None)
        elif look.why is not None:
            yield Unseen(target, look.why)
