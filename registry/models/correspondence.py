"""What goes out, and what people ask for."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from registry.models.base import Table, words


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
