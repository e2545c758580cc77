"""A register of 50,000 rows."""

import time
import tracemalloc

import pytest

from registry.database import Database
from registry.models import Office
from registry.register import import_register
from registry.sheets.register_file import read_file
from registry.sheets.workbook.writing import Sheet, SheetColumn, write_workbook
from tests.registry.books import NOW, office_id

ROWS = 50_000
HEAD = ("标识码", "名称", "门户/部门", "主域名", "主办单位", "ICP备案号", "状态")


@pytest.mark.long
async def test_fifty_thousand_rows_in_seconds_and_within_memory(database: Database, office: Office) -> None:
    rows = [
        (f"{3_600_000_000 + n}", f"网站{n}", "部门网站", f"h{n}.test", f"单位{n % 500}", f"赣ICP备{n}号", "正常")
        for n in range(ROWS)
    ]
    data = write_workbook([Sheet("网站", [SheetColumn(heading) for heading in HEAD], rows)], NOW)
    started = time.process_time()
    plan = await import_register(database, office_id(office), data, now=NOW)
    assert len(plan.additions) == ROWS
    assert time.process_time() - started < 30  # 8 where it was measured
    assert (await import_register(database, office_id(office), data, dry_run=True, now=NOW)).changes_nothing
    tracemalloc.start()
    assert len(read_file(data).said.rows) == ROWS
    assert tracemalloc.get_traced_memory()[1] < 400_000_000  # bytes
    tracemalloc.stop()
