"""The search of a site asked once and politely, and a site looked at over IPv6, end to end."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.commands.init import create_books
from monitor.demo.city import City
from monitor.look.ipv6 import has_line_to
from tests.city import AS_OF
from tests.misbehaving import Handler, Server, answer, page, status
from tests.monitor.deployment import deployed, govwatch, scanned

HOST = "www.yunxi.test"
SETTINGS = """\
[network]
connect_to = ["*:80=127.0.0.1:{port}", "*:443=127.0.0.1:1"]
[politeness]
confirm_after = 0.0
[browser]
use = false
"""
REGISTER = f"单位,类型,名称,网址或账号\n市政府办公室,门户网站,云溪市人民政府,http://{HOST}/\n"
TITLE = "云溪市二〇二六年冬季供暖工作通知"
FORM = '<form action="/so" method="get"><input type="text" name="q"><button>搜索</button></form>'
DAY = (AS_OF - timedelta(days=9)).date()
HOME = page("云溪市人民政府", f'{FORM}<ul><li><a href="/tzgg/1.html">{TITLE}</a><span>{DAY}</span></li></ul>')
ARTICLE = page(f"{TITLE}_云溪市人民政府", f"<h1>{TITLE}</h1><p>发布时间：{DAY} 10:00</p><p>{'供暖安排如下。' * 40}</p>")
FOUND = page("搜索结果", f'<ul><li><a href="http://{HOST}/tzgg/1.html">{TITLE}</a></li></ul>')
NOTHING = page("搜索结果", "<p>没有找到</p>")


async def searched(folder: Path, so: Handler, robots: str = "") -> tuple[Mapping[str, Any], list[str]]:
    """The result of site.search, and what was asked of the search."""
    async with Server() as server:
        rules = answer(robots, kind="text/plain") if robots else status(404)
        server.site(HOST, {"/": HOME, "/tzgg/1.html": ARTICLE, "/so": so, "/robots.txt": rules})
        config = folder / "govwatch.toml"
        config.write_text(SETTINGS.format(port=server.port), "utf-8")
        await create_books(config)
        (folder / "register.csv").write_text(REGISTER, "utf-8")
        await govwatch(config, "registry", "import", str(folder / "register.csv"))
        (target,) = (await scanned(config, AS_OF))["targets"]
        (result,) = [one for one in target["results"] if one["indicator"] == "site.search"]
        return result, [one for one in server.asked(HOST) if "q=" in one]


@pytest.mark.parametrize(
    ("so", "robots", "outcome", "reason", "asked"),
    [
        (FOUND, "", "ok", None, 1),
        (NOTHING, "", "finding", None, 1),
        (status(500), "", "finding", None, 1),
        (FOUND, "User-agent: *\nDisallow: /so\n", "unknown", "robots", 0),
    ],
)
async def test_the_search_is_asked_once_a_scan_and_robots_are_obeyed(
    tmp_path: Path, so: Handler, robots: str, outcome: str, reason: str | None, asked: int
) -> None:
    result, requests = await searched(tmp_path, so, robots)
    assert (result["outcome"], result["reason"]) == (outcome, reason)
    assert len(requests) == asked


async def test_a_site_that_is_led_to_ipv6_is_had_over_it(tmp_path: Path) -> None:
    if not has_line_to("::1"):
        pytest.skip("this machine has no IPv6, not even loopback")
    async with City(AS_OF, address="::1") as city:
        config = await deployed(tmp_path / "office", city)
        await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
        (target,) = (await scanned(config, AS_OF, "云溪市统计局网站"))["targets"]
    (result,) = [one for one in target["results"] if one["indicator"] == "site.ipv6"]
    assert (result["outcome"], result["reason"], result["checked"]) == ("ok", None, 1)
