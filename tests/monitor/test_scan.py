"""The scan of the made-up city, from the register file to the result document."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from checks.check import Check
from checks.judging import Judge
from monitor.demo.city import City
from monitor.demo.truth import compare
from monitor.look.looking import Looking
from tests.city import ACCOUNTS, AS_OF, ORIGINS, SITES, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, pointed_at, scanned

REPAIRED = {
    "www-notice-deleted",
    "www-vote-solicited",
    "slj-down",
    "jyj-certificate-expired",
    "jiaoyu-forced-follow",
}


@pytest.fixture
async def config(city: City, tmp_path: Path) -> Path:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    assert (await govwatch(config, "registry", "import", str(config.parent / "register.csv"))).code == 0
    return config


async def test_the_truth_is_met_and_a_second_scan_opens_nothing_new(config: Path) -> None:
    first = await scanned(config, AS_OF)
    assert compare(first) == []
    second = await scanned(config, AS_OF + timedelta(hours=3))
    assert compare(second) == []
    steps = json.loads((await govwatch(config, "findings", "--state", "all", "--json")).out)
    assert len(steps) == sum(len(target["findings"]) for target in first["targets"])
    assert {row["first_seen"] for row in steps} == {"2026-11-24T02:00:00Z"}
    assert all(row["confirmed"] for row in steps)


async def test_what_was_repaired_is_resolved_and_a_relapse_opens_it_again(config: Path) -> None:
    await scanned(config, AS_OF)
    async with City(AS_OF, repaired=REPAIRED) as repaired:
        pointed_at(config.parent, repaired)
        assert compare(await scanned(config, AS_OF + timedelta(hours=2)), repaired=REPAIRED) == []
    resolved = json.loads((await govwatch(config, "findings", "--state", "resolved", "--json")).out)
    assert len(resolved) == len(REPAIRED)
    async with City(AS_OF) as broken_again:
        pointed_at(config.parent, broken_again)
        await scanned(config, AS_OF + timedelta(hours=4))
    everything = json.loads((await govwatch(config, "findings", "--state", "all", "--json")).out)
    assert sum(row["relapses"] for row in everything) == len(REPAIRED)
    assert {row["state"] for row in everything} == {"open"}


async def test_one_target_is_scanned_by_its_name_and_the_others_are_left_alone(config: Path) -> None:
    result = await scanned(config, AS_OF, "云溪市教育局网站")
    assert [target["name"] for target in result["targets"]] == ["云溪市教育局网站"]


async def test_only_accounts(config: Path) -> None:
    result = await scanned(config, AS_OF, "--only", "accounts")
    assert {target["kind"] for target in result["targets"]} == {"account"}
    assert sorted(target["name"] for target in result["targets"]) == sorted(ACCOUNTS)


async def test_the_grades_rest_on_what_was_confirmed(config: Path) -> None:
    result = await scanned(config, AS_OF)
    grades = {target["name"]: target["grade"] for target in result["targets"]}
    assert grades["云溪市教育局网站"] == {
        "verdict": "unqualified", "vetoes": ["site.home-stale"], "score": None, "reference": None, "waived": [],
        "coverage": 0.6667, "health": "E",
    }  # fmt: skip
    assert grades["云溪市水利局网站"]["verdict"] == "undetermined"
    assert grades["云溪市水利局网站"]["coverage"] == 0.0
    portal = grades["云溪市人民政府门户网站"]
    assert portal["verdict"] == "qualified"
    assert portal["score"] is None  # points are not all verified, so that there is no official score
    assert 0 < portal["reference"] < 100


async def test_a_defect_in_one_look_costs_only_that_host(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Looking.origin

    async def failing(self: Looking, host: str, *rest: object, **more: object) -> object:
        if host.startswith("jyj"):
            raise RuntimeError("a defect of ours")
        return await look(self, host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Looking, "origin", failing)
    result = await scanned(config, AS_OF)
    differences = compare(result)
    assert differences
    assert all("云溪市教育局网站" in difference for difference in differences)
    (failed,) = [target for target in result["targets"] if target["name"] == "云溪市教育局网站"]
    assert (failed["findings"], failed["grade"]["verdict"]) == ([], "undetermined")


async def test_a_defect_in_a_check_costs_only_that_indicator(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge.judge

    def failing(self: Judge, evidence: object, *rest: object) -> object:
        monkeypatch.setattr(self, "_checks", tuple(_broken(one) for one in self._checks))
        return judge(self, evidence, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Judge, "judge", failing)
    result = await scanned(config, AS_OF)
    for target in result["targets"]:
        for seen in target["results"]:
            if seen["indicator"] == "security.https" and seen["outcome"] != "not-applicable":
                assert (seen["outcome"], seen["reason"]) == ("unknown", "check-failed")
    assert len(compare(result)) == len(
        [line for line in compare(result) if "security.https" in line or "plain" in line]
    )


def _broken(one: Check) -> Check:
    if one.indicator != "security.https":
        return one

    def raising(_evidence: object, _case: object) -> None:
        raise RuntimeError("a defect of ours")

    return Check(one.indicator, one.wants, raising)


async def test_progress_is_plain_lines_where_there_is_no_terminal(config: Path) -> None:
    ran = await govwatch(config, "scan", "--as-of", AS_OF.isoformat())
    lines = [line for line in ran.err.splitlines() if line.startswith("[")]
    assert len(lines) == ORIGINS
    assert lines[-1].startswith(f"[{ORIGINS}/{ORIGINS}]")
    assert f"扫描完成：{len(SITES) + len(ACCOUNTS)}个对象" in ran.out
