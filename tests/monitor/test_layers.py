"""A second catalogue is files and settings, no line of code: a made-up province that also scores department sites."""

import json
from pathlib import Path

from checks.catalogue import HOME
from monitor.demo.city import City
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned

BUREAU = "云溪市文化和旅游局网站"
LAYER = """\
[title]
zh = "云溪省"
en = "Yunxi Province"

[general.grading]
scored = ["portal", "county-portal", "department-site"]
"""
POINTS = """\
[points]
each = 4
most = 50
state = "verified"
"""
CLASSES = """\
[points.classes.news]
each = 4
state = "verified"
"""
STRICT = """\
[thresholds]
days = 7

[rule]
zh = "省里要求首页每周更新。"
en = "The province asks for an update a week."
"""
SETTINGS = """
[catalogue]
layers = ["product", "national-2019", "yunxi-province"]
folder = "catalogue"
"""


def write_province(folder: Path) -> None:
    """The files of the province: what it scores, and by how much."""
    folder.mkdir(parents=True)
    (folder / "layer.toml").write_text(LAYER, "utf-8")
    (folder / "site.home-stale.toml").write_text(STRICT, "utf-8")
    for path in (HOME / "national-2019").glob("*.toml"):
        if "[points]" in path.read_text("utf-8"):
            text = POINTS + (CLASSES if "[points.classes" in path.read_text("utf-8") else "")
            (folder / path.name).write_text(text, "utf-8")


async def test_a_province_that_scores_department_sites(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city, more=SETTINGS)
    write_province(config.parent / "catalogue" / "yunxi-province")
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    shown = json.loads((await govwatch(config, "indicators", "--json")).out)
    assert shown["version"].startswith("national-2019+yunxi-province/")
    assert [one["name"] for one in shown["layers"]] == ["product", "national-2019", "yunxi-province"]
    assert shown["layers"][-1]["title"]["zh"] == "云溪省"
    (home,) = [one for one in shown["indicators"] if one["id"] == "site.home-stale"]
    assert (home["thresholds"]["days"], home["rule"]["zh"]) == (7, "省里要求首页每周更新。")

    await scanned(config, AS_OF, BUREAU)
    again = await scanned(config, AS_OF, BUREAU)
    (target,) = again["targets"]
    ran = await govwatch(config, "simulate", BUREAU, "--as-of", AS_OF.isoformat(), "--json")
    document = json.loads(ran.out)
    (simulated,) = document["targets"]
    assert document["catalogue"] == shown["version"]
    assert simulated["kind"] == "department-site"
    assert simulated["score"]["official"] is True  # the province's files verify every point that there is
    costs = [one for one in target["findings"] if one["severity"] == "deduct" and one["confirmed"]]
    assert costs
    assert simulated["score"]["verified"] == target["grade"]["score"] == 100 - 4 * len(costs)
    (layered,) = [row for row in simulated["rows"] if row["indicator"] == "site.home-stale"]
    assert layered["rule"] == "省里要求首页每周更新。"


async def test_a_wrong_layer_is_named_in_one_sentence(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city, more=SETTINGS)
    ran = await govwatch(config, "simulate")
    assert ran.code == 1
    assert "catalogue/yunxi-province: there is no such layer" in ran.err
    folder = config.parent / "catalogue" / "yunxi-province"
    folder.mkdir(parents=True)
    (folder / "site.home-stale.toml").write_text('severity = "fatal"\n', "utf-8")
    ran = await govwatch(config, "simulate")
    assert "site.home-stale.toml:1: severity" in ran.err, ran.err
