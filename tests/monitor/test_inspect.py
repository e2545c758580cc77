"""``govwatch inspect``: one document with exactly these keys, and words for people."""

import json
from pathlib import Path

import pytest

from tests.monitor.deployment import govwatch

KEYS = {
    *("kind", "host", "charset", "title", "site_code", "tags", "published", "published_time", "newest", "dates"),
    *("columns", "footer", "needs_browser"),
}
LIST = """<!doctype html><html><head><meta charset="gb2312"><title>通知公告_云溪市教育局</title>
<meta name="ColumnName" content="通知公告"><meta name="SiteIDCode" content="9901000015"></head><body>
<a href="/jydt/">教育动态</a><ul>
<li><a href="1.html">关于义务教育招生的通知</a><span>2024-03-05</span></li>
<li><a href="2.html">关于开展春季检查的通知</a><span>2024-03-01</span></li>
<li><a href="3.html">关于公布学校名单的公告</a><span>02-27</span></li></ul>
<p>主办单位：云溪市教育局 网站标识码：9901000015</p></body></html>"""
SHELL = (
    "<!doctype html><html><head><title>x</title></head><body><div id=app></div><script src=a.js></script></body></html>"
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "govwatch.toml"


async def test_the_document_of_a_list(tmp_path: Path, config: Path) -> None:
    file = tmp_path / "list.html"
    file.write_bytes(LIST.encode("gb18030"))
    ran = await govwatch(config, "inspect", str(file), "--url", "http://jyj.yunxi.test/tzgg/", "--json")
    document = json.loads(ran.out)
    assert document.keys() == KEYS
    assert (document["kind"], document["host"], document["charset"]) == ("list", "jyj.yunxi.test", "gb18030")
    assert (document["title"], document["site_code"]) == ("通知公告", "9901000015")
    assert (document["published"], document["newest"], document["needs_browser"]) == (None, "2024-03-05", False)
    assert [one["value"] for one in document["dates"]] == ["2024-03-05", "2024-03-01", "2024-02-27"]
    assert document["dates"][0].keys() >= {"value", "source", "raw", "place"}
    assert document["dates"][0]["place"] == {"line": 4, "url": "http://jyj.yunxi.test/tzgg/1.html"}
    assert document["dates"][2]["confidence"] == 0.5  # nobody knows when the file was saved
    names = [(one["name"], one["kind"], one["level"]) for one in document["columns"]]
    assert names == [("通知公告", "notice", 1), ("教育动态", "news", 1)]
    assert document["footer"]["site_code"] == "9901000015"


async def test_people_read_it_in_chinese(tmp_path: Path, config: Path) -> None:
    file = tmp_path / "list.html"
    file.write_bytes(LIST.encode("gb18030"))
    ran = await govwatch(config, "inspect", str(file), "--url", "http://jyj.yunxi.test/tzgg/")
    for word in ("列表页", "通知公告", "9901000015", "2024-03-05", "列表行", "待核定"):
        assert word in ran.out


async def test_a_shell_for_scripts_says_so(tmp_path: Path, config: Path) -> None:
    file = tmp_path / "shell.html"
    file.write_text(SHELL, "utf-8")
    document = json.loads((await govwatch(config, "inspect", str(file), "--json")).out)
    assert (document["kind"], document["needs_browser"], document["host"]) == ("empty-shell", True, None)
    assert "无法判定" in (await govwatch(config, "inspect", str(file))).out
