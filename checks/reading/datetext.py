"""Days as Chinese pages write them: text to :class:`~datetime.date`, without any thought of what the day means.

Read are 2024-03-05, 2024/3/5 9:07, 2024.03.05, 2024年3月5日, 二〇二四年三月五日, 2024-03-05T09:07:00, with digits of
full width, blanks and long dashes; of months and days alone 03-05, [03-05], 03/05 and 3月5日.
"""

import re
from datetime import date, datetime
from typing import NamedTuple

from checks.time import SHANGHAI

FIRST_YEAR = 1990
LAST_YEAR = 2099

_CLOCK = r"""
    (?: [\sT]* (?P<hour>\d{1,2}) \s?[:：时]\s? (?P<minute>\d\d)
        (?: \s?[:：分]\s?\d\d(?:秒|\.\d+)? )? (?!\d) )?"""
_NUMERIC = re.compile(
    # What stands before is looked at behind the first digit: a search for digits is far faster than one for places.
    r"""(?P<year>[12１２](?<!\d.)(?:(?<=[1１])[9９]|(?<=[2２])[0０])\d\d) \s{0,3} (?:
          年\s{0,3}(?P<m1>\d{1,2})\s{0,3}月\s{0,3}(?P<d1>\d{1,2})(?:\s{0,3}[日号]|(?!\d))
        | (?P<mark>[-/.－—–−‐‑／．])\s?(?P<m2>\d{1,2})\s?(?P=mark)\s?(?P<d2>\d{1,2})(?!\d)(?:\s?日)? )"""
    + _CLOCK,
    re.VERBOSE,
)
_PARTS = ("year", "m1", "d1", "m2", "d2", "hour", "minute")
_HANZI_DIGITS = {hanzi: value for value, hanzi in enumerate("〇一二三四五六七八九")} | {
    "○": 0,
    "零": 0,
    "Ｏ": 0,
    "元": 1,
}
_HANZI = re.compile(
    r"""(?P<year>[一二][〇○零Ｏ九][〇○零Ｏ一二三四五六七八九]{2}) \s?年\s?
        (?P<month>元|[一二三四五六七八九十]{1,2}) \s?月\s? (?P<day>[一二三四五六七八九十廿]{1,3}) \s?日?""",
    re.VERBOSE,
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_SHORT_YEAR = re.compile(r"(\d(?<![\d.-].)\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d.-])")
_SHORT_ONLY = re.compile(r"[\[(（［【〔]?\s?(\d\d)([-/.])(\d\d)\2(\d\d)\s?[\])）］】〕]?")
_MONTH_DAY = re.compile(
    r"""[\[(（［【〔]?\s?
        (?: (\d\d)[-/.－—–／．](\d\d) | (?<=[\[［])(\d{1,2})[-/](\d{1,2}) | (\d{1,2})\s?月\s?(\d{1,2})\s?[日号] )
        \s?[\])）］】〕]?""",
    re.VERBOSE,
)
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?月?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s?日?\s?((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?月?")

_AGO = re.compile(
    r"""[\[(（]?\s?(?: (?P<word>刚刚|今天|今日|昨天|昨日|前天)
        | (?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)
          \s? 个? \s? (?P<unit>分钟|小时|天|日|周|星期) (?:之|以)?前 )
        (?: \s{0,2} (?P<hour>\d{1,2})[:：](?P<minute>\d\d)(?:[:：]\d\d)? )? \s?[\])）]?""",
    re.VERBOSE,
)
_DAYS_AGO = {"刚刚": 0, "今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_UNIT_DAYS = {"分钟": 0.0, "小时": 1 / 24, "天": 1.0, "日": 1.0, "周": 7.0, "星期": 7.0}
_MAX_AGO, _MAX_WORD = 24, 6

_MARKS = "-/.月年－—–−‐‑／．"
_BEHIND_DIGIT = r"(?:(?<=\d.)|(?<=\d\s.)|(?<=\d\s\s.)|(?<=\d\s\s\s.))"
_HINT = re.compile(f"[{_MARKS}](?:{_BEHIND_DIGIT}|(?<=月)(?=[一二三四五六七八九十]))")
ANY_DAY = re.compile(
    rf"""[{_MARKS}刚今昨前](?: {_BEHIND_DIGIT}(?=\s{{0,3}}\d) | (?<=月)(?=\s?[一二三四五六七八九十廿])
        | (?<=刚)(?=刚) | (?<=[今昨])(?=[天日]) | (?<=前)(?=天) | (?<=[钟时天日周期之以]前) )""",
    re.VERBOSE,
)
"""What stands in every text that says a day in any of these ways. One search spares the others for most of a page."""


class Ago(NamedTuple):
    """A day told from the day of the visit: how many days before it at least, and the time if one is given.

    ``label`` is what stands before it and a colon. ``is_sure``: no later and no earlier day can be meant; hours ago may
    have been on the day before.
    """

    days: int
    time: str
    label: str
    is_sure: bool


class DayText(NamedTuple):
    """A day found in a text: where it stands there, the text itself, and the time of day as ``HH:MM`` if one is given.

    Midnight is what systems write that know no time, so it is none.
    """

    day: date
    start: int
    end: int
    raw: str
    time: str


def may_hold_day(text: str) -> bool:
    """Whether a closer look for a day is worth while."""
    if text.isalpha() and "年" not in text:
        return len(text) <= _MAX_WORD and ago(text) is not None
    # One mark after the other is looked for, since that is ten times faster than any pattern for all of them.
    if "-" in text or "月" in text or "/" in text or "." in text or "年" in text or "－" in text or "—" in text:
        return _HINT.search(text) is not None
    return len(text) <= _MAX_AGO and ago(text) is not None


def find_days(text: str) -> list[DayText]:
    """The full days written in a text, in their order."""
    found = [day for match in _NUMERIC.finditer(text) for day in [_of_digits(match)] if day]
    if "年" in text:
        found += [day for match in _HANZI.finditer(text) for day in [_of_hanzi(match)] if day]
        found.sort(key=lambda day: day.start)
    return found


def one_day(text: str) -> DayText | None:
    """The first full day in a value that is known to hold a date; 20240305 is one there."""
    found = _instant(text) or next(iter(find_days(text)), None)
    if found:
        return found
    match = _COMPACT.search(text)
    return day_text(match, *match.groups()) if match else None


def short_day(text: str) -> DayText | None:
    """The day in a text behind a label like 发布时间, where 18-03-08 means 2018."""
    match = _SHORT_YEAR.search(text)
    return day_text(match, "20" + match[1], match[3], match[4]) if match else None


def month_day(text: str) -> tuple[int, int] | None:
    """Month and day when a text says just these."""
    match = _MONTH_DAY.fullmatch(text.strip())
    if not match:
        return None
    month, day = map(int, filter(None, match.groups()))
    return (month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def ago(text: str) -> Ago | None:
    """What a text means that says how long ago a day was, behind a label or not: 三天前, 发布时间：昨天 12:30."""
    if not ("前" in text or "天" in text or "日" in text or "刚" in text):
        return None
    own = text.strip().replace("：", ":")
    label, colon, said = own.partition(":")
    match = _AGO.fullmatch(own) or (_AGO.fullmatch(said) if colon else None)
    if match is None:
        return None
    before = "" if match.string is own else label
    clock = f"{int(match['hour']):02}:{match['minute']}" if match["hour"] and int(match["hour"]) < 24 else ""
    if match["word"]:
        return Ago(_DAYS_AGO[match["word"]], clock, before, is_sure=True)
    count = 0.5 if match["number"] == "半" else _count(match["number"])
    days = count * _UNIT_DAYS[match["unit"]]
    return Ago(int(days), clock, before, is_sure=match["unit"] not in {"小时", "分钟"})


def short_triple(text: str) -> tuple[int, int, int] | None:
    """The three numbers of two digits that a text is, as in [24/03/05]; it cannot say which is the year."""
    match = _SHORT_ONLY.fullmatch(text.strip())
    return (int(match[1]), int(match[3]), int(match[4])) if match else None


def latest(month: int, day: int, seen: date) -> date | None:
    """The latest day of that month and day not after ``seen``; None when there is none within eight years."""
    candidates = (day_of(year, month, day) for year in range(seen.year, seen.year - 9, -1))
    return next((candidate for candidate in candidates if candidate and candidate <= seen), None)


def day_of(year: str | int, month: str | int, day: str | int) -> date | None:
    """The day, None when the calendar has none such or the year is out of the question."""
    number = int(year)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def joined_day(text: str) -> DayText | None:
    """The day in a text put together of pieces, where the number of the day may stand before year and month."""
    found = find_days("".join(text.split()))
    if found:
        return found[0]
    match = _DAY_FIRST.fullmatch(text)
    return day_text(match, match[2], match[3], match[1]) if match else None


def is_year_month(text: str) -> bool:
    """Whether a text says a year and a month and no more."""
    return _YEAR_MONTH.fullmatch(text) is not None


def _of_digits(match: re.Match[str]) -> DayText | None:
    year, month, day, other_month, other_day, hour, minute = match.group(*_PARTS)
    clock = f"{int(hour):02}:{int(minute):02}" if hour and int(hour) < 24 and int(minute) < 60 else ""
    return day_text(match, year, month or other_month, day or other_day, clock)


def day_text(match: re.Match[str], year: str, month: str, day: str, clock: str = "") -> DayText | None:
    """What was matched, as the day of these numbers; None when the calendar has none such."""
    value = day_of(year, month, day)
    if value is None:
        return None
    return DayText(value, *match.span(), match[0], "" if clock == "00:00" else clock)


def _instant(text: str) -> DayText | None:
    """An ISO instant with its offset, as the day that it was in Shanghai."""
    value = text.strip()
    if "T" not in value:
        return None
    try:
        instant = datetime.fromisoformat(value)
        local = instant.astimezone(SHANGHAI) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None
    if local is None or day_of(local.year, local.month, local.day) is None:
        return None
    return DayText(local.date(), 0, len(text), value, f"{local:%H:%M}".replace("00:00", ""))


def _of_hanzi(match: re.Match[str]) -> DayText | None:
    year = "".join(str(_HANZI_DIGITS[hanzi]) for hanzi in match["year"])
    value = day_of(year, _number(match["month"]), _number(match["day"]))
    return DayText(value, match.start(), match.end(), match.group(), "") if value else None


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else _number(text.replace("两", "二"))


def _number(hanzi: str) -> int:
    """The value of 三, 十一, 二十, 三十一, 廿五; 0 for what is no number."""
    tens, ten, ones = hanzi.replace("廿", "二十").partition("十")
    if not ten:
        return _HANZI_DIGITS.get(hanzi, 0)
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return 0
    return 10 * (_HANZI_DIGITS[tens] if tens else 1) + (_HANZI_DIGITS[ones] if ones else 0)
