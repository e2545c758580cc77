import pytest

from checks.evidence import Updating
from registry.models import Scope
from registry.sheets.choices import (
    AUDIENCES,
    FORMS,
    LEVELS,
    NATURES,
    SCOPES,
    SOURCES,
    SUBTYPES,
    UPDATING,
    YES_NO,
    Choices,
    level_of,
    level_word,
    updating_of,
    updating_word,
)
from registry.sheets.values import WrongValueError


@pytest.mark.parametrize("choices", [AUDIENCES, FORMS, LEVELS, NATURES, SCOPES, SOURCES, SUBTYPES, UPDATING, YES_NO])
def test_every_word_that_is_written_is_read(choices: Choices) -> None:
    assert [choices.read(f" {word} ") for word in choices.written] == list(choices.written)
    with pytest.raises(WrongValueError, match=f"不是可选的内容；请填写：{'、'.join(choices.written)}"):
        choices.read("飞船")


@pytest.mark.parametrize(
    ("choices", "word", "read"),
    [
        (NATURES, "国企", "国有企业"),
        (NATURES, "Government", "党政机关"),
        (SCOPES, "仅监测", "仅监测"),
        (FORMS, "路径站点", "路径站"),
        (YES_NO, "TRUE", "是"),
        (YES_NO, "×", "否"),
        (LEVELS, "2", "二级"),
        (SUBTYPES, "微信服务号", "服务号"),
    ],
)
def test_other_words_are_read_as_well(choices: Choices, word: str, read: str) -> None:
    assert choices.read(word) == read


def test_the_reporting_scopes_are_those_of_the_books() -> None:
    assert SCOPES.written == tuple(Scope)


@pytest.mark.parametrize(
    ("word", "updating"),
    [
        *(("动态要闻", Updating.NEWS), ("工作动态", Updating.NEWS), ("公示公告", Updating.NOTICE)),
        *(("政策法规", Updating.POLICY), ("其它", Updating.OTHER), ("policy", Updating.POLICY)),
    ],
)
def test_the_classes_of_columns(word: str, updating: Updating) -> None:
    assert updating_of(UPDATING.read(word)) is updating
    assert updating_of(updating_word(updating)) is updating


def test_levels() -> None:
    assert [level_of(level_word(level)) for level in (1, 2, 5)] == [1, 2, 5]
    assert level_word(9) == "五级"
