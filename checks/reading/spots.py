"""Where days stand in a page, and what stands around them. What they mean is for the other readers of dates."""

import re
from dataclasses import dataclass
from datetime import date

from checks.reading.datetext import DayText, find_days, may_hold_day, month_day, plain, short_day
from checks.reading.dom import SILENT, Element, Flow, Tree

MAX_SPOTS = 2_000
"""Days looked at in one page."""

_MAX_SOURCE = 1_000
_MAX_TEXT = 200
_BRACKETS = "[]()【】〔〕|"
_CONTEXT = 40

_YEAR_MONTH = re.compile(r"(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?月?")
_DAY_FIRST = re.compile(r"(\d{1,2}) ?日? ?((?:19|20)\d\d) ?[-/.年] ?(\d{1,2}) ?月?")
_LABEL_WORD = re.compile(r"[\[(]?\w{0,4}(?:时间|日期)[\])]?")
_PUBLISHED = re.compile(
    r"(?:发布|发表|公布|公开|刊发|刊登|登载|上传|录入|添加|发稿|信息|文章|上网|上架)(?:时间|日期):?$|(?:发布|发表)于:?$"
    r"|(?<![一-鿿])(?:时间|日期):$"
)
_NOT_PUBLISHED = re.compile(
    r"(?:截止|截至|结束|到期|有效|失效|废止|实施|施行|生效|执行|成文|印发|发文|签发|制发|制定|生成|更新|修改|修订|访问"
    r"|当前|今天|今日|现在|系统|服务器|开始|起止|报名|申请|召开|举办|举行|活动|会议|征集|征求|出生|成立|开标|投标|开庭"
    r"|批准|通过|打印|查询|统计|采集|考试|培训|公示|竣工|开工|合同|登记|注册|截图|版权|[Cc]opyright|©|[自从至到于])"
    r"[^\d]{0,6}$"
)
_NOT_A_DAY = re.compile(r"(?:至|到|[-~—]\d|起|止|前|后|星期|周[一二三四五六日天]|农历)")
_CREDITS = re.compile(
    r"来源|稿源|作者|编辑|责编|字号|字体|浏览|点击|阅读|访问|评论|打印|分享|发布机构|发布单位|信息员|供稿|撰稿|审核"
)


@dataclass(slots=True)
class Spot:
    """A day in a page. ``day`` is None when only ``month_day`` is written. ``order`` is its place in the flow.

    ``labelled``: what stands before it says that something was published then. ``refused``: what stands around it says
    that it is something else, like the end of a period or the time of the visit. ``credits``: it stands beside the
    source, the author or the counter of visits. ``rest`` is how much else stands in its text, ``edge`` whether the day
    is written in digits at the start or the end of it.
    """

    day: date | None
    month_day: tuple[int, int] | None
    raw: str
    time: str
    node: object
    order: int
    labelled: bool = False
    refused: bool = False
    credits: bool = False
    rest: int = 0
    edge: bool = False


@dataclass(slots=True)
class Spots:
    """All days of a page, and its links with their places in the flow."""

    found: list[Spot]
    links: list[Element]
    link_orders: list[int]


def find_spots(tree: Tree) -> Spots:
    """Go through a page once and note every day that stands in a short text, at most :data:`MAX_SPOTS`."""
    flow = tree.flow()
    found: list[Spot] = []
    for number, (_, text, node) in enumerate(flow.texts):
        if len(text) > _MAX_SOURCE:
            continue
        own = text.strip()
        if len(own) > _MAX_TEXT or not may_hold_day(own):
            continue
        parent = tree.parent(node)
        if parent is not None and parent.tag not in SILENT:
            found += _spots_in(own, tree, flow, number)
        if len(found) >= MAX_SPOTS:
            break
    return Spots(found[:MAX_SPOTS], [link for _, link in flow.links], [order for order, _ in flow.links])


def _spots_in(text: str, tree: Tree, flow: Flow, number: int) -> list[Spot]:
    order, _, node = flow.texts[number]
    days = find_days(text)
    if days:
        return [_in_context(day, text, tree, flow, number) for day in days]
    month = month_day(text)
    if month:
        return [Spot(None, month, text, "", node, order)]
    if _YEAR_MONTH.fullmatch(plain(text)):
        return [Spot(day.day, None, day.raw, day.time, node, order) for day in [_split_day(tree, node)] if day]
    short = short_day(text)
    if short:
        spot = _in_context(short, text, tree, flow, number)
        return [spot] if spot.labelled else []
    return []


def _split_day(tree: Tree, node: object) -> DayText | None:
    """The day whose year and month stand in one element and whose number stands in the next."""
    around = tree.parent(node)
    for _ in range(3):
        if around is None:
            return None
        text = tree.label(around, _CONTEXT)
        days = find_days(text.replace(" ", "")) if len(text) < _CONTEXT // 2 else []
        turned = _DAY_FIRST.fullmatch(plain(text))
        if turned:
            days = find_days(f"{turned[2]}-{turned[3]}-{turned[1]}")
        if days:
            return days[0]
        around = tree.parent(around)
    return None


def _in_context(day: DayText, text: str, tree: Tree, flow: Flow, number: int) -> Spot:
    order, _, node = flow.texts[number]
    own, behind = _squeeze(text[: day.start]), _squeeze(text[day.end :])
    label = own or _label_before(tree, flow, number)
    after = behind or _next_text(tree, flow, number)
    labelled = _PUBLISHED.search(label) is not None
    refused = not labelled and (_NOT_PUBLISHED.search(label) is not None or _NOT_A_DAY.match(behind) is not None)
    return Spot(
        day=day.day,
        month_day=None,
        raw=day.raw.strip(),
        time=day.time,
        node=node,
        order=order,
        labelled=labelled,
        refused=refused,
        credits=_CREDITS.search(own + after[:_CONTEXT]) is not None,
        rest=len(own) + len(behind),
        edge=day.raw[:4].isdecimal() and "年" not in day.raw and not (own.strip(_BRACKETS) and behind.strip(_BRACKETS)),
    )


def _label_before(tree: Tree, flow: Flow, number: int) -> str:
    """The text before, if it is a label: it ends with a colon or says nothing but what time is meant."""
    for _, text, node in reversed(flow.texts[max(0, number - 3) : number]):
        if _is_said(tree, node):
            label = _squeeze(text[-_CONTEXT:])
            return label if label.endswith(":") or _LABEL_WORD.fullmatch(label) else ""
    return ""


def _next_text(tree: Tree, flow: Flow, number: int) -> str:
    texts = [text for _, text, node in flow.texts[number + 1 : number + 4] if _is_said(tree, node)]
    return "".join(_squeeze(text[:_CONTEXT]) for text in texts[:2])


def _is_said(tree: Tree, node: object) -> bool:
    parent = tree.parent(node)
    return parent is not None and parent.tag not in SILENT


def _squeeze(text: str) -> str:
    return "".join(plain(text).split()).replace("：", ":")
