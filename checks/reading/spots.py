"""Where days stand in a page, and what stands around them. What they mean is for the other readers of dates."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from checks.reading.datetext import Ago, DayText, joined_day
from checks.reading.daytexts import MAX_TEXT, PUBLISHED, Said, saying, squeezed
from checks.reading.dom import SILENT, Element, Tree

MAX_SPOTS = 2_000
"""Texts with days that are looked at in one page."""

CLIMB = 7
"""Elements around a day that are looked at."""

_CONTEXT = 40
_PIECES = 20
_NEIGHBOURS = 3
_MAX_CLAIM = 10
_SURE, _UNSURE = 0.9, 0.7
_OPENING = ("[", "(", "（", "【", "〔")
_BRACKETS = "[]()【】〔〕|"

_LABEL_WORD = re.compile(r"[\[(]?\w{0,4}(?:时间|日期)[\])]?")
_TIME = re.compile(r"(?<![一-鿿])(?:时间|日期):$")
_NOT_PUBLISHED = re.compile(
    r"(?:截止|截至|结束|到期|有效|失效|废止|实施|施行|生效|执行|成文|印发|发文|签发|制发|制定|生成|更新|修改|修订|访问"
    r"|当前|今天|今日|现在|系统|服务器|开始|起止|报名|申请|召开|举办|举行|活动|会议|征集|征求|出生|成立|开标|投标|开庭"
    r"|批准|通过|打印|查询|统计|采集|考试|培训|公示|竣工|开工|合同|登记|注册|截图|版权|[Cc]opyright|©)[^\d]{0,6}$"
    r"|[自从至到于]$"
)
_NOT_A_DAY = re.compile(r"(?:至|到|[-~—]\d|起|止|前|后|星期|周[一二三四五六日天]|农历)")
_SENTENCE = re.compile(r"[，。；！？]")
_CREDITS = re.compile(
    r"来源|稿源|作者|编辑|责编|字号|字体|浏览|点击|阅读|访问|评论|打印|分享|发布机构|发布单位|信息员|供稿|撰稿|审核"
)


@dataclass(slots=True)
class Spot:
    """A day in a page. ``day`` is None when only ``month_day`` is written, or three numbers of
    which the page must show which is the year (``short``). ``sure``: below 1 for a day told from the day of the visit,
    like 昨天. ``node`` is the text it stands in,
    ``number`` the place of that among the texts of the page, ``beside`` what else it says, without blanks.

    ``labelled``: what stands before it says that something was published then. ``refused``: what stands around it says
    that it is something else, like the end of a period or the time of the visit. ``rest`` is how much else stands in
    its text, much for a sentence; ``edge`` whether the day is written in digits at the start or the end of it.
    """

    day: date | None
    month_day: tuple[int, int] | None
    raw: str
    time: str
    node: object
    number: int
    labelled: bool = False
    refused: bool = False
    rest: int = 0
    edge: bool = False
    beside: str = ""
    sure: float = 1.0
    short: tuple[int, int, int] | None = None


class Spots:
    """The days that stand in short texts of a page. At most :data:`MAX_SPOTS` texts are looked at.

    ``seen`` is the day the page was seen, in Shanghai: without it nobody knows what 昨天 means.
    """

    __slots__ = ("_around", "_credits", "_seen", "_texts", "_tree", "found")

    def __init__(self, tree: Tree, seen: date | None = None) -> None:
        self._tree = tree
        self._seen = seen
        self._texts = tree.texts()
        self._around: dict[int, list[Element]] = {}
        self._credits: dict[int, bool] = {}
        self.found: list[Spot] = []
        looked_at = 0
        for number, said in saying(self._texts):
            text, node = self._texts[number]
            if _is_said(tree, node):
                self.found += self._spots_in(said, text.strip(), node, number)
                looked_at += 1
                if looked_at >= MAX_SPOTS:
                    break

    def around(self, spot: Spot) -> list[Element]:
        """The nearest :data:`CLIMB` elements around a day, from the inside out."""
        if spot.number not in self._around:
            self._around[spot.number] = self._tree.around(spot.node, CLIMB)
        return self._around[spot.number]

    def has_credits(self, spot: Spot) -> bool:
        """Whether a day stands beside the source, the author or the counter of visits, or behind a bare 时间."""
        if id(spot) not in self._credits:
            self._credits[id(spot)] = self._has_credits(spot)
        return self._credits[id(spot)]

    def _has_credits(self, spot: Spot) -> bool:
        if _CREDITS.search(spot.beside) or (spot.edge and _TIME.search(spot.beside or self._label_before(spot.number))):
            return True
        following = self._texts[spot.number + 1 : spot.number + 1 + _NEIGHBOURS]
        said = [text for text, node in following if _is_said(self._tree, node)][:2]
        return _CREDITS.search("".join([squeezed(text[:_CONTEXT]) for text in said])) is not None

    def _spots_in(self, said: Said, text: str, node: object, number: int) -> list[Spot]:
        if said.days:
            return [self._in_context(day, text, node, number) for day in said.days]
        if said.month_day:
            return [Spot(None, said.month_day, text, "", node, number, labelled=said.is_stated)]
        if said.is_year_month:
            day = _split_day(self._tree, node)
            return [Spot(day.day, None, day.raw, day.time, node, number)] if day else []
        if said.ago:
            return self._relative(said.ago, text, node, number)
        spot = self._in_context(said.short, text, node, number) if said.short else None
        if spot and spot.labelled:
            return [spot]
        return [Spot(None, None, text, "", node, number, short=said.triple)] if said.triple else []

    def _relative(self, relative: Ago, text: str, node: object, number: int) -> list[Spot]:
        if self._seen is None:
            return []
        label = f"{squeezed(relative.label)}:" if relative.label else self._label_before(number)
        day = self._seen - timedelta(days=relative.days)
        sure = _SURE if relative.is_sure else _UNSURE
        spot = Spot(day, None, text, relative.time, node, number, sure=sure)
        spot.labelled = PUBLISHED.search(label) is not None
        spot.refused = bool(label) and not spot.labelled
        return [spot]

    def _in_context(self, day: DayText, text: str, node: object, number: int) -> Spot:
        spot = Spot(day.day, None, day.raw.strip(), day.time, node, number)
        own, behind = squeezed(text[: day.start]), squeezed(text[day.end :])
        label = own or self._label_before(number)
        if label:
            spot.labelled = PUBLISHED.search(label) is not None
            spot.refused = not spot.labelled and _NOT_PUBLISHED.search(_claim(label)) is not None
        if behind and not spot.labelled and _NOT_A_DAY.match(behind):
            spot.refused = True
        spot.beside = own + behind
        spot.rest = MAX_TEXT if _SENTENCE.search(spot.beside) else len(spot.beside)
        in_digits = "年" not in day.raw and day.raw[:4].isdecimal()
        spot.edge = in_digits and not (own.strip(_BRACKETS) and behind.strip(_BRACKETS))
        return spot

    def _label_before(self, number: int) -> str:
        """The text before, if it is a label: it ends with a colon or says nothing but what time is meant."""
        for text, node in reversed(self._texts[max(0, number - _NEIGHBOURS) : number]):
            end = text[-_CONTEXT:].rstrip()
            if _is_said(self._tree, node):
                label = squeezed(end) if end.endswith((":", "：")) or len(text) <= _CONTEXT else ""
                return label if label.endswith(":") or _LABEL_WORD.fullmatch(label) else ""
        return ""


def _split_day(tree: Tree, node: object) -> DayText | None:
    """The day whose year and month stand in one element and whose number stands in the next."""
    around = tree.parent(node)
    for _ in range(3):
        text = tree.beginning(around, _CONTEXT) if around is not None else ""
        day = joined_day(text) if len(text) < _PIECES else None
        if day or around is None:
            return day
        around = tree.parent(around)
    return None


def _claim(label: str) -> str:
    """What stands before a day as far as it can say what the day is: a long text without a colon is a title."""
    if label.endswith(_OPENING):
        return ""
    return label if label.endswith(":") or len(label) <= _MAX_CLAIM else label[-1]


def _is_said(tree: Tree, node: object) -> bool:
    parent = tree.parent(node)
    return parent is not None and parent.tag not in SILENT
