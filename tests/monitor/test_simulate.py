"""The demo city simulated on three days: as it is, on a limit day, and a day after."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.demo.city import City
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned


async def test_three_days_of_the_city(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    await scanned(config, AS_OF)

    async def told(days: int, *more: str) -> str:
        ran = await govwatch(config, "simulate", *more, "--as-of", (AS_OF + timedelta(days=days)).isoformat())
        assert ran.code == 0, ran.err
        return ran.out

    today = await told(0)
    assert "云溪市教育局网站（云溪市教育局），监测时间点2026年11月24日：不合格" in today
    assert "首页最近一条信息发布于11月1日，至11月24日已23天，超过14天。" in today
    assert "最快改变结论：只此一项，首页不更新。请在首页发布新的信息，并标明发布日期。" in today
    assert "自动可查1/3项否决指标，“安全、泄密事故等严重问题”“互动回应差”由人工读网确认。" in today
    assert "含未核实分值，不是官方得分" in today

    assert "由人工读网确认] 8项，尚未录入问题：被攻击后未及时处置、" in today
    assert "“首页不更新”“栏目不更新”本次无法查看，" in today
    assert "尚无已核定的栏目" in today
    assert "[提醒] 栏目更新不及时 site.column-stale" in today
    assert "余量：“政策文件”最近更新5月8日，已200天，限6个月，" in today
    assert "余量：最近更新11月1日，已23天，限14天，到期日11月15日，已超9天" in today

    document = json.loads(await told(0, "--json"))
    assert document["schema"] == "govwatch/simulation/1"
    accounts = [one for one in document["targets"] if one["kind"] == "account" and one["verdict"] == "qualified"]

    def left_of(account: dict[str, Any]) -> int:
        return int(next(row["left"] for row in account["rows"] if row["indicator"] == "account.stale"))

    first = min(accounts, key=left_of)
    left = left_of(first)

    limit_day = await told(left, first["name"])
    assert "今天到期" in limit_day
    assert "：未见否决项" in limit_day
    day_after = await told(left + 1, first["name"])
    assert "：届时不合格" in day_after
    assert "已超1天" in day_after
    assert "此后如不更新，届时情况如下" in day_after

    assert "：届时仍不合格" in await told(1, "云溪市教育局网站")

    english = await told(left + 1, first["name"], "--lang", "en")
    assert "fails then" in english
    assert "1 day late" in english
    assert not re.search(r"[\u4e00-\u9fff]；|尚未|同一轮", english)
    assert "would be a veto" in english
