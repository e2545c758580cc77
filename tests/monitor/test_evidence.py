"""Pictures from the screen to the books: which are kept, under which name, who names them, and when they go."""

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from checks.evidence import PictureKind
from checks.finding import Finding, Judgement
from checks.vocabulary import Outcome, Severity
from monitor.commands.init import create_books
from monitor.evidence import keep_pictures, sweep_pictures
from monitor.look.browser.pictures import Caption, Pictures
from monitor.look.browser.shots import Shot
from reports.errors import FileError
from tests.monitor.deployment import SETTINGS, govwatch
from tests.monitor.look.browser.helpers import needs_browser, served

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HOST = "jyj.yunxi.test"
POPUP = """<!doctype html><meta charset=utf-8><title>云溪市教育局</title>
<meta name=viewport content="width=device-width">
<body style="overflow:hidden"><p>%s</p><div id=follow style="position:fixed;inset:0;background:#fff;z-index:9">
<p>关注“云溪教育”微信公众号后方可继续浏览本站内容</p></div>""" % ("本局发布教育政策和办事指南。" * 60)
REGISTER = f"单位,类型,名称,网址或账号\n市教育局,部门网站,云溪市教育局,http://{HOST}/\n"


def a_picture(colour: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (80, 60), (colour, 0, 0)).save(out, "PNG")
    return out.getvalue()


def judgements(*evidence: str) -> dict[str, Judgement]:
    finding = Finding("site.forced-follow", "t1", "popup", Severity.DEDUCT, f"http://{HOST}/", evidence=evidence)
    return {"site.forced-follow": Judgement(Outcome.FINDING, (finding,)), "site.links": Judgement(Outcome.OK)}


def files_in(folder: Path) -> dict[str, Path]:
    return {file.name: file for file in folder.rglob("*.*")}


def taken(count: int) -> tuple[Pictures, list[str]]:
    pictures = Pictures()
    caption = Caption(HOST, NOW, "首屏")
    return pictures, [pictures.keep(PictureKind.VIEW, Shot(a_picture(one)), caption) for one in range(count)]


async def test_only_what_a_finding_names_is_written_under_its_content(tmp_path: Path) -> None:
    pictures, (first, second, _) = taken(3)
    kept = await keep_pictures(tmp_path, pictures, judgements(second, first, "of another visit"))
    assert sorted(one.address for one in kept) == sorted([first, second])
    assert set(files_in(tmp_path)) == {first, second}
    for picture in kept:
        content = (tmp_path / picture.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == picture.sha256
        assert (len(content), picture.host, picture.at) == (picture.size, HOST, NOW)
    assert await keep_pictures(None, pictures, judgements(first)) == ()


async def test_a_picture_that_cannot_be_written_stops_the_entry(tmp_path: Path) -> None:
    pictures, (first,) = taken(1)
    (tmp_path / first[:2]).write_text("in the way", "ascii")
    with pytest.raises(FileError, match="不能写入"):
        await keep_pictures(tmp_path, pictures, judgements(first))


async def test_what_nothing_names_goes_after_a_day_and_what_was_seen_again_stays(tmp_path: Path) -> None:
    pictures, (named, again, gone) = taken(3)
    await keep_pictures(tmp_path, pictures, judgements(named, again, gone))
    part = tmp_path / gone[:2] / f".{gone}.12.part"
    part.write_bytes(b"broken off")
    for file in files_in(tmp_path).values():
        os.utime(file, (0, 0))
    await keep_pictures(tmp_path, pictures, judgements(again))  # seen again, and not entered yet
    (tmp_path / "notes.txt").write_text("of a person", "ascii")
    before = datetime.now(UTC) - timedelta(days=1)
    assert await sweep_pictures(tmp_path, {named}, before) == 2
    assert set(files_in(tmp_path)) == {named, again, "notes.txt"}
    assert await sweep_pictures(None, set(), before) == 0
    assert await sweep_pictures(tmp_path / "none", set(), before) == 0


@needs_browser
@pytest.mark.long
async def test_a_scan_enters_pictures_that_commands_name_and_a_backup_holds(tmp_path: Path) -> None:
    async with served({"/": POPUP}) as site:
        config = tmp_path / "office" / "govwatch.toml"
        config.parent.mkdir()
        rule, more = f'"{HOST}:80=127.0.0.1:{site.port}", "*:443=127.0.0.1:1"', "\n[browser]\nlinger = 0.5\n"
        settings = SETTINGS.format(rules=rule, ca_file="", more="", browser="true")
        config.write_text(settings.replace('ca_file = ""\n', "").replace("\n[browser]\n", more), "utf-8")
        (config.parent / "register.csv").write_text(REGISTER, "utf-8")
        await create_books(config)
        await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
        ran = await govwatch(config, "scan", "--as-of", NOW.isoformat())
    assert ran.code == 0, ran.err
    found = json.loads((await govwatch(config, "findings", "--indicator", "site.forced-follow", "--json")).out)
    (finding,) = found
    number = str(finding["number"])
    desk, phone = sorted(finding["pictures"], key=lambda one: -one["width"])
    assert (desk["width"], phone["width"], desk["kind"], desk["host"]) == (1366, 390, "place", HOST)
    assert desk["caption"].startswith("电脑页面：打开页面")
    assert finding["evidence"] == [Path(desk["path"]).name, Path(phone["path"]).name]
    for one in (desk, phone):
        content = (config.parent / "evidence" / one["path"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (one["sha256"], one["bytes"])
    shown = (await govwatch(config, "findings", "show", number)).out
    assert str(config.parent / "evidence" / desk["path"]) in shown
    assert json.loads((await govwatch(config, "findings", "show", number, "--json")).out)["pictures"]
    assert (await govwatch(config, "findings", "show", "99")).code == 1

    await govwatch(config, "backup", str(tmp_path / "backup.zip"))
    other = tmp_path / "other" / "govwatch.toml"
    other.parent.mkdir()
    other.write_text(config.read_text("utf-8"), "utf-8")
    await govwatch(other, "restore", str(tmp_path / "backup.zip"))
    assert (await govwatch(other, "findings", "show", number, "--json")).out == (
        await govwatch(config, "findings", "show", number, "--json")
    ).out
    assert (other.parent / "evidence" / phone["path"]).read_bytes() == (
        config.parent / "evidence" / phone["path"]
    ).read_bytes()
