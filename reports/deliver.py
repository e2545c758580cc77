"""Handing the mails of the outbox over, each once.

A mail is claimed, handed over and marked, each in its own step, so that a program killed between them leaves a row that
says how far it came. What a dead program was handing over goes again where that leaves one mail (a folder), and is left
for a person where it might leave two (SMTP).
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, select

from registry.boundaries import Boundary, reached
from registry.database import Database
from registry.models import MailState, Outbox, stored
from registry.outbox import claim, mark_failed, mark_sent, mark_uncertain, mark_uncertain_left_sending, queued_mail
from reports.mail import sender_of
from reports.transports import Deferred, Envelope, Refused, Transport, Uncertain, Unreachable


@dataclass(slots=True)
class Delivery:
    """What became of the mails: subjects of those sent, and a sentence for each of the others."""

    sent: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    uncertain: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


async def deliver(database: Database, office_id: int, transport: Transport, now: datetime) -> Delivery:
    """Hand over all queued mails of an office, oldest first. What cannot go now waits for the next time."""
    delivery = Delivery()
    await _take_up(database, office_id, transport, delivery)
    async with database.read() as session:
        queued = await queued_mail(session, office_id)
    for mail in queued:
        try:
            await _send(database, mail, transport, delivery, now)
        except Unreachable as error:
            delivery.waiting.append(f"{mail.subject}：{error}")
            break
    return delivery


async def _take_up(database: Database, office_id: int, transport: Transport, delivery: Delivery) -> None:
    async with database.write() as session:
        if not transport.repeatable:
            for mail in await mark_uncertain_left_sending(session, office_id):
                delivery.uncertain.append(f"{mail.subject}：{mail.error}")
            return
        left = select(Outbox).where(Outbox.office_id == office_id, col(Outbox.state) == MailState.SENDING)
        for mail in await session.exec(left):
            await mark_failed(session, stored(mail.id), "程序在投递这封邮件时中断，将重新投递。", retry=True)


async def _send(database: Database, mail: Outbox, transport: Transport, delivery: Delivery, now: datetime) -> None:
    mail_id = stored(mail.id)
    async with database.write() as session:
        if not await claim(session, mail_id):
            return
    envelope = Envelope(mail.message_id, sender_of(mail.content), tuple(mail.recipients), mail.content)
    reached(Boundary.MAIL_HAND_OVER_BEFORE)
    try:
        remarks = await transport.hand_over(envelope)
    except Uncertain as error:
        async with database.write() as session:
            await mark_uncertain(session, mail_id, str(error))
        delivery.uncertain.append(f"{mail.subject}：{error}")
        return
    except (Refused, Deferred) as error:
        waits = isinstance(error, Deferred)
        async with database.write() as session:
            await mark_failed(session, mail_id, str(error), retry=waits)
        if isinstance(error, Unreachable):
            raise
        (delivery.waiting if waits else delivery.refused).append(f"{mail.subject}：{error}")
        return
    reached(Boundary.MAIL_HAND_OVER_AFTER)
    async with database.write() as session:
        await mark_sent(session, mail_id, now)
    delivery.sent.append(mail.subject)
    delivery.remarks += [f"{mail.subject}：{remark}" for remark in remarks]
