"""The city as it is seen with a browser: what covers, gates, counts and ranks, and what only looks like it."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.demo.city import City
from monitor.demo.truth import compare, had_browser, load_truth
from tests.city import AS_OF, city
from tests.monitor.deployment import deployed, govwatch, pointed_at, scanned
from tests.monitor.look.browser.helpers import needs_browser

__all__ = ["city"]

SHOWN = {"site.forced-follow", "site.vote-board"}
NAMES = sorted({fault.target for fault in load_truth().faults.values() if fault.needs == "browser"})
SCRIPTED, COUNTED = "云溪市住房和城乡建设局网站", "云溪市统计局网站"


@needs_browser
@pytest.mark.long
async def test_with_a_browser_the_truth_is_met_and_every_sighting_has_its_picture(city: City, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    more = f'\n[browser]\nlinger = 0.0\npictures = "{pictures}"\n'
    config = await deployed(tmp_path / "office", city)
    config.write_text(config.read_text("utf-8").replace("\n[browser]\nuse = false\n", more), "utf-8")
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    result = await scanned(config, AS_OF)
    assert had_browser(result)
    assert compare(result) == []
    seen = [one for target in result["targets"] for one in target["findings"] if one["indicator"] in SHOWN]
    assert {target["name"] for target in result["targets"] for one in target["findings"] if one in seen} == set(NAMES)
    assert [one["about"] for one in seen if not one["confirmed"]] == []
    files = list(pictures.rglob("*.webp"))
    assert len(files) >= len(seen)
    assert all(file.read_bytes().startswith(b"RIFF") for file in files)


async def test_without_a_browser_what_it_would_show_is_unknown_and_nothing_else_changes(
    city: City, tmp_path: Path
) -> None:
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    result = await scanned(config, AS_OF, COUNTED, SCRIPTED)
    rows = {one["indicator"]: one["reason"] for one in result["targets"][0]["results"]}
    assert {rows[name] for name in SHOWN} == {"no-browser"}
    assert not had_browser(result)
    assert not [one for one in compare(result) if "not in the result" not in one]


@needs_browser
@pytest.mark.long
async def test_what_was_repaired_is_seen_to_be_so_though_nothing_on_its_page_hints_at_it(tmp_path: Path) -> None:
    name = "云溪市审计局网站"
    async with City(AS_OF) as before:
        config = await deployed(tmp_path / "office", before, browser=True)
        await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
        (first,) = (await scanned(config, AS_OF, name))["targets"]
    async with City(AS_OF, repaired={"sjj-ranking"}) as after:
        pointed_at(config.parent, after, browser=True)
        (second,) = (await scanned(config, AS_OF + timedelta(days=1), name))["targets"]
    assert [one["indicator"] for one in first["findings"]] == ["site.vote-board"]
    assert second["findings"] == []
