"""How wide the rules are: orders and appeals put together from parts, sentences in any wording, and innocent ones.

They are floors at the figures reached. Some of what is asked is missed; the floors only rise.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest

from checks.evidence.office import OfficeWords
from checks.formalism.audit import audit, gravest
from checks.formalism.rules import Level, load_rules
from tests.checks.formalism.demands import (
    CALLS,
    DEEDS,
    DUTIES,
    FAVOURS,
    INVITED,
    NEAR_TASKS,
    NOTICES,
    ORDERS,
    TASKS,
    WORK,
)  # fmt: skip

FREE = Path(__file__).with_name("demands.tsv")


def level_of(text: str) -> Level:
    hits = gravest(audit(text, load_rules()))
    return hits[0].level if hits else Level.SILENT


def levels(texts: Iterable[str]) -> Counter[Level]:
    return Counter(map(level_of, texts))


def together(ways: Iterable[str], deeds: Iterable[str]) -> list[str]:
    return [way.format(deed) for way, deed in product(ways, deeds)]


def told(counted: Counter[Level]) -> float:
    return 1 - counted[Level.SILENT] / counted.total()


def free(kind: str, *, aside: bool) -> list[str]:
    """The sentences of a kind; a third of them by hash is set aside, and was never read for the rules."""
    lines = [line.split("\t") for line in FREE.read_text("utf-8").splitlines()[1:]]
    hashed = [(text, int(hashlib.sha256(text.encode()).hexdigest(), 16)) for one, text in lines if one == kind]
    return [text for text, number in hashed if (number % 3 == 0) is aside]


@pytest.mark.parametrize(
    ("ways", "deeds", "floor"), [(ORDERS, DEEDS, 0.91), (NOTICES, DUTIES, 0.90), (CALLS, FAVOURS, 0.79)]
)
def test_most_of_what_is_asked_is_told(ways: tuple[str, ...], deeds: tuple[str, ...], floor: float) -> None:
    assert told(levels(together(ways, deeds))) >= floor


@pytest.mark.parametrize(
    ("ways", "deeds", "findings", "reminders"),
    [(ORDERS, WORK, 0, 3), (NOTICES, TASKS, 0, 1), (NOTICES, NEAR_TASKS, 11, 14), (CALLS, INVITED, 0, 0)],
)
def test_ordinary_work_ordered_in_the_same_words_is_left_in_peace(
    ways: tuple[str, ...], deeds: tuple[str, ...], findings: int, reminders: int
) -> None:
    counted = levels(together(ways, deeds))
    assert counted[Level.FINDING] <= findings
    assert counted[Level.REMINDER] <= reminders


def test_what_the_public_is_asked_for_is_hardly_ever_a_finding() -> None:
    # Those left are asked of somebody who is named like people under orders: “为十佳医生投上一票”.
    assert levels(together(CALLS, FAVOURS))[Level.FINDING] <= 7


@pytest.mark.parametrize(("aside", "floor"), [(False, 0.894), (True, 0.659)])
def test_most_of_what_is_asked_in_any_wording_is_told(aside: bool, floor: float) -> None:
    asking = free("asks", aside=aside)
    assert len(asking) > 190
    assert told(levels(asking)) >= floor


@pytest.mark.parametrize(("aside", "findings", "reminders"), [(False, 0, 3), (True, 0, 3)])
def test_what_asks_nothing_is_left_in_peace(aside: bool, findings: int, reminders: int) -> None:
    counted = levels(free("innocent", aside=aside))
    assert counted.total() > 190
    assert counted[Level.FINDING] <= findings
    assert counted[Level.REMINDER] <= reminders


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("请各组组长把没转的找出来。", Level.REMINDER),  # weak words, with somebody under orders
        ("近日，有人要求各组组长把没转的找出来。", Level.SILENT),  # and under any frame
        ("请各村组织村民参与投票，投票箱设在村委会。", Level.FINDING),
        ("请各村完成投票箱回收。", Level.SILENT),  # a word that goes on as another
        ("动员家属亲友一起投票。", Level.FINDING),
        ("动员家属亲友一起投保农业保险。", Level.SILENT),
        ("截图一律不得纳入考核。", Level.SILENT),
    ],
)
def test_how_weak_words_and_longer_words_are_read(text: str, level: Level) -> None:
    assert level_of(text) is level


def test_an_office_that_leaves_the_public_in_peace_is_told_of_no_weak_words() -> None:
    text = "请各组组长把没转的找出来。"
    assert level_of(text) is Level.REMINDER
    assert not audit(text, load_rules(office=OfficeWords(public="silent")))
