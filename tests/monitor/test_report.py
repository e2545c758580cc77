"""``govwatch report weekly``: written as often as one likes, mailed once."""

import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from monitor.demo.city import City
from tests.city import AS_OF, SITES, city  # noqa: F401  a fixture
from tests.monitor.deployment import Ran, deployed, govwatch, scanned


@pytest.fixture
async def config(city: City, tmp_path: Path) -> Path:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    await scanned(config, AS_OF)
    return config


async def report(config: Path, *more: str) -> Ran:
    return await govwatch(
        config, "report", "weekly", "--as-of", AS_OF.isoformat(), "--out", str(config.parent / "out"), *more
    )


def letters(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.eml"))


def read(file: Path) -> EmailMessage:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


async def test_without_send_nothing_leaves(config: Path) -> None:
    ran = await report(config)
    assert ran.code == 0, ran.err
    names = sorted(path.suffix for path in (config.parent / "out").iterdir())
    assert names == [".eml", ".html", ".txt"]
    assert "未发送" in ran.out
    assert letters(config.parent / "outbox") == []


async def test_sent_once_however_often_it_is_asked_for(config: Path) -> None:
    first = await report(config, "--send")
    assert "已发送：【网站监测周报】第48期" in first.out
    (letter,) = letters(config.parent / "outbox")
    again = await report(config, "--send")
    assert again.code == 0
    assert "没有重复发送" in again.out
    assert letters(config.parent / "outbox") == [letter]
    message = read(letter)
    assert message["To"] == "bgs@yunxi.test"
    assert letter.name.removesuffix(".eml") in message["Message-ID"]


async def test_subject_text_and_page_say_the_same(config: Path, city: City) -> None:  # noqa: F811
    await report(config)
    out = config.parent / "out"
    message = read(letters(out)[0])
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().split() == (out / "weekly-2026-W48.txt").read_text("utf-8").split()
    homes = [outcomes["site.home-stale"] for name, outcomes in city.truth.outcomes.items() if name in SITES]
    seen, right = sum(not home.startswith("unknown") for home in homes), homes.count("ok")
    said = f"网站{len(SITES)}家，可查{seen}家，未见否决项{right}家（{100 * right / seen:.1f}%）"
    assert said in message["Subject"]
    assert str(message["Subject"]).removeprefix("【网站监测周报】第48期：") in text.get_content()
    for fact in ("云溪市教育局网站", "23天 / 14天"):
        assert fact in text.get_content()
        assert fact in html.get_content()


async def test_the_report_is_on_what_was_scanned_when_last_week_has_nothing(config: Path) -> None:
    assert "第48期" in (await report(config)).out
    assert "第47期" in (await report(config, "--week", "2026-W47")).out


async def test_nobody_to_send_to_is_said(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    config.write_text(config.read_text("utf-8").replace('mailbox = "bgs@yunxi.test"\n', ""), "utf-8")
    ran = await report(config, "--send")
    assert ran.code == 1
    assert "办公室邮箱" in ran.err


async def test_the_ledger_is_a_workbook_of_all_problems(config: Path) -> None:
    out = config.parent / "out" / "问题台账.xlsx"
    ran = await govwatch(config, "report", "ledger", "--out", str(out))
    assert ran.code == 0, ran.err
    assert f"已写入 {out}" in ran.out
    header, *rows = CalamineWorkbook.from_path(out).get_sheet_by_name("问题台账").to_python()
    found = json.loads((await govwatch(config, "findings", "--state", "all", "--json")).out)
    assert (header[0], header[-1], len(rows)) == ("序号", "备注", len(found))
