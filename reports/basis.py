"""What the figures of a week rest on: the register, and the newest finished look at each target up to an instant."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.vocabulary import Outcome, Reason, Severity, TargetKind, Verdict
from registry.models import Observation, Scan, ScanState, Tally, TargetState
from registry.targets import Entry, list_targets


class Group(StrEnum):
    """Targets whose rates are counted together. Rates of sites and of accounts are never mixed."""

    SITES = "sites"
    ACCOUNTS = "accounts"
    OTHERS = "others"  # parts of a site, apps and groups: no veto of their own is judged, so they stand in no rate


_GROUPS: Mapping[TargetKind, Group] = {
    TargetKind.PORTAL: Group.SITES,
    TargetKind.COUNTY_PORTAL: Group.SITES,
    TargetKind.DEPARTMENT_SITE: Group.SITES,
    TargetKind.ACCOUNT: Group.ACCOUNTS,
}


@dataclass(frozen=True, slots=True)
class Watched:
    """A target as reports name it. ``code`` is its 网站标识码 or account; ``order`` is its place in the register."""

    id: str
    kind: TargetKind
    name: str
    unit: str
    code: str
    url: str
    state: TargetState
    order: int
    is_counted: bool = True

    @property
    def group(self) -> Group:
        """Which rate the target is counted in: none when its unit is only watched (通报口径: 仅监测)."""
        return _GROUPS.get(self.kind, Group.OTHERS) if self.is_counted else Group.OTHERS


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest finished look at a target: verdict, when, by what, and the indicators that could not be judged.

    ``suspected``: a veto was seen but not confirmed by a second look. ``why`` says what kept a verdict from being made.
    ``health`` is the product's own grade, A to F, empty when nothing could be judged.
    """

    target_id: str
    at: datetime
    verdict: Verdict
    tool: str
    catalogue: str
    suspected: bool
    why: Reason | None
    blind: Mapping[str, Reason]
    health: str = ""


async def watched(
    session: AsyncSession, office_id: int, until: datetime, looked_at: Collection[str] = ()
) -> list[Watched]:
    """The targets in the register, in its order, without those deregistered or entered after ``until``.

    A target that was ``looked_at`` by then counts, whenever it was entered: a scan may be told to see an earlier day.
    """
    entries = await list_targets(session, office_id, states=(TargetState.ACTIVE, TargetState.PAUSED))
    return [
        _named(entry, place)
        for place, entry in enumerate(entries)
        if entry.target.created <= until or entry.target.id in looked_at
    ]


def _named(entry: Entry, place: int) -> Watched:
    target = entry.target
    return Watched(
        id=target.id,
        kind=target.kind,
        name=target.name,
        unit=entry.unit.name,
        code=target.site_code or target.account,
        url=target.url,
        state=target.state,
        order=place,
        is_counted=entry.is_counted,
    )


async def standings(session: AsyncSession, office_id: int, until: datetime) -> dict[str, Standing]:
    """The newest finished look at each target, by target id. Looks as of an instant after ``until`` do not count."""
    newest = (
        select(
            col(Tally.id).label("tally_id"),
            func.row_number()
            .over(partition_by=col(Tally.target_id), order_by=(col(Scan.as_of).desc(), col(Scan.id).desc()))
            .label("age"),
        )
        .join(Scan, col(Scan.id) == col(Tally.scan_id))
        .where(col(Scan.office_id) == office_id, col(Scan.state) == ScanState.FINISHED, col(Scan.as_of) <= until)
        .subquery()
    )
    rows = await session.exec(
        select(Tally, Scan)
        .join(Scan, col(Scan.id) == col(Tally.scan_id))
        .join(newest, newest.c.tally_id == col(Tally.id))
        .where(newest.c.age == 1)
    )
    looked = [(tally, scan) for tally, scan in rows]
    seen = await _observed(session, {tally.scan_id for tally, _ in looked})
    return {tally.target_id: _standing(tally, scan, seen[tally.scan_id, tally.target_id]) for tally, scan in looked}


async def _observed(session: AsyncSession, scan_ids: set[int]) -> dict[tuple[int, str], list[Observation]]:
    rows = await session.exec(
        select(Observation).where(
            col(Observation.scan_id).in_(scan_ids), col(Observation.outcome).in_((Outcome.UNKNOWN, Outcome.FINDING))
        )
    )
    seen: defaultdict[tuple[int, str], list[Observation]] = defaultdict(list)
    for row in rows:
        seen[row.scan_id, row.target_id].append(row)
    return seen


def _standing(tally: Tally, scan: Scan, seen: list[Observation]) -> Standing:
    blind = {row.indicator: row.reason or Reason.NOT_REACHED for row in seen if row.outcome is Outcome.UNKNOWN}
    vetoed = {row.indicator for row in seen if row.severity is Severity.VETO}  # a veto's indicator can remind, too
    undetermined = tally.verdict is Verdict.UNDETERMINED
    suspected = undetermined and bool(vetoed & tally.thresholds.keys())
    return Standing(
        target_id=tally.target_id,
        at=scan.as_of,
        verdict=tally.verdict,
        tool=scan.tool,
        catalogue=tally.catalogue or scan.catalogue,
        suspected=suspected,
        why=_main_reason(blind, tally) if undetermined and not suspected else None,
        blind=dict(sorted(blind.items())),
        health=tally.health,
    )


def _main_reason(blind: Mapping[str, Reason], tally: Tally) -> Reason:
    """The commonest reason among the indicators that a verdict rests on; without any, nothing was entered at all."""
    graded = [reason for indicator, reason in blind.items() if indicator in tally.thresholds]
    counted = Counter(graded or blind.values())
    if not counted:
        return Reason.CHECK_FAILED
    order = list(Reason)
    return max(counted, key=lambda reason: (counted[reason], -order.index(reason)))
