"""The official kinds of columns (栏目类型), by what a page tag or a name calls them.

The words of ``ColumnType`` are those of the annex of 国办发〔2017〕47号 on page tags. Names are what sites call such
columns; what a tag says goes before them.
"""

import re

from checks.evidence import ColumnKind, Updating
from checks.reading.columns import updating_of

_KINDS = (
    (ColumnKind.HOME, r"^首页$"),
    (ColumnKind.GUIDE, r"公开指南"),
    (ColumnKind.REPORT, r"年报|年度报告"),
    (ColumnKind.REQUEST, r"依申请"),
    (ColumnKind.CATALOGUE, r"公开目录|法定主动公开|主动公开内容"),
    (ColumnKind.INTERPRETATION, r"解读|图解|政策问答|一图读懂"),
    (ColumnKind.RESPONSE, r"回应"),
    (ColumnKind.SURVEY, r"征集|调查|意见收集"),
    (ColumnKind.INTERVIEW, r"访谈"),
    (ColumnKind.INTERACTION, r"咨询|投诉|举报|信箱|互动|留言|问政|来信|12345|市长热线|热点问题|建言"),
    (ColumnKind.SERVICES, r"办事|服务|办理|一网通办|便民|政务大厅|网上大厅"),
    (ColumnKind.LEADERS, r"领导|负责人|市长之窗|区长之窗|县长之窗|局长"),
    (ColumnKind.FUNCTIONS, r"职能|职责|机构设置|内设机构|机构信息|组织机构|机构概况|机构简介|直属单位"),
    (ColumnKind.OVERVIEW, r"概况|市情|县情|区情|走进|认识|印象|历史沿革|自然地理"),
    (ColumnKind.DATA, r"数据|统计信息|统计公报"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_BY_UPDATING = {
    Updating.NEWS: ColumnKind.NEWS,
    Updating.NOTICE: ColumnKind.NOTICE,
    Updating.POLICY: ColumnKind.POLICY,
}
_MAX_WORDS = 100


def kind_of_column(column_type: str, name: str) -> ColumnKind:
    """The kind of a column by its ``ColumnType`` where that is a known one, else by its name."""
    column_type, name = column_type[:_MAX_WORDS], name[:_MAX_WORDS]
    updating = updating_of(column_type, name)
    if updating is not Updating.OTHER:
        return _BY_UPDATING[updating]
    for words in (column_type, name):
        for kind, pattern in _PATTERNS:
            if pattern.search(words):
                return kind
    return ColumnKind.OTHER
