"""The register as a workbook: into the books, out again, and what becomes of every cell on the way."""

import asyncio
import io
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlmodel import col, select

from checks.evidence import Updating
from checks.vocabulary import TargetKind
from registry.database import Database
from registry.errors import BooksError
from registry.migrate import upgrade
from registry.models import ColumnRow, Office, Scope, TargetState, Unit
from registry.offices import ensure_office
from registry.register import export_csv, export_workbook, import_register
from registry.sheets.planning import ImportPlan, ImportRefusedError
from registry.sheets.sheet_kinds import COLUMNS, SheetKind, heading_of
from registry.targets import list_targets
from tests.registry.books import NOW, begin_scan, entries_of, office_id, target_named, url_of
from tests.registry.workbooks import OFFICE, Rows, workbook


async def bring_in(
    database: Database, office: Office, sheets: Mapping[str, Rows] | bytes = OFFICE, **how: bool
) -> ImportPlan:
    data = sheets if isinstance(sheets, bytes) else workbook(sheets)
    return await import_register(database, office_id(office), data, source="台账.xlsx", now=NOW, **how)


async def taken_out(database: Database, office: Office) -> bytes:
    async with database.read() as session:
        return await export_workbook(session, office_id(office), NOW)


async def columns_of(database: Database) -> dict[str, ColumnRow]:
    async with database.read() as session:
        return {row.name: row for row in await session.exec(select(ColumnRow).order_by(col(ColumnRow.id)))}


async def units_of(database: Database) -> dict[str, Unit]:
    async with database.read() as session:
        return {unit.name: unit for unit in await session.exec(select(Unit))}


def with_row(sheet: str, number: int, **cells: object) -> Mapping[str, Rows]:
    """The register of the office with other cells in one row, by heading."""
    head, *rows = OFFICE[sheet]
    changed = [list(row) for row in rows]
    for heading, cell in cells.items():
        changed[number][list(head).index(heading)] = cell  # type: ignore[call-overload]
    return {**OFFICE, sheet: [head, *changed]}


def sheets_of(data: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


async def test_units_as_the_office_describes_them(database: Database, office: Office) -> None:
    await bring_in(database, office)
    units = await units_of(database)
    first = units["市政府办公室"]
    assert (first.code, first.position, first.contact, first.phone, first.mailbox) == (
        *("YX01", 1, "李明", "0795-1", "bgs@yunxi.gov.cn"),
    )
    assert first.details == {
        "简称": "府办",
        "单位性质": "党政机关",
        "层级": "市级",
        "分管领导": "张市长",
        "经办人B角": "王芳",
        "即时通讯账号": "yx-bgs",
    }
    assert [unit.scope for unit in units.values()] == [Scope.COUNTED, Scope.WATCHED, Scope.LEFT_OUT]
    assert units["市水投公司"].details["单位性质"] == "国有企业"


async def test_every_cell_of_a_site_is_kept(database: Database, office: Office) -> None:
    await bring_in(database, office)
    portal = await target_named(database, office, "云溪市人民政府")
    assert (portal.kind, portal.site_code, portal.prefix) == (TargetKind.PORTAL, "3609000001", "/")
    assert portal.details == {
        "形态": "独立站",
        "其他域名": "yunxi.test、云溪.政务",
        "承办运维": "某公司",
        "集约化平台": "市平台",
        "ICP备案号": "赣ICP备1号",
        "公安备案号": "赣公网安备2号",
        "党政标识": "有",
        "党政标识有效期": "2027-03-01",
        "等保级别": "三级",
        "等保测评日": "2026-05-01",
        "IPv6": "支持",
        "HTTPS/国密": "支持/否",
        "是否对外办事": "是",
        "监测授权函号": "云府办函〔2026〕3号",
        "白名单IP/UA": "10.0.0.1",
        "改版暂停起": "2026-01-02",
        "改版暂停止": "2026-02-03",
        "迁移日期": "2026-02-04",
        "密级": "内部",
    }
    library = await target_named(database, office, "市图书馆")
    assert (library.state, library.details["批复文号"]) == (TargetState.PAUSED, "云府办字〔2026〕1号")
    assert (await target_named(database, office, "政务公开专栏")).kind is TargetKind.CHANNEL
    account = await target_named(database, office, "云溪发布")
    assert (account.platform, account.feed, account.details["子类"]) == ("wechat", "http://feeds.test/1", "订阅号")
    assert (await target_named(database, office, "云溪办事")).details["用户数"] == "12000"


async def test_columns_belong_to_the_longest_prefix_and_count_once_they_are_approved(
    database: Database, office: Office
) -> None:
    await bring_in(database, office)
    news, money = (await columns_of(database)).values()
    units = await units_of(database)
    assert (news.target_id, news.unit_id) == ((await target_named(database, office, "云溪市人民政府")).id, None)
    assert (news.url, news.level, news.updating, news.period) == ("http://www.yunxi.test/xw/", 1, Updating.NEWS, 14)
    assert (news.approved_by, news.approved_on, news.must_update) == ("王主任", date(2026, 11, 1), True)
    assert news.details == {"期限依据": "国办秘函〔2019〕19号", "经办人": "李明"}
    assert (money.target_id, money.unit_id) == (
        (await target_named(database, office, "政务公开专栏")).id,
        units["市图书馆"].id,
    )
    assert (money.level, money.period, money.approved_on, money.archived) == (2, 184, None, date(2026, 6, 1))
    assert money.details == {"归档理由": "年度已结束"}


@pytest.mark.parametrize("full", [False, True])
async def test_the_same_workbook_again_changes_nothing(database: Database, office: Office, full: bool) -> None:
    await bring_in(database, office)
    again = await bring_in(database, office, full=full)
    assert again.changes_nothing
    assert (again.unchanged, again.columns.unchanged) == (8, 2)


@pytest.mark.parametrize("full", [False, True])
async def test_what_is_taken_out_changes_nothing_when_brought_in(
    database: Database, office: Office, full: bool
) -> None:
    await bring_in(database, office)
    data = await taken_out(database, office)
    again = await bring_in(database, office, data, full=full)
    assert again.changes_nothing
    assert again.problems == ()
    async with database.read() as session:
        simple = await export_csv(session, office_id(office))
    assert (await bring_in(database, office, simple, full=full)).changes_nothing


async def test_what_is_taken_out_makes_the_same_register_in_new_books(database: Database, office: Office) -> None:
    await bring_in(database, office)
    data = await taken_out(database, office)
    with tempfile.TemporaryDirectory() as folder:
        url = url_of(Path(folder) / "new.db")
        await upgrade(url)
        async with await Database.open(url) as books:
            async with books.write() as session:
                other = await ensure_office(session, "YC", "宜春", now=NOW)
            await bring_in(books, other, data)
            assert await taken_out(books, other) == data


async def test_the_sheets_stand_in_the_order_of_the_office(database: Database, office: Office) -> None:
    await bring_in(database, office)
    found = sheets_of(await taken_out(database, office))
    assert list(found) == ["单位", "网站", "栏目", "新媒体", "应用与群"]
    for kind in COLUMNS.keys() - {SheetKind.SIMPLE}:
        headings = [heading_of(kind, column) for column in COLUMNS[kind]]
        assert found[kind][0][: len(headings)] == headings
    assert found["网站"][0][-1] == "密级"
    assert found["网站"][1][23] == date(2026, 2, 4)
    assert found["栏目"][1][:6] == ["3609000001", "云溪要闻", "http://www.yunxi.test/xw/", "一级", "动态要闻", "14天"]
    assert [row[2] for row in found["网站"][1:]] == ["独立站", "频道", "独立站", "独立站"]
    assert [row[3] for row in found["网站"][1:3]] == ["门户网站", "部门网站"]


async def test_an_empty_register_is_a_form_to_fill_in(database: Database, office: Office) -> None:
    found = sheets_of(await taken_out(database, office))
    assert [len(rows) for rows in found.values()] == [1] * 5


class TestFull:
    """The file is the whole register, for the sheets that it has."""

    async def test_sheets_that_are_not_there_say_nothing(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        plan = await bring_in(database, office, {"网站": OFFICE["网站"]}, full=True)
        assert plan.changes_nothing

    async def test_an_empty_sheet_says_that_there_is_nothing(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        sheets = {"网站": OFFICE["网站"], "新媒体": OFFICE["新媒体"][:1]}
        with pytest.raises(ImportRefusedError, match=r"5个对象中的2个（云溪发布、云溪图书馆）转为注销.*--allow-shrink"):
            await bring_in(database, office, sheets, full=True)
        plan = await bring_in(database, office, sheets, full=True, allow_shrink=True)
        assert len(plan.deregistered) == 2

    async def test_columns_that_are_missing_go(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        sheets = {"栏目": OFFICE["栏目"][:2]}
        with pytest.raises(ImportRefusedError, match="2个栏目中的1个（财政公开）移出台账"):
            await bring_in(database, office, sheets, full=True)
        await bring_in(database, office, sheets, full=True, allow_shrink=True)
        assert list(await columns_of(database)) == ["云溪要闻"]

    async def test_merging_leaves_all_of_that(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        assert (await bring_in(database, office, {"栏目": OFFICE["栏目"][:2]})).changes_nothing
        assert (await bring_in(database, office, {"新媒体": OFFICE["新媒体"][:2]})).changes_nothing

    async def test_an_empty_cell_empties_and_a_usual_one_becomes_usual(
        self, database: Database, office: Office
    ) -> None:
        await bring_in(database, office)
        emptied = with_row("栏目", 0, 更新期限="", 是否应更新="", 类型="")
        assert (await bring_in(database, office, emptied)).changes_nothing
        plan = await bring_in(database, office, emptied, full=True)
        (update,) = plan.columns.updates
        assert [(one.field, one.old, one.new) for one in update.changes] == [
            ("类型", "动态要闻", "其他"),
            ("更新期限", "14天", ""),
        ]
        scope = with_row("单位", 1, 通报口径="")
        await bring_in(database, office, scope, full=True)
        assert (await units_of(database))["市图书馆"].scope is Scope.COUNTED
        assert (await bring_in(database, office, scope, full=True)).changes_nothing


class TestColumns:
    """Which site a column is of, and what is wrong with a row."""

    head = OFFICE["栏目"][0]

    def line(self, code: str, url: str, name: str = "某栏目", approved: str = "") -> Sequence[str]:
        return [code, name, url, *[""] * 8, approved]

    async def refused(self, database: Database, office: Office, *lines: Sequence[str]) -> str:
        with pytest.raises(ImportRefusedError) as refusal:
            await bring_in(database, office, {"栏目": [self.head, *lines]})
        return str(refusal.value.plan.problems[0])

    async def test_by_code_where_the_address_lies_elsewhere(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        await bring_in(database, office, {"栏目": [self.head, self.line("3609000002", "http://other.test/x/")]})
        library = await target_named(database, office, "市图书馆")
        assert (await columns_of(database))["某栏目"].target_id == library.id

    async def test_by_address_without_a_code(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        await bring_in(database, office, {"栏目": [self.head, self.line("", "st.yunxi.test/gg/")]})
        company = await target_named(database, office, "市水投公司")
        assert (await columns_of(database))["某栏目"].target_id == company.id

    async def test_a_site_of_the_same_file_will_do(self, database: Database, office: Office) -> None:
        sites: Rows = [["名称", "门户/部门", "主域名", "主办单位"], ["新站", "部门", "new.test", "新局"]]
        await bring_in(database, office, {"网站": sites, "栏目": [self.head, self.line("", "new.test/gg/")]})
        site = await target_named(database, office, "新站")
        assert (await columns_of(database))["某栏目"].target_id == site.id

    @pytest.mark.parametrize(
        ("code", "address", "sentence"),
        [
            ("3609000009", "www.yunxi.test/a/", "“网站标识码”列“3609000009”：台账中没有这个标识码的网站"),
            ("", "http://foreign.test/a/", "“网址”列“http://foreign.test/a/”：不在台账内任何网站的范围内"),
            ("3609000001", "http://foreign.test/a/", "台账中有2个网站用此标识码；请填写网站编号"),
        ],
    )
    async def test_a_column_of_no_site(
        self, database: Database, office: Office, code: str, address: str, sentence: str
    ) -> None:
        await bring_in(database, office)
        assert sentence in await self.refused(database, office, self.line(code, address))

    async def test_the_same_column_twice(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        line = self.line("", "www.yunxi.test/a/")
        assert "与“栏目”表第2行是同一栏目；请只保留一行" in await self.refused(database, office, line, line)

    async def test_half_an_approval(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        line = self.line("", "www.yunxi.test/a/", approved="王主任")
        assert "“核定日期”列：核定人和核定日期缺少一个" in await self.refused(database, office, line)

    async def test_of_a_file_with_bad_rows_only_these_are_told(self, database: Database, office: Office) -> None:
        with pytest.raises(ImportRefusedError) as refusal:
            await bring_in(database, office, with_row("网站", 0, 标识码="36"))
        assert [problem.column for problem in refusal.value.plan.problems] == ["标识码"]


class TestScope:
    """通报口径 decides what is watched and what is counted."""

    async def test_what_is_left_out_is_not_looked_at(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        async with database.read() as session:
            entries = await list_targets(session, office_id(office), states={TargetState.ACTIVE})
        watched = {entry.target.name for entry in entries}
        assert watched == {"云溪市人民政府", "政务公开专栏", "云溪发布", "云溪图书馆", "云溪办事", "云溪政务群"}
        opened = await begin_scan(database, office)
        looked_at = {entry.target.name for visit in opened.visits for entry in visit.entries}
        assert "市水投公司" not in looked_at
        assert looked_at > watched

    async def test_not_even_when_it_is_named(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        company = await target_named(database, office, "市水投公司")
        with pytest.raises(BooksError, match="通报口径为“不监测”的单位不检查"):
            await begin_scan(database, office, [company])

    async def test_what_is_only_watched_is_not_counted(self, database: Database, office: Office) -> None:
        await bring_in(database, office)
        counted = {entry.target.name: entry.is_counted for entry in await entries_of(database, office)}
        assert (counted["云溪市人民政府"], counted["云溪图书馆"], counted["市水投公司"]) == (True, False, False)


TEXT = st.text("中=+-@'\";，\u3000a1 /", min_size=1, max_size=6).filter(str.strip)
CELL = TEXT | st.just("")
DAY = st.sampled_from(["", "2026-05-01", "20261231", "1950-01-01"])
UNIT = st.sampled_from(["甲局", "=乙局", "丙 局"])
UNITS = st.tuples(
    UNIT,
    CELL,
    st.sampled_from(["", "党政机关", "事业"]),
    st.sampled_from(["", "3"]),
    st.sampled_from(["", "仅监测"]),
    CELL,
)
SITES = st.tuples(
    st.sampled_from(["", "3609000001", "3609000002"]),
    TEXT,
    st.sampled_from(["", "独立站", "频道", "路径站"]),
    st.sampled_from(["门户", "部门网站"]),
    st.sampled_from(["a.test", "https://b.test/x/", "c.test:81/index.html", "中国.test/路/"]),
    st.sampled_from(["", "/p/", "q"]),
    UNIT,
    DAY,
    st.sampled_from(["", "是", "no"]),
    st.sampled_from(["", "正常", "暂停", "注销"]),
    CELL,
)  # fmt: skip
COLUMN = st.tuples(
    TEXT,
    st.sampled_from(["a.test/1/", "https://b.test/x/2/", "a.test/3"]),
    st.sampled_from(["", "二级"]),
    st.sampled_from(["", "通知公告"]),
    st.sampled_from(["", "两周", "6个月"]),
    st.sampled_from(["", "甲局"]),
    st.sampled_from(["", "否"]),
    DAY,
    st.sampled_from(["", "王主任 2026-11-01"]),
    CELL,
)
ACCOUNTS = st.tuples(
    st.sampled_from(["微信公众号", "服务号", "西瓜视频"]), TEXT, TEXT, UNIT, DAY, st.sampled_from(["", "14天"]),
    st.sampled_from(["", "2026-11-20 09:30", "2026-11-20"]), CELL,
)  # fmt: skip
OTHERS = st.tuples(st.sampled_from(["APP", "小程序", "工作群"]), TEXT, UNIT, st.sampled_from(["", "12,000"]), DAY, CELL)
HEADS = {
    "单位": ("全称", "简称", "单位性质", "排序号", "通报口径", "密级"),
    "网站": (
        "标识码",
        "名称",
        "形态",
        "门户/部门",
        "主域名",
        "路径前缀",
        "主办单位",
        "迁移日期",
        "是否对外办事",
        "状态",
        "自己的列",
    ),
    "栏目": (
        "名称",
        "网址",
        "级别",
        "类型",
        "更新期限",
        "责任单位",
        "是否应更新",
        "归档日期",
        "核定人/核定日期",
        "经办人",
    ),
    "新媒体": ("平台", "名称", "ID/biz", "主办单位", "开设日期", "更新期限", "最近所见更新", "级别"),
    "应用与群": ("类型", "名称", "主办单位", "用户数", "期限", "处置意见"),
}


@settings(max_examples=40, deadline=None)
@given(
    units=st.lists(UNITS, max_size=2, unique_by=lambda row: row[0]),
    sites=st.lists(SITES, min_size=1, max_size=3),
    columns=st.lists(COLUMN, max_size=2),
    accounts=st.lists(ACCOUNTS, max_size=2),
    others=st.lists(OTHERS, max_size=2),
)
def test_whatever_register_is_taken_out_changes_nothing_when_brought_in(
    empty_books: Path,
    units: list[Rows],
    sites: list[Rows],
    columns: list[Rows],
    accounts: list[Rows],
    others: list[Rows],
) -> None:
    rows = dict(zip(HEADS, (units, sites, columns, accounts, others), strict=True))
    made = workbook({name: [HEADS[name], *rows[name]] for name in HEADS})  # type: ignore[list-item]

    async def round_trip(file: Path) -> None:
        async with await Database.open(url_of(file)) as database:
            async with database.write() as session:
                office = await ensure_office(session, "YC", "宜春", now=NOW)
            try:
                await bring_in(database, office, made)
            except ImportRefusedError:
                return
            data = await taken_out(database, office)
            async with database.read() as session:
                simple = await export_csv(session, office_id(office))
                targets = len(await list_targets(session, office_id(office)))
            for again in (data, simple):
                for full in (False, True):
                    plan = await bring_in(database, office, again, full=full)
                    assert plan.changes_nothing
                    assert plan.unchanged == targets
            assert await taken_out(database, office) == data

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(round_trip(Path(shutil.copyfile(empty_books, f"{folder}/books.db"))))
