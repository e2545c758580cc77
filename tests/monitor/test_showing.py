"""Which pages the browser is given."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.evidence import History, Link
from checks.finding import fingerprint
from monitor import showing
from monitor.showing import Cues, pages_before
from tests.checks.cases import HOME, page


@pytest.mark.parametrize(
    "text",
    [
        "“最美古城”网络评选，请投票",
        "学习打卡排行榜",
        "各单位打卡次数如下",
        "扫码关注“清溪发布”公众号后方可下载办事指南",
        "关注公众号，回复“攻略”获取验证码",
        "查看全文请关注公众号",
        "请在微信客户端打开链接",
    ],
)
def test_words_of_a_vote_a_ranking_or_a_gate_are_cues(text: str) -> None:
    cues = Cues()
    cues.add(page(f"{HOME}a.html", text=text))
    assert cues.pages() == [f"{HOME}a.html"]


@pytest.mark.parametrize(
    "text", ["市图书馆新增自助借还点", "社会关注度持续上升", "扫一扫在手机打开当前页", "项目进度表"]
)
def test_other_words_are_none(text: str) -> None:
    cues = Cues()
    cues.add(page(f"{HOME}a.html", text=text))
    assert cues.pages() == []


def test_of_pages_with_the_same_names_one_is_shown_and_after_those_with_words() -> None:
    cues = Cues()
    script = Link(f"{HOME}js/popup.js", "js/popup.js", "script", "src")
    for name in ("b", "a"):
        cues.add(page(f"{HOME}{name}.html", text="通知", links=(script,)))
    cues.add(page(f"{HOME}long/vote.html", text="请投票"))
    assert cues.pages() == [f"{HOME}long/vote.html", f"{HOME}a.html"]


def test_pages_with_something_open_that_only_a_browser_shows_are_shown_again() -> None:
    wall, link = f"{HOME}a.html wall", f"{HOME}gone.html"
    history = History(
        open={"site.forced-follow": frozenset({wall}), "site.links": frozenset({link})},
        places={
            fingerprint("site.forced-follow", "t1", wall): (f"{HOME}a.html", f"{HOME}b.html"),
            fingerprint("site.links", "t1", link): (HOME,),
        },
    )
    assert pages_before("t1", history) == [f"{HOME}a.html"]
    assert pages_before("t2", history) == []


@pytest.mark.parametrize(
    ("pattern", "marks"),
    [(showing._VOTE, showing._OF_VOTES), (showing._RANKING, showing._OF_RANKINGS), (showing._GATE, showing._OF_GATES)],
)
@given(data=st.data())
def test_what_is_looked_for_first_hides_nothing(pattern: re.Pattern[str], marks: tuple[str, ...], data: Any) -> None:
    text = data.draw(st.from_regex(pattern))
    assert showing._says(pattern, marks, text)
