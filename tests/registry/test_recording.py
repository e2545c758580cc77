"""The history of the register."""

from datetime import timedelta

from sqlmodel import select

from registry.database import Database
from registry.models import Office, RegisterChange
from registry.register import import_register
from registry.sheets.recording import changes_of
from registry.targets import resolve_target
from tests.registry.books import NOW, import_text, office_id
from tests.registry.workbooks import OFFICE, Rows, workbook

LATER = NOW + timedelta(days=1)


async def history(database: Database, office: Office, name: str) -> list[tuple[str, str, str, str, str]]:
    async with database.read() as session:
        entry = await resolve_target(session, office_id(office), name)
        changes = await changes_of(session, entry.target, entry.unit)
    ids = {entry.target.id: "ID"}
    return [
        (one.subject.replace(entry.target.id, ids[entry.target.id]), one.field, one.old, one.new, one.source)
        for one in changes
    ]


async def bring_in(database: Database, office: Office, sheets: dict[str, Rows], **how: bool) -> None:
    data = workbook(sheets)
    await import_register(database, office_id(office), data, source="二.xlsx", now=LATER, **how)


async def test_every_change_of_a_target_its_unit_and_its_columns(database: Database, office: Office) -> None:
    first = workbook(OFFICE)
    await import_register(database, office_id(office), first, source="一.xlsx", now=NOW)
    await bring_in(
        database,
        office,
        {
            "单位": [["全称", "邮箱", "分管领导"], ["市政府办公室", "new@yunxi.gov.cn", "李市长"]],
            "网站": [
                ["标识码", "名称", "门户/部门", "主域名", "主办单位", "密级", "状态"],
                ["3609000001", "云溪门户", "门户", "https://www.yunxi.test/", "市政府办公室", "公开", "暂停"],
            ],
            "栏目": [
                ["名称", "网址", "更新期限", "核定人/核定日期"],
                ["要闻", "www.yunxi.test/xw/", "7天", "李主任 20261123"],
            ],
        },
    )
    column = "column:ID:http://www.yunxi.test/xw/"
    assert await history(database, office, "云溪门户") == [
        ("unit:市政府办公室", "登记", "", "市政府办公室", "一.xlsx"),
        ("target:ID", "登记", "", "云溪市人民政府", "一.xlsx"),
        (column, "登记", "", "云溪要闻", "一.xlsx"),
        ("unit:市政府办公室", "分管领导", "张市长", "李市长", "二.xlsx"),
        ("unit:市政府办公室", "邮箱", "bgs@yunxi.gov.cn", "new@yunxi.gov.cn", "二.xlsx"),
        ("target:ID", "名称", "云溪市人民政府", "云溪门户", "二.xlsx"),
        ("target:ID", "网址", "http://www.yunxi.test/", "https://www.yunxi.test/", "二.xlsx"),
        ("target:ID", "状态", "正常", "暂停", "二.xlsx"),
        ("target:ID", "密级", "内部", "公开", "二.xlsx"),
        (column, "名称", "云溪要闻", "要闻", "二.xlsx"),
        (column, "更新期限", "14天", "7天", "二.xlsx"),
        (column, "核定人", "王主任", "李主任", "二.xlsx"),
        (column, "核定日期", "2026-11-01", "2026-11-23", "二.xlsx"),
    ]


async def test_what_a_full_file_takes_away(database: Database, office: Office) -> None:
    await import_register(database, office_id(office), workbook(OFFICE), source="一.xlsx", now=NOW)
    sheets = {"新媒体": OFFICE["新媒体"][:2], "栏目": OFFICE["栏目"][:2]}
    await bring_in(database, office, sheets, full=True, allow_shrink=True)
    assert (await history(database, office, "云溪图书馆"))[-1] == ("target:ID", "状态", "正常", "注销", "二.xlsx")
    assert ("column:ID:http://www.yunxi.test/zwgk/cz/", "移出", "财政公开", "", "二.xlsx") in await history(
        database, office, "政务公开专栏"
    )


async def test_an_import_that_changes_nothing_leaves_no_trace(database: Database, office: Office) -> None:
    async def count() -> int:
        async with database.read() as session:
            return len((await session.exec(select(RegisterChange))).all())

    await import_text(database, office)
    before = await count()
    await import_text(database, office)
    assert await count() == before
    assert before == 3 + 4  # units and targets


async def test_the_changes_of_a_column_are_not_those_of_one_like_it(database: Database, office: Office) -> None:
    await import_register(database, office_id(office), workbook(OFFICE), now=NOW)
    assert all("zwgk/cz" not in subject for subject, *_ in await history(database, office, "云溪市人民政府"))
