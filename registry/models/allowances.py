"""What the office lets pass, each with its paper and its end: announced maintenance, appeals and exceptions."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from registry.models.base import Table, words


class Maintenance(Table, table=True):
    """An announced maintenance (公告维护) of a site: from ``starts`` until before ``ends``.

    Visits in it are counted apart. ``ended``: it was over, or was called off, before that.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    target_id: str = Field(foreign_key="target.id", index=True)
    starts: datetime
    ends: datetime
    notice: str  # where it was announced: the number or address of the notice
    by: str
    at: datetime
    ended: datetime | None = None
    ended_by: str = ""


class WaiverKind(StrEnum):
    """Why a finding is let pass."""

    APPEAL = "申诉"  # the unit objected, and was found to be right
    EXCEPTION = "例外"  # the rule is not held against this target for a time


class Waiver(Table, table=True):
    """An approved appeal or exception: findings of an indicator on a target that are not graded.

    ``about`` names one thing, empty: everything the indicator finds there. It holds from ``since`` to ``until``, both
    included; ``ended`` is the first day on which it no longer held, where it was withdrawn.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    target_id: str = Field(foreign_key="target.id", index=True)
    indicator: str
    about: str = ""
    kind: WaiverKind = Field(sa_type=words(WaiverKind))
    number: str  # of the paper that approved it
    reason: str = ""
    since: date
    until: date
    by: str
    at: datetime
    ended: date | None = None
    ended_by: str = ""
