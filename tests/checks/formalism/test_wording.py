"""Every finding can be agreed with or refuted from what is on the screen: its words, taken apart."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from checks.catalogue import load_catalogue
from checks.formalism.audit import Hit, audit, gravest
from checks.formalism.figures import figures
from checks.formalism.phrases import nested, whole
from checks.formalism.rules import Level, Role, load_rules
from checks.vocabulary import TargetKind
from reports.wording import SENTENCE_LENGTH, sentence
from tests.checks.formalism.grammar import ordered
from tests.checks.formalism.informal import asked_informally
from tests.checks.formalism.test_grammar import free

RULES = load_rules()
DAY = date(2026, 11, 24)
KINDS = {"F9": TargetKind.MINI_PROGRAM}
"""Where a rule binds other targets than accounts."""

SHOP = tuple(
    f"{goods}，{call}。"
    for goods in ("优惠券限量发放", "理财产品上新", "满减活动开始", "拼团正在进行", "代金券免费送")
    for call in ("立即购买", "点击下单")
)
"""What F9 is about, which no other sentence of ours is."""

EACH = 10


@cache
def some() -> tuple[tuple[str, Hit], ...]:
    """Texts with what is said of them: ten of each rule, from every source of sentences of our own in turn."""
    texts = [*SHOP, *(text for code, text in free() if code != "N")]
    texts += [case.text for case in (*asked_informally(), *ordered())]
    kept: list[tuple[str, Hit]] = []
    counted: Counter[str] = Counter()
    for text in texts:
        for hit in gravest(audit(text, RULES, DAY, KINDS["F9"] if text in SHOP else TargetKind.ACCOUNT)):
            if counted[hit.rule.code] < EACH:
                counted[hit.rule.code] += 1
                kept.append((text, hit))
    return tuple(kept)


def told(hit: Hit) -> tuple[dict[str, object], str]:
    """The figures of a finding and its sentence, as an order and the list of findings show it."""
    kind = KINDS.get(hit.rule.code, TargetKind.ACCOUNT)
    data = figures(hit, "关于有关工作的通知", RULES, kind, DAY)
    entry = load_catalogue()["account.formalism"]
    return dict(data), sentence(entry, url="http://p.test/1", about="x", outcome=None, data=data, year=2026)


def test_there_are_ten_of_every_rule() -> None:
    assert Counter(hit.rule.code for _, hit in some()) == {f"F{number}": EACH for number in range(1, 12)}


@pytest.mark.parametrize(("text", "hit"), some(), ids=lambda one: one[:20] if isinstance(one, str) else one.rule.code)
def test_a_finding_says_what_was_asked_of_whom_by_which_rule_and_what_to_write_instead(text: str, hit: Hit) -> None:
    data, words = told(hit)
    assert hit.quotation in text  # whole sentences of the text, and nothing else
    assert f"「{hit.quotation}」" in words
    assert hit.rule.behaviour.zh in words
    asked = next(step.text for step in hit.steps if step.meaning is Role.ACT)
    assert f"{RULES.role_words[Role.ACT].zh}“{nested(whole(asked, hit.quotation))}”" in words
    if hit.level is Level.FINDING:
        by_itself = any(one.here == {Role.ACT} and not one.nearby for one in hit.form.finding)
        assert len(hit.steps) > 1 or by_itself
    else:
        assert "请办公室判断，不对外通报" in words
    assert f"建议写法：{hit.better.zh}" in words
    assert f"依据：{data['basis']}" in words
    if hit.rule.code == "F11":
        assert "只作提醒" in words  # no national text
    else:
        assert re.search(r"依据：.*?（20\d\d年\d+月(\d+日)?）", words)
        assert "（条款未与官方文本核对）" in words or "国办" in str(data["basis"])
    assert len(words) < SENTENCE_LENGTH
    assert words.endswith("。")
    assert "。。" not in words


def phrases() -> Iterator[tuple[str, str]]:
    yield from ((step.text, whole(step.text, hit.quotation)) for _, hit in some() for step in hit.steps)


def test_no_phrase_ends_in_half_a_number_a_word_or_a_pair() -> None:
    for cut, shown in phrases():
        assert shown.count("“") == shown.count("”")
        assert shown.count("（") == shown.count("）")
        assert not re.search(r"(?:全体党|请广|度低|没有达)\Z", shown), (cut, shown)


@pytest.mark.parametrize(
    ("cut", "quotation", "shown"),
    [
        ("全体党", "对全体党员进行排序", "全体党员"),
        ("0分以上", "须达3000分以上", "3000分以上"),
        ("抽50", "抽50份大礼", "抽50份"),
        ("关注“云溪卫健”微信", "关注“云溪卫健”微信公众号。", "关注“云溪卫健”微信公众号"),
        ("点击菜单栏“学法答题", "点击菜单栏“学法答题”即可", "点击菜单栏“学法答题”"),
        ("请各", "请各部门转发", "请各部门"),
        ("请广大", "请广大市民下载", "请广大市民"),
        ("各乡镇", "核查各乡镇APP使用情况", "各乡镇"),
        ("积分没有达", "积分没有达到30分", "积分没有达到30分"),
        ("关注“云溪", "关注“云溪，并转发", "关注云溪"),
        ("活跃度低", "活跃度低于60%的单位", "活跃度低于60%"),
        ("党支部", "机关党支部9月份", "党支部"),
        ("公众", "公众号的人员", "公众号"),
        ("必须", "不在其中", "必须"),
        ("", "不在其中", ""),
    ],
)
def test_a_phrase_is_told_whole(cut: str, quotation: str, shown: str) -> None:
    assert whole(cut, quotation) == shown


def test_every_wording_to_use_instead_asks_for_nothing() -> None:
    for rule in RULES.rules:
        for better in {one.better or rule.better for one in rule.forms} | {rule.better}:
            hits = audit(better.zh, RULES, DAY, KINDS["F9"])
            assert [hit for hit in hits if hit.level is Level.FINDING] == []
            assert audit(better.zh, RULES) == (), better.zh
