"""``govwatch audit`` as a person uses it."""

import asyncio
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.city import City
from monitor.look.policy import Browsing
from monitor.papers import print_pages
from tests.checks.reading.test_document import a_docx, a_pdf
from tests.city import city
from tests.monitor.deployment import Ran, command, deployed, govwatch
from tests.monitor.look.browser.helpers import needs_browser

__all__ = ["city"]

FORCED = "全体干部职工必须关注“云溪发布”微信公众号，关注率不低于90%。"
INNOCENT = "各单位不得要求干部职工必须关注“云溪文旅”公众号。"
QUIZ = "关注“云溪图书馆”公众号，点击菜单参加线上答题。"


def typed(monkeypatch: pytest.MonkeyPatch, text: bytes, *more: str) -> Ran:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    return command("audit", "-", *more)


def test_a_finding_is_shown_with_reasons_and_a_better_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = typed(monkeypatch, f"{INNOCENT}{FORCED}".encode())
    assert ran.code == 0
    first, *rest = ran.out.splitlines()
    assert first == "〔问题〕强制关注、下载或安装（F1）"
    assert f"　原文：“{FORCED}”" in rest
    assert any(line.startswith("　理由：") and "硬性用语“必须”" in line for line in rest)
    basis = next(line for line in rest if line.startswith("　依据："))
    said = (
        "《关于防治“指尖上的形式主义”的若干意见》（2023年12月）：不得强制推广、下载，不得作强制性要求（未与官方文本核对"
    )
    assert said in basis
    assert any(line.startswith("　建议写法：欢迎") for line in rest)
    # What is left in peace comes last, and it is told why.
    assert rest[-3:-1] == ["〔不计〕强制关注、下载或安装（F1）", f"　原文：“{INNOCENT}”"]
    assert rest[-1].startswith("　理由：所涉事项“关注‘云溪文旅’公众号”；硬性用语“必须”")
    assert rest[-1].endswith("；是禁止或劝止的表述“不得”")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("天气晴好。", "没有发现涉及指尖上的形式主义的表述。"),
        (INNOCENT, "没有构成问题的表述。"),
        (QUIZ, "没有构成问题的表述。"),
        ("", "没有发现涉及指尖上的形式主义的表述。"),
    ],
)
def test_what_is_no_finding(monkeypatch: pytest.MonkeyPatch, text: str, last: str) -> None:
    ran = typed(monkeypatch, text.encode("gb18030"))
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == last


@pytest.mark.parametrize("name", ["通知.docx", "通知.bin"])
def test_a_document_is_read_by_what_it_is(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(a_docx("关于推广工作的通知", FORCED))
    ran = command("audit", str(file))
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[0] == "〔问题〕强制关注、下载或安装（F1）　关于推广工作的通知"


@needs_browser
@pytest.mark.long
def test_a_pdf_is_read_with_its_lines_put_together(tmp_path: Path) -> None:
    file = tmp_path / "通知.pdf"
    paragraph = f"<p style='width:9em'>{FORCED}"
    asyncio.run(print_pages(Browsing(use=True), {file: f"<!doctype html><title>x</title><h1>推广通知</h1>{paragraph}"}))
    ran = command("audit", str(file))
    assert ran.code == 0, ran.err
    assert f"　原文：“{FORCED}”" in ran.out.splitlines()


def test_a_document_that_cannot_be_read_is_said_to_be(tmp_path: Path) -> None:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(a_pdf())
    ran = command("audit", str(file))
    assert ran.code == 1
    assert "未能读取：文件是扫描的图片，没有文字。请换成能复制文字的docx、pdf或文本后再查。" in ran.err


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("通知.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版Office或WPS文件"),
        ("通知.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版Office或WPS文件"),
        ("通知.xlsx", b"PK\x03\x04xl/workbook.xml" + bytes(600), "表格、演示、版式文件或压缩包"),
        ("通知.rtf", b"{\\rtf1\\ansi}", "RTF文件"),
        ("通知.png", b"\x89PNG\r\n\x1a\n" + bytes(600), "图片"),
        ("通知.bin", b"abc\0\0\0", "不是文字文件"),
    ],
)
def test_a_file_without_text_is_never_said_to_be_right(tmp_path: Path, name: str, body: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    ran = command("audit", str(file))
    assert ran.code == 1
    assert "未能读取：文件" in ran.err
    assert said in ran.err
    assert "没有发现" not in ran.out


def test_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = typed(monkeypatch, f"{FORCED}\n{INNOCENT}".encode(), "--json")
    document: dict[str, Any] = json.loads(ran.out)
    assert (document["schema"], document["source"], document["finding"]) == ("govwatch/audit/1", "-", True)
    (text,) = document["texts"]
    found, left = text["sentences"]
    assert (found["level"], found["rule"], found["quotation"]) == ("finding", "F1", FORCED)
    assert [(why["step"], why["text"]) for why in found["why"][1:]] == [
        ("compulsion", "必须"),
        ("audience", "干部职工"),
    ]
    assert found["better"]["en"]
    assert (left["level"], left["why"][-1]["step"], left["why"][-1]["text"]) == ("silent", "prohibition", "不得")
    assert json.loads(typed(monkeypatch, QUIZ.encode(), "--json").out)["finding"] is False


def test_a_file_of_plain_text_and_one_of_html(tmp_path: Path) -> None:
    plain = tmp_path / "notice.txt"
    plain.write_text(FORCED, "gb18030")
    assert "〔问题〕" in command("audit", str(plain)).out
    page = tmp_path / "page.html"
    body = f"<h1>通知</h1><p>发布时间：2026-11-20</p><p>{FORCED}</p>"
    page.write_text(f"<html><title>通知_网站</title><body>{body}", "utf-8")
    assert "〔问题〕强制关注、下载或安装（F1）　通知" in command("audit", str(page)).out


def test_a_feed_is_audited_post_by_post(tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    posts = {"晴": "天气晴好。", "甲": FORCED}
    items = [{"id": title, "title": title, "content_text": text} for title, text in posts.items()]
    feed.write_text(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}), "utf-8")
    document = json.loads(command("audit", str(feed), "--json").out)
    assert [(text["title"], len(text["sentences"])) for text in document["texts"]] == [("晴", 0), ("甲", 1)]


def test_a_file_that_is_not_there_is_named() -> None:
    ran = command("audit", "nowhere.txt")
    assert (ran.code, ran.out) == (1, "")
    assert "nowhere.txt" in ran.err


async def test_an_address_is_fetched(city: City, tmp_path: Path) -> None:
    config = await deployed(tmp_path / "office", city)
    ran = await govwatch(config, "audit", "https://www.yunxi.test/bmdt/content/post_1035.html")
    assert ran.code == 0
    assert "〔问题〕组织投票、拉票、点赞或转发（F3）　云溪古城参评“青山最美古城”" in ran.out
    assert "　原文：“请广大市民为家乡投上宝贵的一票" in ran.out
    innocent = await govwatch(config, "audit", "https://www.yunxi.test/bmdt/content/post_1036.html")
    assert "〔问题〕" not in innocent.out
    assert "是选举、表决等法定投票" in innocent.out
    refused = await govwatch(config, "audit", "https://gone.yunxi.test/")
    assert (refused.code, "gone.yunxi.test" in refused.err) == (1, True)


def test_lines_of_json_are_answered_line_by_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    records = [{"id": "a", "title": "通知", "text": FORCED}, {"id": "b", "text": QUIZ}, {"text": INNOCENT}]
    file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records) + "\n\n", "utf-8")
    ran = command("audit", str(file), "--json")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["id"], one["verdict"]) for one in answers] == [("a", "finding"), ("b", "reminder"), ("3", "none")]
    assert answers[0]["codes"] == ["F1"]
    assert answers[0]["quotes"] == [FORCED]
    assert "硬性用语“必须”" in answers[0]["why"]
    assert answers[2] == {"id": "3", "verdict": "none", "codes": [], "quotes": [], "why": ""}
    assert typed(monkeypatch, file.read_bytes(), "--json").out == ran.out


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_text('{"id": 1, "text": "好"}\n{"id": 2}\n', "utf-8")
    ran = command("audit", str(file))
    assert ran.code != 0
    assert "第2行" in ran.err
