"""Scans: what was to be looked at, what was seen, and what came of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from checks.vocabulary import LinkOutcome, Outcome, Reason, Severity, Verdict
from registry.models.base import Table, words


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
    manners: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # see registry.seen.manners


class Observation(Table, table=True):
    """The outcome of one indicator on one target in one scan. ``severity`` is that of its heaviest finding, if any."""

    __table_args__ = (UniqueConstraint("scan_id", "target_id", "indicator"),)

    id: int | None = Field(default=None, primary_key=True)
    scan_id: int = Field(foreign_key="scan.id", index=True)
    target_id: str = Field(foreign_key="target.id", index=True)
    indicator: str
    outcome: Outcome = Field(sa_type=words(Outcome))
    reason: Reason | None = Field(default=None, sa_type=words(Reason))
    severity: Severity | None = Field(default=None, sa_type=words(Severity))
    checked: int = 0
    unseen: int = 0
    at: datetime


class MeasureRow(Table, table=True):
    """How one thing stood against its limit in one scan, right or wrong. ``due`` is the last day in time."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("scan_id", "target_id", "indicator", "about"),)

    id: int | None = Field(default=None, primary_key=True)
    scan_id: int = Field(foreign_key="scan.id", index=True)
    target_id: str = Field(foreign_key="target.id", index=True)
    indicator: str
    about: str
    name: str
    url: str = ""
    newest: date | None = None
    due: date | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
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
    health: str = ""  # the product's own letter, A to F; empty when nothing could be judged
    catalogue: str = ""
    thresholds: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    score: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # points; see ``monitor.scores``
    waived: list[Any] = Field(default_factory=list, sa_type=JSON)  # let pass: see registry.decisions.waivers


class Lease(Table, table=True):
    """Who looks at an origin now. ``token`` rises with every taking: a write that carries an old one is refused."""

    origin_id: int = Field(primary_key=True, foreign_key="origin.id")
    holder: str = ""
    token: int = 0
    until: datetime


class ProbeRow(Table, table=True):
    """One visit to an origin's address. ``seeded``: written by the demo, never measured.

    ``witnessed`` of one that failed: something else answered at that time, so that it was not our own line.
    """

    __tablename__ = "probe"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    origin_id: int = Field(foreign_key="origin.id", index=True)
    at: datetime = Field(index=True)
    url: str
    outcome: LinkOutcome = Field(sa_type=words(LinkOutcome))
    status: int = 0
    seconds: float = 0.0
    detail: str = ""
    seeded: bool = False
    witnessed: bool | None = None


class HomeLink(Table, table=True):
    """A link of a site's own on its home page, and when it was first seen there."""

    __tablename__ = "home_link"

    target_id: str = Field(primary_key=True, foreign_key="target.id")
    url: str = Field(primary_key=True)
    first_seen: datetime


class Round(Table, table=True):
    """When something that is done again and again was last begun and done. What is due is computed from these rows.

    ``what`` is a job (``crawl``, ``accounts``, ``report``, ``reminders``, ``deliver`` …), ``key`` what it
    was done for: a week, a day, an hour. ``holder`` is who does it, as in a lease.
    """

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("office_id", "what", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    what: str
    key: str
    begun: datetime
    done: datetime | None = None
    times: int = 0
    holder: str = ""
