"""The tables of the books. Every row belongs to one office; every instant is aware UTC.

Table models do not validate: what comes from outside is validated where it enters (``sheets``, settings), once.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

from checks.vocabulary import LinkOutcome, Outcome, Reason, Severity, TargetKind, Verdict

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """Base of all tables: one metadata with stable constraint names, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)


def words(kind: type[StrEnum]) -> Any:
    """The column type of a closed set: its values are stored, as text, so that a new one needs no new table."""
    return Enum(kind, values_callable=lambda kind: [one.value for one in kind], native_enum=False, length=32)


def stored(number: int | None) -> int:
    """The number of a row that is in the books: a row made in memory has none before it is flushed."""
    if number is None:
        raise ValueError("the row was not stored yet")
    return number


class TargetState(StrEnum):
    """Whether a target is watched."""

    ACTIVE = "正常"
    PAUSED = "暂停"  # being rebuilt: kept, not looked at
    DEREGISTERED = "注销"


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
    created: datetime


class ScanState(StrEnum):
    """The life of a scan. A scan left ``running`` by a killed program is taken up again by the next."""

    RUNNING = "running"
    FINISHED = "finished"


class Scan(Table, table=True):
    """One round of looking at targets. ``selection`` is ``all`` or the sorted target ids, by which it is taken up."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    selection: str
    state: ScanState = Field(default=ScanState.RUNNING, sa_type=words(ScanState))
    as_of: datetime
    started: datetime
    finished: datetime | None = None
    tool: str = ""
    catalogue: str = ""


class VisitState(StrEnum):
    """Whether an origin was looked at in a scan."""

    PLANNED = "planned"
    ENTERED = "entered"
    FAILED = "failed"  # a defect of ours: the look raised; its targets are unknown


class Visit(Table, table=True):
    """One origin in one scan. Entered in one transaction with everything seen there, or not at all."""

    __table_args__ = (UniqueConstraint("scan_id", "origin_id"),)

    id: int | None = Field(default=None, primary_key=True)
    scan_id: int = Field(foreign_key="scan.id", index=True)
    origin_id: int = Field(foreign_key="origin.id", index=True)
    state: VisitState = Field(default=VisitState.PLANNED, sa_type=words(VisitState))
    target_ids: list[str] = Field(default_factory=list, sa_type=JSON)
    token: int = 0
    started: datetime | None = None
    finished: datetime | None = None
    detail: str = ""


class Observation(Table, table=True):
    """The outcome of one indicator on one target in one scan."""

    __table_args__ = (UniqueConstraint("scan_id", "target_id", "indicator"),)

    id: int | None = Field(default=None, primary_key=True)
    scan_id: int = Field(foreign_key="scan.id", index=True)
    target_id: str = Field(foreign_key="target.id", index=True)
    indicator: str
    outcome: Outcome = Field(sa_type=words(Outcome))
    reason: Reason | None = Field(default=None, sa_type=words(Reason))
    checked: int = 0
    unseen: int = 0
    at: datetime


class Tally(Table, table=True):
    """Counts and grade of one target in one scan. The grade is made once, after entry, and stored with its basis."""

    __table_args__ = (UniqueConstraint("scan_id", "target_id"),)

    id: int | None = Field(default=None, primary_key=True)
    scan_id: int = Field(foreign_key="scan.id", index=True)
    target_id: str = Field(foreign_key="target.id", index=True)
    pages: int = 0
    links: int = 0
    broken: int = 0
    verdict: Verdict = Field(default=Verdict.UNDETERMINED, sa_type=words(Verdict))
    vetoes: list[str] = Field(default_factory=list, sa_type=JSON)
    coverage: float = 0.0
    catalogue: str = ""
    thresholds: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class FindingState(StrEnum):
    """Whether a finding stands. A relapse opens the same row again and counts it."""

    OPEN = "open"
    RESOLVED = "resolved"


class FindingRow(Table, table=True):
    """A finding over its life. ``places`` are lists ``[url, line, text]``, at most 20 of ``places_total``."""

    __tablename__ = "finding"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    target_id: str = Field(foreign_key="target.id", index=True)
    indicator: str = Field(index=True)
    about: str
    fingerprint: str = Field(unique=True)
    severity: Severity = Field(sa_type=words(Severity))
    url: str
    link_outcome: LinkOutcome | None = Field(default=None, sa_type=words(LinkOutcome))
    places: list[Any] = Field(default_factory=list, sa_type=JSON)
    places_total: int = 0
    on_home: bool = False
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    evidence: list[str] = Field(default_factory=list, sa_type=JSON)
    state: FindingState = Field(default=FindingState.OPEN, sa_type=words(FindingState))
    first_seen: datetime
    last_seen: datetime
    confirmed: datetime | None = None
    resolved: datetime | None = None
    relapsed: datetime | None = None
    relapses: int = 0
    last_scan_id: int = Field(foreign_key="scan.id", index=True)


class Step(StrEnum):
    """A step in the life of a finding."""

    OPENED = "opened"
    CONFIRMED = "confirmed"
    RESOLVED = "resolved"
    RELAPSED = "relapsed"


class FindingStep(Table, table=True):
    """The history of a finding: one row a step, never changed."""

    __tablename__ = "finding_step"
    __table_args__ = (UniqueConstraint("finding_id", "scan_id", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)
    scan_id: int = Field(foreign_key="scan.id", index=True)
    step: Step = Field(sa_type=words(Step))
    at: datetime


class Evidence(Table, table=True):
    """A file that proves something, named by the SHA-256 (hex) of its content. Written before its row."""

    sha256: str = Field(primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    media_type: str
    size: int  # bytes
    path: str  # relative to the evidence folder
    at: datetime


class RequestState(StrEnum):
    """The life of something a person asked the monitor to do."""

    ASKED = "asked"
    TAKEN = "taken"
    DONE = "done"
    REFUSED = "refused"


class Request(Table, table=True):
    """What a person asks from below: look again, stop. The monitor picks it up and reports progress here."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    what: str
    target_id: str | None = Field(default=None, foreign_key="target.id", index=True)
    arguments: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    asked_by: str = ""
    asked: datetime
    state: RequestState = Field(default=RequestState.ASKED, sa_type=words(RequestState))
    progress: str = ""
    finished: datetime | None = None


class MailState(StrEnum):
    """The life of an outgoing mail. ``uncertain``: we died while handing it over; never sent again by itself."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class Outbox(Table, table=True):
    """An outgoing mail. ``key`` says what it is (``weekly/2026-W47``): the same thing is never written twice.

    The Message-ID is stored before anything is sent. ``content`` is the whole message as sent.
    """

    __table_args__ = (UniqueConstraint("office_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    key: str
    message_id: str = Field(unique=True)
    recipients: list[str] = Field(default_factory=list, sa_type=JSON)
    subject: str
    content: bytes
    state: MailState = Field(default=MailState.QUEUED, sa_type=words(MailState))
    attempts: int = 0
    created: datetime
    sent: datetime | None = None
    error: str = ""


class Lease(Table, table=True):
    """Who looks at an origin now. ``token`` rises with every taking: a write that carries an old one is refused."""

    origin_id: int = Field(primary_key=True, foreign_key="origin.id")
    holder: str = ""
    token: int = 0
    until: datetime
