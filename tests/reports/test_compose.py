import errno
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from registry import boundaries
from registry.boundaries import Boundary
from registry.errors import BooksError
from registry.models import MailState, Outbox
from reports.compose import WeeklyMail, compose_weekly, write_report
from reports.deliver import deliver
from reports.errors import FileError, MailError, WeekError
from reports.mail import file_name
from reports.transports import FolderTransport
from reports.week import Week
from tests.reports import city
from tests.reports.books import CATALOGUE, Books, ok, shanghai
from tests.reports.test_deliver import Killed, die_at

WEEK = Week.parse("2026-W47")
SENDER = "云溪市政府办 <monitor@yunxi.test>"
RECIPIENTS = ("政务公开科 <zwgk@yunxi.test>", "b@yunxi.test")


async def composed(
    books: Books, *, queue: bool, as_of: datetime = city.AS_OF, recipients: tuple[str, ...] = RECIPIENTS
) -> WeeklyMail:
    return await compose_weekly(
        books.database,
        books.office_id,
        WEEK,
        as_of,
        catalogue=CATALOGUE,
        sender=SENDER,
        recipients=recipients,
        queue=queue,
    )


async def outbox(books: Books) -> list[Outbox]:
    async with books.database.read() as session:
        return list(await session.exec(select(Outbox)))


async def test_a_report_that_is_not_to_be_sent_leaves_no_trace_in_the_books(lived: Books) -> None:
    mail = await composed(lived, queue=False)
    assert mail.state is None
    assert mail.letter.subject.startswith("【网站监测周报】第47期：网站15家")
    assert await outbox(lived) == []
    assert await composed(lived, queue=False) == mail


async def test_a_report_without_recipients_can_be_read_but_not_sent(lived: Books) -> None:
    assert (await composed(lived, queue=False, recipients=())).letter.text
    with pytest.raises(MailError, match="没有收件人"):
        await composed(lived, queue=True, recipients=())
    assert await outbox(lived) == []


async def test_a_weeks_mail_is_stored_once_and_stays_as_it_was(lived: Books) -> None:
    first = await composed(lived, queue=True)
    await lived.scan(shanghai(11, 22, 22), {"s01": {"site.home-stale": ok()}})
    second = await composed(lived, queue=True, as_of=shanghai(11, 24))
    assert second == first
    (row,) = await outbox(lived)
    assert (row.key, row.message_id, row.subject) == ("weekly/2026-W47", first.message_id, first.letter.subject)
    assert row.recipients == ["zwgk@yunxi.test", "b@yunxi.test"]
    assert first.state is MailState.QUEUED
    assert first.message_id == (await composed(lived, queue=False)).message_id


@pytest.mark.parametrize(
    "boundary",
    [Boundary.MAIL_STORE_BEFORE, Boundary.MAIL_STORE_AFTER, Boundary.REPORT_FILE_BEFORE, Boundary.REPORT_FILE_AFTER],
)
async def test_a_run_that_died_and_its_repetition_make_one_mail(
    lived: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, boundary: Boundary
) -> None:
    async def whole() -> None:
        mail = await composed(lived, queue=True)
        write_report(tmp_path / "reports", mail)
        await deliver(lived.database, lived.office_id, FolderTransport(tmp_path / "out"), city.AS_OF)

    die_at(monkeypatch, boundary)
    with pytest.raises(Killed):
        await whole()
    monkeypatch.undo()
    await whole()
    await whole()
    (row,) = await outbox(lived)
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == file_name(row.message_id)
    assert file.read_bytes() == row.content
    assert row.state is MailState.SENT


async def test_the_files_of_a_report(lived: Books, tmp_path: Path) -> None:
    mail = await composed(lived, queue=False)
    written = write_report(tmp_path / "reports", mail)
    assert [one.name for one in written] == ["weekly-2026-W47.html", "weekly-2026-W47.txt", file_name(mail.message_id)]
    assert written[0].read_text("utf-8") == mail.letter.html
    assert written[1].read_text("utf-8") == mail.letter.text
    assert written[2].read_bytes() == mail.content
    assert sorted(written) == sorted((tmp_path / "reports").iterdir())


async def test_a_full_disk_is_one_sentence(lived: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    mail = await composed(lived, queue=False)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FileError, match=r"weekly-2026-W47\.html 不能写入：磁盘已满，请清理出空间后重试"):
        write_report(tmp_path, mail)


async def test_every_file_passes_its_boundaries(lived: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[Boundary] = []
    mail = await composed(lived, queue=False)
    monkeypatch.setattr(boundaries, "hook", passed.append)
    write_report(tmp_path, mail)
    assert passed == [Boundary.REPORT_FILE_BEFORE, Boundary.REPORT_FILE_AFTER] * 3


async def test_a_week_to_come_and_an_office_that_is_not_there_are_refused(lived: Books) -> None:
    with pytest.raises(WeekError, match="请指定更早的一周"):
        await composed(lived, queue=True, as_of=shanghai(11, 1))
    with pytest.raises(BooksError, match="编号为99的办公室"):
        await composed(Books(lived.database, 99), queue=True)
