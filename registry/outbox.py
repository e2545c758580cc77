"""The life of outgoing mail: written once, taken by one, and never sent twice on a guess."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import Boundary, will_commit
from registry.models import MailState, Outbox


async def queue_mail(
    session: AsyncSession,
    office_id: int,
    key: str,
    message_id: str,
    recipients: Sequence[str],
    subject: str,
    content: bytes,
    now: datetime,
) -> Outbox:
    """Store a mail to be sent. When there is one of that ``key``, it is returned as it stands and nothing is stored."""
    query = select(Outbox).where(Outbox.office_id == office_id, Outbox.key == key)
    mail = (await session.exec(query)).first()
    if mail is None:
        mail = Outbox(
            office_id=office_id,
            key=key,
            message_id=message_id,
            recipients=list(recipients),
            subject=subject,
            content=content,
            created=now,
        )
        session.add(mail)
        await session.flush()
        will_commit(session, Boundary.MAIL_STORE_BEFORE, Boundary.MAIL_STORE_AFTER)
    return mail


async def queued_mail(session: AsyncSession, office_id: int) -> list[Outbox]:
    """The mails waiting to be sent, oldest first."""
    query = select(Outbox).where(Outbox.office_id == office_id, Outbox.state == MailState.QUEUED)
    return list(await session.exec(query.order_by(col(Outbox.created), col(Outbox.id))))


async def claim(session: AsyncSession, outbox_id: int) -> bool:
    """Take a queued mail for sending. False when another took it."""
    query = (
        update(Outbox)
        .where(col(Outbox.id) == outbox_id, col(Outbox.state) == MailState.QUEUED)
        .values(state=MailState.SENDING, attempts=Outbox.attempts + 1)
    )
    taken = bool((await session.exec(query)).rowcount)
    if taken:
        will_commit(session, Boundary.MAIL_CLAIM_BEFORE, Boundary.MAIL_CLAIM_AFTER)
    return taken


async def mark_sent(session: AsyncSession, outbox_id: int, now: datetime) -> bool:
    """The server took a mail. Holds also for one that was thought to be left; False when it was not being sent."""
    query = (
        update(Outbox)
        .where(col(Outbox.id) == outbox_id, col(Outbox.state).in_([MailState.SENDING, MailState.UNCERTAIN]))
        .values(state=MailState.SENT, sent=now, error="")
    )
    marked = bool((await session.exec(query)).rowcount)
    if marked:
        will_commit(session, Boundary.MAIL_SENT_BEFORE, Boundary.MAIL_SENT_AFTER)
    return marked


async def mark_failed(session: AsyncSession, outbox_id: int, error: str, *, retry: bool) -> bool:
    """The server did not take a mail: it waits again (``retry``), or has failed. False when it was not being sent."""
    query = (
        update(Outbox)
        .where(col(Outbox.id) == outbox_id, col(Outbox.state) == MailState.SENDING)
        .values(state=MailState.QUEUED if retry else MailState.FAILED, error=error)
    )
    marked = bool((await session.exec(query)).rowcount)
    if marked:
        will_commit(session, Boundary.MAIL_FAILED_BEFORE, Boundary.MAIL_FAILED_AFTER)
    return marked


async def mark_uncertain(session: AsyncSession, outbox_id: int, error: str) -> bool:
    """Nobody knows whether the server took a mail: it waits for a person. False when it was not being sent."""
    query = (
        update(Outbox)
        .where(col(Outbox.id) == outbox_id, col(Outbox.state) == MailState.SENDING)
        .values(state=MailState.UNCERTAIN, error=error)
    )
    return bool((await session.exec(query)).rowcount)


async def mark_uncertain_left_sending(session: AsyncSession, office_id: int) -> list[Outbox]:
    """At start: mails that a program died over. Whether the server took them nobody knows; they wait for a person."""
    query = select(Outbox).where(Outbox.office_id == office_id, Outbox.state == MailState.SENDING)
    left = list(await session.exec(query.order_by(col(Outbox.id))))
    for mail in left:
        mail.state = MailState.UNCERTAIN
        mail.error = "程序在投递这封邮件时中断，不知是否送达：请先向收件人核实，再决定是否重发。"
    await session.flush()
    return left
