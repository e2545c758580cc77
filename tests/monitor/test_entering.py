"""What people found is entered, waits for a decision, counts as a veto, and is closed by a person."""

import json
from pathlib import Path

import pytest

from monitor.demo.city import City
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import Ran, deployed, govwatch, scanned

WHEN = ("--as-of", AS_OF.isoformat())


@pytest.fixture
async def config(city: City, tmp_path: Path) -> Path:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    return config


async def add(config: Path, *arguments: str) -> Ran:
    return await govwatch(config, "findings", "add", *arguments, *WHEN)


async def shown(config: Path, *arguments: str) -> list[dict[str, object]]:
    ran = await govwatch(config, "findings", "--json", *arguments)
    rows: list[dict[str, object]] = json.loads(ran.out)
    return rows


async def test_what_a_person_read_is_a_veto_until_a_person_saw_it_repaired(config: Path) -> None:
    text = "互动交流页面提交咨询后提示系统错误"
    ran = await add(config, "云溪市体育局网站", "--indicator", "site.interaction-channel", "--text", text)
    assert (ran.code, "已录入" in ran.out) == (0, True), ran.err
    (row,) = await shown(config)
    assert (row["severity"], row["data"]) == (
        "veto", {"source": "人工读网", "entered_by": "云溪市人民政府办公室", "told": text},
    )  # fmt: skip
    pending = await govwatch(config, "tickets", "pending", *WHEN)
    assert f"未提供网上咨询渠道：{text}（人工读网）" in pending.out
    document = await scanned(config, AS_OF)
    (grade,) = [one["grade"] for one in document["targets"] if one["name"] == "云溪市体育局网站"]
    assert (grade["verdict"], grade["vetoes"]) == ("unqualified", ["site.interaction-channel"])
    assert (await govwatch(config, "findings", "repaired", "1", *WHEN)).code == 0
    assert not [one for one in await shown(config) if one["indicator"] == "site.interaction-channel"]


async def test_a_false_alarm_is_set_aside_before_grading(config: Path) -> None:
    await add(config, "云溪市体育局网站", "--indicator", "服务不实用", "--text", "办事指南缺要素")
    assert (await govwatch(config, "tickets", "dismiss", "1", "--reason", "申诉成立", *WHEN)).code == 0
    document = await scanned(config, AS_OF)
    (grade,) = [one["grade"] for one in document["targets"] if one["name"] == "云溪市体育局网站"]
    assert (grade["verdict"], grade["vetoes"]) == ("qualified", [])
    simulated = await govwatch(config, "simulate", "云溪市体育局网站", *WHEN)
    assert "不计：第1号问题已判为误报。" in simulated.out


async def test_the_harm_itself_is_neither_kept_nor_told(config: Path) -> None:
    ran = await add(config, "云溪发布", "--indicator", "account.wording-serious", "--text", "某处的错误原文")
    assert "按规定不保存原文" in ran.out
    (row,) = await shown(config)
    assert "错误原文" not in json.dumps(row, ensure_ascii=False)
    refused = await add(config, "云溪发布", "--indicator", "account.secret", "--text", "机密★文件")
    assert (refused.code, len(await shown(config))) == (1, 1)
    assert "带有密级标志，不能录入" in refused.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("云溪发布", "--indicator", "site.services"), "不适用于云溪发布"),
        (("云溪发布", "--indicator", "没有的指标"), "没有指标“没有的指标”"),
        (("没有的网站", "--indicator", "site.services"), "没有编号、域名或名称"),
    ],
)
async def test_what_cannot_be_entered_is_said(config: Path, arguments: tuple[str, ...], why: str) -> None:
    ran = await add(config, *arguments)
    assert (ran.code, why in ran.err) == (1, True), ran.err


async def test_a_vendors_sheet_is_read_by_a_mapping_that_is_remembered(config: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "vendor.csv"
    sheet.write_text(
        "站点,类型,问题链接,描述\n云溪市体育局网站,服务不实用,https://tyj.yunxi.test/bs/,缺电话\n", "utf-8"
    )
    mapping = ("--map", "对象=站点", "--map", "指标=类型", "--map", "网址=问题链接", "--map", "说明=描述")
    whose = ("findings", "import", str(sheet), "--vendor", "甲公司", *WHEN)
    unknown = await govwatch(config, *whose)
    assert unknown.code == 1
    tried = await govwatch(config, *whose, *mapping, "--dry-run")
    assert "检查通过1条" in tried.out
    assert await shown(config) == []
    assert "已录入1条（第三方监测，甲公司）" in (await govwatch(config, *whose, *mapping)).out
    again = await govwatch(config, *whose)
    assert again.code == 0, again.err
    (entered,) = await shown(config)
    assert entered["url"] == "https://tyj.yunxi.test/bs/"
    sheet.write_text("站点,类型\n云溪市体育局网站,服务不实用\n没有的网站,服务不实用\n", "utf-8")
    wrong = await govwatch(config, *whose)
    assert (wrong.code, "第3行" in wrong.err, len(await shown(config))) == (1, True, 1)
