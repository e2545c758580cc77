"""问题台账.xlsx, opened as a spreadsheet program opens it."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from python_calamine import CalamineWorkbook
from sqlmodel import select

from checks.finding import Figures, Finding, Place
from checks.time import SHANGHAI
from checks.vocabulary import LinkOutcome, Severity
from registry.decisions.entered import Source, Statement, enter_statements
from registry.decisions.following import Look, follow
from registry.decisions.reviews import decide
from registry.models import ColumnRow, Decision, FindingRow, Unit
from registry.tickets import answer, list_tickets
from reports.ledger import ledger_workbook
from tests.reports.books import CATALOGUE, Books, dead_link, found, ok, shanghai, stale_account, stale_home
from tests.reports.test_orders import ordered
from tests.reports.test_weekly import HOSTILE

PRACTICE = (
    "序号 · 问题编号 · 来源 · 发现时间 · 责任单位 · 主管单位 · 对象类型 · 网站(账号)名称 · 标识码(账号ID) · 栏目 · "
    "问题大类 · 问题小类 · 性质(单项否决/扣分/提醒) · 问题描述 · 页面标题 · 问题网址 · 错误内容 · 建议修改 · "
    "发布时间 · 证据号 · 依据 · 整改要求 · 交办时间 · 整改时限 · 反馈时间 · 整改情况 · 复核时间 · 复核结果 · "
    "状态 · 是否反复 · 备注"
)
SEEN = shanghai(11, 20, 9, 14)
TICKET = ("问题编号", "整改要求", "交办时间", "整改时限", "反馈时间", "整改情况", "复核时间", "复核结果")
OLD = "http://old.test/1.doc"


def clock(day: int, hour: int, minute: int = 0) -> datetime:
    """What a clock in Shanghai shows on a day of November."""
    return shanghai(11, day, hour, minute).astimezone(SHANGHAI).replace(tzinfo=None)


async def exported(books: Books, now: datetime) -> bytes:
    async with books.database.read() as session:
        return await ledger_workbook(session, books.office_id, CATALOGUE, now)


async def ledger(books: Books, now: datetime = SEEN) -> list[dict[str, Any]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(await exported(books, now))).get_sheet_by_name("问题台账")
    header, *rows = sheet.to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def column_stale(target: str, url: str) -> Finding:
    data: Figures = {
        "case": "",
        "name": "通知公告",
        "newest": "2026-05-20",
        "as_of": "2026-11-20",
        "days": 184,
        "limit": 184,
    }
    return Finding("site.column-stale", target, url, Severity.VETO, url, confirmed=True, data=data)


async def test_the_columns_stand_in_the_fixed_order(books: Books) -> None:
    file = await exported(books, SEEN)
    (header,) = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_name("问题台账").to_python()
    assert header == [re.sub(r"\(单项.*", "", heading) for heading in PRACTICE.split(" · ")]


async def test_one_row_for_each_problem(books: Books) -> None:
    await books.site("edu", "市教育局", "市教育局网站", code="3609000015")
    await books.account("wx", "市水利局", "云溪水利")
    places = [
        Place("https://edu.yunxi.test/tzgg/1.html", 120, "招生片区划分"),
        Place("https://edu.yunxi.test/2.html", 3, "同上"),
    ]
    silent = stale_account("wx", "wechat:gh_wx", newest="2026-10-29", as_of="2026-11-20", days=22)
    seen = {"site.links": found(dead_link("edu", OLD, places=places))}
    await books.scan(SEEN, {"edu": seen, "wx": {"account.stale": found(silent)}})
    async with books.database.write() as session:
        for unit in await session.exec(select(Unit).where(Unit.name == "市教育局")):
            unit.details = {"主管单位": "市政府"}
            session.add(unit)
    link, account = await ledger(books)
    assert {heading: link[heading] for heading in list(link)[:20] if heading not in TICKET} == {
        "序号": 1,
        "来源": "系统监测",
        "发现时间": clock(20, 9, 14),
        "责任单位": "市教育局",
        "主管单位": "市政府",
        "对象类型": "部门网站",
        "网站(账号)名称": "市教育局网站",
        "标识码(账号ID)": "3609000015",
        "栏目": "",
        "问题大类": CATALOGUE["site.links"].group.zh,
        "问题小类": CATALOGUE["site.links"].title.zh,
        "性质": "扣分",
        "问题描述": f"链接{OLD}打不开：页面不存在（404），共有2个页面引用。",
        "页面标题": "",
        "问题网址": "https://edu.yunxi.test/tzgg/1.html",
        "错误内容": f"招生片区划分：{OLD}",
        "建议修改": CATALOGUE["site.links"].remedy.zh,
        "发布时间": "",
        "证据号": "",
    }
    assert (link["依据"], link["状态"], link["是否反复"], link["备注"]) == (
        "国办秘函〔2019〕19号，扣分指标：功能设计·可用性",
        *("待确认", "否", "共2处"),
    )
    assert (account["性质"], account["标识码(账号ID)"], account["发布时间"], account["页面标题"]) == (
        *("单项否决", "gh_wx", "2026-10-29", "最近一条"),
    )
    assert all(link[heading] == account[heading] == "" for heading in TICKET)


async def test_what_people_entered_names_where_it_came_from(books: Books) -> None:
    await books.site("edu", "市教育局", "市教育局网站")
    entry = CATALOGUE["site.services"]
    one = Statement("edu", entry.id, entry.severity, "https://edu.yunxi.test/a", Source.ERROR_ENTRY, "张三", "缺要素")
    async with books.database.write() as session:
        await enter_statements(session, books.office_id, [one], SEEN)
    (row,) = await ledger(books)
    assert row["来源"] == "我为政府网站找错"


async def test_a_problem_in_a_column_names_the_column(books: Books) -> None:
    await books.site("edu", "市教育局", "市教育局网站")
    known, unknown = "https://edu.yunxi.test/tzgg/", "https://edu.yunxi.test/gg/"
    async with books.database.write() as session:
        session.add(ColumnRow(office_id=books.office_id, target_id="edu", name="招生公告", url=known))
    await books.scan(
        SEEN, {"edu": {"site.column-stale": found(column_stale("edu", known), column_stale("edu", unknown))}}
    )
    assert [row["栏目"] for row in await ledger(books)] == ["招生公告", "通知公告"]


async def test_a_ticket_fills_its_columns_as_it_lives(books: Books) -> None:
    await books.site("edu", "市教育局", "市教育局网站")
    await books.scan(SEEN, {"edu": {"site.links": found(dead_link("edu", OLD))}})
    issued = shanghai(11, 20, 10, 0)
    await ordered(books, issued)
    (row,) = await ledger(books, issued)
    assert re.fullmatch(r"YC2026-47-\d{3}", row["问题编号"])
    assert (row["交办时间"], row["状态"], row["反馈时间"], row["复核结果"]) == (
        clock(20, 10),
        "已交办",
        "",
        "",
    )
    assert row["整改要求"] == CATALOGUE["site.links"].rule.zh
    assert row["整改时限"] > clock(20, 0).date()
    async with books.database.write() as session:
        (ticket,) = await list_tickets(session, books.office_id)
        await answer(session, ticket, "=已改好", "市教育局", shanghai(11, 23, 9, 0))
    (row,) = await ledger(books, issued)
    assert (row["状态"], row["整改情况"], row["反馈时间"]) == ("已反馈", "=已改好", clock(23, 9))
    checked = shanghai(11, 24, 8, 30)
    await books.scan(checked, {"edu": {"site.links": ok(OLD)}})
    async with books.database.write() as session:
        look = Look(checked, "系统", [("edu", "site.links")], {}, {})
        await follow(session, books.office_id, look, row["问题编号"])
    (row,) = await ledger(books, checked)
    assert (row["状态"], row["复核结果"], row["复核时间"]) == ("销号", "已改", clock(24, 8, 30))


async def test_what_people_made_of_it_before_there_is_a_ticket(books: Books) -> None:
    await books.site("edu", "市教育局", "市教育局网站")
    abouts = [f"http://old.test/{number}.doc" for number in range(4)]
    links = [dead_link("edu", about, confirmed=about != abouts[0]) for about in abouts]
    await books.scan(SEEN, {"edu": {"site.links": found(*links)}})
    async with books.database.write() as session:
        rows = {row.about: row for row in await session.exec(select(FindingRow))}
        by = ("张三", SEEN)
        await decide(session, rows[abouts[1]], Decision.FALSE_ALARM, *by, reason="对方限制访问")
        await decide(session, rows[abouts[2]], Decision.POSTPONED, *by, until=shanghai(12, 20).date())
    assert [(row["状态"], row["备注"]) for row in await ledger(books)] == [
        ("初判", ""),
        ("误报", "对方限制访问"),
        ("暂缓", ""),
        ("待确认", ""),
    ]
    await books.scan(shanghai(11, 21), {"edu": {"site.links": ok(*abouts)}})
    assert [row["状态"] for row in await ledger(books)] == ["已修复", "误报", "已修复", "已修复"]
    await books.scan(shanghai(11, 22), {"edu": {"site.links": found(links[3])}})
    again = (await ledger(books))[3]
    assert (again["是否反复"], again["备注"], again["状态"]) == ("是", "第1次反复", "待确认")


async def test_what_comes_from_outside_is_text_and_nothing_runs(books: Books) -> None:
    formula = '=HYPERLINK("http://evil.test","x")'
    await books.site("s1", formula, f"@名{HOSTILE}", code="+1")
    bad = f"http://evil.test/{HOSTILE}"
    link = dead_link("s1", bad, places=[Place("javascript:alert(3)", 1, formula + HOSTILE)], outcome=LinkOutcome.DNS)
    home = stale_home("s1", HOSTILE, newest=HOSTILE, as_of="2026-11-17", days=16)
    await books.scan(SEEN, {"s1": {"site.links": found(link), "site.home-stale": found(home)}})
    with zipfile.ZipFile(io.BytesIO(await exported(books, SEEN))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert 'state="frozen"' in sheet
        assert not [name for name in archive.namelist() if "worksheets/_rels" in name]
    rows = await ledger(books)
    assert {row["责任单位"] for row in rows} == {formula}
    whole = "".join(str(cell) for row in rows for cell in row.values())
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\r\n]", whole)


async def test_the_ledger_of_a_lived_week_is_the_same_bytes_for_the_same_books(lived: Books) -> None:
    now = shanghai(11, 24)
    assert await exported(lived, now) == await exported(lived, now)
    rows = await ledger(lived, now)
    assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))
    assert len({row["责任单位"] for row in rows}) > 1
