"""Making the weekly report of an office, queueing its mail once, and writing its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checks.catalogue import Catalogue
from registry.boundaries import Boundary, reached
from registry.database import Database
from registry.errors import BooksError
from registry.models import MailState, Office
from registry.outbox import queue_mail
from reports.errors import MailError
from reports.figures import weekly_figures
from reports.files import write_whole
from reports.mail import address, build_message, file_name, letter_of, message_id
from reports.render import Letter
from reports.week import Week
from reports.weekly import weekly_letter


@dataclass(frozen=True, slots=True)
class WeeklyMail:
    """A weekly report as mail. ``state`` is that of its row in the outbox, None when it is not queued."""

    week: Week
    letter: Letter
    message_id: str
    content: bytes
    state: MailState | None


async def compose_weekly(
    database: Database,
    office_id: int,
    week: Week,
    as_of: datetime,
    *,
    catalogue: Catalogue,
    sender: str,
    recipients: Sequence[str],
    queue: bool,
) -> WeeklyMail:
    """The weekly report of an office; with ``queue`` its mail is stored to be sent, under the key ``weekly/2026-W47``.

    A week's mail is stored once: later calls give back the stored one, unchanged. Without ``queue`` nothing is written.
    Raises :class:`~reports.errors.ReportError` and :class:`~registry.errors.BooksError`.
    """
    key = f"weekly/{week}"
    async with database.read() as session:
        office = await session.get(Office, office_id)
        if office is None:
            raise BooksError(f"台账中没有编号为{office_id}的办公室：请先运行 govwatch init。")
        figures = await weekly_figures(session, office_id, week, as_of)
    letter = weekly_letter(figures, catalogue, office.name)
    identity = message_id(office.code, key, sender)
    content = build_message(letter, message_id=identity, sender=sender, recipients=recipients, at=as_of)
    if not queue:
        return WeeklyMail(week, letter, identity, content, None)
    if not recipients:
        raise MailError("没有收件人：请在配置文件 govwatch.toml 的 [office] 中填写办公室邮箱 mailbox。")
    envelope = [address(one).addr_spec for one in recipients]
    async with database.write() as session:
        row = await queue_mail(session, office_id, key, identity, envelope, letter.subject, content, as_of)
    return WeeklyMail(week, letter_of(row.content), row.message_id, row.content, row.state)


def write_report(folder: Path, mail: WeeklyMail) -> tuple[Path, ...]:
    """Write ``weekly-2026-W47.html``, ``.txt`` and the mail itself as ``.eml``. Raises :class:`FileError`."""
    files = {
        folder / f"weekly-{mail.week}.html": mail.letter.html.encode(),
        folder / f"weekly-{mail.week}.txt": mail.letter.text.encode(),
        folder / file_name(mail.message_id): mail.content,
    }
    for path, content in files.items():
        reached(Boundary.REPORT_FILE_BEFORE)
        write_whole(path, content)
        reached(Boundary.REPORT_FILE_AFTER)
    return tuple(files)
