"""OpenSMTPD, as Debian ships it, on loopback: a port with STARTTLS and a login, and one without.

That of Debian 12 (6.8.0p2 with OpenSSL 3) completes no TLS handshake at all (OpenSMTPD/OpenSMTPD#1239): ``secure`` is
false there, and what needs a handshake is tested against aiosmtpd alone.
"""

import asyncio
import fcntl
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiosmtplib
import pytest
import trustme

from tests.reports.post import PostOffice, post_office

SMTPD = Path("/usr/sbin/smtpd")
USER, PASSWORD = "monitor", "right"
STAFF = ("a@yunxi.test", "b@yunxi.test")
"""Whom it takes mail for; everybody else is refused."""

needs_opensmtpd = pytest.mark.skipif(
    not SMTPD.exists() or os.geteuid() != 0, reason="needs OpenSMTPD from Debian (apt-get install opensmtpd) and root"
)

_CONFIG = """\
pki "mail" cert "{folder}/cert.pem"
pki "mail" key "{folder}/key.pem"
table logins file:{folder}/logins
table staff {{ {staff} }}
listen on 127.0.0.1 port {port} tls-require pki "mail" auth <logins> hostname "mail.yunxi.test"
listen on 127.0.0.1 port {plain} hostname "mail.yunxi.test"
action "on" relay host "smtp://127.0.0.1:{behind}"
match from any for rcpt-to <staff> action "on"
"""


@dataclass(frozen=True)
class MailServer:
    """A running server: its ports, who vouches for it, and the post office that gets what it took.

    ``secure``: on ``port``, which demands STARTTLS and a login, a TLS handshake comes about.
    """

    port: int
    plain: int
    secure: bool
    ca_file: Path
    behind: PostOffice

    async def arrived(self, count: int) -> None:
        """Wait until so many mails came out behind it."""
        async with asyncio.timeout(30):
            while len(self.behind.arrived) < count:  # noqa: ASYNC110  what arrives is a list of another library
                await asyncio.sleep(0.05)


@asynccontextmanager
async def mail_server(folder: Path) -> AsyncIterator[MailServer]:
    """A server for as long as the body runs. There is one on a machine at a time, for its socket has a fixed place."""
    with _alone():
        async with post_office() as behind:
            port, plain = _free_ports(2)
            ca_file = _prepared(folder, port, plain, behind.port)
            process = await asyncio.create_subprocess_exec(
                str(SMTPD), "-d", "-f", str(folder / "smtpd.conf"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
            try:
                await _listening(port, process)
                yield MailServer(port, plain, await _secure(port, ca_file), ca_file, behind)
            finally:
                process.terminate()
                await process.communicate()


@contextmanager
def _alone() -> Iterator[None]:
    with Path(tempfile.gettempdir(), "govwatch-opensmtpd.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepared(folder: Path, port: int, plain: int, behind: int) -> Path:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", key_type=trustme.KeyType.RSA)
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    (folder / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    openssl = shutil.which("openssl") or "openssl"
    hashed = subprocess.run([openssl, "passwd", "-6", PASSWORD], capture_output=True, text=True, check=True).stdout
    (folder / "logins").write_text(f"{USER} {hashed}", "utf-8")
    config = _CONFIG.format(
        folder=folder, port=port, plain=plain, behind=behind, staff=", ".join(f'"{one}"' for one in STAFF)
    )
    (folder / "smtpd.conf").write_text(config, "utf-8")
    for one in folder.iterdir():
        one.chmod(0o600)
    return folder / "ca.pem"


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        bound = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in bound:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in bound]


async def _secure(port: int, ca_file: Path) -> bool:
    client = aiosmtplib.SMTP(
        hostname="127.0.0.1", port=port, start_tls=True, tls_context=ssl.create_default_context(cafile=str(ca_file))
    )
    try:
        await client.connect()
    except (aiosmtplib.SMTPException, OSError):
        return False
    finally:
        client.close()
    return True


async def _listening(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(20):
        while True:
            if process.returncode is not None:
                _, said = await process.communicate()
                raise RuntimeError(f"OpenSMTPD did not start: {said.decode(errors='replace')[-500:]}")
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
