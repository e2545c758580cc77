import asyncio
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from registry.database import Database
from registry.errors import BooksError, SheetError
from registry.models import Office, Origin, OriginKind, Target, TargetState, Unit
from registry.offices import ensure_office
from registry.register import ImportRefusedError, check, export_csv, import_register
from registry.sheets.formulas import protect
from registry.sheets.terms import platform_word
from registry.targets import list_targets, owner_of_origin
from tests.registry.books import CITY, NOW, entries_of, import_text, office_id, url_of

YICHUN = Path(__file__).parents[2] / "examples" / "yichun.csv"


async def export(database: Database, office: Office) -> bytes:
    async with database.read() as session:
        return await export_csv(session, office_id(office))


async def test_the_register_of_yichun(database: Database, office: Office) -> None:
    data = YICHUN.read_bytes()
    plan = await import_register(database, office_id(office), data, now=NOW)
    assert (len(plan.additions), plan.warnings) == (61, ())
    entries = await entries_of(database, office)
    assert len(entries) == 61
    assert len({entry.origin.id for entry in entries}) == 54
    shared = [entry.target for entry in entries if entry.target.host == "www.yichun.gov.cn"]
    assert len({target.prefix for target in shared}) == 8
    owner = owner_of_origin(shared)
    assert owner is not None
    assert (owner.name, owner.prefix) == ("中国宜春", "/ycsrmzf/")
    for full in (False, True):
        again = await import_register(database, office_id(office), data, full=full, now=NOW)
        assert again.changes_nothing
        assert again.unchanged == 61


async def test_all_rows_or_none(database: Database, office: Office) -> None:
    said = "^未导入任何内容：1个单元格有误，首个是第6行“网址或账号”列“暂无”：没有完整的域名；"
    with pytest.raises(ImportRefusedError, match=said) as refused:
        await import_text(database, office, CITY + "市水利局,网站,水利局,暂无,,,\n")
    assert [problem.row for problem in refused.value.plan.problems] == [6]
    assert await entries_of(database, office) == []


async def test_missing_columns_and_unknown_ones_are_named(database: Database, office: Office) -> None:
    with pytest.raises(ImportRefusedError, match=r"第1行“类型”列：缺少这一列；请增加“类型”列") as refused:
        await import_text(database, office, "单位,名称,网址,密级\n甲,乙,x.test,内部\n")
    assert "“密级”不是台账的标准列" in refused.value.plan.warnings[0]


async def test_a_dry_run_plans_and_writes_nothing(database: Database, office: Office) -> None:
    plan = await import_register(database, office_id(office), CITY.encode(), dry_run=True, now=NOW)
    assert len(plan.additions) == 4
    assert await entries_of(database, office) == []
    with pytest.raises(ImportRefusedError):
        await import_register(database, office_id(office), b"unit,name\na,b\n", dry_run=True, now=NOW)


async def test_a_file_that_is_no_table(database: Database, office: Office) -> None:
    with pytest.raises(SheetError, match="不是完整的Excel工作簿"):
        await import_register(database, office_id(office), b"PK\x03\x04", now=NOW)


async def test_a_full_import_that_would_take_away_too_much(database: Database, office: Office) -> None:
    await import_text(database, office)
    text = "\n".join(CITY.splitlines()[:3])
    said = r"全量导入将使4个对象中的2个（云溪市公安局、平安云溪）转为注销.*--allow-shrink"
    with pytest.raises(ImportRefusedError, match=said):
        await import_text(database, office, text, full=True)
    with pytest.raises(ImportRefusedError) as refused:
        await import_register(database, office_id(office), text.encode(), full=True, dry_run=True, now=NOW)
    assert refused.value.plan.refusal
    await import_register(database, office_id(office), text.encode(), full=True, allow_shrink=True, now=NOW)
    states = {entry.target.name: entry.target.state for entry in await entries_of(database, office)}
    assert states["平安云溪"] is states["云溪市公安局"] is TargetState.DEREGISTERED
    assert states["云溪市民政局"] is TargetState.ACTIVE


async def test_a_changed_row_changes_its_target_and_keeps_its_id(database: Database, office: Office) -> None:
    await import_text(database, office)
    before = {entry.target.name: entry.target for entry in await entries_of(database, office)}
    exported = (await export(database, office)).decode("utf-8-sig")
    await import_text(
        database, office, exported.replace("gaj.yunxi.test", "police.yunxi.test").replace("市公安局", "公安局")
    )
    entry = next(one for one in await entries_of(database, office) if one.target.id == before["云溪市公安局"].id)
    assert (entry.target.host, entry.origin.key, entry.unit.name) == (
        "police.yunxi.test",
        "police.yunxi.test",
        "公安局",
    )
    assert entry.target.position == before["云溪市公安局"].position
    async with database.read() as session:
        assert {unit.name for unit in await session.exec(select(Unit))} >= {"市公安局", "公安局"}


async def test_the_origins_of_accounts(database: Database, office: Office) -> None:
    lines = [
        "单位,类型,名称,账号ID,数据源,网址",
        "局,微信公众号,一,gh_1,http://f.test/1,",
        "局,微信公众号,二,,http://f.test/2,",
        "局,微博,三,,,https://weibo.com/3",
        "局,工作群,四,,,",
        "处,工作群,四,,,",
    ]
    await import_text(database, office, "\n".join(lines))
    async with database.read() as session:
        origins = (await session.exec(select(Origin).order_by(Origin.key))).all()
    assert {origin.kind for origin in origins} == {OriginKind.ACCOUNT}
    keys = [origin.key for origin in origins]
    assert "wechat:gh_1" in keys
    assert {key.rstrip("0123456789abcdef") for key in keys} >= {"wechat:feed-", "weibo:url-", "work-group:name-"}
    assert len(keys) == 5


async def test_an_id_of_another_office_is_not_taken_over(database: Database, office: Office) -> None:
    await import_text(database, office)
    exported = await export(database, office)
    async with database.write() as session:
        other = await ensure_office(session, "NC", "南昌", now=NOW)
    with pytest.raises(BooksError, match="属于另一个办公室的台账"):
        await import_register(database, office_id(other), exported, now=NOW)


async def test_an_export_makes_the_same_register_in_new_books(database: Database, office: Office, file: Path) -> None:
    await import_text(database, office)
    exported = await export(database, office)
    assert exported.startswith("\ufeff编号,单位,类型,名称,网址,标识码,平台,账号ID,".encode())
    async with database.write() as session:
        for target in await session.exec(select(Target)):
            await session.delete(target)
    await import_register(database, office_id(office), exported, now=NOW)
    assert await export(database, office) == exported


async def test_formulas_are_harmless_in_the_export(database: Database, office: Office) -> None:
    await import_text(database, office, '单位,类型,名称,网址,电话\n"=cmd|x",网站,@站,x.test,+86 795\n')
    exported = (await export(database, office)).decode()
    assert ",'=cmd|x," in exported
    assert ",'@站," in exported
    assert ",'+86 795," in exported
    assert (await import_text(database, office, exported)).changes_nothing


async def test_what_is_doubtful(database: Database, office: Office) -> None:
    text = (
        "单位,类型,名称,网址或账号,标识码,平台,邮箱,状态\n"
        "甲局,门户网站,甲,x.test,3609000001,,a@x.test,\n"
        "乙局,门户网站,乙,x.test,3609000001,,b@x.test,\n"
        "乙局,频道,丙,x.test/c/,3609000001,,b@x.test,\n"
        "丁局,新媒体,丁,gh_1,,微信公众号,,\n"
        "戊局,新媒体,戊,gh_2,,微信公众号,,注销\n"
    )
    await import_text(database, office, text)
    found = check(await entries_of(database, office))
    assert [warning.text for warning in found] == [
        "2个对象的网址同为 x.test/",
        "2个网站的标识码同为 3609000001",
        "2个门户网站的域名同为 x.test",
        "1个账号没有登记数据源，无法监测：丁",
        "1个单位没有登记邮箱，无法向其发送交办单：丁局",
    ]
    assert [len(warning.target_ids) for warning in found] == [2, 2, 2, 1, 1]


TEXT = st.text("中国=+-@'\",;，\n\ta1 ", min_size=1, max_size=8).filter(str.strip)
CELL = TEXT | st.just("")
SITES = st.tuples(
    TEXT,
    st.sampled_from(["门户网站", "部门网站", "频道"]),
    TEXT,
    st.sampled_from(["a.test", "https://b.test/x/", "c.test:81/index.html", "中国.test/路/"]),
    st.sampled_from(["", "3609000001", "bm12345678"]),
    st.just(""),
    st.just(""),
    st.sampled_from(["", "/p/", "q"]),
    st.sampled_from(["", "3"]),
    CELL,
    st.sampled_from(["", "正常", "暂停", "注销"]),
    CELL,
)
ACCOUNTS = st.tuples(
    TEXT,
    st.just("新媒体"),
    TEXT,
    st.sampled_from(["", "https://weibo.com/1"]),
    st.just(""),
    TEXT.map(lambda text: f"台{text}") | st.sampled_from(["微博", "wechat"]),
    TEXT,
    st.just(""),
    st.just(""),
    CELL,
    st.just(""),
    CELL,
)
HEADINGS = ("单位", "类型", "名称", "网址", "标识码", "平台", "账号ID", "路径前缀", "排序号", "经办人", "状态", "备注")


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(SITES | ACCOUNTS, min_size=1, max_size=5))
def test_what_was_exported_changes_nothing_when_imported(empty_books: Path, rows: list[tuple[str, ...]]) -> None:
    lines = [",".join('"' + protect(cell).replace('"', '""') + '"' for cell in row) for row in (HEADINGS, *rows)]

    async def round_trip(file: Path) -> None:
        async with await Database.open(url_of(file)) as database:
            async with database.write() as session:
                office = await ensure_office(session, "YC", "宜春", now=NOW)
            try:
                await import_text(database, office, "\n".join(lines))
            except ImportRefusedError:
                return
            exported = await export(database, office)
            for full in (False, True):
                plan = await import_register(database, office_id(office), exported, full=full, now=NOW)
                assert plan.changes_nothing
                assert plan.unchanged == len(await entries_of(database, office))

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(round_trip(Path(shutil.copyfile(empty_books, f"{folder}/books.db"))))


def test_the_platform_words_of_an_export_are_chinese() -> None:
    assert platform_word("wechat") == "微信公众号"


async def test_offices_do_not_see_each_other(database: Database, office: Office) -> None:
    await import_text(database, office)
    async with database.write() as session:
        other = await ensure_office(session, "NC", "南昌", now=NOW)
        assert await list_targets(session, office_id(other)) == []
    plan = await import_text(database, other)
    assert len(plan.additions) == 4
