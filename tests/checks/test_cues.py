import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.cues import GAP, Scanner, pattern_of

CLASSES = {"account": ("公众号", "微博")}


def found(text: str, *cues: str) -> list[tuple[str, str]]:
    return [(match.cue, text[match.start : match.end]) for match in Scanner(cues, CLASSES).scan(text)]


@pytest.mark.parametrize(
    ("text", "cue", "words"),
    [
        ("请您为家乡投票", "请…投票", "请您为家乡投票"),
        ("请投票", "请…投票", "请投票"),
        ("请放心，投票已经结束", "请…投票", None),  # a gap does not leave the clause
        ("请放心。投票", "请…投票", None),
        ("请" + "多" * GAP + "投票", "请…投票", "请" + "多" * GAP + "投票"),
        ("请" + "多" * (GAP + 1) + "投票", "请…投票", None),
        ("不低于85%", "不低于#%", "不低于85%"),
        ("不低于 9.5 %", "不低于#%", "不低于 9.5 %"),
        ("不低于八成", "不低于#", "不低于八"),
        ("不低于上年", "不低于#", None),
        ("共50票以上", "#票以上", "0票以上"),
        ("请关注本局微博", "关注…<account>", "关注本局微博"),
        ("公众号已关注", "<account>…关注", "公众号已关注"),
        ("都必须关注，", "必须关注|", "必须关注"),
        ("都必须关注", "必须关注|", "必须关注"),
        ("都必须关注的事", "必须关注|", None),
    ],
)
def test_the_signs_of_a_cue(text: str, cue: str, words: str | None) -> None:
    assert found(text, cue) == ([] if words is None else [(cue, words)])


def test_cues_that_overlap_and_hold_each_other_are_all_found() -> None:
    assert found("宝贵的一票数", "宝贵", "宝贵的一票", "一票", "票数", "的") == [
        ("宝贵", "宝贵"), ("宝贵的一票", "宝贵的一票"), ("的", "的"), ("一票", "一票"), ("票数", "票数"),
    ]  # fmt: skip


@pytest.mark.parametrize("cue", ["", "…投票", "#", "请…", " 请", "|"])
def test_a_cue_begins_and_ends_with_words(cue: str) -> None:
    with pytest.raises(ValueError, match="must begin"):
        pattern_of(cue)


def test_a_class_must_be_known() -> None:
    with pytest.raises(ValueError, match="no class of words called 'platform'"):
        Scanner(["关注…<platform>"], CLASSES)


def test_lone_surrogates_do_not_stop_a_scan() -> None:
    assert found("\ud800请投票", "投票") == [("投票", "投票")]


def test_characters_of_two_units_are_counted_once() -> None:
    text = "\U0001f600请\ud83d投票\U0001f600，为\U0001f600家乡投票\ude00"
    expected = [("投票", "投票"), ("为…投票", "为\U0001f600家乡投票"), ("投票", "投票")]
    assert found(text, "投票", "为…投票", "请投") == expected


def test_words_are_found_between_characters_alone() -> None:
    assert "a".encode("utf-16-le") in "慀一".encode("utf-16-le")  # across the two
    assert found("慀一", "a") == []


def test_no_cues_find_nothing() -> None:
    assert Scanner(()).scan("请投票") == []


@settings(max_examples=60)
@given(st.lists(st.text("投票请关注", min_size=1, max_size=4), max_size=8), st.text("投票请关注，。", max_size=40))
def test_it_finds_what_searching_for_each_finds(cues: list[str], text: str) -> None:
    expected = sorted((at, cue) for cue in set(cues) for at in range(len(text)) if text.startswith(cue, at))
    assert sorted((match.start, match.cue) for match in Scanner(cues).scan(text)) == expected


def test_a_cue_is_looked_for_only_where_the_rest_of_it_stands() -> None:
    assert found("为家乡投票", "为…投票") == [("为…投票", "为家乡投票")]
    assert found("为家乡，投票", "为…投票") == []  # both pieces are there, but not in one clause
    assert found("投票 为家乡", "为…投票") == []
    assert found("未关注公众号", "未<account>", "未关注<account>") == [("未关注<account>", "未关注公众号")]
    assert found("未微博", "未<account>") == [("未<account>", "未微博")]


def test_a_word_that_begins_another_begins_cues_as_well() -> None:
    classes = {"who": ("干部", "干部职工"), "account": ("公众号",)}
    scanner = Scanner(["<who>…全部关注", "使用…<account>", "使用微信…<account>"], classes)
    text = "干部职工全部关注，使用微信公众号"
    assert [(one.cue, text[one.start : one.end]) for one in scanner.scan(text)] == [
        ("<who>…全部关注", "干部职工全部关注"),
        ("使用…<account>", "使用微信公众号"),
        ("使用微信…<account>", "使用微信公众号"),
    ]


@pytest.mark.parametrize("number", ["5", " 5", "\n一百", "\u20281,000"])
def test_a_number_behind_a_single_character(number: str) -> None:
    assert found(f"共计{number}分", "计#分") == [("计#分", f"计{number}分")]


UNITS = {"unit": ("各县", "各单位", "本"), "deed": ("投票", "点赞"), "who": ("各", "各县", "各县要")}
WRITTEN = [
    "投票", "请…投票", "请<deed>", "好<deed>", "投#票", "<unit>要", "<unit>…投票", "要…<unit>", "<deed><deed>",
    "请…<deed>|", "投票！", "要#…投票", "要…<unit>…投票", "<deed>…请", "转…#…投票",
    "组织…投票", "组织<deed>", "组织好…投票", "组织…<deed>", "<unit>组织", "#组织投票", "#…点赞", "<who>…点赞",
    "<who>组织投票",
]  # fmt: skip
PIECES = ["\n", "！", "各县", "各单位", "本", "投", "票", "投票", "点赞", "请", "要", "转", "5", "，", "。", "好" * 24]


@settings(max_examples=150)
@given(
    st.sets(st.sampled_from(WRITTEN), min_size=1),
    st.lists(
        st.sampled_from(
            [
                "各县",
                "各单位",
                "本",
                "投",
                "票",
                "投票",
                "点赞",
                "请",
                "要",
                "转",
                "组织",
                "5",
                " ",
                "，",
                "。",
                "好" * 24,
            ]
        ),
        max_size=25,
    ),
    st.data(),
)
def test_a_stretch_holds_what_searching_everywhere_finds_in_it(
    cues: set[str], pieces: list[str], data: st.DataObject
) -> None:
    text = "".join(pieces)
    begin = data.draw(st.integers(0, len(text)))
    until = data.draw(st.integers(begin, len(text)))
    patterns = {cue: re.compile(pattern_of(cue, UNITS)) for cue in cues}
    expected = {
        (at, whole.end(), cue)
        for cue, pattern in patterns.items()
        for at in range(begin, until)
        if (whole := pattern.match(text, at))
    }
    assert Scanner(cues, UNITS).scan(text, begin, until) == sorted(expected)
