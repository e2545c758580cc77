from pathlib import Path

import pytest
from sqlmodel import select

from registry import boundaries
from registry.boundaries import Boundary
from registry.models import MailState, Outbox
from registry.outbox import queue_mail
from reports.deliver import Delivery, deliver
from reports.mail import build_message, file_name, message_id
from reports.render import Letter
from reports.transports import FolderTransport, SmtpTransport, Transport
from tests.reports.books import Books, shanghai
from tests.reports.post import PostOffice, post_office
from tests.reports.test_transports import closed_port

NOW = shanghai(11, 23, 8)
SENDER = "云溪 <monitor@yunxi.test>"


class Killed(BaseException):
    """The program died."""


def die_at(monkeypatch: pytest.MonkeyPatch, boundary: Boundary) -> None:
    def hook(reached: Boundary) -> None:
        if reached is boundary:
            raise Killed

    monkeypatch.setattr(boundaries, "hook", hook)


async def queue(books: Books, *keys: str, recipients: tuple[str, ...] = ("a@yunxi.test",)) -> None:
    for key in keys:
        identity = message_id("YC", key, SENDER)
        letter = Letter(f"周报{key}", "文字\n", "<p>文字</p>\n")
        content = build_message(letter, message_id=identity, sender=SENDER, recipients=recipients, at=NOW)
        async with books.database.write() as session:
            await queue_mail(session, books.office_id, key, identity, recipients, letter.subject, content, NOW)


async def rows(books: Books) -> list[Outbox]:
    async with books.database.read() as session:
        return list(await session.exec(select(Outbox).order_by(Outbox.key)))


async def run(books: Books, transport: Transport) -> Delivery:
    return await deliver(books.database, books.office_id, transport, NOW)


def at(office: PostOffice) -> SmtpTransport:
    return SmtpTransport("127.0.0.1", office.port, timeout=5)


async def test_queued_mails_leave_once(books: Books, tmp_path: Path) -> None:
    await queue(books, "k1", "k2")
    transport = FolderTransport(tmp_path / "out")
    assert (await run(books, transport)).sent == ["周报k1", "周报k2"]
    assert (await run(books, transport)).sent == []
    assert {one.state for one in await rows(books)} == {MailState.SENT}
    assert {one.sent for one in await rows(books)} == {NOW}
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == sorted(
        file_name(message_id("YC", key, SENDER)) for key in ("k1", "k2")
    )


async def test_the_envelope_is_that_of_the_mail(books: Books) -> None:
    await queue(books, "k1", recipients=("a@yunxi.test", "b@yunxi.test"))
    async with post_office() as office:
        assert (await run(books, at(office))).sent == ["周报k1"]
    (got,) = office.arrived
    assert (got.mail_from, got.rcpt_tos) == ("monitor@yunxi.test", ["a@yunxi.test", "b@yunxi.test"])
    assert got.original_content == (await rows(books))[0].content


BEFORE_THE_MARK = [
    Boundary.MAIL_CLAIM_BEFORE,
    Boundary.MAIL_CLAIM_AFTER,
    Boundary.MAIL_HAND_OVER_BEFORE,
    Boundary.MAIL_HAND_OVER_AFTER,
    Boundary.MAIL_SENT_BEFORE,
    Boundary.MAIL_SENT_AFTER,
]


@pytest.mark.parametrize("boundary", BEFORE_THE_MARK)
async def test_dying_anywhere_leaves_one_file_after_the_next_run(
    books: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, boundary: Boundary
) -> None:
    await queue(books, "k1")
    transport = FolderTransport(tmp_path / "out")
    die_at(monkeypatch, boundary)
    with pytest.raises(Killed):
        await run(books, transport)
    monkeypatch.undo()
    await run(books, transport)
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert [one.state for one in await rows(books)] == [MailState.SENT]


@pytest.mark.parametrize(
    ("boundary", "arrived", "state"),
    [
        (Boundary.MAIL_CLAIM_BEFORE, 1, MailState.SENT),  # not claimed yet: goes with the next run
        (Boundary.MAIL_CLAIM_AFTER, 0, MailState.UNCERTAIN),
        (Boundary.MAIL_HAND_OVER_BEFORE, 0, MailState.UNCERTAIN),
        (Boundary.MAIL_HAND_OVER_AFTER, 1, MailState.UNCERTAIN),
        (Boundary.MAIL_SENT_BEFORE, 1, MailState.UNCERTAIN),
        (Boundary.MAIL_SENT_AFTER, 1, MailState.SENT),
    ],
)
async def test_dying_with_a_mail_server_never_sends_twice_and_says_when_it_does_not_know(
    books: Books, monkeypatch: pytest.MonkeyPatch, boundary: Boundary, arrived: int, state: MailState
) -> None:
    await queue(books, "k1")
    async with post_office() as office:
        die_at(monkeypatch, boundary)
        with pytest.raises(Killed):
            await run(books, at(office))
        monkeypatch.undo()
        second = await run(books, at(office))
        third = await run(books, at(office))
    assert len(office.arrived) == arrived
    assert [one.state for one in await rows(books)] == [state]
    assert len(second.uncertain) == (state is MailState.UNCERTAIN)
    assert all("周报k1" in one and "请先向收件人核实" in one for one in second.uncertain)
    assert third.uncertain == []


async def test_a_server_that_is_down_keeps_every_mail_waiting(books: Books) -> None:
    await queue(books, "k1", "k2")
    delivery = await run(books, SmtpTransport("127.0.0.1", closed_port(), timeout=5))
    assert len(delivery.waiting) == 1  # one sentence, not one for each mail
    assert "请检查 [mail] 中的 host、port 和 security" in delivery.waiting[0]
    assert [one.state for one in await rows(books)] == [MailState.QUEUED, MailState.QUEUED]
    async with post_office() as office:
        assert len((await run(books, at(office))).sent) == 2
    assert len(office.arrived) == 2


async def test_a_mail_refused_for_good_does_not_hold_up_the_others(books: Books) -> None:
    await queue(books, "k1", recipients=("gone@yunxi.test",))
    await queue(books, "k2", recipients=("busy@yunxi.test",))
    await queue(books, "k3")
    async with post_office() as office:
        office.recipients = {"gone@yunxi.test": "550 no such user", "busy@yunxi.test": "450 try later"}
        delivery = await run(books, at(office))
    assert delivery.sent == ["周报k3"]
    assert len(delivery.refused) == len(delivery.waiting) == 1
    assert [one.state for one in await rows(books)] == [MailState.FAILED, MailState.QUEUED, MailState.SENT]
    assert "no such user" in (await rows(books))[0].error


async def test_a_line_that_breaks_while_handing_over_is_left_for_a_person(books: Books) -> None:
    await queue(books, "k1")
    async with post_office() as office:
        office.hang_up = True
        delivery = await run(books, at(office))
        office.hang_up = False
        await run(books, at(office))
    assert len(delivery.uncertain) == 1
    assert len(office.arrived) == 1
    assert [one.state for one in await rows(books)] == [MailState.UNCERTAIN]


async def test_what_did_not_quite_go_well_is_told(books: Books) -> None:
    await queue(books, "k1", recipients=("a@yunxi.test", "gone@yunxi.test"))
    async with post_office() as office:
        office.recipients = {"gone@yunxi.test": "550 no such user"}
        delivery = await run(books, at(office))
    assert delivery.sent == ["周报k1"]
    assert len(delivery.remarks) == 1
    assert "gone@yunxi.test" in delivery.remarks[0]


async def test_the_mails_of_another_office_stay_where_they_are(books: Books, tmp_path: Path) -> None:
    await queue(books, "k1")
    other = await Books.begin(books.database, "QF", "青峰县人民政府办公室")
    assert (await run(other, FolderTransport(tmp_path / "out"))).sent == []
    assert [one.state for one in await rows(books)] == [MailState.QUEUED]
