"""Reminders that rest on little: plain words that are put to somebody, where nothing speaks against it."""

import pytest

from checks.evidence.office import OfficeWords
from checks.formalism.audit import audit, gravest
from checks.formalism.rules import Level, load_rules
from tests.checks.formalism.test_grammar import free

RULES = load_rules(office=OfficeWords(faint="reminder"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("请各位家长扫码登记入群", "F1"),
        ("各科室未完成的要抓紧", "F10"),
        ("连续两周低于平均分的，由所在支部作出书面说明", "F2"),
        ("请老师们在评论区接力", "F3"),
    ],
)
def test_plain_words_that_are_put_to_somebody_are_a_reminder_that_asks_for_a_judgement(text: str, code: str) -> None:
    (hit,) = gravest(audit(text, RULES))
    assert (hit.rule.code, hit.level) == (code, Level.REMINDER)
    assert "请判断" in hit.remedy.zh


@pytest.mark.parametrize(
    "text",
    [
        "用户登录",  # put to nobody
        "不得要求家长扫码登记入群",
        "请旅客扫码预约，凭码入园",
        "近日，连续两周低于平均分的，由所在支部作出书面说明",  # a frame that makes others doubtful is enough
        "截图来源：云溪市气象台",  # one word is not two
    ],
)
def test_plain_words_give_way_to_any_frame(text: str) -> None:
    assert not audit(text, RULES)


def test_plain_words_are_not_told_beside_anything_else() -> None:
    text = "请各位家长扫码登记入群。\n全体干部职工必须关注“云溪发布”微信公众号。"
    assert [(hit.rule.code, hit.level) for hit in gravest(audit(text, RULES))] == [("F1", Level.FINDING)]


def test_an_office_that_leaves_the_public_in_peace_is_not_told_of_plain_words() -> None:
    assert not audit("请各位家长扫码登记入群", load_rules(office=OfficeWords(public="silent", faint="reminder")))


def test_an_office_that_does_not_ask_for_them_is_told_none() -> None:
    assert not audit("请各位家长扫码登记入群", load_rules())


def test_what_an_office_that_asks_for_them_pays_is_bounded() -> None:
    innocent = [text for code, text in free() if code == "N"]
    told = [gravest(audit(text, RULES)) for text in innocent]
    assert not any(hit.level is Level.FINDING for hits in told for hit in hits)
    assert sum(map(bool, told)) <= 26
