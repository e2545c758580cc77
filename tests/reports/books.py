"""Books to report on: a made-up city entered through the registry, scan by scan."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from checks.catalogue import load_catalogue
from checks.finding import Figures, Finding, Judgement, Place, unknown
from checks.grading import grade
from checks.health import health
from checks.time import SHANGHAI
from checks.vocabulary import LinkOutcome, Outcome, Reason, TargetKind
from registry.database import Database
from registry.ledger import TargetResult, enter_visit, fail_visit
from registry.models import FindingState, Origin, OriginKind, Target, TargetState, Unit, stored
from registry.offices import ensure_office
from registry.scans import Selection, TargetGrade, finish_scan, open_scan
from registry.seen.findings import list_findings
from registry.sharing.leases import release_lease, take_lease
from registry.targets import list_targets

CATALOGUE = load_catalogue()
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)
TOOL = "govwatch 0.1.0"

Judgements = Mapping[str, Judgement]


def shanghai(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    """An instant by the clock in Shanghai, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def ok(*cleared: str) -> Judgement:
    return Judgement(Outcome.OK, checked=1, cleared=frozenset(cleared))


def blind(reason: Reason) -> Judgement:
    return unknown(reason)


def found(*findings: Finding) -> Judgement:
    return Judgement(Outcome.FINDING, findings, checked=len(findings))


def dead_link(
    target: str,
    about: str,
    *,
    indicator: str = "site.links",
    outcome: LinkOutcome = LinkOutcome.NOT_FOUND,
    confirmed: bool = True,
    places: Iterable[Place] = (),
) -> Finding:
    stood = tuple(places)
    return Finding(
        indicator,
        target,
        about,
        CATALOGUE[indicator].severity,
        about,
        link_outcome=outcome,
        places=stood,
        places_total=len(stood),
        on_home=indicator == "site.links-home",
        confirmed=confirmed,
        data={"pages": len(stood), "status": 404, "final_url": about, "looks": 2},
    )


def stale_home(target: str, url: str, *, newest: str, as_of: str, days: int, confirmed: bool = True) -> Finding:
    data: Figures = {"newest": newest, "as_of": as_of, "days": days, "limit": 14}
    severity = CATALOGUE["site.home-stale"].severity
    return Finding("site.home-stale", target, url, severity, url, confirmed=confirmed, data=data)


def stale_account(target: str, account: str, *, newest: str, as_of: str, days: int, confirmed: bool = True) -> Finding:
    data: Figures = {"newest": newest, "as_of": as_of, "days": days, "limit": 14, "title": "最近一条"}
    severity = CATALOGUE["account.stale"].severity
    return Finding("account.stale", target, account, severity, "", confirmed=confirmed, data=data)


@dataclass
class Books:
    """A database with one office, and short ways to fill it."""

    database: Database
    office_id: int
    units: dict[str, int] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def begin(cls, database: Database, code: str = "YC", name: str = "云溪市人民政府办公室") -> "Books":
        async with database.write() as session:
            office = await ensure_office(session, code, name, now=LONG_AGO)
        return cls(database, stored(office.id))

    async def unit(self, name: str, position: int = 0) -> int:
        if name not in self.units:
            async with self.database.write() as session:
                row = Unit(office_id=self.office_id, name=name, position=position)
                session.add(row)
                await session.flush()
                self.units[name] = stored(row.id)
        return self.units[name]

    async def site(
        self,
        target_id: str,
        unit: str,
        name: str,
        *,
        code: str = "",
        kind: TargetKind = TargetKind.DEPARTMENT_SITE,
        state: TargetState = TargetState.ACTIVE,
        created: datetime = LONG_AGO,
    ) -> str:
        host = f"{target_id}.yunxi.test"
        target = Target(
            id=target_id,
            office_id=self.office_id,
            unit_id=await self.unit(unit),
            origin_id=0,
            kind=kind,
            name=name,
            url=f"https://{host}/",
            host=host,
            site_code=code,
            state=state,
            created=created,
        )
        return await self._enter(target, Origin(office_id=self.office_id, kind=OriginKind.HOST, key=host))

    async def account(
        self,
        target_id: str,
        unit: str,
        name: str,
        *,
        kind: TargetKind = TargetKind.ACCOUNT,
        created: datetime = LONG_AGO,
    ) -> str:
        target = Target(
            id=target_id,
            office_id=self.office_id,
            unit_id=await self.unit(unit),
            origin_id=0,
            kind=kind,
            name=name,
            platform="微信公众号",
            account=f"gh_{target_id}",
            created=created,
        )
        origin = Origin(office_id=self.office_id, kind=OriginKind.ACCOUNT, key=f"weixin:gh_{target_id}")
        return await self._enter(target, origin)

    async def _enter(self, target: Target, origin: Origin) -> str:
        async with self.database.write() as session:
            session.add(origin)
            await session.flush()
            target.origin_id = stored(origin.id)
            target.position = len(self.targets) + 1
            session.add(target)
        self.targets[target.id] = target.name
        return target.id

    async def scan(
        self,
        as_of: datetime,
        seen: Mapping[str, Judgements],
        *,
        failed: Collection[str] = (),
        counts: tuple[int, int, int] = (10, 40, 0),
        finish: bool = True,
    ) -> int:
        """Look at targets: what is judged of each, and those on which our own look breaks down."""
        async with self.database.write() as session:
            entries = await list_targets(session, self.office_id)
            wanted = [entry.target for entry in entries if entry.target.id in {*seen, *failed}]
            opened = await open_scan(
                session,
                self.office_id,
                Selection.of(wanted),
                as_of=as_of,
                now=as_of,
                tool=TOOL,
                catalogue=CATALOGUE.version,
            )
            for plan in opened.visits:
                origin_id, visit_id = stored(plan.origin.id), stored(plan.visit.id)
                token = await take_lease(session, origin_id, "test", as_of, 600) or 0
                target_id = plan.entries[0].target.id
                if target_id in failed:
                    await fail_visit(session, visit_id, token, "the look broke down", as_of)
                else:
                    result = TargetResult(target_id, seen[target_id], *counts)
                    await enter_visit(session, visit_id, token, [result], as_of)
                await release_lease(session, origin_id, token, as_of)
        scan_id = stored(opened.scan.id)
        if finish:
            await self._finish(scan_id, {target.id: target for target in wanted}, seen, as_of + timedelta(minutes=5))
        return scan_id

    async def _finish(
        self, scan_id: int, targets: Mapping[str, Target], seen: Mapping[str, Judgements], now: datetime
    ) -> None:
        async with self.database.write() as session:
            rows = await list_findings(session, self.office_id, state=FindingState.OPEN, target_ids=targets)
            grades = []
            for target_id, target in targets.items():
                outcomes = {name: one.outcome for name, one in seen.get(target_id, {}).items()}
                confirmed = {row.indicator for row in rows if row.target_id == target_id and row.confirmed}
                made = grade(target.kind, outcomes, confirmed, CATALOGUE)
                letter = health(
                    made.verdict,
                    [row.severity for row in rows if row.target_id == target_id and row.confirmed],
                    CATALOGUE,
                )
                grades.append(
                    TargetGrade(
                        target_id, made.verdict, made.vetoes, made.coverage, made.catalogue, made.thresholds, letter
                    )
                )
            await finish_scan(session, scan_id, grades, now)
