"""Tickets (问题交办): from a finding to an order to a proven repair. The moves between states are in ``tickets``."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from registry.models.base import Table, words


class Decision(StrEnum):
    """What a person made of a finding before a paper leaves (待确认 → …)."""

    CONFIRMED = "确认"
    FALSE_ALARM = "误报"
    POSTPONED = "暂缓"


class Review(Table, table=True):
    """The decision on one finding in its present life. ``relapses`` tells lives apart: a relapse is decided anew."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("finding_id", "relapses"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)
    relapses: int = 0
    decision: Decision = Field(sa_type=words(Decision))
    by: str
    reason: str = ""
    at: datetime
    until: date | None = None  # 暂缓 until


class TicketState(StrEnum):
    """The life of a ticket."""

    ISSUED = "已交办"
    SIGNED = "已签收"
    ANSWERED = "已反馈"  # the unit says it is repaired; only a re-check closes
    RETURNED = "退回"
    CLOSED = "销号"
    WITHDRAWN = "撤回"  # every item turned out a false alarm


class Ticket(Table, table=True):
    """One order to one unit on one indicator, with its items. ``number`` is 问题编号: ``YC2026-47-012``."""

    __tablename__ = "ticket"
    __table_args__ = (UniqueConstraint("office_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    number: str
    indicator: str = Field(index=True)
    state: TicketState = Field(default=TicketState.ISSUED, sa_type=words(TicketState))
    urgent: bool = False
    issued: datetime
    issued_by: str
    due: date
    answered: datetime | None = None
    answer: str = ""
    closed: datetime | None = None
    reopened: int = 0


class ItemState(StrEnum):
    """Whether one item of a ticket is repaired."""

    OPEN = "未改"
    REPAIRED = "已改"  # proven by a re-check
    WITHDRAWN = "误报"


class TicketItem(Table, table=True):
    """One finding on a ticket."""

    __tablename__ = "ticket_item"
    __table_args__ = (UniqueConstraint("ticket_id", "finding_id"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)
    place: int  # its number on the paper, from 1
    state: ItemState = Field(default=ItemState.OPEN, sa_type=words(ItemState))
    checked: datetime | None = None


class TicketStep(Table, table=True):
    """The history of a ticket: one row a step, never changed."""

    __tablename__ = "ticket_step"

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    step: str
    by: str
    note: str = ""
    at: datetime


class OfficeSetting(Table, table=True):
    """What the office changes itself, with its history: the newest row of a name holds (recipients, deadlines, …)."""

    __tablename__ = "office_setting"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = Field(index=True)
    value: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    by: str = ""
    at: datetime
