"""The words of a text that a decision rests on, as a reader expects them: no word, number or name cut in half."""

import re

MAX_PHRASE = 30
"""Characters of a phrase."""

_ARABIC = "0123456789"
_DIGITS = f"{_ARABIC}一二三四五六七八九十百千万半."
_COMPARED = re.compile(r"(?:低于|高于|不足|少于|达到|超过)\Z")
_MEASURE = re.compile(r"(?:小时|分钟|个月|个百分点|公里|[个名人次条票份张天日分遍篇户元位场期周点时台倍字步%万])*")
_CUT = re.compile(
    r"达到|低于|高于|不足|少于|党员|干部|职工|教师|教职工|师生|学生|家长|村民|居民|群众|市民|组员|成员|员工|会员|人员|公众号|视频号|抖音号|小程序|客户端|截图|照片"
    r"|名单|评优|资格|排名|通报|考核|投票|点赞|转发|答题|打卡|签到|扫码|情况|工作|报送|上报|汇总|统计|领导|班主任|组长|主任|广大|全体|单位|部门|支部|要求|任务|提醒|说明"
)
"""Words that cues stop in the middle of, since a text may go on otherwise."""

_GOES_ON = re.compile(r"(?<=[信心”通号])(?:公众号|视频号|小程序|客户端|APP|app)")
"""Words that belong to what stands before them: 微信 and 公众号."""

_WHO = re.compile(
    r"(?<=各)级?[^，。、；：！？\s]{0,2}?(?:部门|单位|工会|公司|村|社区|乡镇|支部|科室|学校|街道|县区|组织|家长|同志)"
    r"|(?:(?<=广大)|(?<=全体)|(?<=所有))[^，。、；：！？\s]{2}"
)
"""Who is spoken to, behind 各 and the like."""

_PAIRS = (("“", "”"), ("「", "」"), ("《", "》"), ("（", "）"), ("(", ")"))
_REACH = 16  # characters to the other half of a pair


def whole(phrase: str, quotation: str) -> str:
    """A phrase of a quotation with its first and last word, number and name in full; as it is where it is not there."""
    start = quotation.find(phrase)
    if start < 0 or not phrase:
        return _shortened(_paired(phrase))
    end = start + len(phrase)
    if quotation[start] in _DIGITS:
        while start and quotation[start - 1] in _DIGITS:
            start -= 1
    end = _word_end(quotation, _number_end(quotation, end))
    if end < len(quotation) and quotation[end] in _ARABIC and _COMPARED.search(quotation, start, end):
        end = _number_end(quotation, end + 1)
    return _shortened(_paired(quotation[start : _pair_end(quotation, start, end)]))


def nested(phrase: str) -> str:
    """A phrase as it stands within quotation marks: those in it are single ones."""
    return phrase.replace("“", "‘").replace("”", "’")


def _number_end(text: str, end: int) -> int:
    if text[end - 1] not in _DIGITS:
        return end
    while end < len(text) and text[end] in _DIGITS:
        end += 1
    measured = _MEASURE.match(text, end)
    return measured.end() if measured else end


def _word_end(text: str, end: int) -> int:
    for start in (end - 2, end - 1):
        if cut := _CUT.match(text, max(0, start)):
            end = max(end, cut.end())
    for more in (_WHO, _GOES_ON):
        if after := more.match(text, end):
            end = after.end()
    return end


def _pair_end(text: str, start: int, end: int) -> int:
    for opening, closing in _PAIRS:
        if text.count(opening, start, end) > text.count(closing, start, end):
            other = text.find(closing, end, end + _REACH)
            end = other + 1 if other >= 0 else end
    return end


def _paired(text: str) -> str:
    """Words without half a pair."""
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_PHRASE else f"{text[: MAX_PHRASE - 1]}…"
