"""``govwatch demo``: the whole loop on the screen, and its papers on the desk."""

import io
import re
from datetime import datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import monitor.commands.demo as demo_command
from monitor.look.browser import pool
from monitor.look.browser.found import find_browsers
from tests.city import AS_OF
from tests.monitor.deployment import Ran, command

LINKS = "YX2026-48-003"


def demo(out: Path) -> Ran:
    return command("demo", "--out", str(out), "--as-of", AS_OF.isoformat())


@pytest.mark.parametrize(
    ("now", "begins"),
    [("12:00", "24 11:00"), ("01:00", "24 00:00"), ("00:59", "23 22:59"), ("00:00", "23 22:59"), ("23:59", "24 22:59")],
)
def test_the_story_passes_no_midnight(now: str, begins: str) -> None:
    at = datetime.fromisoformat(f"2026-11-24T{now}:00+08:00")
    assert demo_command.begins(at) == datetime.fromisoformat(f"2026-11-{begins}:00+08:00")


@pytest.fixture
def without_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pool, demo_command):
        monkeypatch.setattr(module, "find_browsers", lambda _configured=None: ())


@pytest.mark.long
@pytest.mark.usefixtures("without_browser")
def test_a_clerk_who_reads_the_screen_knows_what_to_do(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    ran = demo(out)
    assert ran.code == 0, ran.err
    assert "WARNING" not in ran.err
    # what is wrong, and where
    assert "云溪市教育局　17个问题" in ran.out
    assert "【单项否决】云溪市教育局网站：首页最近一条信息发布于11月1日，至11月24日已23天，超过14天。" in ran.out
    # by when
    assert f"已交办：{LINKS}　云溪市人民政府办公室　其他页面链接打不开，请于12月1日（周二）前处理" in ran.out
    # half repaired, the rest, and back again
    assert f"{LINKS}：已改2项，未改3项（第1、2、4项）。现为“退回”。" in ran.out
    assert f"{LINKS}：已改5项。现为“销号”。" in ran.out
    assert f"销号后又出现：{LINKS}" in ran.out
    assert re.search(rf"{LINKS}.*（第1次反复，重新交办）", ran.out)
    # what next
    assert "最早到期的3单请于11月27日（周五）前督促处理：云溪市教育局、云溪市水利局。" in ran.out
    assert f"govwatch tickets --config {out / 'govwatch.toml'}" in ran.out
    # the papers, each where the screen says
    for kind in ("监测周报", "交办单", "问题台账"):
        (*_, named) = re.findall(rf"^  {kind} +(\S+)$", ran.out, re.MULTILINE)
        assert Path(named).is_file(), kind
    assert "图片      没有生成：没有找到浏览器；安装：apt-get install chromium" in ran.out
    report = next((out / "report").glob("*.txt")).read_text("utf-8")
    assert re.search("上期遗留 0　新交办 [0-9]+　已反馈 4　销号 5　退回 3　逾期 0", report)
    ledger = (out / "问题台账.xlsx").read_bytes()
    header, *rows = CalamineWorkbook.from_filelike(io.BytesIO(ledger)).get_sheet_by_name("问题台账").to_python()
    own = [row for row in rows if row[header.index("问题编号")] == LINKS]
    assert len(own) == 5
    assert {row[header.index("是否反复")] for row in own} == {"是", "否"}
    papers = re.findall("^  交办单 ", ran.out, re.MULTILINE)
    assert len(list((out / "outbox").glob("*.eml"))) == len(papers) + 1  # and the report


@pytest.mark.long
@pytest.mark.skipif(not find_browsers(), reason="no browser on this machine")
def test_with_a_browser_there_are_pictures_of_the_report_and_of_an_order(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    ran = demo(out)
    assert ran.code == 0, ran.err
    for name in ("weekly-wide", "weekly-phone", "order-wide", "order-phone"):
        picture = out / "pictures" / f"{name}.png"
        assert f"图片      {picture}" in ran.out
        assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me", "utf-8")
    ran = demo(tmp_path)
    assert ran.code == 1
    assert "里有别的文件，未作改动" in ran.err
    assert (tmp_path / "letter.txt").read_text("utf-8") == "keep me"
