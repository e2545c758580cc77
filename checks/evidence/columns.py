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


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of a site. ``level`` is 1 for first-level; ``approved``: the office said that it counts.

    ``newest`` is the latest day seen in it, none in the future; ``items`` counts the entries seen. With a ``reason``
    there may be more than that. ``period`` is the days within which the office wants it updated, None: it set none.
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
