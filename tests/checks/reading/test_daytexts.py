from hypothesis import given, settings
from hypothesis import strategies as st

from checks.reading import daytexts
from checks.reading.datetext import ANY_DAY
from checks.reading.daytexts import said_in, saying

_SIGNS = "0123456789二十〇廿前今昨刚天日月年-/.－—： \n\t"
_WORDS = "2024 20 ２０２４ 24-03-05 [03-05] 3月5日 发布时间 昨天 三天前 半小时前 12:30 云溪 二〇二四年三月五日 星期 之"
PIECES = st.sampled_from([*_SIGNS, *_WORDS.split()])
TEXTS = st.lists(PIECES, max_size=8).map("".join)


@given(TEXTS)
@settings(max_examples=500)
def test_no_text_that_says_a_day_is_passed_over_by_the_first_search(text: str) -> None:
    if said_in(text.strip()) is not None:
        assert ANY_DAY.search(text), text


@given(st.lists(TEXTS, max_size=6))
def test_a_text_says_the_same_on_the_next_page(texts: list[str]) -> None:
    expected = [(number, said) for number, text in enumerate(texts) if (said := said_in(text.strip())) is not None]
    for _ in range(2):
        assert saying([(text, None) for text in texts]) == expected


def test_texts_without_days_are_not_remembered_without_end() -> None:
    for number in range(5):
        saying([(f"第{number}版{place}云溪", None) for place in range(4_000)])
    assert len(daytexts._SILENT) <= daytexts._REMEMBERED + 4_000


def test_a_number_before_a_mark_alone_is_no_day() -> None:
    texts = ["2.单位破产。", "第18版", "按1.5倍计", " 2024-03-05\n", "目前已经"]
    assert saying([(text, None) for text in texts]) == [(3, said_in("2024-03-05"))]
