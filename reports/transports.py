"""How a mail leaves: into a folder, or to a mail server (SMTP)."""

import asyncio
import platform
import ssl
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import aiosmtplib
import certifi

from reports.errors import FileError
from reports.files import write_whole
from reports.mail import file_name


class Deferred(Exception):  # noqa: N818 - it is a state of the mail, not a fault
    """The mail was not taken now and may be later. The message is one sentence."""


class Unreachable(Deferred):
    """Nothing can be handed over now: the server or the folder is out of reach, whatever the mail."""


class Refused(Exception):  # noqa: N818 - the same
    """The mail was not taken and never will be as it is. The message is one sentence."""


class Uncertain(Exception):  # noqa: N818 - the same
    """The mail was given away and no answer came: it may have been taken or not. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail to hand over: addresses only, and the whole message."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes


class Transport(Protocol):
    """A way for mail to leave."""

    @property
    def repeatable(self) -> bool:
        """Whether handing the same mail over twice leaves one mail."""

    async def hand_over(self, envelope: Envelope) -> tuple[str, ...]:
        """Hand a mail over; what it returns are sentences on what did not quite go well.

        Raises :class:`Deferred`, :class:`Unreachable`, :class:`Refused` or :class:`Uncertain`.
        """


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Puts each mail into a folder as an ``.eml`` file named by its Message-ID."""

    folder: Path

    @property
    def repeatable(self) -> bool:
        """Yes: the second file takes the place of the first."""
        return True

    async def hand_over(self, envelope: Envelope) -> tuple[str, ...]:
        """Write the file. Raises :class:`Unreachable`."""
        try:
            await asyncio.to_thread(write_whole, self.folder / file_name(envelope.message_id), envelope.content)
        except FileError as error:
            raise Unreachable(str(error)) from error
        return ()


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"  # usually port 587
    TLS = "tls"  # from the first byte, usually port 465


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Hands each mail to a mail server. ``timeout`` is in seconds; ``ca_file`` holds authorities to trust besides."""

    host: str
    port: int = 25
    security: Security = Security.NONE
    username: str = ""
    password: str = ""
    timeout: float = 30.0
    ca_file: Path | None = None

    @property
    def repeatable(self) -> bool:
        """No: the server would pass both on."""
        return False

    async def hand_over(self, envelope: Envelope) -> tuple[str, ...]:
        """Connect, hand over, take leave. Raises as :class:`Transport` says."""
        client = await self._connected()
        try:
            refused = await self._addressed(client, envelope)
            await self._given(client, envelope)
        finally:
            client.close()
        return tuple(refused)

    async def _connected(self) -> aiosmtplib.SMTP:
        client = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            timeout=self.timeout,
            use_tls=self.security is Security.TLS,
            start_tls=self.security is Security.STARTTLS,
            tls_context=self._trust(),
            local_hostname=platform.node() or "localhost",
        )
        try:
            await client.connect()
            if self.username:
                await client.login(self.username, self.password)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            client.close()
            raise Unreachable(self._why_not(error)) from error
        return client

    def _trust(self) -> ssl.SSLContext | None:
        if self.security is Security.NONE:
            return None
        context = ssl.create_default_context(cafile=certifi.where())
        if self.ca_file is not None:
            try:
                context.load_verify_locations(self.ca_file)
            except (OSError, ssl.SSLError) as error:
                raise Unreachable(f"不能读取证书文件 {self.ca_file}：{error}。请检查 [mail] ca_file。") from error
        return context

    def _why_not(self, error: Exception) -> str:
        where = f"邮件服务器 {self.host}:{self.port} "
        if isinstance(error, aiosmtplib.SMTPAuthenticationError):
            return f"{where}不接受用户名或密码：请更正 [mail] 中的设置；邮件已保留，下次再发。"
        if isinstance(error, aiosmtplib.SMTPTimeoutError | TimeoutError):
            return f"{where}在{self.timeout:g}秒内没有应答：邮件已保留，下次再发。"
        return f"{where}连接不上（{_line(error)}）：请检查 [mail] 中的 host、port 和 security；邮件已保留，下次再发。"

    async def _addressed(self, client: aiosmtplib.SMTP, envelope: Envelope) -> list[str]:
        """Name sender and recipients; a sentence for each recipient that was refused while others were taken."""
        refused: list[tuple[int, str]] = []
        try:
            await client.mail(envelope.sender)
            for recipient in envelope.recipients:
                try:
                    await client.rcpt(recipient)
                except aiosmtplib.SMTPResponseException as error:
                    refused.append((error.code, f"邮件服务器拒收发给 {recipient} 的邮件（{_line(error)}）"))
        except aiosmtplib.SMTPResponseException as error:
            raise _answered(error.code, f"邮件服务器不接受发件人（{_line(error)}）") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Unreachable(self._why_not(error)) from error
        if len(refused) == len(envelope.recipients):
            raise _answered(min(code for code, _ in refused), "；".join(sentence for _, sentence in refused))
        return [sentence for _, sentence in refused]

    async def _given(self, client: aiosmtplib.SMTP, envelope: Envelope) -> None:
        try:
            await client.data(envelope.content)
        except aiosmtplib.SMTPResponseException as error:
            raise _answered(error.code, f"邮件服务器没有收下邮件（{_line(error)}）") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Uncertain(
                f"投递时与 {self.host}:{self.port} 的连接中断（{_line(error)}），不能确定邮件是否送达："
                "请先向收件人核实，再决定是否重发。"
            ) from error
        try:
            await client.quit()
        except (aiosmtplib.SMTPException, OSError):
            return  # the mail was taken: how the conversation ends changes nothing


def _answered(code: int, sentence: str) -> Exception:
    """SMTP answers with 4xx what may succeed later, with 5xx what will not (RFC 5321, 4.2.1)."""
    return Refused(sentence) if code >= 500 else Deferred(sentence)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
