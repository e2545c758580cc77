from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.formalism.sentences import (
    MAX_QUOTATION,
    MAX_SENTENCE,
    Sentences,
    Span,
    fold,
    quotation,
    sentences,
    speech,
    titles,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("關注微信視頻號", "关注微信视频号"),
        ("下载ＡＰＰ", "下载app"),
        ("App８５％（一）", "app85%(一)"),
        ("İ", "İ"),
        ("", ""),
    ],
)
def test_texts_are_folded_as_cues_are_written(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(max_examples=60)
@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_sentences_end_with_marks_and_lines() -> None:
    text = "标题\n请投票！谢谢。；好；\n \n完"
    assert [text[one.start : one.end] for one in sentences(text)] == ["标题\n", "请投票！", "谢谢。；", "好；\n", "完"]


def test_an_endless_sentence_is_cut() -> None:
    lengths = [one.end - one.start for one in sentences("字" * (2 * MAX_SENTENCE + 5))]
    assert lengths == [MAX_SENTENCE, MAX_SENTENCE, 5]


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(["字", "字" * 37, "字" * (MAX_SENTENCE - 1), " ", " " * MAX_SENTENCE, "。", "\n", "！？"]),
        max_size=12,
    )
)
def test_a_sentence_is_found_where_it_is_asked_for(pieces: list[str]) -> None:
    text = "".join(pieces)
    every, found = sentences(text), Sentences(text)
    for place in range(0, len(text), 1 + len(text) // 50):
        assert found.at(place) == next((one for one in reversed(every) if one.start <= place), None)
    for one, other in pairwise(every):
        assert (found.after(one), found.before(other)) == (other, one)
    if every:
        assert (found.before(every[0]), found.after(every[-1])) == (None, None)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("他说：“来，请帮忙投个票！”", True),
        ("评选“最美医护人员”", False),  # a name
        ("关注“云溪发布”，点击", False),
        ("「快来，为家乡投票吧！」", True),
    ],
)
def test_speech_is_longer_than_a_name_and_has_punctuation(text: str, spoken: bool) -> None:
    assert bool(speech(text)) is spoken


def test_titles_of_documents_in_a_sentence() -> None:
    text = "见《甲》。转发《关于投票的通知》"
    (second,) = titles(text, Span(5, len(text)))
    assert text[second.start : second.end] == "《关于投票的通知》"


def test_a_short_sentence_is_quoted_whole() -> None:
    assert quotation("前。 请 \t投票。后。", Span(2, 9), 3, 8) == "请 投票。"


@settings(max_examples=60)
@given(st.text("字句，", min_size=1, max_size=400), st.data())
def test_a_quotation_holds_the_words_it_is_about(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 60)))
    quoted = quotation(text, Span(0, len(text)), start, end)
    assert len(quoted) <= MAX_QUOTATION
    assert text[start:end] in quoted
