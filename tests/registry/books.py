"""Short ways to fill the books in tests."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checks.evidence import Picture
from checks.finding import Finding, Judgement, Place
from checks.vocabulary import Outcome, Severity
from registry.database import Database
from registry.ledger import TargetResult, enter_visit
from registry.models import FindingRow, Office, Scan, Target, stored
from registry.register import import_register
from registry.scans import OpenScan, Selection, finish_scan, open_scan
from registry.sharing.leases import take_lease
from registry.sheets.planning import ImportPlan
from registry.targets import Entry, list_targets

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LINKS = "site.links"

CITY = """单位,类型,名称,网址或账号,路径前缀,平台,数据源
市政府办公室,门户网站,云溪市人民政府,www.yunxi.test,/,,
市民政局,部门网站,云溪市民政局,http://www.yunxi.test/mzj/,,,
市公安局,部门网站,云溪市公安局,gaj.yunxi.test,,,
市公安局,新媒体,平安云溪,gh_pingan,,微信公众号,http://feeds.test/pingan.xml
"""


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def office_id(office: Office) -> int:
    return stored(office.id)


async def import_text(database: Database, office: Office, text: str = CITY, *, full: bool = False) -> ImportPlan:
    return await import_register(database, office_id(office), text.encode(), full=full, now=NOW)


async def entries_of(database: Database, office: Office) -> list[Entry]:
    async with database.read() as session:
        return await list_targets(session, office_id(office))


async def target_named(database: Database, office: Office, name: str) -> Target:
    return next(entry.target for entry in await entries_of(database, office) if entry.target.name == name)


async def begin_scan(
    database: Database, office: Office, targets: Iterable[Target] | None = None, *, as_of: datetime = NOW
) -> OpenScan:
    every = [entry.target for entry in await entries_of(database, office)]
    selection = Selection.named("all", every) if targets is None else Selection.of(targets)
    async with database.write() as session:
        return await open_scan(
            session, office_id(office), selection, as_of=as_of, now=NOW, tool="govwatch test", catalogue="national 1"
        )


async def scan_one(
    database: Database,
    office: Office,
    target: Target,
    judgement: Judgement,
    *,
    as_of: datetime,
    pictures: tuple[Picture, ...] = (),
) -> Scan:
    """A whole scan of one target by one indicator."""
    opened = await begin_scan(database, office, [target], as_of=as_of)
    (plan,) = opened.visits
    async with database.write() as session:
        token = await take_lease(session, plan.visit.origin_id, "test", NOW, 60)
        assert token is not None
        result = TargetResult(target.id, {LINKS: judgement}, pictures=pictures)
        assert await enter_visit(session, stored(plan.visit.id), token, [result], NOW)
        assert await finish_scan(session, stored(opened.scan.id), [], NOW)
    return opened.scan


def broken(target: Target, about: str = "http://gone.test/", *, confirmed: bool = False, **more: object) -> Finding:
    places = (Place("http://gaj.yunxi.test/", 7, "走失的链接"),)
    finding = Finding(
        indicator=LINKS,
        target=target.id,
        about=about,
        severity=Severity.DEDUCT,
        url=about,
        places=places,
        places_total=1,
        confirmed=confirmed,
    )
    return finding if not more else Finding(**{name: getattr(finding, name) for name in finding.__slots__} | more)


def found(*findings: Finding, cleared: Iterable[str] = ()) -> Judgement:
    return Judgement(Outcome.FINDING, findings, checked=len(findings), cleared=frozenset(cleared))


def ok(*cleared: str) -> Judgement:
    return Judgement(Outcome.OK, checked=1, cleared=frozenset(cleared))


def abouts(findings: Sequence[FindingRow]) -> list[str]:
    return [finding.about for finding in findings]
