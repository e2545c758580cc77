"""A mail server on loopback that answers as it is told."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "right"  # noqa: S105 - of a server that lives for one test


@dataclass
class PostOffice:
    """What arrived, and what to answer: by recipient, and to the whole mail. ``hang_up``: drop the line instead."""

    port: int = 0
    arrived: list[Envelope] = field(default_factory=list)
    recipients: dict[str, str] = field(default_factory=dict)
    answer: str = "250 taken"
    sender_answer: str = ""
    hang_up: bool = False
    logins: list[str] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - the name the server calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the same
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.recipients:
            return self.recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        self.arrived.append(envelope)
        if self.hang_up and server.transport is not None:
            server.transport.close()
        return self.answer

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@asynccontextmanager
async def post_office(tls: ssl.SSLContext | None = None, *, login: bool = False) -> AsyncIterator[PostOffice]:
    office = PostOffice()

    def conversation() -> SMTP:
        return SMTP(
            office,
            hostname="mail.yunxi.test",
            tls_context=tls,
            require_starttls=tls is not None,
            authenticator=office.authenticate if login else None,
            auth_required=login,
            auth_require_tls=tls is not None,
        )

    server = await asyncio.get_running_loop().create_server(conversation, "127.0.0.1", 0)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        await server.wait_closed()
