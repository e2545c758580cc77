from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import wording
from reports.errors import MailError
from reports.mail import SUBJECT_LENGTH, address, build_message, file_name, letter_of, message_id, sender_of
from reports.render import Letter

AT = datetime(2026, 11, 22, 23, 40, tzinfo=UTC)
LETTER = Letter(
    "【网站监测周报】第47期：网站54家，未见否决项50家（92.6%）；新媒体142个，可查118个，未见否决项115个（97.5%）",
    "请您处理\n  无\n" + "长" * 500 + "\n",
    "<p>请您处理&amp;</p>\n",
)
SENDER = "云溪市政府办 <Monitor@Mail.Yunxi.test>"
IDENTITY = "<weekly-2026-W47.YC.0123456789abcdef@mail.yunxi.test>"


def built(
    letter: Letter = LETTER, sender: str = SENDER, recipients: tuple[str, ...] = ("甲 <a@yunxi.test>", "b@yunxi.test")
) -> bytes:
    return build_message(letter, message_id=IDENTITY, sender=sender, recipients=recipients, at=AT)


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def test_a_mail_reads_back_as_it_was_written() -> None:
    message = read(built())
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == IDENTITY
    assert message["Date"] == "Mon, 23 Nov 2026 07:40:00 +0800"
    assert message["From"].addresses[0].display_name == "云溪市政府办"
    assert [one.addr_spec for one in message["To"].addresses] == ["a@yunxi.test", "b@yunxi.test"]
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert not message.defects
    assert letter_of(built()) == LETTER
    assert sender_of(built()) == "Monitor@mail.yunxi.test"


def test_a_mail_is_plain_ascii_in_short_lines_with_network_line_ends() -> None:
    content = built()
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.count(b"Content-Transfer-Encoding: base64") == 2


def test_the_same_letter_makes_the_same_bytes() -> None:
    assert built() == built()


def test_a_letter_for_nobody_has_no_recipients_to_show() -> None:
    assert read(built(recipients=()))["To"] is None


def test_a_message_id_depends_on_office_key_and_domain_alone() -> None:
    identity = message_id("YC", "weekly/2026-W47", SENDER)
    assert identity == message_id("YC", "weekly/2026-W47", "somebody-else@mail.yunxi.test")
    assert identity.startswith("<weekly-2026-W47.YC.")
    assert identity.endswith("@mail.yunxi.test>")
    others = {message_id("QF", "weekly/2026-W47", SENDER), message_id("YC", "weekly/2026-W48", SENDER)}
    assert identity not in others
    assert len(others) == 2


@pytest.mark.parametrize(("office", "key"), [("云溪", "周报/第47期"), ("A B\r\n", "<x>@y/../z"), ("", "")])
def test_a_message_id_is_one_atom_whatever_the_code_of_the_office(office: str, key: str) -> None:
    identity = message_id(office, key, SENDER)
    assert (
        read(build_message(LETTER, message_id=identity, sender=SENDER, recipients=(), at=AT))["Message-ID"] == identity
    )
    assert identity.isascii()
    assert not set(identity) & set(" \r\n/\\,;\"'")


def test_the_file_of_a_mail_is_named_by_its_message_id() -> None:
    assert file_name(IDENTITY) == "weekly-2026-W47.YC.0123456789abcdef@mail.yunxi.test.eml"
    assert file_name("<../../etc/pass wd\0@x>") == ".._.._etc_pass_wd_@x.eml"
    assert len(file_name(f"<{'x' * 900}@y>")) < 255


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nobody",
        "a@b@c",
        "a b@yunxi.test",
        "a@yunxi.test\r\nBcc: x@evil.test",
        "a@yunxi.test\nBcc: x@evil.test",
        "甲@yunxi.test",
        "a@云溪.test",
        "a@yunxi..test",
        "a@-",
        ".a@yunxi.test",
        "a.@yunxi.test",
        "a@yunxi.test, b@yunxi.test",
        "<a@yunxi.test",
        "a\0@yunxi.test",
    ],
)
def test_what_is_not_one_address_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(MailError, match="不是邮箱地址") as caught:
        address(text)
    assert "\n" not in str(caught.value)


def test_no_header_can_be_slipped_in() -> None:
    evil = Letter("周报\r\nBcc: x@evil.test\r\n\r\n<b>hi", "t\n", "h\n")
    message = read(built(evil, sender='"局\u202e" <a@yunxi.test>'))
    assert message["Bcc"] is None
    assert message["Subject"] == "周报 Bcc: x@evil.test <b>hi"
    assert message["From"].addresses[0].display_name == "局"


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=200), st.text(max_size=200))
def test_any_letter_survives_the_mail(subject: str, text: str, html: str) -> None:
    message = read(built(Letter(subject, text, html)))
    assert str(message["Subject"]) == wording.clean(subject, SUBJECT_LENGTH)
    assert not message.defects
