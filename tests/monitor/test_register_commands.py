"""``govwatch registry`` as a person uses it."""

import json
from pathlib import Path

import pytest

from tests.monitor.deployment import command

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
    assert "3处需要留意" in checked.out
