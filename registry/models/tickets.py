"""Tickets (问题交办): from a finding to an order to a proven repair. The moves between states are in ``tickets``."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from checks.vocabulary import Severity
from registry.models.base import Table, words


class Decision(StrEnum):
    """What a person made of a finding before a paper leaves (待确认 → …)."""

    CONFIRMED = "确认"
    FALSE_ALARM = "误报"
    POSTPONED = "暂缓"
    RESTORED = "撤销误报"  # a false alarm was none: the finding is asked for again


class Review(Table, table=True):
    """A decision on a finding; the one of the highest ``turn`` holds. Rows are never changed.

    ``relapses`` tells the lives of a finding apart: a relapse is decided anew. Only 误报 holds beyond its life.
    """

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("finding_id", "turn"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)
    turn: int
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
    RELAPSED = "反复"  # closed, and seen again: not with the unit until a person confirms it anew
    WITHDRAWN = "撤回"  # every item turned out a false alarm

    @property
    def is_under_way(self) -> bool:
        """Whether the unit has something to do, or said that it did it."""
        return self in _UNDER_WAY


_UNDER_WAY = frozenset({TicketState.ISSUED, TicketState.SIGNED, TicketState.ANSWERED, TicketState.RETURNED})


class TicketMove(StrEnum):
    """A step in the life of a ticket, or of one of its items."""

    ISSUED = "交办"
    TOLD = "补发"  # the unit had no mailbox when it was issued: the order goes out now, with a deadline of its own
    SIGNED = "签收"
    ANSWERED = "反馈"
    CHECKED = "复核"
    RETURNED = "退回"
    CLOSED = "销号"
    RELAPSED = "反复"
    REISSUED = "重新交办"
    WITHDRAWN = "撤回"
    ITEM_REPAIRED = "已改"
    ITEM_RECURRED = "又出现"
    ITEM_WITHDRAWN = "误报"


class Ticket(Table, table=True):
    """One order to one unit on one indicator, with its items. ``number`` is 问题编号: ``YC2026-47-012``.

    ``mail`` is the key in the outbox of the mail that told the unit; empty while nobody was told.
    """

    __tablename__ = "ticket"
    __table_args__ = (UniqueConstraint("office_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    number: str
    indicator: str = Field(index=True)
    severity: Severity = Field(sa_type=words(Severity))
    state: TicketState = Field(default=TicketState.ISSUED, sa_type=words(TicketState))
    issued: datetime
    issued_by: str
    automatic: bool = False  # issued by itself, no person confirmed it
    due: date
    mail: str = ""
    answered: datetime | None = None
    answer: str = ""
    closed: datetime | None = None
    reopened: int = 0


class ItemState(StrEnum):
    """Whether one item of a ticket is repaired."""

    OPEN = "未改"
    REPAIRED = "已改"  # seen right by a later look
    WITHDRAWN = "误报"


class TicketItem(Table, table=True):
    """One finding on a ticket. ``checked`` is the look that saw it right."""

    __tablename__ = "ticket_item"
    __table_args__ = (UniqueConstraint("ticket_id", "finding_id"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)
    place: int  # its number on the paper, from 1
    state: ItemState = Field(default=ItemState.OPEN, sa_type=words(ItemState))
    checked: datetime | None = None


class TicketStep(Table, table=True):
    """The history of a ticket: one row a step, never changed. ``due`` stands with a step that sets it."""

    __tablename__ = "ticket_step"

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    step: TicketMove = Field(sa_type=words(TicketMove))
    by: str
    note: str = ""
    at: datetime
    due: date | None = None


class OfficeSetting(Table, table=True):
    """What the office changes itself, with its history: the newest row of a name holds (recipients, deadlines, …)."""

    __tablename__ = "office_setting"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = Field(index=True)
    value: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    by: str = ""
    at: datetime
