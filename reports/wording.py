"""Data to words: dates, figures, names and the sentence of a finding.

Whatever comes from a page passes :func:`clean` or :func:`short_url` before it stands in a mail. Escaping for HTML is
the template's work.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import unquote

from checks.catalogue import Catalogue, Indicator
from checks.time import SHANGHAI
from checks.vocabulary import LinkOutcome
from reports.terms import LINK_OUTCOMES, Language, term
from reports.week import Week

NAME_LENGTH = 40
TEXT_LENGTH = 160
URL_LENGTH = 90
SENTENCE_LENGTH = 400

UNITS = {"days": "天", "seconds": "秒", "count": "个", "percent": "%"}
"""Measure words for the thresholds of the catalogue, by their name."""

_HTTPS = ":443"
"""The port that a host is shown without."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def clean(text: str, limit: int = TEXT_LENGTH) -> str:
    """One line of at most ``limit`` characters, without control, bidirectional or other invisible characters."""
    shown = (" " if unicodedata.category(one) in _BLANK else one for one in text[: limit * 8] if _is_shown(one))
    line = " ".join("".join(shown).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


_BLANK = frozenset({"Cc", "Zl", "Zp", "Zs"})
_HIDDEN = frozenset({"Cf", "Cs", "Co", "Cn"})


def _is_shown(one: str) -> bool:
    return unicodedata.category(one) not in _HIDDEN


def short_url(url: str, limit: int = URL_LENGTH) -> str:
    """A URL as people read it, on one line, cut in the middle: host and file name are what it is known by."""
    line = clean(_readable(url), max(len(url), 1))
    if len(line) <= limit:
        return line
    tail = limit // 3
    return f"{line[: limit - tail - 1]}…{line[-tail:]}"


def _readable(url: str) -> str:
    """Characters beyond ASCII as such and not as ``%E5%AD%A6``, where they are UTF-8; nothing else is touched."""
    return _ESCAPED.sub(_unescaped, url)


_ESCAPED = re.compile(r"(?:%[89A-F][0-9A-F])+", re.IGNORECASE)


def _unescaped(escaped: re.Match[str]) -> str:
    try:
        return unquote(escaped[0], errors="strict")
    except UnicodeDecodeError:
        return escaped[0]


def is_web(url: str) -> bool:
    """Whether a mail may make a link of it."""
    return url.lower().startswith(("http://", "https://")) and not re.search(r'[\s<>"\x00-\x1f]', url)


# -- days ---------------------------------------------------------------------------------------------------------


def day(value: date, year: int | None = None) -> str:
    """``11月16日``; with the year before it when it is not the ``year`` the reader is in."""
    shown = f"{value.month}月{value.day}日"
    return shown if value.year == year else f"{value.year}年{shown}"


def moment(value: datetime, year: int) -> str:
    """``11月22日 09:14``, in Shanghai."""
    local = value.astimezone(SHANGHAI)
    return f"{day(local.date(), year)} {local:%H:%M}"


def due_day(value: date, year: int) -> str:
    """``11月27日（周五）``."""
    return f"{day(value, year)}（周{'一二三四五六日'[value.weekday()]}）"


def looks(since: datetime, confirmed: datetime | None, year: int) -> tuple[str, str]:
    """When something was first seen, and when a second look saw the same."""
    first = moment(since, year)
    if confirmed is None:
        return (first, "尚未第二次核查")
    if confirmed <= since:
        return (first, "同一轮检查中已复核")
    return (first, moment(confirmed, year))


def period(week: Week) -> str:
    """``第47期（11月16日—22日）``; each end carries what the reader cannot infer from the other."""
    first, last = week.first, week.last
    if first.year != last.year:
        span = f"{day(first)}—{day(last)}"
    elif first.month != last.month:
        span = f"{day(first, first.year)}—{day(last, last.year)}"
    else:
        span = f"{day(first, first.year)}—{last.day}日"
    return f"第{week.number}期（{span}）"


# -- figures ------------------------------------------------------------------------------------------------------


def one_decimal(value: Fraction) -> Decimal:
    """Rounded half up to one decimal, as the bulletins print it: 50/54 of 100 is 92.6."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def percent(part: int, whole: int) -> str:
    """``92.6%``, or a dash when there is nothing to divide by."""
    return f"{one_decimal(Fraction(100 * part, whole))}%" if whole else "—"


def change(points: Fraction) -> str:
    """``↑1.9个百分点``, ``↓0.8个百分点`` or ``持平``."""
    shown = one_decimal(points)
    if not shown:
        return "持平"
    return f"{'↑' if shown > 0 else '↓'}{abs(shown)}个百分点"


def listing(names: Sequence[str], measure: str, limit: int = 5) -> str:
    """``甲、乙、丙``; of a long list its beginning and ``等12家``."""
    shown = "、".join(names[:limit])
    return shown if len(names) <= limit else f"{shown}等{len(names)}{measure}"


def tally(counts: Iterable[tuple[str, int]]) -> str:
    """``未登记数据源19、要求输入验证码3``."""
    return "、".join(f"{name}{count}" for name, count in counts)


# -- findings -----------------------------------------------------------------------------------------------------


def title(indicator: str, catalogue: Catalogue, language: Language = "zh") -> str:
    """What an indicator is called; its id when this catalogue does not know it."""
    entry = catalogue.get(indicator)
    return clean(indicator) if entry is None else getattr(entry.title, language)


def sentence(
    entry: Indicator,
    *,
    url: str,
    about: str,
    outcome: LinkOutcome | None,
    data: Mapping[str, Any],
    year: int,
    language: Language = "zh",
) -> str:
    """The sentence of a finding, from the words of the catalogue and the finding's own figures.

    ``year`` is the one the reader is in: days of other years carry theirs. A figure that the words ask for and the
    finding does not have gives the title instead of a broken sentence.
    """
    if "told" in data:  # entered by a person, in words
        return clean(f"{getattr(entry.title, language)}：{data['told']}（{data.get('source', '')}）", SENTENCE_LENGTH)
    figures = {name: _figure(value, year, language) for name, value in data.items()}
    figures |= {"url": short_url(url), "about": _figure(about.removesuffix(_HTTPS), year, language)}
    if outcome is not None:
        figures["why"] = why(outcome, data.get("status"), language)
    words = entry.sentence_of(str(data.get("case", "")))
    try:
        return clean(getattr(words, language).format_map(figures), SENTENCE_LENGTH)
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        return f"{getattr(entry.title, language)}。" if language == "zh" else f"{getattr(entry.title, language)}."


def why(outcome: LinkOutcome, status: Any = None, language: Language = "zh") -> str:
    """Why a URL does not open, with the status code that was answered where it says more than the outcome."""
    words = term(LINK_OUTCOMES, outcome, language)
    if isinstance(status, int) and 400 <= status <= 599:
        return words.replace("4xx", str(status)).replace("5xx", str(status))
    return words


def _figure(value: Any, year: int, language: Language) -> Any:
    if not isinstance(value, str):
        return value
    if (parts := _DAY.fullmatch(value)) and language == "zh":
        return _day_or_text(parts, year)
    return short_url(value) if is_web(value) else clean(value)


def _day_or_text(parts: re.Match[str], year: int) -> str:
    try:
        return day(date(int(parts[1]), int(parts[2]), int(parts[3])), year)
    except ValueError:
        return parts[0]


def margin(entry: Indicator, data: Mapping[str, Any]) -> str:
    """``16天 / 14天``: the present figure and its limit, or nothing when the finding rests on no figure."""
    for name, threshold in entry.thresholds.items():
        if name in data:
            unit = UNITS.get(name, "")
            return f"{_number(data[name])}{unit} / {_number(data.get('limit', threshold))}{unit}"
    return ""


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else clean(str(value), NAME_LENGTH)


def reach(items: Sequence[tuple[str, bool]]) -> str:
    """What a machine can judge. ``items`` are the official veto items and whether one of our indicators judges it."""
    judged = [name for name, by_machine in items if by_machine]
    share = f"本周自动可查{len(judged)}/{len(items)}项否决指标"
    if not judged:
        return f"{share}，均由人工读网确认"
    named = f"（自动可查：{'、'.join(judged)}）"
    return f"{share}{named}" if len(judged) == len(items) else f"{share}，其余由人工读网确认{named}"
