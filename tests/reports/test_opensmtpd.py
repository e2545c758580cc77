"""Mail against a real mail server: STARTTLS and a login, a mailbox that is refused, and nothing sent twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from registry.models import MailState
from reports.transports import Envelope, Refused, Security, SmtpTransport, Unreachable
from tests.reports.books import Books
from tests.reports.opensmtpd import PASSWORD, USER, MailServer, mail_server, needs_opensmtpd
from tests.reports.test_deliver import queue, rows, run

pytestmark = [pytest.mark.long, needs_opensmtpd]

MAIL = (
    b"Date: Mon, 23 Nov 2026 08:00:00 +0800\r\nFrom: monitor@yunxi.test\r\nTo: a@yunxi.test\r\nSubject: x\r\n"
    b"Message-ID: <1@yunxi.test>\r\n\r\n.\r\n..two dots\r\n"
)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MailServer]:
    async with mail_server(tmp_path) as server:
        yield server


def login(server: MailServer, **changes: object) -> SmtpTransport:
    settings: dict[str, object] = {
        "security": Security.STARTTLS, "username": USER, "password": PASSWORD, "ca_file": server.ca_file, "timeout": 20
    }  # fmt: skip
    return SmtpTransport("127.0.0.1", server.port, **(settings | changes))  # type: ignore[arg-type]


def at(server: MailServer) -> SmtpTransport:
    """The way in: with STARTTLS and a login where the server can do it."""
    return login(server) if server.secure else SmtpTransport("127.0.0.1", server.plain, timeout=20)


def mail_to(*recipients: str) -> Envelope:
    return Envelope("<1@yunxi.test>", "monitor@yunxi.test", recipients, MAIL)


async def test_a_mail_arrives_behind_it_as_it_was_written(server: MailServer) -> None:
    assert await at(server).hand_over(mail_to("a@yunxi.test", "b@yunxi.test")) == ()
    await server.arrived(1)
    got = [one.original_content for one in server.behind.arrived]
    assert [one[-len(MAIL) :] for one in got if isinstance(one, bytes)] == [MAIL] * len(got)
    assert sorted(name for one in server.behind.arrived for name in one.rcpt_tos) == ["a@yunxi.test", "b@yunxi.test"]


async def test_one_mailbox_it_does_not_know_is_told_and_the_other_gets_the_mail(server: MailServer) -> None:
    (remark,) = await at(server).hand_over(mail_to("a@yunxi.test", "gone@yunxi.test"))
    assert "gone@yunxi.test" in remark
    await server.arrived(1)
    assert [one.rcpt_tos for one in server.behind.arrived] == [["a@yunxi.test"]]


async def test_a_mail_to_nobody_it_knows_is_refused(server: MailServer) -> None:
    with pytest.raises(Refused, match=r"gone@yunxi\.test"):
        await at(server).hand_over(mail_to("gone@yunxi.test"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"password": "wrong"}, "不接受用户名或密码"), ({"ca_file": None}, "certificate")],
)
async def test_without_its_trust_or_ours_nothing_is_handed_over(
    server: MailServer, changes: dict[str, object], said: str
) -> None:
    if not server.secure:
        said = "请检查 .mail. 中的 host、port 和 security"  # no handshake comes about: that is what is said
    with pytest.raises(Unreachable, match=said):
        await login(server, **changes).hand_over(mail_to("a@yunxi.test"))
    assert server.behind.arrived == []


@pytest.mark.parametrize("changes", [{"security": Security.NONE, "username": ""}, {"username": ""}])
async def test_it_takes_nothing_without_starttls_and_a_login(server: MailServer, changes: dict[str, object]) -> None:
    with pytest.raises((Unreachable, Refused)):
        await login(server, **changes).hand_over(mail_to("a@yunxi.test"))
    assert server.behind.arrived == []


async def test_a_queue_goes_through_it_once(server: MailServer, books: Books) -> None:
    await queue(books, "k1", "k2")
    await queue(books, "k3", recipients=("gone@yunxi.test",))
    delivery = await run(books, at(server))
    assert (len(delivery.sent), len(delivery.refused)) == (2, 1)
    assert (await run(books, at(server))).sent == []
    await server.arrived(2)
    assert [one.state for one in await rows(books)] == [MailState.SENT, MailState.SENT, MailState.FAILED]
    assert len(server.behind.arrived) == 2
