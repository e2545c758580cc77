"""PDF of what reports write."""

import re
import time
from io import BytesIO

from pypdf import PdfReader

from monitor.look.browser.pdf import render_pdf
from monitor.look.browser.pool import shared_pool
from tests.monitor.look.browser.helpers import BROWSING, needs_browser


@needs_browser
async def test_a_long_table_is_a_pdf_with_page_numbers_in_two_seconds() -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td>云溪市教育局网站首页不更新</td><td>2026-11-24</td></tr>" for number in range(2000)
    )
    html = f"<!doctype html><title>台账</title><table><thead><tr><th>序号<th>问题<th>日期</thead>{rows}</table>"
    async with shared_pool(BROWSING) as pool:
        await pool.start()
        began = time.monotonic()
        made = await render_pdf(pool, html)
        seconds = time.monotonic() - began
    pages = PdfReader(BytesIO(made)).pages
    said = pages[1].extract_text()  # pypdf takes some characters for their twins among the radicals
    assert "云溪市教育局" in said
    assert re.search(rf"第 2 .，共 {len(pages)} .", said)
    assert seconds < 10, "a busy machine may take a while"
    print(f"{seconds:.2f} s, {len(pages)} pages, {len(made)} bytes")  # noqa: T201  the figure of docs/browser.md
