"""What the office lets pass, by command: an approved exception, and an announced maintenance, end to end."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from checks.evidence import Probe
from checks.vocabulary import LinkOutcome
from monitor.commands.options import opened
from monitor.demo.city import City
from registry.models import Origin, Tally
from registry.seen.probes import enter_probes
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned

SCHOOLS = "云溪市教育局网站"


@pytest.fixture
async def config(city: City, tmp_path: Path) -> Path:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    return config


async def simulated(config: Path, days: int = 0) -> dict[str, Any]:
    at = (AS_OF + timedelta(days=days)).isoformat()
    ran = await govwatch(config, "simulate", SCHOOLS, "--as-of", at, "--json")
    (target,) = json.loads(ran.out)["targets"]
    return dict(target)


async def graded(config: Path, days: int) -> Tally:
    await scanned(config, AS_OF + timedelta(days=days), SCHOOLS)
    async with opened(config) as desk, desk.database.read() as session:
        return (await session.exec(select(Tally).order_by(Tally.id.desc()))).first()  # type: ignore[union-attr,return-value]


async def test_an_exception_is_applied_before_grading_listed_and_over_by_itself(config: Path) -> None:
    assert (await graded(config, 0)).vetoes == ["site.home-stale"]
    ran = await govwatch(
        config, "waivers", "add", SCHOOLS, "--indicator", "首页不更新", "--number", "云府办函〔2026〕12号",
        "--from", "2026-11-24", "--until", "2026-11-25", "--why", "迁移期间", "--by", "张三",
    )  # fmt: skip
    assert "已登记第1号例外：云溪市教育局网站" in ran.out, ran.err

    assert (await simulated(config))["verdict"] != "unqualified"
    (row,) = [row for row in (await simulated(config))["rows"] if row["indicator"] == "site.home-stale"]
    assert row["state"] == "clear"
    assert row["waived"][0]["paper"] == "云府办函〔2026〕12号"
    told = await govwatch(config, "simulate", SCHOOLS, "--as-of", AS_OF.isoformat())
    assert "经例外批准（云府办函〔2026〕12号），有效至11月25日。" in told.out

    tally = await graded(config, 1)
    assert tally.vetoes == []
    assert [one["number"] for one in tally.waived] == ["云府办函〔2026〕12号"]
    assert (await graded(config, 2)).vetoes == ["site.home-stale"]
    assert (await simulated(config, 2))["verdict"] == "unqualified"

    listed = await govwatch(config, "waivers", "list", "--as-of", "2026-11-26")
    assert "张三登记，已到期" in listed.out
    ended = await govwatch(config, "waivers", "end", "1", "--as-of", "2026-11-26")
    assert (ended.code, "不再适用" in ended.err) == (1, True)


async def test_visits_in_an_announced_maintenance_are_counted_apart(config: Path) -> None:
    ran = await govwatch(
        config, "maintenance", "add", SCHOOLS, "--from", "2026-11-24T00:00", "--until", "2026-11-24T06:00",
        "--notice", "关于网站停机维护的公告", "--as-of", "2026-11-20",
    )  # fmt: skip
    assert "云溪市教育局网站，2026-11-24 00:00至2026-11-24 06:00" in ran.out, ran.err
    async with opened(config) as desk, desk.database.write() as session:
        origin = (await session.exec(select(Origin).where(Origin.key == "jyj.yunxi.test"))).one()
        week = [
            Probe(
                at, f"http://{origin.key}/", LinkOutcome.TIMEOUT if hour in range(5, 11) else LinkOutcome.OK, seconds=1
            )
            for hour in range(1, 167)
            for at in [AS_OF - timedelta(hours=hour)]
        ]
        await enter_probes(session, desk.office_id, origin.id or 0, week)
    await scanned(config, AS_OF, SCHOOLS)
    told = (await govwatch(config, "simulate", SCHOOLS, "--as-of", AS_OF.isoformat())).out
    assert "160次探测，失败0次，0.0%" in told or "160次探测，失败0次，0%" in told
    assert "公告维护期间6次另计" in told
    listed = json.loads((await govwatch(config, "maintenance", "list", "--json")).out)
    assert [(one["number"], one["late"]) for one in listed] == [(1, False)]
    early = await govwatch(config, "maintenance", "end", "1", "--as-of", "2026-11-24T02:00")
    assert "已于2026-11-24 02:00结束" in early.out


SHEET = """对象,开始时间,结束时间,公告
云溪市教育局网站,2026-11-24,2026-11-24,停机维护公告
云溪市统计局网站,2026-11-25 20:00,2026-11-26 06:00,机房检修公告
"""


async def test_a_sheet_of_maintenance_is_entered_whole_or_not_at_all(config: Path) -> None:
    file = config.parent / "维护.csv"
    file.write_text("单位,类型\n甲,乙\n", "utf-8")
    ran = await govwatch(config, "maintenance", "import", str(file))
    assert "须有一行写明对象、开始时间、结束时间、公告。" in ran.err
    file.write_text(SHEET + "没有这个网站,2026-11-24,2026-11-25,公告\n", "utf-8")
    ran = await govwatch(config, "maintenance", "import", str(file))
    assert (ran.code, "第4行：" in ran.err, "全部没有录入" in ran.err) == (1, True, True)
    assert "没有登记公告维护" in (await govwatch(config, "maintenance", "list")).out
    file.write_text(SHEET, "utf-8")
    assert "已登记2条公告维护" in (await govwatch(config, "maintenance", "import", str(file))).out
    listed = json.loads((await govwatch(config, "maintenance", "list", "--json")).out)
    assert [(one["name"], one["starts"], one["ends"]) for one in listed] == [
        ("云溪市统计局网站", "2026-11-25T12:00:00+00:00", "2026-11-25T22:00:00+00:00"),
        ("云溪市教育局网站", "2026-11-23T16:00:00+00:00", "2026-11-24T15:59:59+00:00"),
    ]
