import asyncio
from pathlib import Path

import pytest
from sqlmodel import select

from registry.database import Database
from registry.models import MailState, Office, Outbox, stored
from registry.outbox import claim, mark_failed, mark_sent, mark_uncertain_left_sending, queue_mail, queued_mail
from tests.registry.books import DAY, NOW, office_id, url_of


async def queue(
    database: Database, office: Office, key: str = "weekly/2026-W47", message_id: str = "<1@x.test>"
) -> int:
    async with database.write() as session:
        mail = await queue_mail(
            session, office_id(office), key, message_id, ["a@x.test"], "监测周报", b"Subject: x\r\n\r\n", NOW
        )
    return stored(mail.id)


async def the_mail(database: Database) -> Outbox:
    async with database.read() as session:
        return (await session.exec(select(Outbox))).one()


@pytest.fixture
async def mail(database: Database, office: Office) -> int:
    return await queue(database, office)


async def test_a_mail_waits_whole(database: Database, office: Office, mail: int) -> None:
    async with database.read() as session:
        (waiting,) = await queued_mail(session, office_id(office))
        assert await queued_mail(session, office_id(office) + 1) == []
    assert (waiting.id, waiting.recipients, waiting.content) == (mail, ["a@x.test"], b"Subject: x\r\n\r\n")
    assert (waiting.state, waiting.attempts) == (MailState.QUEUED, 0)


async def test_the_same_thing_is_not_written_twice(database: Database, office: Office, mail: int) -> None:
    assert await queue(database, office, message_id="<2@x.test>") == mail
    assert (await the_mail(database)).message_id == "<1@x.test>"
    assert await queue(database, office, key="weekly/2026-W48", message_id="<3@x.test>") != mail


async def test_of_many_who_claim_a_mail_one_gets_it(database: Database, office: Office, mail: int, file: Path) -> None:
    async def try_to(books: Database) -> bool:
        async with books.write() as session:
            return await claim(session, mail)

    async with await Database.open(url_of(file)) as other:
        assert sorted(await asyncio.gather(*(try_to(books) for books in [database, other] * 3))) == [False] * 5 + [True]
    left = await the_mail(database)
    assert (left.state, left.attempts) == (MailState.SENDING, 1)


async def test_a_mail_that_was_sent(database: Database, office: Office, mail: int) -> None:
    async with database.write() as session:
        assert not await mark_sent(session, mail, NOW)  # nobody claimed it
        assert await claim(session, mail)
        assert await mark_sent(session, mail, NOW + DAY)
        assert not await mark_sent(session, mail, NOW + 2 * DAY)
        assert not await mark_failed(session, mail, "late", retry=True)
        assert not await claim(session, mail)
    left = await the_mail(database)
    assert (left.state, left.sent) == (MailState.SENT, NOW + DAY)


@pytest.mark.parametrize(("retry", "state"), [(True, MailState.QUEUED), (False, MailState.FAILED)])
async def test_a_mail_the_server_did_not_take(
    database: Database, office: Office, mail: int, retry: bool, state: MailState
) -> None:
    async with database.write() as session:
        assert not await mark_failed(session, mail, "no", retry=retry)  # nobody claimed it
        assert await claim(session, mail)
        assert await mark_failed(session, mail, "550 no such user", retry=retry)
    async with database.write() as session:
        left = (await session.exec(select(Outbox))).one()
        assert (left.state, left.error) == (state, "550 no such user")
        assert await claim(session, mail) is retry
        if retry:
            assert await mark_sent(session, mail, NOW)
    left = await the_mail(database)
    assert (left.attempts, left.error) == ((2, "") if retry else (1, "550 no such user"))


async def test_a_mail_a_program_died_over_is_not_sent_again(database: Database, office: Office, mail: int) -> None:
    async with database.write() as session:
        assert await mark_uncertain_left_sending(session, office_id(office)) == []
        assert await claim(session, mail)
    async with database.write() as session:
        assert [left.id for left in await mark_uncertain_left_sending(session, office_id(office))] == [mail]
    left = await the_mail(database)
    assert left.state is MailState.UNCERTAIN
    assert "请先向收件人核实" in left.error
    async with database.write() as session:
        assert not await claim(session, mail)
        assert await queued_mail(session, office_id(office)) == []
        assert await mark_sent(session, mail, NOW)  # the one who sent it was only slow
