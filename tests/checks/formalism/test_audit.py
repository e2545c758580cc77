import dataclasses
import tomllib
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.cues import Classes, Match, Scanner
from checks.formalism.audit import MAX_TEXT, audit, audit_gravest, examine, gravest
from checks.formalism.model import Common
from checks.formalism.rules import COMMON, HOME, Level, load_rules
from checks.formalism.sentences import MAX_QUOTATION, MAX_SENTENCE

RULES = load_rules()
FORCED = "全体干部职工必须关注“云溪发布”微信公众号。"
CANVASSING = "请为家乡投上宝贵的一票！"


def test_findings_come_in_the_order_of_the_text() -> None:
    hits = audit(f"天气晴好。{CANVASSING}\n{FORCED}", RULES)
    assert [(hit.rule.code, hit.quotation) for hit in hits] == [("F3", CANVASSING), ("F1", FORCED)]


@pytest.mark.parametrize(("day", "codes"), [(date(2023, 12, 30), []), (date(2023, 12, 31), ["F1"]), (None, ["F1"])])
def test_a_rule_is_not_applied_to_what_is_older(day: date | None, codes: list[str]) -> None:
    assert [hit.rule.code for hit in audit(FORCED, RULES, day)] == codes


def test_a_sentence_is_told_once_a_rule_and_by_the_gravest_level() -> None:
    # The act of a quiz alone would be a reminder by F11.
    hits = audit("各支部党员务必全员参与线上答题，线上答题情况每日通报排名。", RULES)
    assert [(hit.rule.code, hit.level) for hit in hits] == [("F10", Level.FINDING)]


def test_the_most_telling_sentence_stands_for_a_rule() -> None:
    hits = gravest(audit(f"网络投票已经启动。\n{CANVASSING}\n投票方式：扫码进入投票页面。", RULES))
    assert [hit.quotation for hit in hits] == [CANVASSING]


def test_beside_a_finding_there_are_no_reminders() -> None:
    quiz = "关注“云溪图书馆”公众号，点击菜单参加线上答题。"
    assert [hit.rule.code for hit in gravest(audit(f"{quiz}\n{FORCED}", RULES))] == ["F1"]
    assert [hit.rule.code for hit in gravest(audit(quiz, RULES))] == ["F11"]
    assert gravest(()) == ()


def test_long_texts_are_read_to_the_limit() -> None:
    assert audit("天" * (MAX_TEXT - len(FORCED)) + FORCED, RULES)
    assert not audit("天" * MAX_TEXT + FORCED, RULES)


CUES = sorted(RULES.meanings)[::7]


@settings(max_examples=80, deadline=None)  # a busy machine is no fault of the text
@given(st.lists(st.sampled_from([*CUES, *"，。！“”《》\n…#|", "必须", "干部", "\ud800", "12%"]), max_size=40))
def test_any_text_can_be_audited(pieces: list[str]) -> None:
    text = "".join(pieces)
    for hit in examine(text, RULES):
        assert 0 < len(hit.quotation) <= MAX_QUOTATION
        assert hit.steps


LIKELY = [
    FORCED,
    CANVASSING,
    "网络投票已经启动。",
    "各支部党员务必全员参与线上答题，线上答题情况每日通报排名。",
    "不得组织投票，",
]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from([*LIKELY, *CUES, *"，。“”《》\n", "必须", "干部", "字" * MAX_SENTENCE]), max_size=40))
def test_the_gravest_are_those_of_all(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert audit_gravest(text, RULES) == gravest(audit(text, RULES))


class Counted(Scanner):
    """A scanner that counts the sentences it was asked to read."""

    def __init__(self, cues: Iterable[str], classes: Classes) -> None:
        super().__init__(cues, classes)
        self.read = 0

    def scan(self, text: str, begin: int = 0, until: int | None = None) -> list[Match]:
        self.read += 1
        return super().scan(text, begin, until)


def test_the_gravest_are_found_without_reading_more_of_the_same() -> None:
    classes = Common.model_validate(tomllib.loads((HOME / COMMON).read_text("utf-8"))).classes
    counted = Counted(RULES.meanings, classes)
    rules = dataclasses.replace(RULES, scanner=counted)
    assert [hit.rule.code for hit in audit_gravest(FORCED * 1000, rules)] == ["F1"]
    assert counted.read < 10
    assert len(audit(FORCED * 1000, rules)) == 1000


def test_an_act_that_reaches_over_the_end_of_a_cut_sentence_is_told() -> None:
    (hit,) = audit("字" * (MAX_SENTENCE - 2) + "应投尽投", RULES)
    assert (hit.rule.code, hit.steps[0].text) == ("F3", "应投尽投")
