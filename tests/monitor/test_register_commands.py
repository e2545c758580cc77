"""``govwatch registry`` as a person uses it."""

import json
from pathlib import Path

import pytest

from tests.monitor.deployment import command
from tests.registry.workbooks import OFFICE, workbook

EXAMPLE = Path(__file__).parents[2] / "examples" / "yichun.csv"


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert command("init", "--code", "YC", "--name", "宜春市人民政府办公室").code == 0
    return tmp_path


def listed() -> dict[str, object]:
    document: dict[str, object] = json.loads(command("registry", "list", "--json").out)
    return document


def test_yichun_has_61_sites_on_54_hosts() -> None:
    ran = command("registry", "import", str(EXAMPLE))
    assert ran.code == 0
    assert "新增61个" in ran.out
    assert listed()["counts"] == {"sites": 61, "accounts": 0, "origins": 54}


def test_what_is_exported_comes_in_again_without_a_change(tmp_path: Path) -> None:
    command("registry", "import", str(EXAMPLE))
    assert command("registry", "export", "out.csv").code == 0
    again = command("registry", "import", "--full", "out.csv")
    assert "没有变化" in again.out


def test_a_dry_run_says_and_does_not() -> None:
    ran = command("registry", "import", "--dry-run", str(EXAMPLE))
    assert "将新增61个" in ran.out
    assert listed()["targets"] == []


def test_the_list_is_for_reading_too() -> None:
    command("registry", "import", str(EXAMPLE))
    ran = command("registry", "list")
    assert "中国宜春" in ran.out
    assert "网站61个，账号等0个；域名54个。" in ran.out


def test_the_check_names_what_does_not_fit(tmp_path: Path) -> None:
    rows = "单位,类型,名称,网址\n甲,网站,一,http://a.test/\n乙,网站,二,http://a.test/\n"
    (tmp_path / "twice.csv").write_text(rows, "gb18030")
    imported = command("registry", "import", "twice.csv")
    assert imported.code == 0
    assert "注意" in imported.err
    checked = command("registry", "check")
    assert "2处需要留意" in checked.out


def test_a_workbook_goes_in_and_out_and_every_change_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").write_bytes(workbook(OFFICE))
    imported = command("registry", "import", "台账.xlsx")
    assert imported.code == 0
    assert "新增8个" in imported.out
    assert "单位：新增3个，更新0个。\n栏目：新增2个，更新0个，移出0个" in imported.out
    assert "注意：“网站”表的“密级”不是台账的标准列，内容按原样保留" in imported.err
    assert command("registry", "export", "out.XLSX").code == 0
    assert "没有变化" in command("registry", "import", "--full", "out.XLSX").out
    sites = [
        ["标识码", "名称", "门户/部门", "主域名", "主办单位"],
        ["3609000002", "云溪图书馆网", "部门", "lib.yunxi.test", "市图书馆"],
    ]
    (tmp_path / "改名.xlsx").write_bytes(workbook({"网站": sites}))
    assert "更新1个" in command("registry", "import", "改名.xlsx").out
    told = command("registry", "history", "lib.yunxi.test").out
    for word in ("市图书馆", "云溪图书馆网", "台账.xlsx", "改名.xlsx", "变更记录3条"):
        assert word in told


def test_a_bad_workbook_names_its_cells_and_enters_nothing(tmp_path: Path) -> None:
    sites = [
        ["名称", "门户/部门", "主域名", "主办单位"],
        ["甲网", "飞船", "a.test", "甲局"],
        ["乙网", "部门", "", "乙局"],
    ]
    (tmp_path / "坏.xlsx").write_bytes(workbook({"网站": sites}))
    ran = command("registry", "import", "坏.xlsx")
    assert ran.code == 1
    assert "  “网站”表第3行“主域名”列：为空；此列每行都须填写" in ran.err
    assert "govwatch: 未导入任何内容：2个单元格有误，首个是“网站”表第2行“门户/部门”列“飞船”：" in ran.err
    assert listed()["targets"] == []


def test_the_csv_says_what_it_does_not_hold() -> None:
    command("registry", "import", str(EXAMPLE))
    assert "完整台账请导出为 .xlsx" in command("registry", "export", "out.csv").out


def test_advice_is_told_apart_from_what_is_wrong(tmp_path: Path) -> None:
    rows = (
        "单位,类型,名称,账号ID,数据源,邮箱\n甲,订阅号,一,a,http://f.test/1,a@x.test\n甲,服务号,二,b,http://f.test/2,\n"
    )
    (tmp_path / "two.csv").write_text(rows, "utf-8")
    command("registry", "import", "two.csv")
    assert "建议：甲在微信公众号同时有订阅号和服务号" in command("registry", "check").out
