"""A scan with a browser sees what scripts write, and says what it was seen with."""

import re
from pathlib import Path

import pytest

from monitor.demo.city import City
from monitor.demo.truth import load_truth
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned
from tests.monitor.look.browser.helpers import needs_browser

SCRIPTED = "云溪市住房和城乡建设局网站"
WALLED = "云溪市人力资源和社会保障局网站"


@needs_browser
@pytest.mark.long
@pytest.mark.parametrize("name", [SCRIPTED, WALLED])
async def test_with_a_browser_a_site_is_seen_as_in_truth(city: City, tmp_path: Path, name: str) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city, browser=True)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    (target,) = (await scanned(config, AS_OF, name))["targets"]
    expected = load_truth().seen(browser=True).outcomes[name]
    seen = {one["indicator"]: (one["outcome"], one["reason"]) for one in target["results"]}
    for indicator, wanted in expected.items():
        outcome, _, reason = wanted.partition("/")
        assert seen.get(indicator, ("not-applicable", None))[0] == outcome, indicator
        assert not reason or seen[indicator][1] == reason, indicator
    assert target["findings"] == []


async def test_without_a_browser_the_first_line_of_a_scan_says_so(city: City, tmp_path: Path) -> None:  # noqa: F811
    more = f'\n[browser]\npath = "{tmp_path / "none"}"\n'
    config = await deployed(tmp_path / "office", city)
    text = config.read_text("utf-8").replace("\n[browser]\nuse = false\n", more)
    config.write_text(text, "utf-8")
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    said = (await govwatch(config, "scan", "--as-of", AS_OF.isoformat(), SCRIPTED)).out.splitlines()[0]
    assert said.startswith("浏览器：配置的")
    assert "不能运行" in said


@needs_browser
@pytest.mark.long
async def test_a_scan_says_what_the_browser_cost(
    city: City,  # noqa: F811
    tmp_path: Path,
) -> None:
    config = await deployed(tmp_path / "office", city, browser=True)
    text = config.read_text("utf-8").replace("use = true\n", "use = true\nlinger = 0.2\n")
    config.write_text(text, "utf-8")
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    said = (await govwatch(config, "scan", "--as-of", AS_OF.isoformat(), SCRIPTED)).out
    assert re.search(r"共读取\d+个页面，其中需要用浏览器打开的\d+次，其余直接读取(，省去\d+%)?。", said)
