"""``govwatch tickets import``: the ledger goes out to units and comes back filled; a file never closes a ticket."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from registry.sheets.workbook.writing import Sheet, SheetColumn, write_workbook
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.test_tickets import HALF, LINKS, REST, Office, office, repaired  # noqa: F401  a fixture

NUMBER = "YX2026-48-001"


async def exported(office: Office) -> list[list[Any]]:  # noqa: F811
    """The rows of the ledger as it is written out now, its header first."""
    file = office.config.parent / "问题台账.xlsx"
    await office.types("report", "ledger", "--out", str(file), timed=False)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes())).get_sheet_by_name("问题台账")
    return list(sheet.to_python())


def filled(rows: list[list[Any]], texts: Mapping[int, str], file: Path, number: str = NUMBER) -> Path:
    """The ledger with these answers in the rows of a ticket, the first row of it being 0."""
    header = [str(one) for one in rows[0]]
    at, answer = header.index("问题编号"), header.index("整改情况")
    left = [[str(cell) for cell in row] for row in rows[1:]]
    own = [row for row in left if row[at] == number]
    for place, text in texts.items():
        own[place][answer] = text
    file.write_bytes(write_workbook([Sheet("问题台账", [SheetColumn(one) for one in header], left)], AS_OF))
    return file


async def ordered(office: Office) -> None:  # noqa: F811
    await office.scans()
    await office.types("tickets", "approve", LINKS)


async def test_what_the_unit_filled_is_its_answer_and_only_a_look_closes(office: Office) -> None:  # noqa: F811
    await ordered(office)
    rows = await exported(office)
    file = filled(rows, {0: "已更正", 1: "已补传附件", 2: "已更正"}, office.config.parent / "filled.xlsx")
    tried = await office.types("tickets", "import", str(file), "--dry-run")
    assert "共1单可登记。（试运行，未写入）" in tried.out
    assert (await office.ticket(NUMBER))["state"] == "已交办"
    entered = await office.types("tickets", "import", str(file))
    assert f"已登记反馈：{NUMBER}　已更正；已补传附件" in entered.out
    ticket = await office.ticket(NUMBER)
    assert (ticket["state"], ticket["answer"]) == ("已反馈", "已更正；已补传附件")
    again = await office.types("tickets", "import", str(file))
    assert "1单的整改情况与此前登记的相同，没有改动。" in again.out
    async with repaired(office, HALF):
        assert "现为“退回”" in (await office.types("tickets", "recheck")).out
    steps = (await office.ticket(NUMBER))["steps"]
    assert [step["step"] for step in steps].count("反馈") == 1
    # what was written out and comes back untouched is no new answer; one new cell is
    rows = await exported(office)
    assert "没有新的整改情况" in (await office.types("tickets", "import", str(filled(rows, {}, file)))).out
    assert (await office.ticket(NUMBER))["state"] == "退回"
    await office.types("tickets", "import", str(filled(rows, {2: "第三项也已改好"}, file)))
    assert (await office.ticket(NUMBER))["answer"] == "第三项也已改好"
    async with repaired(office, HALF | REST):
        assert "现为“销号”" in (await office.types("tickets", "recheck")).out
    late = await office.types("tickets", "import", str(filled(rows, {0: "再报一次"}, file)))
    assert f"{NUMBER}不能反馈：已经复查通过并销号" in late.err
    assert (await office.ticket(NUMBER))["state"] == "销号"


async def test_a_file_with_a_row_at_fault_changes_nothing(office: Office) -> None:  # noqa: F811
    await ordered(office)
    rows = await exported(office)
    file = filled(rows, {0: "已更正"}, office.config.parent / "filled.xlsx")
    alien = file.with_suffix(".csv")
    alien.write_text(f"问题编号,整改情况\n{NUMBER},已更正\nYX2026-01-999,已更正\n,没有编号\n", "utf-8")
    ran = await office.types("tickets", "import", str(alien), code=1)
    assert "第4行（B4）：填了整改情况而没有问题编号" in ran.err
    alien.write_text(f"问题编号,整改情况\n{NUMBER},已更正\nYX2026-01-999,已更正\n", "utf-8")
    ran = await office.types("tickets", "import", str(alien), code=1)
    assert "第3行：没有编号为“YX2026-01-999”的交办单" in ran.err
    assert "全部没有写入" in ran.err
    alien.write_text(f"问题编号,整改情况\n{NUMBER},{'长' * 2001}\n", "utf-8")
    assert "超过2000字" in (await office.types("tickets", "import", str(alien), code=1)).err
    assert (await office.ticket(NUMBER))["state"] == "已交办"
    assert "没有找到文件" in (await office.types("tickets", "import", str(file.with_name("x.xlsx")), code=1)).err


async def test_who_entered_it_stands_in_the_history(office: Office) -> None:  # noqa: F811
    await ordered(office)
    file = filled(await exported(office), {0: "已更正"}, office.config.parent / "filled.xlsx")
    await office.types("tickets", "import", str(file), "--by", "李四")
    (ticket,) = await office.tickets()
    (step,) = [step for step in ticket["steps"] if step["step"] == "反馈"]
    assert (step["by"], step["note"]) == ("李四", "已更正")
