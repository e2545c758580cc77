"""The word of the office on columns, from the books to the findings of a scan."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, delete

from checks.evidence import Updating
from monitor.commands.options import opened
from monitor.demo.city import City
from registry.models import ColumnRow
from registry.seen.known_columns import known_columns
from registry.targets import resolve_target
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned

JYJ, PORTAL = "云溪市教育局网站", "云溪市人民政府门户网站"
NEWS, POLICIES = "http://jyj.yunxi.test/jydt/", "http://jyj.yunxi.test/zcwj/"
VETO = "site.columns-stale"
EMPTY = "https://www.yunxi.test/zwgk/ghjh/"


@pytest.fixture
async def config(city: City, tmp_path: Path) -> Path:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    assert (await govwatch(config, "registry", "import", str(config.parent / "register.csv"))).code == 0
    return config


async def say(config: Path, target: str, url: str, **said: Any) -> None:
    """Have the office say something of a column."""
    async with opened(config) as desk, desk.database.write() as session:
        entry = await resolve_target(session, desk.office_id, target)
        found = col(ColumnRow.target_id) == entry.target.id, col(ColumnRow.url) == url
        await session.exec(delete(ColumnRow).where(*found))
        row = ColumnRow(office_id=desk.office_id, target_id=entry.target.id, name="栏目", url=url, **said)
        session.add(row)


def found(result: dict[str, Any], target: str) -> dict[str, dict[str, Any]]:
    (seen,) = [one for one in result["targets"] if one["name"] == target]
    return {finding["about"]: finding for finding in seen["findings"] if finding["indicator"].startswith("site.column")}


async def test_approved_columns_count_archived_ones_do_not_and_a_period_goes_first(config: Path) -> None:
    first = await scanned(config, AS_OF)
    assert {about: one["severity"] for about, one in found(first, JYJ).items()} == {
        NEWS: "reminder", POLICIES: "reminder",
    }  # fmt: skip
    assert set(found(first, PORTAL)) == {EMPTY}
    approved = {"approved_on": date(2026, 11, 1), "approved_by": "王"}
    await say(config, JYJ, NEWS, updating=Updating.NEWS, **approved)
    await say(config, JYJ, POLICIES, updating=Updating.POLICY, period=365, **approved)
    await say(config, PORTAL, EMPTY, archived=date(2026, 11, 2))
    second = await scanned(config, AS_OF + timedelta(hours=1))
    assert {about: (one["severity"], one["data"]["name"]) for about, one in found(second, JYJ).items()} == {
        NEWS: ("deduct", "栏目"),
    }  # fmt: skip
    assert found(second, PORTAL) == {}


async def test_enough_approved_columns_are_a_veto_after_a_second_look_in_the_same_scan(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(config) as desk:
        monkeypatch.setitem(desk.catalogue[VETO].thresholds, "count", 2)
    (pending,) = [one for one in (await scanned(config, AS_OF))["targets"] if one["name"] == JYJ]
    (finding,) = [one for one in pending["findings"] if one["indicator"] == VETO]
    assert (finding["severity"], finding["data"]["case"], finding["data"]["count"]) == (
        "reminder", "pending-updating", 2,
    )  # fmt: skip
    assert pending["grade"]["vetoes"] == ["site.home-stale"]
    await say(config, JYJ, NEWS, updating=Updating.NEWS, approved_on=date(2026, 11, 1))
    await say(config, JYJ, POLICIES, updating=Updating.POLICY, approved_on=date(2026, 11, 1))
    (counted,) = [one for one in (await scanned(config, AS_OF + timedelta(hours=1)))["targets"] if one["name"] == JYJ]
    (finding,) = [one for one in counted["findings"] if one["indicator"] == VETO]
    assert (finding["severity"], finding["confirmed"], finding["data"]["case"]) == ("veto", True, "updating")
    assert counted["grade"]["vetoes"] == [VETO, "site.home-stale"]


async def test_every_target_asked_for_is_in_the_answer(config: Path) -> None:
    await say(config, JYJ, NEWS, level=2, period=30, must_update=False, archived=date(2026, 1, 2))
    async with opened(config) as desk, desk.database.read() as session:
        entry = await resolve_target(session, desk.office_id, JYJ)
        known = await known_columns(session, [entry.target.id, "tnobody"])
    assert known["tnobody"] == ()
    (column,) = known[entry.target.id]
    assert (column.url, column.level, column.period, column.must_update) == (NEWS, 2, 30, False)
    assert (column.approved, column.archived) == (False, date(2026, 1, 2))
