"""What people write in typed cells → one form: days, spans, numbers, addresses of mail. Pure.

Every reader takes the text of a cell that is not empty and raises :class:`WrongValueError` when it is not what it
should be.
"""

import re
import unicodedata
from datetime import date, timedelta
from functools import cache

EARLIEST = date(1950, 1, 1)
LATEST = date(2199, 12, 31)
"""Days that can stand in a register; spreadsheet programs disagree about days long before."""

MAX_DAYS = 3_660
"""Longest span taken: ten years."""

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?")
_DAY_IN_TEXT = re.compile(_DAY.pattern + r"|(?<!\d)(?:19|20)\d{6}(?!\d)")
_TIME = re.compile(r"[T\s]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")
_DIGITS = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5,6})(?:\.\d+)?")
_SERIAL_ZERO = date(1899, 12, 30)
"""The day that spreadsheet programs count as 0 (1 March 1900 and later)."""

_NUMBERS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2, "十二": 12, "半": 0}
_SPAN = re.compile(
    rf"(每|不超过)?(\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})?个?([^\d\s]*?)(?:以?内)?"
)
_UNITS = {
    **dict.fromkeys(("", "天", "日", "d", "day", "days"), (1, 0)),
    **dict.fromkeys(("周", "星期", "w", "week", "weeks"), (7, 0)),
    **dict.fromkeys(("月", "month", "months"), (0, 1)),
    **dict.fromkeys(("年", "year", "years"), (0, 12)),
}
"""Days and months of a measure word."""

_HALVES = {"月": 15, "年": 6}
_COUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,12}")


class WrongValueError(ValueError):
    """A cell is not what its column holds. ``why`` says what is wrong, ``right`` what to do."""

    def __init__(self, why: str, right: str) -> None:
        super().__init__(f"{why}；{right}")
        self.why = why
        self.right = right


def read_day(text: str) -> date:
    """A day as people and spreadsheet programs write it: 2026-05-01, 2026年5月1日, 20260501, or a serial number."""
    folded = unicodedata.normalize("NFKC", text).strip()
    found = _DAY.match(folded)
    if found and (found.end() == len(folded) or _TIME.fullmatch(folded, found.end())):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if digits := _DIGITS.fullmatch(folded):
        return _day(int(digits[1]), int(digits[2]), int(digits[3]))
    if serial := _SERIAL.fullmatch(folded):
        return _within(_SERIAL_ZERO + timedelta(days=int(serial[1])))
    raise WrongValueError("不是日期", "请按 2026-05-01 的写法填写")


def day_text(text: str) -> str:
    """A day in its one form, ``2026-05-01``."""
    return read_day(text).isoformat()


def moment_text(text: str) -> str:
    """A day, with the time where one is written: ``2026-05-01 09:30``."""
    day = day_text(text)
    time = _TIME.search(unicodedata.normalize("NFKC", text))
    clock = f"{int(time[1]):02}:{time[2]}" if time else "00:00"
    if clock > "23:59" or clock[3:] > "59":
        raise WrongValueError("不是时间", "请按 2026-05-01 09:30 的写法填写")
    return day if clock == "00:00" else f"{day} {clock}"


def days_in(text: str) -> list[str]:
    """The days that stand in a text, each as it is written."""
    return [found[0] for found in _DAY_IN_TEXT.finditer(unicodedata.normalize("NFKC", text))]


def read_days(text: str) -> int:
    """A span in days: ``14天``, ``两周``, ``6个月``, ``半年``, ``14``. Months count with the most days they can have.

    So no limit set in months is ever passed a day too early: six months are 184 days, a year is 366.
    """
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    found = _SPAN.fullmatch(folded)
    days = _span(found[2] or ("一" if found[1] == "每" else ""), found[3]) if found else 0
    if not 1 <= days <= MAX_DAYS:
        raise WrongValueError("不是期限", "请填写天数，或按 2周、6个月、1年 的写法填写")
    return days


def days_text(text: str) -> str:
    """A span in its one form, ``14天``."""
    return f"{read_days(text)}天"


def count_text(text: str) -> str:
    """A number of people or things, in digits."""
    folded = unicodedata.normalize("NFKC", text)
    if not _COUNT.fullmatch(folded):
        raise WrongValueError("不是整数", "请填写数字，如 1200")
    return str(int(folded.replace(",", "")))


def _day(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise WrongValueError("没有这一天", "请按 2026-05-01 的写法填写") from None
    return _within(found)


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise WrongValueError("年份不合理", "请按 2026-05-01 的写法填写")
    return day


def _span(number: str, unit: str) -> int:
    if number == "半":
        return _HALVES.get(unit, 0) if unit != "年" else _longest(_HALVES["年"])
    if not number or unit not in _UNITS:
        return 0
    times = _NUMBERS[number] if number in _NUMBERS else int(number)
    days, months = _UNITS[unit]
    return times * days + (_longest(times * months) if 0 < times * months <= 120 else 0)


@cache
def _longest(months: int) -> int:
    """The most days that so many months can have."""
    firsts = [date(2020 + month // 12, month % 12 + 1, 1) for month in range(48 + months)]
    return max((later - first).days for first, later in zip(firsts, firsts[months:], strict=False))
