import socket
import ssl
from pathlib import Path

import pytest
import trustme

from reports.transports import (
    Deferred,
    Envelope,
    FolderTransport,
    Refused,
    Security,
    SmtpTransport,
    Uncertain,
    Unreachable,
)
from tests.reports.post import PASSWORD, post_office

MAIL = b"Subject: x\r\nMessage-ID: <1@yunxi.test>\r\n\r\n.\r\n..two dots\r\n"
ENVELOPE = Envelope("<1@yunxi.test>", "monitor@yunxi.test", ("a@yunxi.test", "b@yunxi.test"), MAIL)


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def smtp(port: int, **settings: object) -> SmtpTransport:
    return SmtpTransport("127.0.0.1", port, timeout=5, **settings)  # type: ignore[arg-type]


async def test_a_mail_arrives_in_the_folder_under_its_message_id_once(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path / "out")
    assert transport.repeatable
    for _ in range(2):
        assert await transport.hand_over(ENVELOPE) == ()
    (file,) = (tmp_path / "out").iterdir()
    assert (file.name, file.read_bytes()) == ("1@yunxi.test.eml", MAIL)


async def test_a_folder_that_cannot_be_is_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(Unreachable, match="是文件而不是目录"):
        await FolderTransport(tmp_path / "out").hand_over(ENVELOPE)


async def test_a_mail_arrives_at_the_server_byte_for_byte() -> None:
    async with post_office() as office:
        transport = smtp(office.port)
        assert not transport.repeatable
        assert await transport.hand_over(ENVELOPE) == ()
    (got,) = office.arrived
    assert (got.mail_from, tuple(got.rcpt_tos)) == (ENVELOPE.sender, ENVELOPE.recipients)
    assert got.original_content == MAIL


async def test_nobody_listening_is_one_sentence_that_says_what_to_check() -> None:
    port = closed_port()
    with pytest.raises(Unreachable, match=rf"127\.0\.0\.1:{port}.*请检查 .mail. 中的 host、port 和 security") as caught:
        await smtp(port).hand_over(ENVELOPE)
    assert "\n" not in str(caught.value)


async def test_one_recipient_refused_does_not_keep_the_mail_from_the_others() -> None:
    async with post_office() as office:
        office.recipients["b@yunxi.test"] = "550 no such user"
        remarks = await smtp(office.port).hand_over(ENVELOPE)
    assert len(remarks) == 1
    assert "b@yunxi.test" in remarks[0]
    assert "no such user" in remarks[0]
    assert office.arrived[0].rcpt_tos == ["a@yunxi.test"]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (("550 no", "550 no"), Refused),
        (("450 later", "550 no"), Deferred),  # one of them may still get it
        (("450 later", "451 later"), Deferred),
    ],
)
async def test_when_no_recipient_is_taken_the_softest_answer_counts(
    answers: tuple[str, str], error: type[Exception]
) -> None:
    async with post_office() as office:
        office.recipients = dict(zip(ENVELOPE.recipients, answers, strict=True))
        with pytest.raises(error) as caught:
            await smtp(office.port).hand_over(ENVELOPE)
    assert not isinstance(caught.value, Unreachable)
    assert office.arrived == []


@pytest.mark.parametrize(
    ("answer", "error"), [("554 spam", Refused), ("452 full", Deferred), ("421 closing", Deferred)]
)
async def test_the_answer_to_the_mail_says_whether_it_may_be_tried_again(answer: str, error: type[Exception]) -> None:
    async with post_office() as office:
        office.answer = answer
        with pytest.raises(error, match=answer.split()[1]) as caught:
            await smtp(office.port).hand_over(ENVELOPE)
    assert not isinstance(caught.value, Unreachable)


async def test_a_sender_refused_for_good_is_refused() -> None:
    async with post_office() as office:
        office.sender_answer = "550 not you"
        with pytest.raises(Refused, match="不接受发件人"):
            await smtp(office.port).hand_over(ENVELOPE)


async def test_a_line_that_breaks_after_the_mail_leaves_it_uncertain() -> None:
    async with post_office() as office:
        office.hang_up = True
        with pytest.raises(Uncertain, match="请先向收件人核实"):
            await smtp(office.port).hand_over(ENVELOPE)
    assert len(office.arrived) == 1


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


async def test_starttls_and_a_login(authority: trustme.CA, ca_file: Path) -> None:
    async with post_office(server_context(authority), login=True) as office:
        transport = smtp(
            office.port, security=Security.STARTTLS, username="monitor", password=PASSWORD, ca_file=ca_file
        )
        assert await transport.hand_over(ENVELOPE) == ()
    assert office.logins == ["monitor"]
    assert len(office.arrived) == 1


async def test_a_wrong_password_waits_for_a_person(authority: trustme.CA, ca_file: Path) -> None:
    async with post_office(server_context(authority), login=True) as office:
        transport = smtp(
            office.port, security=Security.STARTTLS, username="monitor", password=PASSWORD[::-1], ca_file=ca_file
        )
        with pytest.raises(Unreachable, match="不接受用户名或密码") as caught:
            await transport.hand_over(ENVELOPE)
    assert PASSWORD[::-1] not in str(caught.value)
    assert office.arrived == []


async def test_a_server_that_nobody_vouches_for_is_not_given_the_password(authority: trustme.CA) -> None:
    async with post_office(server_context(authority), login=True) as office:
        transport = smtp(office.port, security=Security.STARTTLS, username="monitor", password=PASSWORD)
        with pytest.raises(Unreachable, match="certificate"):
            await transport.hand_over(ENVELOPE)
    assert office.logins == []


async def test_a_server_without_starttls_is_not_used_when_it_was_asked_for() -> None:
    async with post_office() as office:
        with pytest.raises(Unreachable, match="STARTTLS"):
            await smtp(office.port, security=Security.STARTTLS).hand_over(ENVELOPE)
    assert office.arrived == []


async def test_authorities_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"missing\.pem"):
        await smtp(1, security=Security.TLS, ca_file=tmp_path / "missing.pem").hand_over(ENVELOPE)
