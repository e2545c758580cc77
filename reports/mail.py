"""A letter as the bytes of a mail (RFC 5322), the same for the same letter, key and instant."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from checks.time import SHANGHAI
from reports import wording
from reports.errors import MailError
from reports.render import Letter

SUBJECT_LENGTH = 240
_SPEC = r"(?!\.)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}(?<!\.)@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<bare>{_SPEC})|(?P<name>[^<>\x00-\x1f\x7f]*)<(?P<named>{_SPEC})>")
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")


def message_id(office: str, key: str, sender: str) -> str:
    """The Message-ID, with its angle brackets, of the mail with that key of an office. It never changes.

    ``office`` is the office's code, ``sender`` the address whose domain stands behind the @.
    """
    digest = hashlib.sha256(f"{office}\0{key}".encode()).hexdigest()[:16]
    readable = _UNSAFE.sub("-", f"{key}.{office}").strip("-.")[:60].rstrip("-.")
    return f"<{readable or 'mail'}.{digest}@{address(sender).domain}>"


def file_name(message_id: str) -> str:
    """The name of the ``.eml`` file of a mail: its Message-ID without what a file system may refuse."""
    return f"{re.sub(r'[^A-Za-z0-9.@-]+', '_', message_id.strip('<>'))[:200]}.eml"


def address(text: str) -> Address:
    """Read ``name@host`` or ``Some Name <name@host>``. Raises :class:`MailError`."""
    parts = _ADDRESS.fullmatch(text.strip(" "))
    spec = (parts["bare"] or parts["named"]) if parts else ""
    if parts is None or ".." in spec:
        raise MailError(f"“{wording.clean(text, 80)}”不是邮箱地址：应写成 name@example.gov.cn 的样子。")
    local, _, domain = spec.rpartition("@")
    return Address(wording.clean((parts["name"] or "").strip(' "'), 80), local, domain.lower())


def build_message(
    letter: Letter, *, message_id: str, sender: str, recipients: Sequence[str], at: datetime, reply_to: str = ""
) -> bytes:
    """The whole mail: text and HTML as alternatives, pure ASCII, lines under 80 characters.

    ``at`` is the instant for its Date; ``reply_to`` is who reads answers, when that is not the sender. Without
    recipients it has no To. Raises :class:`MailError` for a wrong address.
    """
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(at.astimezone(SHANGHAI))
    message["From"] = address(sender)
    if recipients:
        message["To"] = tuple(address(one) for one in recipients)
    if reply_to:
        message["Reply-To"] = address(reply_to)
    message["Subject"] = wording.clean(letter.subject, SUBJECT_LENGTH)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_encodable(letter.text), cte="base64")
    message.add_alternative(_encodable(letter.html), subtype="html", cte="base64")
    message.set_boundary(f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def letter_of(content: bytes) -> Letter:
    """The letter in a mail made by :func:`build_message`."""
    message = message_from_bytes(content, policy=SMTP)
    parts = {part.get_content_type(): str(part.get_content()) for part in message.walk() if not part.is_multipart()}
    text, html = (parts[kind].replace("\r\n", "\n") for kind in ("text/plain", "text/html"))
    return Letter(str(message["Subject"]), text, html)


def sender_of(content: bytes) -> str:
    """The address a mail is from, for its envelope."""
    return str(message_from_bytes(content, policy=SMTP)["From"].addresses[0].addr_spec)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
