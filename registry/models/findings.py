"""Findings over their life."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from checks.vocabulary import LinkOutcome, Severity
from registry.models.base import Table, words


class FindingState(StrEnum):
    """Whether a finding stands. A relapse opens the same row again and counts it."""

    OPEN = "open"
    RESOLVED = "resolved"


class FindingRow(Table, table=True):
    """A finding over its life. ``places`` are lists ``[url, line, text, title]``, at most 20 of ``places_total``."""

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
