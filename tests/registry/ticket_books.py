"""Books with two units, three sites and things that break and are repaired, for tests of tickets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from checks.finding import Finding, Judgement, Place, unknown
from checks.time import SHANGHAI
from checks.vocabulary import Outcome, Reason, Severity, TargetKind
from registry.database import Database
from registry.decisions.following import Look, follow
from registry.decisions.issuing import approve
from registry.decisions.reviews import Asked, pending
from registry.ledger import TargetResult, enter_visit
from registry.models import FindingRow, Office, Origin, OriginKind, Target, Ticket, TicketItem, Unit, stored
from registry.offices import ensure_office
from registry.scans import Selection, finish_scan, open_scan
from registry.sharing.leases import release_lease, take_lease
from registry.targets import list_targets
from registry.tickets import items_of, the_ticket

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
LINKS = "site.links"
HOME = "site.links-home"
SITES = {"edu": "市教育局", "edu-exam": "市教育局", "water": "市水利局"}
"""The sites by id, and whose they are."""

Sight = Mapping[tuple[str, str, str], bool]
"""Whether things are right, by target, indicator and about. What is not named was not seen."""


@dataclass
class Desk:
    """The books and a clock that only moves on."""

    database: Database
    office: Office
    now: datetime = FRIDAY
    targets: dict[str, Target] = field(default_factory=dict)

    @property
    def office_id(self) -> int:
        return stored(self.office.id)

    def later(self, by: timedelta = HOUR) -> datetime:
        self.now += by
        return self.now

    async def scan(
        self, sight: Sight, *, confirmed: bool = False, blind: Collection[tuple[str, str]] = (), rechecked: str = ""
    ) -> None:
        """Look at the targets that ``sight`` and ``blind`` name; enter, finish, and tell the tickets."""
        now = self.later()
        things = {(target, indicator) for target, indicator, _ in sight}
        wanted = sorted({target for target, _ in things | set(blind)})
        async with self.database.write() as session:
            opened = await open_scan(
                session, self.office_id, Selection.of([self.targets[one] for one in wanted]),
                as_of=now, now=now, tool="test", catalogue="test",
            )  # fmt: skip
            for plan in opened.visits:
                token = await take_lease(session, plan.visit.origin_id, "test", now, 60) or 0
                target = plan.entries[0].target.id
                judged = {name: _judgement(sight, target, name, confirmed) for one, name in things if one == target}
                judged |= {name: unknown(Reason.BLOCKED) for one, name in blind if one == target}
                await enter_visit(session, stored(plan.visit.id), token, [TargetResult(target, judged)], now)
                await release_lease(session, plan.visit.origin_id, token, now)
            await finish_scan(session, stored(opened.scan.id), [], now)
            look = Look(now, "系统巡检", things, dict.fromkeys(blind, "疑似被防护设备拦截"), {})
            await follow(session, self.office_id, look, rechecked)

    async def asked(self) -> list[Asked]:
        async with self.database.read() as session:
            return await pending(session, self.office_id, self.now)

    async def approve_all(self, by: str = "张三") -> list[Ticket]:
        async with self.database.write() as session:
            return await approve(session, self.office, await pending(session, self.office_id, self.now), by, self.now)

    async def ticket(self, number: str) -> Ticket:
        async with self.database.read() as session:
            return await the_ticket(session, self.office_id, number)

    async def items(self, ticket: Ticket) -> list[tuple[TicketItem, FindingRow]]:
        async with self.database.read() as session:
            return (await items_of(session, [stored(ticket.id)]))[stored(ticket.id)]


async def desk_of(database: Database) -> Desk:
    """An office with the units and sites of :data:`SITES`."""
    async with database.write() as session:
        office = await ensure_office(session, "YC", "云溪市人民政府办公室", now=FRIDAY)
        units: dict[str, Unit] = {}
        for place, (name, unit) in enumerate(SITES.items(), 1):
            if unit not in units:
                units[unit] = Unit(office_id=stored(office.id), name=unit, position=place, mailbox=f"{name}@y.test")
                session.add(units[unit])
            origin = Origin(office_id=stored(office.id), kind=OriginKind.HOST, key=f"{name}.test")
            session.add(origin)
            await session.flush()
            session.add(
                Target(
                    id=name, office_id=stored(office.id), unit_id=stored(units[unit].id),
                    origin_id=stored(origin.id), kind=TargetKind.DEPARTMENT_SITE, name=f"{name}网站",
                    url=f"https://{name}.test/", host=f"{name}.test", position=place, created=FRIDAY,
                )
            )  # fmt: skip
    async with database.read() as session:
        entries = await list_targets(session, stored(office.id))
    return Desk(database, office, targets={entry.target.id: entry.target for entry in entries})


def _judgement(sight: Sight, target: str, indicator: str, confirmed: bool) -> Judgement:
    there = {about: right for (one, name, about), right in sight.items() if (one, name) == (target, indicator)}
    findings = tuple(_finding(target, indicator, about, confirmed) for about, right in there.items() if not right)
    cleared = frozenset(about for about, right in there.items() if right)
    return Judgement(Outcome.FINDING if findings else Outcome.OK, findings, checked=len(there), cleared=cleared)


def _finding(target: str, indicator: str, about: str, confirmed: bool) -> Finding:
    place = Place(f"https://{target}.test/", 7, "走失的链接")
    return Finding(
        indicator, target, about, Severity.DEDUCT, about, places=(place,), places_total=1, confirmed=confirmed
    )
