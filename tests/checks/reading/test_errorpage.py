"""Error pages by their words: real ones are known for what they are, and no other page is taken for one."""

import json
from typing import Any

import pytest

from checks.reading.errorpage import error_said
from tests.checks.reading.pages import page_of
from tests.shared_data import REALDATA, needs_shared

TRUTH: list[dict[str, Any]] = (
    json.loads((REALDATA / "truth.json").read_text(encoding="utf-8")) if REALDATA.is_dir() else []
)
SAID = {"error-404": "soft-404", "error-403": "blocked"}


def said(html: str, url: str = "http://www.city.test/a/b.html") -> str | None:
    outcome = error_said(page_of(html, url))
    return str(outcome) if outcome else None


@needs_shared
@pytest.mark.parametrize("truth", [pytest.param(one, id=one["file"]) for one in TRUTH])
def test_real_pages(truth: dict[str, Any]) -> None:
    body = (REALDATA / truth["file"]).read_bytes()
    outcome = error_said(page_of(body, f"http://{truth['host'] or 'www.example.gov.cn'}/a/b.html"))
    if truth["kind"] in SAID:
        assert outcome == SAID[truth["kind"]]
    elif truth["kind"] != "wechat-state":
        assert outcome is None


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        ("<title>404 Not Found</title><h1>404 Not Found</h1><hr>nginx", "soft-404"),
        ("<title>某市</title><p>抱歉，您访问的页面不存在或已被删除！</p>", "soft-404"),
        ("<title>提示</title><p>对不起，没有找到您要访问的网页，3秒后返回首页</p>", "soft-404"),
        ("<title>Oops</title><p>The page you requested could not be found.</p>", "soft-404"),
        ("<title>Oops</title><p>The page you requested cannot be found.</p>", "soft-404"),
        ("<title>403 Forbidden</title><center>nginx</center>", "blocked"),
        ("<title>502 Bad Gateway</title><center>nginx</center>", "server-error"),
        ("<title>用户登录</title><p>您访问的页面不存在</p>", None),
        ("<title>404路公交车</title><p>404路公交车自今日起改道，请市民互相转告。</p>", None),
        (f"<title>怎样写404页面</title><p>{'网站应当有一个404页面，页面不存在时告诉访客。' * 30}</p>", None),
        ("<meta name=ArticleTitle content=关于404页面不存在问题的通报><p>页面不存在</p>", None),
        ("<title>空栏目</title><p>暂无内容</p>", None),
    ],
)
def test_what_pages_say_of_themselves(html: str, outcome: str | None) -> None:
    assert said(html) == outcome


def test_a_home_page_never_says_so() -> None:
    assert said("<title>404</title>404 not found", "http://www.city.test/index.html") is None
