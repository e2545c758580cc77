"""A visit has failed when a second look fails too and a witness answers; our own line being down accuses nobody."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from checks.evidence import Probe
from checks.vocabulary import LinkOutcome
from monitor.commands.init import create_books
from monitor.look.looking import Looking
from monitor.probing import Probed, origins_to_probe, probe
from registry.database import Database
from registry.migrate import upgrade
from registry.models import Office
from registry.offices import ensure_office
from tests.city import AS_OF
from tests.misbehaving import Handler, Server, in_turn, page, reset, status
from tests.monitor.deployment import govwatch, scanned
from tests.monitor.look.helpers import FakeClock, policy_for
from tests.registry.books import NOW, import_text, office_id, url_of

WITNESS = "http://witness.example.cn/"
SETTINGS = """\
[network]
connect_to = ["*:80=127.0.0.1:{port}", "*:443=127.0.0.1:1"]
witnesses = [{witnesses}]
[politeness]
confirm_after = 0.0
[browser]
use = false
"""
TOWN = """单位,类型,名称,网址或账号
市公安局,部门网站,云溪市公安局,http://gaj.yunxi.test/
市民政局,部门网站,云溪市民政局,http://mzj.yunxi.test/
"""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = url_of(tmp_path / "books.db")
    await upgrade(url)
    async with await Database.open(url) as database:
        yield database


@pytest.fixture
async def office(database: Database) -> Office:
    async with database.write() as session:
        office = await ensure_office(session, "YX", "云溪市政府办公室", now=NOW)
    await import_text(database, office, TOWN)
    return office


async def probed(
    database: Database, office: Office, home: Handler, *, neighbour: bool, witness: Handler | None
) -> tuple[Probe, FakeClock]:
    """Visit the first host; whether the other host answers, and how the witness does, if there is one."""
    async with Server() as server:
        server.site("gaj.yunxi.test", {"/": home, "/robots.txt": status(404)})
        server.site("mzj.yunxi.test", {"/": page("mzj") if neighbour else reset, "/robots.txt": status(404)})
        server.site("witness.example.cn", {"/": witness or reset, "/robots.txt": status(404)})
        policy = policy_for(server, confirm_after=20.0)
        policy = replace(policy, network=replace(policy.network, witnesses=(WITNESS,) if witness else ()))
        clock = FakeClock()
        origins = await origins_to_probe(database, office_id(office))
        first = next(one for one in origins if one.host == "gaj.yunxi.test")
        others: list[Probed] = [one for one in origins if one is not first]
        async with Looking(policy, clock) as looking:
            return await probe(database, office_id(office), first, looking, others), clock


UP, DOWN = page("up"), reset


@pytest.mark.parametrize(
    ("home", "neighbour", "witness", "outcome", "witnessed"),
    [
        (DOWN, True, None, LinkOutcome.RESET, True),  # another host of the register is witness
        (DOWN, False, UP, LinkOutcome.RESET, True),  # our own witness answers
        (DOWN, False, status(503), LinkOutcome.RESET, True),  # whatever it says, the line is up
        (DOWN, True, DOWN, LinkOutcome.RESET, True),  # our own witness is down, another host is not
        (DOWN, False, DOWN, LinkOutcome.SKIPPED, None),  # nobody answers: it is our line
        (DOWN, False, None, LinkOutcome.SKIPPED, None),
        (status(503), False, DOWN, LinkOutcome.SERVER_ERROR, True),  # it answered itself
    ],
)
async def test_the_rule(
    database: Database,
    office: Office,
    home: Handler,
    neighbour: bool,
    witness: Handler | None,
    outcome: LinkOutcome,
    witnessed: bool | None,
) -> None:
    made, _ = await probed(database, office, home, neighbour=neighbour, witness=witness)
    assert (made.outcome, made.witnessed) == (outcome, witnessed)


async def test_with_nobody_to_ask_it_stays_without_a_witness(database: Database, office: Office) -> None:
    async with Server() as server:
        server.site("gaj.yunxi.test", {"/": reset})
        (first, *_) = await origins_to_probe(database, office_id(office))
        async with Looking(policy_for(server, confirm_after=0.0), FakeClock()) as looking:
            made = await probe(database, office_id(office), first, looking)
    assert (made.outcome.is_broken, made.witnessed) == (True, None)


async def test_what_opens_at_the_second_look_has_not_failed(database: Database, office: Office) -> None:
    made, clock = await probed(database, office, in_turn(status(502), page("back")), neighbour=True, witness=None)
    assert made.outcome is LinkOutcome.OK
    assert made.detail == "opened at the second look; server-error at the first"
    assert 20.0 in clock.slept


@pytest.mark.parametrize(
    ("witnesses", "outcome", "reason", "case"),
    [
        ("", "finding", None, "unwitnessed"),  # nobody to ask: said so
        (WITNESS, "unknown", "our-line", None),
        ("http://up.example.cn/", "finding", None, ""),
    ],
)
async def test_a_scan_says_nothing_of_a_site_while_our_own_line_is_down(
    tmp_path: Path, witnesses: str, outcome: str, reason: str | None, case: str | None
) -> None:
    async with Server() as server:
        server.site("up.example.cn", {"/": page("up"), "/robots.txt": status(404)})
        for name in ("gaj.yunxi.test", "witness.example.cn"):
            server.site(name, {"/": reset, "/robots.txt": reset})
        config = tmp_path / "govwatch.toml"
        config.write_text(SETTINGS.format(port=server.port, witnesses=f'"{witnesses}"' if witnesses else ""), "utf-8")
        await create_books(config)
        (tmp_path / "register.csv").write_text("\n".join(TOWN.splitlines()[:2]), "utf-8")
        await govwatch(config, "registry", "import", str(tmp_path / "register.csv"))
        document = await scanned(config, AS_OF)
    (target,) = document["targets"]
    (seen,) = [one for one in target["results"] if one["indicator"] == "site.unreachable"]
    assert (seen["outcome"], seen["reason"]) == (outcome, reason)
    (home,) = [one for one in target["results"] if one["indicator"] == "site.home-stale"]
    assert (home["outcome"], home["reason"]) == ("unknown", reason or "unreachable")
    if case is not None:
        (finding,) = target["findings"]
        assert finding["data"]["case"] == case
