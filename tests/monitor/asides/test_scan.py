"""A scan reads what stands beside the main text."""

import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from monitor.commands.init import create_books
from tests.checks.reading.test_document import LINES, a_docx
from tests.city import AS_OF
from tests.monitor.asides.test_asides import a_code
from tests.monitor.deployment import SETTINGS, govwatch
from tests.monitor.look.browser.helpers import Say, served

HOST = "jyj.yunxi.test"
HOME = (
    "<!doctype html><title>云溪市教育局</title><p>"
    + "本局发布教育政策和办事指南。" * 30
    + "<a href=/tz/1.html>通知</a>"
)
NOTICE = (
    "<!doctype html><title>关于推广工作的通知</title><meta name=PubDate content='2026-11-20'>"
    "<h1>关于推广工作的通知</h1><p>发布日期：2026-11-20</p><p>" + "现将有关事项通知如下，请认真组织实施。" * 10 + "</p>"
    "<a href=/tz/1.docx>附件</a><p>请扫描二维码关注公众号方可查看全文<img src=/tz/ewm.png></p>"
)


def saved(body: bytes, kind: str) -> web.Response:
    return web.Response(body=body, content_type=kind)


@pytest.mark.long
async def test_a_duty_in_a_document_is_found_and_cleared_when_it_is_gone(tmp_path: Path) -> None:
    answers: dict[str, str | Say] = {
        "/": HOME,
        "/tz/1.html": NOTICE,
        "/tz/1.docx": lambda _: saved(a_docx(*LINES), "application/octet-stream"),
        "/tz/ewm.png": lambda _: saved(a_code("http://weixin.qq.com/r/x"), "image/png"),
    }
    async with served(answers) as site:
        config = tmp_path / "govwatch.toml"
        rule = f'"{HOST}:80=127.0.0.1:{site.port}", "*:443=127.0.0.1:1"'
        settings = SETTINGS.format(rules=rule, ca_file="", more="", browser="false")
        config.write_text(settings.replace('ca_file = ""\n', ""), "utf-8")
        register = tmp_path / "register.csv"
        register.write_text(f"单位,类型,名称,网址或账号\n市教育局,部门网站,云溪市教育局,http://{HOST}/\n", "utf-8")
        await create_books(config)
        await govwatch(config, "registry", "import", str(register))
        found = await beside(config, 24)
        document, code = sorted(found, key=lambda one: one["data"]["case"], reverse=True)
        assert (document["data"]["case"], document["data"]["rule"]) == ("document", "F1")
        assert document["url"] == f"http://{HOST}/tz/1.docx"
        assert document["data"]["quotation"] in LINES[1]
        assert code["data"]["case"].startswith("code")
        assert "http://weixin.qq.com/r/x" in code["data"]["opens"]
        assert {one["state"] for one in found} == {"open"}

        answers["/tz/1.docx"] = lambda _: saved(
            a_docx("关于开展工作的通知", "请结合实际组织学习。"), "application/octet-stream"
        )
        answers["/tz/1.html"] = NOTICE.replace("<p>请扫描二维码关注公众号方可查看全文<img src=/tz/ewm.png></p>", "")
        assert {one["state"] for one in await beside(config, 25)} == {"resolved"}


async def beside(config: Path, day: int) -> list[dict[str, Any]]:
    ran = await govwatch(config, "scan", "--as-of", AS_OF.replace(day=day).isoformat())
    assert ran.code == 0, ran.err
    ran = await govwatch(config, "findings", "--indicator", "site.formalism-beside", "--state", "all", "--json")
    found: list[dict[str, Any]] = json.loads(ran.out)
    return found
