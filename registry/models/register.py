"""The register: who is watched, who answers for it, and how it came to be so."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from checks.evidence import Updating
from checks.vocabulary import TargetKind
from registry.models.base import Table, words


class TargetState(StrEnum):
    """Whether a target is watched."""

    ACTIVE = "正常"
    PAUSED = "暂停"  # being rebuilt: kept, not looked at
    DEREGISTERED = "注销"


class Scope(StrEnum):
    """What the office does with the targets of a unit (通报口径)."""

    COUNTED = "纳入"  # watched, and counted in rates
    WATCHED = "仅监测"  # watched, in no rate
    LEFT_OUT = "不监测"


class Office(Table, table=True):
    """A government office that answers for the targets of its units."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)  # short, in numbers of papers: YC
    name: str
    mailbox: str = ""
    created: datetime


class Unit(Table, table=True):
    """A unit (单位): a bureau or county that answers for targets."""

    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str
    code: str = ""
    position: int = 0  # 排序号: the order in which units stand in papers
    contact: str = ""
    phone: str = ""
    mailbox: str = ""
    scope: Scope = Field(default=Scope.COUNTED, sa_type=words(Scope))
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # further columns of 单位, by their heading


class OriginKind(StrEnum):
    """What an origin is looked at as."""

    HOST = "host"
    ACCOUNT = "account"


class Origin(Table, table=True):
    """What is looked at once: a host, or one account. ``key`` is the host name, or ``platform:account``."""

    __table_args__ = (UniqueConstraint("office_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: OriginKind = Field(sa_type=words(OriginKind))
    key: str
    shard: int = 0  # see registry.sharing.shards; nothing goes by it yet


class Target(Table, table=True):
    """A row of the register. ``id`` is minted once and says nothing; it never changes and is never given again."""

    id: str = Field(primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    origin_id: int = Field(foreign_key="origin.id", index=True)
    kind: TargetKind = Field(sa_type=words(TargetKind))
    name: str
    url: str = ""  # the address a visitor opens; empty for an account without one
    host: str = ""
    prefix: str = "/"
    site_code: str = ""
    platform: str = ""
    account: str = ""
    feed: str = ""
    state: TargetState = Field(default=TargetState.ACTIVE, sa_type=words(TargetState))
    position: int = 0
    note: str = ""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # further columns of the sheet, by heading
    created: datetime


class ColumnRow(Table, table=True):
    """A column (栏目) of a site as the office says it is, or as it was found (``approved_on`` is then None: 待核定).

    ``period`` is the days within which it must be updated; None: the office set none. ``unit_id`` is the unit that
    answers for it, the site's own when None.
    """

    __tablename__ = "site_column"
    __table_args__ = (UniqueConstraint("target_id", "url"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    target_id: str = Field(foreign_key="target.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    name: str
    url: str
    level: int = 1
    updating: Updating = Field(default=Updating.OTHER, sa_type=words(Updating))
    period: int | None = None
    must_update: bool = True
    archived: date | None = None
    approved_by: str = ""
    approved_on: date | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class RegisterChange(Table, table=True):
    """The history of the register: one row for each field that changed, never changed itself.

    ``subject`` is what changed (see ``recording``), ``field`` the heading of its column, ``source`` the file.
    """

    __tablename__ = "register_change"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    subject: str = Field(index=True)
    field: str
    old: str = ""
    new: str = ""
    source: str = ""
    at: datetime
