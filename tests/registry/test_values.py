from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.sheets.values import (
    EARLIEST,
    LATEST,
    WrongValueError,
    count_text,
    day_text,
    days_in,
    days_text,
    moment_text,
    read_day,
    read_days,
)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-05-01", "2026-5-1", "2026/5/1", "2026.05.01", "2026年5月1日", "2026 年 5 月 1 日", "20260501"),
        *(
            "２０２６－０５－０１",
            "46143",
            "46143.5",
            "2026-05-01 12:30",
            "2026-05-01T00:00:00",
            "2026年5月1日 9:05:30.5",
        ),
    ],
)
def test_the_ways_to_write_a_day(text: str) -> None:
    assert day_text(text) == "2026-05-01"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *(("5月1日", "不是日期"), ("2026-05", "不是日期"), ("长期", "不是日期"), ("2026-05-01 前", "不是日期")),
        *(
            ("2026-02-30", "没有这一天"),
            ("2026-13-01", "没有这一天"),
            ("1900-01-01", "年份不合理"),
            ("17000", "年份不合理"),
            ("202605", "年份不合理"),
        ),
    ],
)
def test_what_is_no_day(text: str, why: str) -> None:
    with pytest.raises(WrongValueError) as wrong:
        day_text(text)
    assert (wrong.value.why, wrong.value.right) == (why, "请按 2026-05-01 的写法填写")


@given(st.dates(EARLIEST, LATEST))
def test_every_day_comes_back_from_its_one_form_and_from_its_serial_number(day: date) -> None:
    assert read_day(day.isoformat()) == day
    assert read_day(str((day - date(1899, 12, 30)).days)) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [("2026-05-01 9:05", "2026-05-01 09:05"), ("2026/5/1 00:00:00", "2026-05-01"), ("2026-05-01", "2026-05-01")],
)
def test_a_moment_keeps_its_time(text: str, moment: str) -> None:
    assert moment_text(text) == moment


def test_what_is_no_time_of_day() -> None:
    with pytest.raises(WrongValueError, match="不是时间"):
        moment_text("2026-05-01 25:00")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(
            ("14", 14),
            ("14天", 14),
            ("１４ 日", 14),
            ("两周", 14),
            ("2周", 14),
            ("每周", 7),
            ("每2周", 14),
            ("一星期", 7),
        ),
        *(
            ("半月", 15),
            ("1个月", 31),
            ("六个月", 184),
            ("6个月内", 184),
            ("半年", 184),
            ("一年", 366),
            ("2 weeks", 14),
        ),
        ("10年", 3653),
    ],
)
def test_spans_in_days_of_the_longest_months(text: str, days: int) -> None:
    assert read_days(text) == days
    assert read_days(days_text(text)) == days


@pytest.mark.parametrize("text", ["", "0", "经常", "周", "-3天", "11年", "1.5年", "半天", "9999"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(WrongValueError, match="不是期限；请填写天数"):
        read_days(text)


@pytest.mark.parametrize(("text", "count"), [("0", "0"), ("0012", "12"), ("12,000", "12000"), ("１２", "12")])
def test_counts(text: str, count: str) -> None:
    assert count_text(text) == count


@pytest.mark.parametrize("text", ["约5000", "35%", "1.5", "-1", "1,2", "9" * 13])
def test_what_is_no_count(text: str) -> None:
    with pytest.raises(WrongValueError, match="不是整数"):
        count_text(text)


def test_the_days_in_a_text() -> None:
    assert days_in("王主任2026年5月1日核定，20260601复核，电话13800138000") == ["2026年5月1日", "20260601"]


@given(st.text("0123456789-/.年月日周个半两一二六天 :", max_size=14))
def test_any_text_is_read_or_told_to_be_wrong(text: str) -> None:
    for reader in (day_text, moment_text, days_text, count_text):
        try:
            assert reader(reader(text)) == reader(text)
        except WrongValueError as wrong:
            assert wrong.why
            assert wrong.right
