from datetime import timedelta

import pytest

from checks.evidence import History
from checks.finding import fingerprint, unknown
from checks.vocabulary import Reason
from registry.database import Database
from registry.models import FindingState, Office, Step, Target
from registry.seen.findings import history_of, list_findings, open_at, steps_between
from tests.registry.books import (
    DAY,
    LINKS,
    NOW,
    abouts,
    broken,
    found,
    import_text,
    office_id,
    ok,
    scan_one,
    target_named,
)

A, B, C = "http://a.test/", "http://b.test/", "http://c.test/"


@pytest.fixture
async def site(database: Database, office: Office) -> Target:
    await import_text(database, office)
    return await target_named(database, office, "云溪市公安局")


@pytest.fixture
async def account(database: Database, office: Office, site: Target) -> Target:
    return await target_named(database, office, "平安云溪")


@pytest.fixture
async def lived(database: Database, office: Office, site: Target, account: Target) -> None:
    """Day 0: A and B. Day 1: A is right, B stays. Day 2: nothing seen. Day 3: A is back. Day 1, the account: C."""
    await scan_one(database, office, site, found(broken(site, A, confirmed=True), broken(site, B)), as_of=NOW)
    await scan_one(database, office, site, found(broken(site, B), cleared=[A]), as_of=NOW + DAY)
    await scan_one(database, office, account, found(broken(account, C)), as_of=NOW + DAY)
    await scan_one(database, office, site, unknown(Reason.UNREACHABLE), as_of=NOW + 2 * DAY)
    await scan_one(database, office, site, found(broken(site, A)), as_of=NOW + 3 * DAY)


async def test_history_holds_what_is_open_and_where_it_stood(database: Database, office: Office, site: Target) -> None:
    await scan_one(database, office, site, found(broken(site, A), broken(site, B)), as_of=NOW)
    await scan_one(database, office, site, ok(B), as_of=NOW + DAY)
    async with database.read() as session:
        history = await history_of(session, [site.id, "tnobody"])
    assert history["tnobody"] == History(open={}, places={})
    assert history[site.id].open == {LINKS: frozenset({A})}
    assert history[site.id].places == {fingerprint(LINKS, site.id, A): ("http://gaj.yunxi.test/",)}


async def test_findings_by_state_target_and_indicator(
    database: Database, office: Office, site: Target, account: Target, lived: None
) -> None:
    async with database.read() as session:
        of = office_id(office)
        every = await list_findings(session, of)
        assert sorted(abouts(every)) == [A, B, C]
        assert abouts(await list_findings(session, of, state=FindingState.RESOLVED)) == []
        assert abouts(await list_findings(session, of, target_ids=[site.id])) == [A, B]
        assert abouts(await list_findings(session, of, target_ids=[])) == []
        assert abouts(await list_findings(session, of, indicator="site.open")) == []
        assert abouts(await list_findings(session, of, target_ids=[account.id], indicator=LINKS)) == [C]
        assert await list_findings(session, of + 1) == []


@pytest.mark.parametrize(
    ("after", "standing"),
    [
        (timedelta(seconds=-1), []),
        (timedelta(0), [A, B]),
        (DAY, [B, C]),
        (2 * DAY, [B, C]),
        (3 * DAY, [A, B, C]),
    ],
)
async def test_what_stood_open_at_an_instant(
    database: Database, office: Office, lived: None, after: timedelta, standing: list[str]
) -> None:
    async with database.read() as session:
        assert sorted(abouts(await open_at(session, office_id(office), NOW + after))) == standing
        assert await open_at(session, office_id(office) + 1, NOW + after) == []


async def test_what_happened_in_a_period(database: Database, office: Office, lived: None) -> None:
    async with database.read() as session:

        async def happened(step: Step, start: int, end: int) -> list[str]:
            found = await steps_between(session, office_id(office), [step], NOW + start * DAY, NOW + end * DAY)
            return [finding.about for _, finding in found]

        assert await happened(Step.OPENED, 0, 1) == [A, B]
        assert await happened(Step.OPENED, 1, 9) == [C]
        assert await happened(Step.RESOLVED, 0, 1) == []
        assert await happened(Step.RESOLVED, 1, 2) == [A]
        assert await happened(Step.RELAPSED, 0, 9) == [A]
        both = await steps_between(session, office_id(office), [Step.OPENED, Step.RELAPSED], NOW, NOW + 9 * DAY)
        assert [step.at for step, _ in both] == [NOW, NOW, NOW + DAY, NOW + 3 * DAY]
