"""Handing over queued mail from a command, and saying what became of it."""

from datetime import datetime

import typer

from monitor.approving import Post
from monitor.commands.options import Desk
from monitor.settings import MailSettings
from reports.deliver import Delivery, deliver
from reports.errors import MailError
from reports.transports import FolderTransport, Security, SmtpTransport, Transport


def transport(mail: MailSettings) -> Transport:
    """How mail leaves by the settings. Raises :class:`~reports.errors.MailError`."""
    if mail.transport == "folder":
        return FolderTransport(mail.folder)
    if not mail.host:
        raise MailError("邮件方式选了SMTP但没有填写服务器：请在配置文件 [mail] 中填写 host。")
    password = mail.password.get_secret_value()
    return SmtpTransport(mail.host, mail.port, Security(mail.security), mail.username, password, ca_file=mail.ca_file)


def post_of(desk: Desk) -> Post:
    """Who orders are from by the settings, and who reads the answers."""
    return Post(desk.settings.mail.sender, desk.settings.office.mailbox, desk.catalogue)


async def sent(desk: Desk, at: datetime) -> Delivery:
    """Hand over all queued mail of the office."""
    return await deliver(desk.database, desk.office_id, transport(desk.settings.mail), at)


def say_delivery(delivery: Delivery) -> bool:
    """Say what became of the mails; whether all went well."""
    for subject in delivery.sent:
        typer.echo(f"已发送：{subject}")
    for sentence in [*delivery.waiting, *delivery.refused, *delivery.uncertain, *delivery.remarks]:
        typer.echo(f"govwatch: {sentence}", err=True)
    return not (delivery.waiting or delivery.refused or delivery.uncertain)


def say_nobody(units: tuple[str, ...]) -> None:
    """Name the units whose orders went to nobody."""
    for unit in units:
        typer.echo(f"{unit}没有登记邮箱，交办单没有发出：请在台账中补登邮箱，下次发送周报或交办单时会一并发出。")
