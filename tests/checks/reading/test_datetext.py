from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.reading.datetext import (
    ago,
    find_days,
    is_year_month,
    joined_day,
    latest,
    may_hold_day,
    month_day,
    one_day,
    short_day,
)
from checks.reading.dayurls import day_in_url, day_text_in_url, month_in_url

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-03-05", ""),
        ("2024-3-5", ""),
        ("[2024-03-05]", ""),
        ("2024/3/5 9:07", "09:07"),
        ("2024.03.05", ""),
        ("2024年3月5日", ""),
        ("2024年03月05日 10:30", "10:30"),
        ("2024年3月5日09时07分", "09:07"),
        ("2024 年 3 月 5 日", ""),
        ("2024年3月5号", ""),
        ("2024\u00a0年3月5日", ""),
        ("２０２４年３月５日　０９：０７", "09:07"),
        ("２０２４－０３－０５", ""),
        ("2024—03—05 10:20", "10:20"),
        ("2024-03-05T09:07:11+08:00", "09:07"),
        ("2024-03-05 09:07:11.0", "09:07"),
        ("二〇二四年三月五日", ""),
        ("二○二四年三月五日", ""),
        ("发布时间：2024-03-05来源：宜春日报", ""),
        ("2024-03-05 00:00:00", ""),
        ("2024年03月05日08:18", "08:18"),
    ],
)
def test_days_as_pages_write_them(text: str, time: str) -> None:
    assert may_hold_day(text)
    (found,) = find_days(text)
    assert (found.day, found.time) == (DAY, time)
    assert text[found.start : found.end] == found.raw


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇一二年十二月三十一日", date(2012, 12, 31)),
        ("二〇二〇年元月廿五日", date(2020, 1, 25)),
        ("一九九九年十月二十日", date(1999, 10, 20)),
        ("二零一一年十一月十一日", date(2011, 11, 11)),
    ],
)
def test_days_in_chinese_numerals(text: str, day: date) -> None:
    assert [found.day for found in find_days(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2024-13-01",
        "2024年3月",
        "1024-03-05",
        "12024-03-05",
        "2024-03-055",
        "2024-03/05",
        "1997-2015",
        "二十三日",
        "192.168.1.10",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert find_days(text) == []


def test_several_days_come_in_their_order() -> None:
    days = [found.day for found in find_days("二〇二四年三月五日发布，2024-03-06印发，2024年3月7日施行")]
    assert days == [DAY, date(2024, 3, 6), date(2024, 3, 7)]


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("20240305", DAY, ""),
        ("2024-03-05 08:00", DAY, "08:00"),
        ("2024-03-04T20:30:00Z", DAY, "04:30"),
        ("2024-03-05T00:10:00+08:00", DAY, "00:10"),
        ("2007-08-20-23:59:59", date(2007, 8, 20), ""),
    ],
)
def test_values_known_to_hold_a_day(text: str, day: date, time: str) -> None:
    found = one_day(text)
    assert found is not None
    assert (found.day, found.time) == (day, time)


def test_values_without_a_day() -> None:
    assert one_day("") is None
    assert one_day("9999-12-31T23:59:59-12:00") is None


def test_two_digits_of_a_year() -> None:
    found = short_day("发布时间：18-03-08")
    assert found is not None
    assert found.day == date(2018, 3, 8)
    assert short_day("0795-3270639") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03-05", (3, 5)),
        (" [03-05] ", (3, 5)),
        ("（03/05）", (3, 5)),
        ("[3-5]", (3, 5)),
        ("3月5日", (3, 5)),
        ("03.05", (3, 5)),
        ("０３－０５", (3, 5)),
        ("【12月 31 日】", (12, 31)),
        ("3-5", None),
        ("13-01", None),
        ("03-05 更多", None),
        ("1.5", None),
        ("0795-3270639", None),
    ],
)
def test_months_and_days_alone(text: str, expected: tuple[int, int] | None) -> None:
    assert month_day(text) == expected


def test_pieces_are_joined() -> None:
    assert is_year_month("2024年06月")
    assert not is_year_month("2024年06月28日")
    for text in ("2024年06月 28 日", "28 2024-06", "28日 2024.06"):
        found = joined_day(text)
        assert found is not None
        assert found.day == date(2024, 6, 28)
    assert joined_day("2024年06月") is None


@pytest.mark.parametrize(
    ("month", "day", "seen", "expected"),
    [
        (3, 5, date(2024, 3, 5), date(2024, 3, 5)),
        (3, 6, date(2024, 3, 5), date(2023, 3, 6)),
        (12, 31, date(2024, 1, 1), date(2023, 12, 31)),
        (2, 29, date(2023, 6, 1), date(2020, 2, 29)),
        (2, 30, date(2024, 6, 1), None),
    ],
)
def test_the_latest_such_day(month: int, day: int, seen: date, expected: date | None) -> None:
    assert latest(month, day, seen) == expected


@pytest.mark.parametrize(
    ("path", "day", "month"),
    [
        ("/zwgk/202403/t20240305_123.html", DAY, (2024, 3)),
        ("/202403/05/c1.html", DAY, (2024, 3)),
        ("/art/2024/3/5/art_1.html", DAY, None),
        ("/2024-03/05/content_1.htm", DAY, (2024, 3)),
        ("/n1/2024/0305/c1-2.html", DAY, None),
        ("/20240305/1.html", DAY, None),
        ("/zwgk/202403/1.html", None, (2024, 3)),
        ("/2024/11/a.html", None, (2024, 11)),
        ("/a.html?d=/2024/03/05/", None, None),
        ("/202413/t20241399_1.html", None, None),
        ("/9010.jhtml", None, None),
    ],
)
def test_days_in_addresses(path: str, day: date | None, month: tuple[int, int] | None) -> None:
    found = day_text_in_url("http://a.gov.cn" + path)
    assert day_in_url("http://a.gov.cn" + path) == (found.day if found else None) == day
    assert month_in_url("http://a.gov.cn" + path) == month


@settings(max_examples=200)
@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]),
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    assert [found.day for found in find_days(f"时间 {day.strftime(form)} 来源")] == [day]


def test_a_number_with_two_tens_is_no_day() -> None:
    assert (
        find_days("二〇二四年三月三十十日")
        == find_days("二〇二四年十十月五日")
        == find_days("二〇二四年三月廿十日")
        == []
    )


@settings(max_examples=200)
@given(st.text(alphabet="0123456789-/.:年月日〇二三十 T[]", max_size=40), st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_no_text_makes_it_fail(text: str, seen: date) -> None:
    found = [*find_days(text), one_day(text), short_day(text), joined_day(text), day_text_in_url(text)]
    assert all(day is None or date(1990, 1, 1) <= day.day <= date(2099, 12, 31) for day in found)
    parts = month_day(text)
    day = latest(*parts, seen) if parts else None
    assert day is None or seen - timedelta(days=366 * 9) < day <= seen


@pytest.mark.parametrize(
    ("text", "days", "sure"),
    [
        ("昨天", 1, True),
        ("[前天]", 2, True),
        ("三天前", 3, True),
        ("3天前", 3, True),
        ("两周前", 14, True),
        ("2小时前", 0, False),
        ("昨天 12:30", 1, True),
        ("发布时间：昨天", 1, True),
        ("刚刚", 0, True),
    ],
)
def test_days_told_from_the_day_of_the_visit(text: str, days: int, sure: bool) -> None:  # a table
    found = ago(text)
    assert found is not None
    assert (found.days, found.is_sure) == (days, sure)


@pytest.mark.parametrize("text", ["天天", "1个月前", "三天前召开了会议", "前", "昨天的会议", "", "日前"])
def test_other_words_tell_no_day(text: str) -> None:
    assert ago(text) is None
