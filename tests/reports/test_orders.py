"""问题交办单（提醒）: what a unit reads."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlmodel import col, select, update

from checks.finding import Figures, Finding, Place
from checks.vocabulary import LinkOutcome, Severity
from registry.decisions.issuing import approve
from registry.decisions.reviews import pending
from registry.models import Office, Outbox, Target, Ticket, Unit
from reports.mail import letter_of
from reports.order import ITEMS
from reports.order_places import PAGES
from reports.orders import Told, queue_orders
from reports.render import Letter
from tests.reports.books import CATALOGUE, Books, dead_link, found, shanghai, stale_account, stale_home
from tests.reports.test_weekly import HOSTILE, links, squeezed, strings

SEEN = shanghai(11, 20, 9, 14)
NOW = shanghai(11, 20, 10, 0)
COLUMNS = ("序号", "页面", "位置", "发现的情况", "应当怎样", "怎么改")


async def with_mailboxes(books: Books) -> None:
    async with books.database.write() as session:
        for unit in await session.exec(select(Unit)):
            unit.mailbox = f"u{unit.id}@yunxi.test"
            session.add(unit)


async def ordered(books: Books, now: datetime = NOW, by: str = "张三", *, automatic: bool = False) -> Told:
    """Approve everything that waits, and queue the orders."""
    async with books.database.write() as session:
        office = await session.get_one(Office, books.office_id)
        asked = await pending(session, books.office_id, now)
        await approve(session, office, asked, by, now, automatic=automatic)
        return await queue_orders(
            session, office, CATALOGUE, sender="govwatch@yunxi.test", reply_to="bgs@yunxi.test", now=now
        )


async def letters(books: Books) -> list[Letter]:
    async with books.database.read() as session:
        return [letter_of(row.content) for row in await session.exec(select(Outbox).order_by(col(Outbox.id)))]


@pytest.fixture
async def two(books: Books) -> Books:
    """Two bureaus: one with two dead links and a stale home page, one with a stale account."""
    await books.site("edu", "市教育局", "市教育局网站", code="3609000015")
    await books.account("wx", "市水利局", "云溪水利")
    place = Place("https://edu.yunxi.test/tzgg/1.html", 120, "招生片区划分")
    dead = [dead_link("edu", f"http://old.test/{number}.doc", places=[place]) for number in (1, 2)]
    home = stale_home("edu", "https://edu.yunxi.test/", newest="2026-11-01", as_of="2026-11-20", days=19)
    silent = stale_account("wx", "weixin:gh_wx", newest="2026-10-29", as_of="2026-11-20", days=22)
    seen = {"site.links": found(*dead), "site.home-stale": found(home)}
    await books.scan(SEEN, {"edu": seen, "wx": {"account.stale": found(silent)}})
    await with_mailboxes(books)
    return books


async def test_one_mail_for_each_unit_with_its_tickets(two: Books) -> None:
    told = await ordered(two)
    assert told.nobody == ()
    assert [subject for _, subject in told.queued] == [
        "【问题交办】市教育局网站3个问题（YC2026-47-001等2单），最早请于11月25日（周三）前处理 · 问题交办单（提醒）",
        "【问题交办】市水利局新媒体1个问题（YC2026-47-003），请于11月25日（周三）前处理 · 问题交办单（提醒）",
    ]
    async with two.database.read() as session:
        rows = (await session.exec(select(Outbox).order_by(col(Outbox.id)))).all()
    assert [(row.key, row.recipients) for row in rows] == [
        ("order/YC2026-47-001+YC2026-47-002", ["u1@yunxi.test"]),
        ("order/YC2026-47-003", ["u2@yunxi.test"]),
    ]
    assert b"Reply-To: bgs@yunxi.test" in rows[0].content


async def test_the_columns_stand_in_the_order_of_the_paper(two: Books) -> None:
    await ordered(two)
    letter = (await letters(two))[0]
    table = BeautifulSoup(letter.html, "lxml").find_all("table", class_="grid")[1]
    assert [cell.get_text() for cell in table.find_all("th")] == [*COLUMNS]
    cells = [squeezed(cell.get_text()) for cell in table.find_all("tr")[1].find_all("td")]
    looks = "两次时间：11月20日09:14；同一轮检查中已复核"
    assert cells == [
        "序号1",
        "页面市教育局网站https://edu.yunxi.test/tzgg/1.html",
        "位置第120行，“招生片区划分”",
        f"发现的情况链接http://old.test/1.doc打不开：页面不存在（404），共有1个页面引用。{looks}",
        "应当怎样首页以外页面上的链接（包括图片、附件、外部链接）应能打开。",
        "怎么改请更正链接地址或删去该链接。",
    ]
    assert "首页最近一条信息发布于11月1日，至11月20日已19天，超过14天。" in letter.text


async def test_what_has_no_line_has_the_address_of_its_column_account_or_site(two: Books) -> None:
    data: Figures = {"case": "pending", "name": "教育动态"}
    column = "https://edu.yunxi.test/jydt/"
    empty = Finding("site.column-empty", "edu", column, Severity.DEDUCT, column, confirmed=True, data=data)
    await two.scan(SEEN + timedelta(minutes=5), {"edu": {"site.column-empty": found(empty)}})
    async with two.database.write() as session:
        await session.exec(update(Target).where(col(Target.id) == "wx").values(url="https://mp.test/yunxishuili"))
    await ordered(two)
    edu, wx = await letters(two)
    assert f"位置：栏目“教育动态”　{column}" in edu.text
    assert "位置：首页　https://edu.yunxi.test/" in edu.text
    assert "位置：账号主页　https://mp.test/yunxishuili" in wx.text
    assert "—" not in edu.text + wx.text
    assert "https://mp.test/yunxishuili" in links(wx.html)


async def test_an_order_names_the_pictures_that_prove_it(books: Books) -> None:
    await books.site("edu", "市教育局", "市教育局网站")
    home = stale_home("edu", "https://edu.yunxi.test/", newest="2026-11-01", as_of="2026-11-20", days=19)
    seen = replace(home, evidence=(f"{'ab' * 32}.webp", f"{'cd' * 32}.webp"))
    await books.scan(SEEN, {"edu": {"site.home-stale": found(seen)}})
    await with_mailboxes(books)
    await ordered(books)
    (letter,) = await letters(books)
    for text in (letter.text, letter.html):
        assert "证据截图：abababababab、cdcdcdcdcdcd（监测办公室存档）" in text


async def test_text_and_html_say_the_same(two: Books) -> None:
    await ordered(two)
    for letter in await letters(two):
        text = squeezed(letter.text)
        told = [one for one in strings(letter.html) if one not in COLUMNS and one != "html"]
        assert len(told) > 10
        assert [one for one in told if one not in text] == []
        assert [one for one in links(letter.html) if one not in letter.text] == []


async def test_it_calls_itself_a_reminder_and_says_who_confirmed_and_asks_for_no_paper(two: Books) -> None:
    await ordered(two)
    for letter in await letters(two):
        assert letter.text.startswith("问题交办单（提醒）\n")
        assert "问题交办单（提醒）" in letter.subject
        assert (
            "本单经人工核实（核实人：张三，11月20日 10:00）。改好后系统自动复查，无需截图、无需书面报告。"
            in letter.text
        )
        assert "本单为提醒，不是整改通知书。" in letter.text
        assert "依据：国办秘函〔2019〕19号" in letter.text


async def test_what_no_person_confirmed_does_not_say_that_one_did(two: Books) -> None:
    await ordered(two, automatic=True)
    for letter in await letters(two):
        assert "自动交办（11月20日 10:00）" in letter.text
        assert "人工核实" not in letter.text


async def test_no_grade_and_no_score_stands_in_an_order(two: Books) -> None:
    await ordered(two)
    for letter in await letters(two):
        assert not re.search("健康等级|评分|得分|[A-F]级", letter.subject + letter.text + letter.html)


async def test_an_order_is_queued_once(two: Books) -> None:
    await ordered(two)
    assert (await ordered(two, NOW + timedelta(hours=1))).queued == ()
    assert len(await letters(two)) == 2


@pytest.mark.parametrize("mailbox", ["", "not a mailbox", "a@b\nBcc: x@y.test"])
async def test_a_unit_without_a_mailbox_gets_nothing_and_is_named(two: Books, mailbox: str) -> None:
    async with two.database.write() as session:
        await session.exec(update(Unit).where(col(Unit.name) == "市水利局").values(mailbox=mailbox))
    told = await ordered(two)
    assert told.nobody == ("市水利局",)
    assert len(await letters(two)) == 1
    await with_mailboxes(two)
    ((unit, subject),) = (await ordered(two, NOW + timedelta(days=7))).queued
    assert unit == "市水利局"
    assert "请于12月2日（周三）前处理" in subject  # time enough from the day it is told


async def test_a_deadline_in_a_year_without_published_holidays_says_so(two: Books) -> None:
    await ordered(two, shanghai(12, 30))
    told = (await letters(two))[0]
    assert "2027年放假安排尚未公布，时限按周一至周五为工作日计算。" in told.text
    assert "2027年1月4日（周一）" in told.subject


async def test_what_was_closed_and_came_back_is_ordered_again_under_its_number(two: Books) -> None:
    await ordered(two)
    async with two.database.write() as session:
        changed = update(Ticket).where(col(Ticket.number) == "YC2026-47-003").values(reopened=2, mail="")
        await session.exec(changed)
    ((unit, _),) = (await ordered(two)).queued
    assert unit == "市水利局"
    assert "再次出现（第2次反复）" in (await letters(two))[-1].text
    async with two.database.read() as session:
        assert "order/YC2026-47-003.2" in (await session.exec(select(Outbox.key))).all()


async def test_text_from_pages_and_registers_is_only_ever_text(books: Books) -> None:
    await books.site("s1", HOSTILE, f"名{HOSTILE}", code=HOSTILE)
    places = [Place("javascript:alert(3)", 1, HOSTILE), Place('https://s1.yunxi.test/"><b>x', 2, HOSTILE)]
    link = dead_link("s1", f"http://evil.test/{HOSTILE}", places=places, outcome=LinkOutcome.TIMEOUT)
    await books.scan(SEEN, {"s1": {"site.links": found(link)}})
    await with_mailboxes(books)
    await ordered(books, by=HOSTILE)
    (letter,) = await letters(books)
    soup = BeautifulSoup(letter.html, "lxml")
    assert not soup.find_all(["script", "img", "iframe", "object", "form", "input"])
    assert all(one.startswith(("https://", "http://")) for one in links(letter.html))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00]", letter.subject + letter.text + letter.html)
    assert "\n" not in letter.subject
    assert "{{ 7*7 }}" in letter.text


async def test_long_lists_are_bounded_and_say_so(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    places = [Place(f"https://s1.yunxi.test/{number}.html", number, "下载") for number in range(8)]
    dead = [dead_link("s1", f"http://a.test/{one}/" + "长路径" * 200, places=places) for one in range(ITEMS + 5)]
    await books.scan(SEEN, {"s1": {"site.links": found(*dead)}})
    await with_mailboxes(books)
    await ordered(books)
    (letter,) = await letters(books)
    assert f"{ITEMS + 5}个问题" in letter.subject
    assert "另有5项同类问题未列出" in letter.text
    assert letter.text.count(f"等{len(places)}处") == ITEMS
    assert letter.text.count("https://s1.yunxi.test/0.html") == ITEMS
    assert f"https://s1.yunxi.test/{PAGES}.html" not in letter.text
