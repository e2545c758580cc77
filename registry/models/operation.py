"""What the monitor keeps for itself: turns that machines share, and sums of visits for the long run."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from registry.models.base import Table, words


class Turn(Table, table=True):
    """When the next request to a host, a registrable domain or an address may start, whoever sends it.

    Only on PostgreSQL, where several machines look. Rows of the past mean nothing.
    """

    key: str = Field(primary_key=True)
    next: datetime
    rests: datetime  # until when it asked to be left alone


class HeldPlace(Table, table=True):
    """A place among the requests under way at a host, a domain or an address, and who has it until when.

    Only on PostgreSQL. ``asked``, of number 0: when somebody last wanted a place of that key and found none.
    """

    __tablename__ = "held_place"

    key: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    holder: str = ""
    until: datetime
    asked: datetime


class HostAddress(Table, table=True):
    """The address behind a host when it was last asked for: hosts of one address are each other's neighbours."""

    __tablename__ = "host_address"

    origin_id: int = Field(primary_key=True, foreign_key="origin.id")
    address: str = Field(index=True)
    at: datetime


class Span(StrEnum):
    """What a sum is of."""

    HOUR = "hour"
    DAY = "day"


class ProbeSum(Table, table=True):
    """Visits to an origin in an hour or a day of Shanghai. ``seconds`` is the sum over those that were answered."""

    __tablename__ = "probe_sum"
    __table_args__ = (UniqueConstraint("origin_id", "span", "start"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    origin_id: int = Field(foreign_key="origin.id", index=True)
    span: Span = Field(sa_type=words(Span))
    start: datetime = Field(index=True)
    answered: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
