"""临期提醒: told once, on a working day before the limit; a unit of its own tickets and of nothing else."""

from datetime import date, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest
from sqlmodel import col, select

from checks.finding import Judgement, Measure
from checks.vocabulary import Outcome
from registry.models import Office, Outbox, Target, TargetState, Ticket, Unit
from registry.sheets.headings import Column
from registry.tickets import answer, the_ticket
from reports.mail import letter_of
from reports.reminders import Sending, queue_reminders
from tests.reports.books import CATALOGUE, Books, shanghai
from tests.reports.test_orders import NOW, ordered, two  # noqa: F401  a fixture
from tests.reports.test_weekly import squeezed

SENDING = Sending("govwatch@yunxi.test", ("bgs@yunxi.test",))


async def remind(books: Books, now: datetime) -> list[str]:
    async with books.database.write() as session:
        office = await session.get_one(Office, books.office_id)
        return await queue_reminders(session, office, CATALOGUE, SENDING, now)


async def mails(books: Books) -> list[Outbox]:
    async with books.database.read() as session:
        query = select(Outbox).where(col(Outbox.key).startswith("reminder/")).order_by(col(Outbox.id))
        return list(await session.exec(query))


def near(newest: date, due: date, *, name: str = "通知公告", remind: int = 3) -> Judgement:
    figures = {"limit": 14, "remind": remind}
    measure = Measure(f"https://edu.yunxi.test/{name}/", name, newest=newest, due=due, data=figures)
    return Judgement(Outcome.OK, checked=1, measures=(measure,))


@pytest.fixture
async def column(books: Books) -> Books:
    await books.site("edu", "市教育局", "市教育局网站", code="3609000015")
    await books.scan(shanghai(11, 14, 22), {"edu": {"site.column-stale": near(date(2026, 11, 13), date(2026, 11, 27))}})
    async with books.database.write() as session:
        for unit in await session.exec(select(Unit)):
            unit.contact, unit.phone, unit.mailbox = "李四", "0000-8810015", "jyj@yunxi.test"
    return books


async def test_a_column_is_told_once_and_to_the_office_alone(column: Books) -> None:
    assert await remind(column, shanghai(11, 23, 8, 30)) == []
    assert await remind(column, shanghai(11, 24, 8, 30)) == ["【临期提醒】栏目和账号1项将到期，最早11月27日（周五）"]
    for day in (24, 25, 26, 27):
        assert await remind(column, shanghai(11, day, 9)) == []
    (mail,) = await mails(column)
    assert mail.recipients == ["bgs@yunxi.test"]
    letter = letter_of(mail.content)
    told = "通知公告（市教育局）末次更新：11月13日，已过11天限期：14天到期日：11月27日（还剩3天）经办人：李四"
    assert told in squeezed(letter.text)
    assert "李四" in letter.html
    assert "未发给责任单位" in letter.html


async def test_before_holidays_it_is_told_on_the_last_working_day(column: Books) -> None:
    last = near(date(2026, 9, 20), date(2026, 10, 4), name="要闻")
    await column.scan(shanghai(9, 26, 22), {"edu": {"site.column-stale": last}})
    assert await remind(column, shanghai(9, 29, 8, 30)) == []
    assert await remind(column, shanghai(9, 30, 8, 30)) == ["【临期提醒】栏目和账号1项将到期，最早9月30日（周三）"]
    (mail,) = await mails(column)
    assert "节前应于9月30日（周三）更新" in letter_of(mail.content).text


async def test_an_update_moves_the_limit_and_a_paused_site_has_none(column: Books) -> None:
    await column.scan(shanghai(11, 21, 22), {"edu": {"site.column-stale": near(date(2026, 11, 20), date(2026, 12, 4))}})
    assert await remind(column, shanghai(11, 24, 8, 30)) == []
    async with column.database.write() as session:
        (await session.get_one(Target, "edu")).state = TargetState.PAUSED
    assert await remind(column, shanghai(12, 1, 8, 30)) == []
    async with column.database.write() as session:
        (await session.get_one(Target, "edu")).state = TargetState.ACTIVE
    assert len(await remind(column, shanghai(12, 1, 8, 30))) == 1


async def test_a_site_that_is_being_rebuilt_is_not_told(column: Books) -> None:
    async with column.database.write() as session:
        target = await session.get_one(Target, "edu")
        target.details = {Column.REBUILT_FROM: "2026-11-20", Column.REBUILT_UNTIL: "2026-11-25"}
    assert await remind(column, shanghai(11, 25, 8, 30)) == []
    assert len(await remind(column, shanghai(11, 26, 8, 30))) == 1


async def test_a_unit_is_told_of_its_own_tickets_the_working_day_before(two: Books) -> None:  # noqa: F811
    await ordered(two)  # due on Wednesday 25 November
    assert await remind(two, shanghai(11, 23, 8, 30)) == []
    subjects = await remind(two, shanghai(11, 24, 8, 30))
    assert subjects[0].startswith("【临期提醒】问题交办单")
    assert "【办理提醒】市水利局1份问题交办单将到期（YC2026-47-003），请于11月25日（周三）前反馈" in subjects
    assert await remind(two, shanghai(11, 25, 8, 30)) == []
    async with two.database.read() as session:
        units = {unit.mailbox: unit for unit in await session.exec(select(Unit))}
        tickets = (await session.exec(select(Ticket))).all()
    for mail in (await mails(two))[1:]:
        (recipient,) = mail.recipients
        letter = letter_of(mail.content)
        for ticket in tickets:
            own = ticket.unit_id == units[recipient].id and ticket.due == date(2026, 11, 25)
            assert (ticket.number in letter.text) is own
            assert (ticket.number in letter.html) is own
        others = {unit.name for unit in units.values()} - {units[recipient].name}
        assert not any(name in letter.text for name in others)
        message = message_from_bytes(mail.content, policy=SMTP)
        assert (message["To"], message["Reply-To"]) == (recipient, "bgs@yunxi.test")


async def test_who_answered_is_not_reminded(two: Books) -> None:  # noqa: F811
    await ordered(two)
    async with two.database.write() as session:
        await answer(session, await the_ticket(session, two.office_id, "YC2026-47-003"), "已改", "李四", NOW)
    subjects = await remind(two, shanghai(11, 24, 8, 30))
    assert not any("市水利局" in subject for subject in subjects)
