"""Columns (栏目): as found, and as the register says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.evidence.pages import DateRead
from checks.vocabulary import Reason


class Updating(StrEnum):
    """Classes of column by how often they must be updated."""

    NEWS = "news"  # 动态要闻: two weeks
    NOTICE = "notice"  # 通知公告: six months
    POLICY = "policy"  # 政策文件: six months
    OTHER = "other"


class ColumnKind(StrEnum):
    """The official kinds of columns (``ColumnType``, annex of 国办发〔2017〕47号, and the two kinds with a limit)."""

    HOME = "home"  # 首页
    NEWS = "news"  # 动态要闻
    NOTICE = "notice"  # 通知公告
    POLICY = "policy"  # 政策文件
    INTERPRETATION = "interpretation"  # 政策解读
    OVERVIEW = "overview"  # 概况信息
    FUNCTIONS = "functions"  # 机构职能
    LEADERS = "leaders"  # 领导信息
    GUIDE = "guide"  # 信息公开指南
    CATALOGUE = "catalogue"  # 信息公开目录
    REPORT = "report"  # 信息公开年报
    REQUEST = "request"  # 依申请公开
    DATA = "data"  # 数据发布
    RESPONSE = "response"  # 回应关切
    SERVICES = "services"  # 办事服务
    INTERACTION = "interaction"  # 咨询投诉
    SURVEY = "survey"  # 征集调查
    INTERVIEW = "interview"  # 在线访谈
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of a site. ``level`` is 1 for first-level; ``approved``: the office said that it counts.

    ``newest`` is the latest day seen in it, none in the future; ``items`` counts the entries seen. With a ``reason``
    there may be more than that. ``period`` is the days within which the office wants it updated, None: it set none.
    ``kind`` is the official kind by what the site calls it. ``rows`` are the first dated rows of its first page, as
    they stand there.
    """

    url: str
    name: str
    level: int
    updating: Updating
    newest: DateRead | None
    items: int
    approved: bool = False
    scripted: bool = False
    reason: Reason | None = None
    period: int | None = None
    must_update: bool = True
    archived: bool = False
    kind: ColumnKind = ColumnKind.OTHER
    rows: tuple[DateRead, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """What the register says of a column. ``archived`` is the day it was closed, None while it is not."""

    url: str
    name: str
    level: int
    updating: Updating
    period: int | None = None
    must_update: bool = True
    approved: bool = False
    archived: date | None = None
