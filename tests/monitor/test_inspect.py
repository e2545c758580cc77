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


ARTICLE = """<title>关于招生的通知_云溪市</title><meta name=PubDate content=2024-03-01><h1>关于招生的通知</h1>
<p>发布时间：2024-03-05</p><p>各学校要按照规定做好招生工作，名额、时间和条件应当公开。</p><p>主办单位：云溪市教育局</p>"""
LOGIN = "<title>登录</title><form><input type=password name=p>用户名</form>"
GONE = "<title>404</title><h1>您访问的页面不存在</h1>"


async def test_the_main_text_and_what_does_not_agree_are_told(tmp_path: Path, config: Path) -> None:
    file = tmp_path / "article.html"
    file.write_text(ARTICLE, "utf-8")
    said = "".join((await govwatch(config, "inspect", str(file), "--url", "http://jyj.yunxi.test/a.html")).out.split())
    assert "正文28字：各学校要按照规定做好招生工作，名额、时间和条件应当公开。" in said
    assert "网页标签PubDate所写日期（2024-03-01）与页面所示日期（2024-03-05）不一致" in said
    assert "没有用--url" not in said
    assert "没有用--url" in "".join((await govwatch(config, "inspect", str(file))).out.split())


@pytest.mark.parametrize(("html", "said"), [(LOGIN, "本页是登录页"), (GONE, "本页是错误页")])
async def test_why_nothing_is_there_is_told(tmp_path: Path, config: Path, html: str, said: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(html, "utf-8")
    assert said in (await govwatch(config, "inspect", str(file))).out


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.html", b"", "是空的"),
        ("a.html", b"%PDF-1.4", "是PDF文档，不是网页。要检查其中的文字"),
        ("a.html", b"\x89PNG\r\n", "是图片，不是网页。"),
        ("a.html.gz", b"\x1f\x8b\x08", "是压缩包"),
        ("a.json", b'{"a": 1}', "既不是网页，也不是可读的数据源"),
    ],
)
async def test_what_is_no_page_is_said_in_words(
    tmp_path: Path, config: Path, name: str, body: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    ran = await govwatch(config, "inspect", str(file))
    assert (ran.code, said in ran.err) == (1, True), ran.err


@pytest.mark.parametrize(
    ("source", "said"),
    [("", "没有说明要读什么"), ("ftp://x/a", "网址应以 http://"), ("none.html", "没有找到文件")],
)
async def test_what_cannot_be_read_is_said_in_words(config: Path, source: str, said: str) -> None:
    ran = await govwatch(config, "inspect", source)
    assert (ran.code, said in ran.err) == (1, True), ran.err


async def test_a_folder_is_no_file(tmp_path: Path, config: Path) -> None:
    assert "是文件夹，请指明其中的一个文件" in (await govwatch(config, "inspect", str(tmp_path))).err
