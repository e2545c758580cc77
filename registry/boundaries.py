"""Named points just before and just after everything durable.

The program may be killed at any line; what matters is on which side of a write. These names let a test stop it exactly
there. :meth:`registry.database.Database.write` calls :func:`reached` around its commit for every write that announced
itself with :func:`will_commit`; code that makes something durable outside the database calls it by itself.
"""

from collections.abc import Callable
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession


class Boundary(StrEnum):
    """A side of a durable write."""

    IMPORT_BEFORE = "import:before"
    IMPORT_AFTER = "import:after"
    SCAN_OPEN_BEFORE = "scan-open:before"
    SCAN_OPEN_AFTER = "scan-open:after"
    LEASE_BEFORE = "lease:before"
    LEASE_AFTER = "lease:after"
    VISIT_BEFORE = "visit:before"
    VISIT_AFTER = "visit:after"
    VISIT_FAILED_BEFORE = "visit-failed:before"
    VISIT_FAILED_AFTER = "visit-failed:after"
    ARTICLES_BEFORE = "articles:before"
    ARTICLES_AFTER = "articles:after"
    SCAN_FINISH_BEFORE = "scan-finish:before"
    SCAN_FINISH_AFTER = "scan-finish:after"
    REPORT_FILE_BEFORE = "report-file:before"
    REPORT_FILE_AFTER = "report-file:after"
    MAIL_STORE_BEFORE = "mail-store:before"
    MAIL_STORE_AFTER = "mail-store:after"
    MAIL_CLAIM_BEFORE = "mail-claim:before"
    MAIL_CLAIM_AFTER = "mail-claim:after"
    MAIL_HAND_OVER_BEFORE = "mail-hand-over:before"
    MAIL_HAND_OVER_AFTER = "mail-hand-over:after"
    MAIL_SENT_BEFORE = "mail-sent:before"
    MAIL_SENT_AFTER = "mail-sent:after"
    MAIL_FAILED_BEFORE = "mail-failed:before"
    MAIL_FAILED_AFTER = "mail-failed:after"
    REQUEST_ASK_BEFORE = "request-ask:before"
    REQUEST_ASK_AFTER = "request-ask:after"
    REQUEST_TAKE_BEFORE = "request-take:before"
    REQUEST_TAKE_AFTER = "request-take:after"
    REQUEST_FINISH_BEFORE = "request-finish:before"
    REQUEST_FINISH_AFTER = "request-finish:after"
    TICKET_REVIEW_BEFORE = "ticket-review:before"
    TICKET_REVIEW_AFTER = "ticket-review:after"
    TICKET_ISSUE_BEFORE = "ticket-issue:before"
    TICKET_ISSUE_AFTER = "ticket-issue:after"
    TICKET_ANSWER_BEFORE = "ticket-answer:before"
    TICKET_ANSWER_AFTER = "ticket-answer:after"
    TICKET_FOLLOW_BEFORE = "ticket-follow:before"
    TICKET_FOLLOW_AFTER = "ticket-follow:after"


def _pass_by(_boundary: Boundary) -> None:
    return


hook: Callable[[Boundary], None] = _pass_by
"""Called at every boundary. Only tests replace it."""


def reached(boundary: Boundary) -> None:
    """Say that the program stands at ``boundary``."""
    hook(boundary)


_ANNOUNCED = "boundaries"


def will_commit(session: AsyncSession, before: Boundary, after: Boundary) -> None:
    """Announce what the commit of this session's transaction makes durable."""
    session.info.setdefault(_ANNOUNCED, {})[before] = after


def announced(session: AsyncSession) -> dict[Boundary, Boundary]:
    """What was announced for this transaction: the side after, by the side before."""
    found: dict[Boundary, Boundary] = session.info.get(_ANNOUNCED, {})
    return found
