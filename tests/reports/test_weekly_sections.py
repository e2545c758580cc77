"""Sections 4, 5 and 8 of the weekly report, 处理 beside a veto, and how the monitor itself fared."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from checks.catalogue import State
from checks.evidence import Probe
from checks.finding import Figures, Finding, Judgement, Place
from checks.vocabulary import LinkOutcome, Reason, Severity
from registry.decisions.entered import Source, Statement, enter_statements
from registry.decisions.reviews import postpone
from registry.decisions.withdrawing import dismiss
from registry.models import FindingRow, Origin
from registry.seen.probes import enter_probes
from reports.sections.content import NOTE
from reports.terms import BASIS_STATES
from tests.reports.books import CATALOGUE, Books, blind, found, ok, shanghai, stale_home
from tests.reports.test_orders import ordered
from tests.reports.test_weekly import letter_of, section

MONDAY = shanghai(11, 16, 0)
SEEN = shanghai(11, 17)
QUOTATION = "请广大市民为家乡投上宝贵的一票，并转发到朋友圈。"


def vote(target: str) -> Finding:
    data: Figures = {
        "rule": "F3",
        "behaviour": "组织投票、拉票、点赞或转发",
        "quotation": QUOTATION,
        "title": "为古城投票",
    }
    page = Place("https://s1.yunxi.test/vote.html", 0, QUOTATION)
    about = "https://s1.yunxi.test/vote.html F3"
    return Finding(
        "site.formalism", target, about, Severity.REMINDER, page.url, places=(page,), places_total=1, confirmed=True,
        data=data,
    )  # fmt: skip


async def one_site(books: Books, judgements: Mapping[str, Judgement] | None = None) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    await books.scan(SEEN, {"s1": {"site.home-stale": ok(), **(judgements or {})}})


async def state(books: Books, source: Source, indicator: str, *, text: str = "", url: str = "") -> None:
    sensitive = CATALOGUE[indicator].sensitive
    one = Statement("s1", indicator, CATALOGUE[indicator].severity, url, source, "张三", text, sensitive=sensitive)
    async with books.database.write() as session:
        await enter_statements(session, books.office_id, [one], SEEN + timedelta(hours=1))


async def test_formalism_is_quoted_with_its_rule_and_a_better_wording(books: Books) -> None:
    await one_site(books, {"site.formalism": found(vote("s1"))})
    letter = await letter_of(books)
    part = section(letter.text, "指尖上的形式主义")
    assert "未改1件，其中本周新增1件。" in part
    assert f"原文（《为古城投票》）：「{QUOTATION}」" in part
    assert "依据：关于防治“指尖上的形式主义”的若干意见" in part
    assert f"（{BASIS_STATES[State.UNVERIFIED][0]}）" in part
    assert "建议改法：" in part
    assert "可写作：" in part
    assert "处理：待确认（第1号）" in part
    assert "https://s1.yunxi.test/vote.html" in part
    told = BeautifulSoup(letter.html, "lxml").get_text()
    assert QUOTATION in told


async def test_content_is_counted_and_neither_told_nor_linked(books: Books) -> None:
    await one_site(books)
    await state(books, Source.PERSON, "site.secret", text="不得外传的原文", url="https://s1.yunxi.test/harm.html")
    letter = await letter_of(books)
    part = section(letter.text, "内容安全")
    assert "泄露国家秘密：本周新增1件，已改0件，未改1件" in part
    assert NOTE in part
    assert "不得外传的原文" not in letter.text + letter.html
    assert "harm.html" not in letter.subject + letter.text + letter.html


async def test_what_people_entered_stands_by_its_source(books: Books) -> None:
    await one_site(books)
    await state(books, Source.ERROR_ENTRY, "site.services", text="办事指南缺要素", url="https://s1.yunxi.test/a")
    await state(books, Source.LEADER, "site.interaction-channel", text="没有咨询渠道", url="https://s1.yunxi.test/b")
    part = section((await letter_of(books)).text, "找错与上级交办")
    assert "我为政府网站找错：本期收到1件，本期改好0件，未改好1件，其中待确认1件" in part
    assert "领导交办：本期收到1件" in part
    assert "市第1局　第1局网站　服务不实用（我为政府网站找错）　处理：待确认（第1号）" in part


async def test_a_week_without_any_of_it_has_none_of_the_sections(books: Books) -> None:
    await one_site(books)
    letter = await letter_of(books)
    for heading in ("指尖上的形式主义", "内容安全", "找错与上级交办"):
        assert f"、{heading}" not in letter.text
        assert f"、{heading}" not in letter.html


async def test_the_sections_stand_in_the_order_of_the_office(books: Books) -> None:
    stale = stale_home("s1", "https://s1.yunxi.test/", newest="2026-11-01", as_of="2026-11-17", days=16)
    await one_site(books, {"site.formalism": found(vote("s1")), "site.home-stale": found(stale)})
    await state(books, Source.ERROR_ENTRY, "site.secret", url="https://s1.yunxi.test/a")
    text = (await letter_of(books)).text
    told = [line[2:].partition("、")[2] for line in text.splitlines() if line.startswith("■ ")]
    order = ["总体情况", "否决预警", "指尖上的形式主义", "内容安全", "新增问题", "找错与上级交办", "监测自身情况"]
    assert [heading for heading in told if heading in order] == order


# -- 处理 ---------------------------------------------------------------------------------------------------------


async def vetoed(books: Books) -> FindingRow:
    stale = stale_home("s1", "https://s1.yunxi.test/", newest="2026-11-01", as_of="2026-11-17", days=16)
    await one_site(books, {"site.home-stale": found(stale)})
    async with books.database.read() as session:
        return (await session.exec(select(FindingRow))).one()


async def handling(books: Books) -> str:
    part = section((await letter_of(books)).text, "否决预警")
    return next(line.strip() for line in part.splitlines() if line.strip().startswith("处理："))


async def test_a_veto_that_nobody_decided_waits(books: Books) -> None:
    await vetoed(books)
    assert await handling(books) == "处理：待确认（第1号）"


async def test_a_veto_that_was_ordered_names_its_ticket_and_its_day(books: Books) -> None:
    await vetoed(books)
    await ordered(books)
    assert (await handling(books)).startswith("处理：YC2026-47-001 已交办，时限11月")


async def test_a_veto_that_was_put_off_or_judged_a_false_alarm_says_so(books: Books) -> None:
    row = await vetoed(books)
    async with books.database.write() as session:
        await postpone(session, row, date(2026, 12, 8), "张三", SEEN + timedelta(hours=2))
    assert await handling(books) == "处理：暂缓至12月8日"
    async with books.database.write() as session:
        await dismiss(session, row, "日期已核", "张三", SEEN + timedelta(hours=3))
    assert await handling(books) == "处理：已判误报"


# -- the monitor itself -------------------------------------------------------------------------------------------


async def visited(books: Books, *outcomes: LinkOutcome, seeded: bool = False) -> None:
    async with books.database.write() as session:
        origin = (await session.exec(select(Origin))).one()
        probes = [
            Probe(MONDAY + timedelta(hours=hour), "https://s1.yunxi.test/", outcome)
            for hour, outcome in enumerate(outcomes)
        ]
        await enter_probes(session, books.office_id, origin.id or 0, probes, seeded=seeded)


async def test_visits_made_stand_beside_those_to_be_made_and_those_our_own_line_lost(books: Books) -> None:
    await one_site(books)
    await visited(books, LinkOutcome.OK, LinkOutcome.REFUSED, LinkOutcome.SKIPPED)
    part = section((await letter_of(books)).text, "监测自身情况")
    assert "应探测139次（1个域名，每个每周不少于140次），实测2次；我方断线1次，不计入任何网站。" in part


async def test_visits_that_nobody_made_are_called_so(books: Books) -> None:
    await one_site(books)
    await visited(books, LinkOutcome.OK, seeded=True)
    assert "其中1次是演示编造的，没有真正访问过；我方没有断线。" in (await letter_of(books)).text


async def test_without_the_service_no_visits_are_made_and_the_report_says_so(books: Books) -> None:
    await one_site(books)
    assert "本周没有做可用性探测：运行 govwatch serve 时才会定时探测。" in (await letter_of(books)).text


@pytest.mark.parametrize("reason", [Reason.BLOCKED, Reason.NO_BROWSER])
async def test_one_reason_is_told_once_for_a_site_however_much_it_hid(books: Books, reason: Reason) -> None:
    every = [entry.id for entry in CATALOGUE.values() if entry.manual is None and entry.id.startswith("site.")]
    await books.site("s1", "市第1局", "第1局网站")
    await books.site("s2", "市第2局", "第2局网站")
    most = {name: blind(reason) for name in every}
    await books.scan(SEEN, {"s1": most, "s2": {**most, "site.home-stale": ok(), "site.availability": ok()}})
    part = section((await letter_of(books)).text, "监测自身情况")
    lines = [line for line in part.splitlines() if "第1局网站" in line or "第2局网站" in line]
    assert len(lines) == 2, lines
