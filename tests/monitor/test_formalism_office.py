"""What an office brings to the audit of formalism: words in a layer of its own, and explanations it accepted."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.demo.city import City
from monitor.settings import load_settings
from tests.city import AS_OF, city
from tests.monitor.deployment import command, deployed, govwatch, scanned

__all__ = ["city"]

TASK = "各单位要组织全体干部完成“云溪行”任务，每人每天3次。"
FORCED = "全体干部职工必须关注“云溪发布”微信公众号。"
VOTE = "快来为家乡投出宝贵一票！"
OFFICE = """
[title]
zh = "本市"
en = "Our city"

[general.formalism]
public = "silent"
harmless = ["云溪发布"]

[[general.formalism.words]]
form = "F3.interact"
role = "act"
cues = ["云溪行"]
"""
LAYERS = '\n[catalogue]\nfolder = "layers"\nlayers = ["product", "national-2019", "ours"]\n'


def office(folder: Path, words: str) -> Path:
    (folder / "layers" / "ours").mkdir(parents=True)
    (folder / "layers" / "ours" / "layer.toml").write_text(words, "utf-8")
    config = folder / "govwatch.toml"
    config.write_text(LAYERS, "utf-8")
    return config


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [(TASK, "none", "finding"), (FORCED, "finding", "none"), (VOTE, "reminder", "none")],
)
def test_words_of_the_office_are_heeded_before_publication(tmp_path: Path, text: str, before: str, after: str) -> None:
    file = tmp_path / "draft.jsonl"
    file.write_text(json.dumps({"id": 1, "text": text}, ensure_ascii=False), "utf-8")
    config = office(tmp_path, OFFICE)
    verdicts = [
        json.loads(command("audit", str(file), "--config", str(path)).out)["verdict"]
        for path in (tmp_path / "none.toml", config)
    ]
    assert verdicts == [before, after]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("F3.interact", "F3.dance", "F3.dance"),
        ('role = "act"', 'role = "dancer"', "dancer"),
        ('"云溪行"', '"…云溪行"', "must begin"),
        ('public = "silent"', 'public = "loud"', "public"),
    ],
)
def test_a_wrong_word_is_named_at_the_start(tmp_path: Path, old: str, new: str, words: str) -> None:
    config = office(tmp_path, OFFICE.replace(old, new))
    ran = command("indicators", "--config", str(config))
    assert ran.code != 0
    assert words in ran.err


def test_the_catalogue_has_another_version_by_them(tmp_path: Path) -> None:
    ours = load_settings(office(tmp_path / "a", OFFICE)).catalogue.load()
    plain = load_settings(office(tmp_path / "b", OFFICE.split("[general", maxsplit=1)[0])).catalogue.load()
    assert ours.version != plain.version
    assert plain.words.public == "reminder"


async def waiting(config: Path, days: int) -> list[str]:
    at = (AS_OF + timedelta(days=days)).isoformat()
    ran = await govwatch(config, "tickets", "pending", "--as-of", at, "--json")
    assert ran.code == 0, ran.err
    return [one["about"] for one in json.loads(ran.out) if one["indicator"] == "account.formalism"]


async def test_an_explanation_holds_for_its_text_alone_and_is_over_by_itself(city: City, tmp_path: Path) -> None:
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    for days in (0, 1):
        await scanned(config, AS_OF + timedelta(days=days), "云溪教育", "云溪旅游")
    forced, vote = sorted(await waiting(config, 1))
    if forced.endswith("F3"):
        forced, vote = vote, forced
    ran = await govwatch(
        config, "waivers", "add", "云溪旅游", "--indicator", "account.formalism", "--about", vote,
        "--number", "云府办函〔2026〕21号", "--from", "2026-11-24", "--until", "2026-11-25", "--why", "公益投票",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert await waiting(config, 1) == [forced]
    assert sorted(await waiting(config, 2)) == sorted([forced, vote])
