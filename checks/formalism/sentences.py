"""Text to sentences: folded so that cues match it, cut where sentences end, with what is quoted in it marked."""

import re
from bisect import bisect_right
from functools import cached_property
from string import ascii_letters, ascii_uppercase, digits
from typing import NamedTuple

from checks.cues import STOPS

MAX_QUOTATION = 120
"""Characters of a quotation."""

MAX_SENTENCE = 400
"""Characters of a sentence; a longer one is cut, so that the time to decide it stays small."""

_TRADITIONAL = (
    "個員單導屬層帶應戶報學實對廣強後總戰據捲數時會業樣機歡號讓貴評請調計訂讀負贊轉轄進達選鄉開關須領題願點黨務動勵區參發問啟團國圖將優體來隻註錄鎮鏈長門閱頻頁為爭獎資訊統給絡線組維緊約"
    "級紅續結經與舉現標權條極榮絕職聯積網羣見規詢認證議識變賽過遲錢銷離響項預幹當臺萬專東屆書氣醫購買檢覈織師縣處爲寶讚載裝視備則製確競習簽獲談話責決繳費掛辦產啓僅堅準擊掃碼別減擔無盡眾"
)
_SIMPLIFIED = (
    "个员单导属层带应户报学实对广强后总战据卷数时会业样机欢号让贵评请调计订读负赞转辖进达选乡开关须领题愿点党务动励区参发问启团国图将优体来只注录镇链长门阅频页为争奖资讯统给络线组维紧约"
    "级红续结经与举现标权条极荣绝职联积网群见规询认证议识变赛过迟钱销离响项预干当台万专东届书气医购买检核织师县处为宝赞载装视备则制确竞习签获谈话责决缴费挂办产启仅坚准击扫码别减担无尽众"
)
"""The characters of cues that are written otherwise where a page was put into traditional characters."""

_WIDE = 0xFEE0
"""What lies between a full-width sign and its half-width one."""

_FOLDED = (
    str.maketrans(_TRADITIONAL, _SIMPLIFIED)
    | {ord(letter) + _WIDE: letter.lower() for letter in ascii_letters + digits + "%+/()"}
    | {ord(letter): letter.lower() for letter in ascii_uppercase}
    | {0x3000: " ", 0xA0: " "}
)
_FOLDED_SIGNS = {chr(code): chr(sign) if isinstance(sign, int) else sign for code, sign in _FOLDED.items()}
_TO_FOLD = re.compile(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")
_SENTENCE = re.compile(rf"[^{STOPS}]{{1,{MAX_SENTENCE}}}[{STOPS}]*")
_QUOTED = re.compile(r"“([^“”\n]{1,300})”|「([^「」\n]{1,300})」")
_TITLE = re.compile(r"《[^《》\n]{1,100}》")
_MAX_NAME = 20
_NAME = re.compile(rf"[“「『\"][^“”「」『』\"，,。；;！!？?\n]{{1,{_MAX_NAME - 2}}}[”」』\"]")
_SPOKEN = re.compile(r"[，,。！？!?；;]")
_MIN_SPEECH = 8


class Span(NamedTuple):
    """A stretch of a text, from ``start`` up to ``end``."""

    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        """Whether another stretch lies in it."""
        return self.start <= start and end <= self.end


def fold(text: str) -> str:
    """The text as cues are written: simplified characters, half-width digits, small letters. As long as it was."""
    # Nearly all texts are written so already, and looking for what is not costs a tenth of translating them.
    return _TO_FOLD.sub(lambda found: _FOLDED_SIGNS[found[0]], text)


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order, each with what ends it. A line always ends one."""
    return [Span(match.start(), match.end()) for match in _SENTENCE.finditer(text) if not match.group().isspace()]


class Sentences:
    """The sentences of a text, as :func:`sentences` cuts them, each found where it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def at(self, place: int) -> Span | None:
        """The sentence that a place stands in, or the last one before it."""
        text, inside = self._text, place
        while inside >= 0 and text[inside] in STOPS:
            inside -= 1
        if inside < 0:
            return None
        low = max(0, inside - MAX_SENTENCE)
        start = 1 + max([text.rfind(stop, low, inside) for stop in STOPS])
        if start or inside < MAX_SENTENCE:
            found = self._from(start)
            if found is not None and not self._is_blank(found):
                return found
        number = bisect_right(self._every, place, key=_start_of) - 1  # a long line, or one of spaces: seldom
        return self._every[number] if number >= 0 else None

    def before(self, sentence: Span) -> Span | None:
        """The sentence in front of another."""
        return self.at(sentence.start - 1)

    def after(self, sentence: Span) -> Span | None:
        """The sentence behind another."""
        found = self._from(sentence.end)
        while found is not None and self._is_blank(found):
            found = self._from(found.end)
        return found

    @cached_property
    def _every(self) -> list[Span]:
        return sentences(self._text)

    def _from(self, start: int) -> Span | None:
        found = _SENTENCE.match(self._text, start)
        return Span(start, found.end()) if found else None

    def _is_blank(self, sentence: Span) -> bool:
        start, end = sentence
        return self._text[start].isspace() and self._text[start:end].isspace()


def _start_of(sentence: Span) -> int:
    return sentence.start


def speech(text: str) -> list[Span]:
    """What is quoted as somebody's words, in order: in quotation marks, longer than a name, with punctuation in it."""
    spans = (Span(match.start(), match.end()) for match in _QUOTED.finditer(text))
    return [one for one in spans if one.end - one.start > _MIN_SPEECH and _SPOKEN.search(text, one.start, one.end)]


def quoted_names(text: str, start: int, end: int) -> list[Span]:
    """The names in quotation marks in a stretch of a text: short, and without punctuation."""
    return [
        Span(match.start(), match.end()) for match in _NAME.finditer(text, max(0, start - _MAX_NAME), end + _MAX_NAME)
    ]


def titles(text: str, sentence: Span) -> list[Span]:
    """The titles of documents named in a sentence: 《…》."""
    return [Span(match.start(), match.end()) for match in _TITLE.finditer(text, sentence.start, sentence.end)]


def quotation(text: str, sentence: Span, start: int, end: int) -> str:
    """A sentence in one line of at most :data:`MAX_QUOTATION` characters; of a long one the part around a stretch."""
    whole = _line(text[sentence.start : sentence.end])
    if len(whole) <= MAX_QUOTATION:
        return whole
    room = max(0, MAX_QUOTATION - 2 - (end - start))
    left = max(sentence.start, start - room // 2)
    right = min(sentence.end, left + MAX_QUOTATION - 2)
    left = max(sentence.start, right - MAX_QUOTATION + 2)
    shown = _line(text[left:right])
    return f"{'…' if left > sentence.start else ''}{shown}{'…' if right < sentence.end else ''}"


def _line(text: str) -> str:
    return " ".join(text.split())
